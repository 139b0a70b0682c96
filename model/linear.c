/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Logistic regression by AdaGrad over the hashed features, one set of weights a category. */
#include "train.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { EPOCHS = 4 };
static const float rate = 0.2f, bias_rate = 0.002f, decay = 1e-4f;

struct seen {
	uint32_t *numbers, count;
};

static struct seen *see_all(const struct rows *rows, const struct words *words)
{
	struct seen *all = calloc(rows->count, sizeof(*all));
	struct features *features = malloc(sizeof(*features));
	struct arena arena = { 0 };
	for (size_t i = 0; i < rows->count; i++) {
		struct normal normal;
		normalise(&arena, &words->lexicon, rows->list[i].text, &normal);
		uint8_t *parts = arena_alloc(&arena, normal.count + 1);
		frame_parts(&normal, parts);
		features_of(&normal, parts, features);
		all[i] = (struct seen){ malloc((features->count + 1) * sizeof(uint32_t)), (uint32_t)features->count };
		for (size_t k = 0; k < features->count; k++)
			all[i].numbers[k] = features->list[k].number;
		arena_reset(&arena);
	}
	arena_free(&arena);
	free(features);
	return all;
}

static void learn(struct linear *linear, float (*squares)[CATEGORIES], const struct seen *seen, unsigned c, int label, float weight)
{
	float share = 1 / sqrtf((float)seen->count + 1), sum = 0;
	for (uint32_t i = 0; i < seen->count; i++)
		sum += linear->weights[seen->numbers[i]][c];
	float logit = linear->bias[c] + sum * share, slope = (1 / (1 + expf(-logit)) - (float)label) * weight;
	linear->bias[c] -= bias_rate * slope;
	for (uint32_t i = 0; i < seen->count; i++) {
		float *w = &linear->weights[seen->numbers[i]][c], *s = &squares[seen->numbers[i]][c];
		float g = slope * share + decay * *w;
		*s += g * g;
		*w -= rate * g / sqrtf(*s + 1e-6f);
	}
}

void linear_train(const struct rows *rows, const struct words *words, struct linear *linear_r)
{
	struct seen *all = see_all(rows, words);
	uint32_t *order = malloc(rows->count * sizeof(*order));
	float(*squares)[CATEGORIES] = calloc((size_t)1 << FEATURE_BITS, sizeof(*squares));
	*linear_r = (struct linear){ .weights = calloc((size_t)1 << FEATURE_BITS, sizeof(*linear_r->weights)) };
	for (size_t i = 0; i < rows->count; i++)
		order[i] = (uint32_t)i;
	for (int epoch = 0; epoch < EPOCHS; epoch++) {
		chance_shuffle(order, rows->count);
		for (size_t i = 0; i < rows->count; i++) {
			const struct row *row = &rows->list[order[i]];
			for (unsigned c = 0; c < CATEGORIES; c++) {
				float weight = label_weight(row, c);
				if (weight > 0)
					learn(linear_r, squares, &all[order[i]], c, row->label[c], weight);
			}
		}
		fprintf(stderr, "linear model: pass %d of %d\n", epoch + 1, EPOCHS);
	}
	for (size_t i = 0; i < rows->count; i++)
		free(all[i].numbers);
	free(all);
	free(order);
	free(squares);
}
