/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Trains the screen's model. usage: train TRAIN.jsonl.gz DEV.jsonl.gz VECTORS GRAMMAR OUT.model */
#include "train.h"

#include "grammar.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

float label_weight(const struct row *row, unsigned c)
{
	bool violent = c == CATEGORY_threat || c == CATEGORY_violence;
	float weight = row->label[c] == UNKNOWN ? 0 : row->weak[c] ? 0.7f : 1;
	if (violent && sv_eq(row->source, SV("implicit")))
		weight *= 0.3f; /* "threatening" is broad there */
	if (violent && (sv_eq(row->source, SV("hand_dev")) || sv_eq(row->source, SV("contrast_dev"))))
		weight *= 3; /* few, and read with care */
	bool made = sv_eq(row->source, SV("synth")) || sv_eq(row->source, SV("grammar")) || sv_eq(row->source, SV("mhc"));
	return !violent || row->label[c] != 1 ? weight : made ? weight * 1.5f : weight * 5;
}

/* --- calibration: Platt's, on the texts for tuning ------------------------------------------------------------------------------------- */

struct scored {
	float linear, net;
	float weight;
	int label;
};

static float logit_of(const struct model_calibration *by, const struct scored *s, bool with_net)
{
	return with_net ? by->linear * s->linear + by->net * s->net + by->bias : by->fast_linear * s->linear + by->fast_bias;
}

/* Logistic regression of one or two numbers, by gradient descent with a small pull to where it began. */
static void fit(const struct scored *list, size_t count, bool with_net, struct model_calibration *by)
{
	float *a = with_net ? &by->linear : &by->fast_linear, *b = with_net ? &by->bias : &by->fast_bias, none = 0, *n = with_net ? &by->net : &none;
	for (int turn = 0; turn < 2000; turn++) {
		double ga = 0, gb = 0, gn = 0, total = 1e-9;
		for (size_t i = 0; i < count; i++) {
			double p = 1 / (1 + exp(-(double)logit_of(by, &list[i], with_net))), slope = (p - list[i].label) * (double)list[i].weight;
			ga += slope * (double)list[i].linear;
			gn += slope * (double)list[i].net;
			gb += slope;
			total += (double)list[i].weight;
		}
		*a -= (float)(0.3 * ga / total);
		*b -= (float)(0.3 * gb / total);
		*n -= with_net ? (float)(0.3 * gn / total) : 0;
	}
}

typedef struct score row_scores[CATEGORIES];

static row_scores *score_all(const struct model *model, const struct rows *rows)
{
	struct arena arena = { 0 };
	row_scores *all = malloc((rows->count + 1) * sizeof(*all));
	for (size_t i = 0; i < rows->count; i++) {
		struct normal normal;
		normalise(&arena, model_lexicon(model), rows->list[i].text, &normal);
		uint8_t *parts = arena_alloc(&arena, normal.count + 1);
		frame_parts(&normal, parts);
		model_score_whole(model, &arena, &normal, parts, SCORE_WHOLE, all[i]);
		arena_reset(&arena);
	}
	arena_free(&arena);
	return all;
}

static size_t labelled(const struct rows *rows, const row_scores *all, unsigned c, struct scored *list_r)
{
	size_t count = 0;
	for (size_t i = 0; i < rows->count; i++)
		if (rows->list[i].label[c] != UNKNOWN)
			list_r[count++] = (struct scored){ all[i][c].linear, all[i][c].net, 1, rows->list[i].label[c] };
	return count;
}

/* A category that no text is labelled for is never found by the model: its rules find it. */
static const struct model_calibration untrained = { .bias = -30, .fast_bias = -30, .open = 1e9f, .report = 1, .hold = 1 };

/* The linear score that all true alarms are over, and a little less: below it, the network has nothing to add. */
static float open_from(const struct scored *list, size_t count, const struct model_calibration *by)
{
	const float margin = 0.1f;
	float least = untrained.open;
	for (size_t i = 0; i < count; i++)
		if (list[i].label && 1 / (1 + expf(-logit_of(by, &list[i], true))) > by->report && list[i].linear - margin < least)
			least = list[i].linear - margin;
	return least;
}

static double probability_at(const struct scored *list, size_t count, const struct model_calibration *by, double share)
{
	struct ranked *ranked = malloc((count + 1) * sizeof(*ranked));
	for (size_t i = 0; i < count; i++)
		ranked[i] = (struct ranked){ 1 / (1 + exp(-(double)logit_of(by, &list[i], true))), list[i].label };
	figures_of(ranked, count);
	double at = threshold_at(ranked, count, share);
	free(ranked);
	return at;
}

static void calibrate(const struct model *model, const struct rows *rows, struct model_calibration *list_r)
{
	struct scored *list = malloc((rows->count + 1) * sizeof(*list));
	row_scores *all = score_all(model, rows);
	for (unsigned c = 0; c < CATEGORIES; c++) {
		size_t count = labelled(rows, (const row_scores *)all, c, list), positives = 0;
		for (size_t i = 0; i < count; i++)
			positives += (size_t)list[i].label;
		struct model_calibration by = { .linear = 0.4f, .net = 0.6f, .fast_linear = 1 };
		list_r[c] = untrained;
		if (positives < 20)
			continue;
		fit(list, count, true, &by);
		fit(list, count, false, &by);
		by.report = (float)probability_at(list, count, &by, 0.01);
		by.hold = (float)probability_at(list, count, &by, 0.002);
		by.open = open_from(list, count, &by);
		list_r[c] = by;
		fprintf(stderr, "%-10s %6zu texts, %5zu positive: %.2f linear %+.2f network %+.2f; report at %.3f, hold at %.3f, open from %.2f\n", category_name(c),
		        count, positives, (double)by.linear, (double)by.net, (double)by.bias, (double)by.report, (double)by.hold, (double)by.open);
	}
	free(list);
	free(all);
}

/* --- all of it ---------------------------------------------------------------------------------------------------------------------------- */

static void write_or_end(const char *path, const struct model_parts *parts)
{
	if (model_write(path, parts))
		return;
	perror(path);
	exit(1);
}

int main(int argc, char **argv)
{
	struct rows train, dev;
	struct words words;
	struct linear linear;
	struct model_net *net = calloc(1, sizeof(*net));
	struct model_calibration calibration[CATEGORIES] = { { 0 } };
	struct model *model;
	if (argc != 6)
		return fprintf(stderr, "usage: train TRAIN.jsonl.gz DEV.jsonl.gz VECTORS GRAMMAR OUT.model\n");
	features_start();
	rows_read(argv[1], &train);
	rows_read(argv[2], &dev);
	grammar_add(argv[4], &train);
	disguised_add(&train);
	fprintf(stderr, "%zu texts to learn from, %zu to tune with\n", train.count, dev.count);
	words_count(&train, argv[3], &words);
	linear_train(&train, &words, &linear);
	net_train(&train, &words, net);
	struct model_parts parts = { words.lexicon.slots, words.lexicon.mask + 1, words.hashes, (const float(*)[NET_VECTOR + NET_LEARNED])words.vectors,
		                     words.count, net, (const float(*)[CATEGORIES])linear.weights, linear.bias, calibration };
	for (unsigned c = 0; c < CATEGORIES; c++)
		calibration[c] = untrained;
	write_or_end(argv[5], &parts); /* calibrated as it will run: with its weights rounded */
	if (model_open(argv[5], &model) != MODEL_OK)
		return fprintf(stderr, "%s cannot be read back\n", argv[5]);
	calibrate(model, &dev, calibration);
	model_close(model);
	write_or_end(argv[5], &parts);
	return 0;
}
