/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The network: word vectors (GloVe's, kept as they are, and a few learned numbers), a vector for each frame part, filters over one to five
 * tokens, the strongest answer of each, a weight for each category. Adam, in groups of 32; words are left out at random, so that it
 * does not lean on a single one. */
#include "train.h"

#include "screening/net.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { EPOCHS = 5, GROUP = 32, EASY_SHARE = 3 };
static const float rate = 0.001f, dropout = 0.4f, word_dropout = 0.1f;

/* What is learned, as one row of floats, and for each the gradient and Adam's two averages. */
enum { WEIGHTS = sizeof(struct model_net) / sizeof(float) };

struct learned { /* of one word */
	float value[NET_LEARNED];
};

struct sequence {
	uint32_t words[NET_TOKENS];
	uint8_t parts[NET_TOKENS];
	size_t count;
};

struct trainer {
	struct words *words;
	struct model_net *w, *gradient, *mean, *square;
	float (*tap_gradient)[NET_FILTERS][NET_IN]; /* of w->taps, the way it comes: by filter */
	struct learned *word_gradient, *word_mean, *word_square;
	uint32_t *touched, touched_count;  /* words of this group */
	bool *is_touched;
	float x[NET_TOKENS + NET_WIDTHS][NET_IN], y[NET_TOKENS + NET_WIDTHS][NET_TAPS][NET_FILTERS];
	struct hits hits; /* what is left out is silent */
	long step;
};

static void sequences_read(const struct rows *rows, const struct words *words, struct sequence *list)
{
	struct arena arena = { 0 };
	for (size_t i = 0; i < rows->count; i++) {
		struct normal normal;
		normalise(&arena, &words->lexicon, rows->list[i].text, &normal);
		uint8_t *parts = arena_alloc(&arena, normal.count + 1);
		frame_parts(&normal, parts);
		list[i].count = normal.count < NET_TOKENS ? normal.count : NET_TOKENS;
		memcpy(list[i].parts, parts, list[i].count);
		for (size_t k = 0; k < list[i].count; k++)
			list[i].words[k] = words_find(words, normal.tokens[k].hash);
		arena_reset(&arena);
	}
	arena_free(&arena);
}

/* --- forward -------------------------------------------------------------------------------------------------------------------------------- */

static void inputs(struct trainer *t, const struct sequence *s)
{
	memset(t->x[s->count], 0, sizeof(t->x[0]) * NET_WIDTHS);
	for (size_t i = 0; i < s->count; i++) {
		const float *vector = t->words->vectors[s->words[i]];
		memcpy(t->x[i], vector, NET_VECTOR * sizeof(float));
		net_frame_input(t->w, s->parts[i], t->x[i]);
		memcpy(t->x[i] + NET_IN - NET_LEARNED, vector + NET_VECTOR, NET_LEARNED * sizeof(float));
	}
	net_taps(t->w, (const float(*)[NET_IN])t->x, s->count, t->y);
	memset(t->y[s->count], 0, sizeof(t->y[0]) * NET_WIDTHS);
	net_pool(t->w, (const float(*)[NET_TAPS][NET_FILTERS])t->y, s->count, &t->hits);
}

static void leave_filters_out(struct hits *hits)
{
	for (size_t h = 0; h < NET_HIDDEN; h++) {
		bool left_out = chance_share() < (double)dropout;
		hits->hidden[h] = left_out ? 0 : hits->hidden[h] / (1 - dropout);
		hits->at[h] = left_out ? -1 : hits->at[h];
	}
}

static void forward(struct trainer *t, const struct sequence *s, float logits_r[CATEGORIES])
{
	inputs(t, s);
	leave_filters_out(&t->hits);
	for (size_t c = 0; c < CATEGORIES; c++) {
		logits_r[c] = t->w->out_bias[c];
		for (size_t h = 0; h < NET_HIDDEN; h++)
			logits_r[c] += t->w->out[c][h] * t->hits.hidden[h];
	}
}

/* --- backward ------------------------------------------------------------------------------------------------------------------------------- */

static void back_to_words(struct trainer *t, const struct sequence *s, const float (*dx)[NET_IN])
{
	for (size_t i = 0; i < s->count; i++) {
		uint32_t word = s->words[i];
		for (size_t k = 0; k < NET_PART; k++)
			t->gradient->part[s->parts[i] & FRAME_PART][k] += dx[i][NET_VECTOR + k];
		for (size_t k = 0; k < NET_LEARNED; k++)
			t->word_gradient[word].value[k] += dx[i][NET_IN - NET_LEARNED + k];
		if (!t->is_touched[word]) {
			t->is_touched[word] = true;
			t->touched[t->touched_count++] = word;
		}
	}
}

static void backward(struct trainer *t, const struct sequence *s, const float slopes[CATEGORIES])
{
	static float dx[NET_TOKENS + NET_WIDTHS][NET_IN];
	float back[NET_HIDDEN] = { 0 };
	memset(dx, 0, sizeof(dx[0]) * (s->count + NET_WIDTHS));
	for (size_t c = 0; c < CATEGORIES; c++) {
		t->gradient->out_bias[c] += slopes[c];
		for (size_t h = 0; slopes[c] != 0 && h < NET_HIDDEN; h++) {
			t->gradient->out[c][h] += slopes[c] * t->hits.hidden[h];
			back[h] += slopes[c] * t->w->out[c][h] / (1 - dropout);
		}
	}
	for (size_t w = 0, tap = 0; w < NET_WIDTHS; tap += w + 1, w++)
		for (size_t f = 0; f < NET_FILTERS; f++) {
			size_t h = w * NET_FILTERS + f;
			if (t->hits.at[h] < 0)
				continue;
			t->gradient->bias[w][f] += back[h];
			for (size_t k = 0; k <= w; k++) {
				size_t p = (size_t)t->hits.at[h] + k;
				float *to = t->tap_gradient[tap + k][f];
				for (size_t d = 0; d < NET_IN; d++)
					to[d] += back[h] * t->x[p][d];
				for (size_t d = NET_VECTOR; d < NET_IN; d++)
					dx[p][d] += back[h] * t->w->taps[tap + k][d][f];
			}
		}
	back_to_words(t, s, (const float(*)[NET_IN])dx);
}

/* --- steps ------------------------------------------------------------------------------------------------------------------------------------ */

static void adam(float *w, float *g, float *mean, float *square, size_t count, float pace, long step, float decay)
{
	float c1 = 1 / (1 - powf(0.9f, (float)step)), c2 = 1 / (1 - powf(0.999f, (float)step));
	for (size_t i = 0; i < count; i++) {
		mean[i] = 0.9f * mean[i] + 0.1f * g[i];
		square[i] = 0.999f * square[i] + 0.001f * g[i] * g[i];
		w[i] -= pace * (mean[i] * c1 / (sqrtf(square[i] * c2) + 1e-7f) + decay * w[i]);
		g[i] = 0;
	}
}

static void turn_gradient(struct trainer *t)
{
	for (size_t tap = 0; tap < NET_TAPS; tap++)
		for (size_t f = 0; f < NET_FILTERS; f++)
			for (size_t d = 0; d < NET_IN; d++)
				t->gradient->taps[tap][d][f] = t->tap_gradient[tap][f][d];
	memset(t->tap_gradient, 0, NET_TAPS * sizeof(*t->tap_gradient));
}

static void step(struct trainer *t, float pace)
{
	turn_gradient(t);
	t->step++;
	adam((float *)t->w, (float *)t->gradient, (float *)t->mean, (float *)t->square, WEIGHTS, pace, t->step, 1e-4f);
	for (uint32_t i = 0; i < t->touched_count; i++) {
		uint32_t word = t->touched[i];
		adam(t->words->vectors[word] + NET_VECTOR, t->word_gradient[word].value, t->word_mean[word].value, t->word_square[word].value,
		     NET_LEARNED, pace, t->step, 1e-3f);
		t->is_touched[word] = false;
	}
	t->touched_count = 0;
}

static void leave_words_out(struct sequence *s)
{
	for (size_t i = 0; i < s->count; i++)
		if (chance_share() < (double)word_dropout) {
			s->words[i] = 0;
			if (chance() & 1)
				s->parts[i] &= (uint8_t)~FRAME_PART;
		}
}

static double learn(struct trainer *t, const struct row *row, const struct sequence *sequence)
{
	struct sequence s = *sequence;
	float logits[CATEGORIES], slopes[CATEGORIES];
	double loss = 0;
	leave_words_out(&s);
	forward(t, &s, logits);
	for (unsigned c = 0; c < CATEGORIES; c++) {
		float weight = label_weight(row, c), p = 1 / (1 + expf(-logits[c]));
		slopes[c] = weight > 0 ? weight * (p - (float)row->label[c]) / GROUP : 0;
		loss -= weight > 0 ? (double)weight * log(1e-9 + (double)(row->label[c] ? p : 1 - p)) : 0;
	}
	backward(t, &s, slopes);
	return loss;
}

/* The large sources without threats: a third of each is enough for one pass. */
static bool is_easy(const struct row *row)
{
	return sv_eq(row->source, SV("goemotions")) || sv_eq(row->source, SV("headlines")) || sv_eq(row->source, SV("davidson"));
}

static size_t draw(const struct rows *rows, uint32_t *order)
{
	size_t count = 0;
	for (size_t i = 0; i < rows->count; i++)
		if (!is_easy(&rows->list[i]) || chance() % EASY_SHARE == 0)
			order[count++] = (uint32_t)i;
	chance_shuffle(order, count);
	return count;
}

static void at_random(float *list, size_t count, double most)
{
	for (size_t i = 0; i < count; i++)
		list[i] = (float)((chance_share() * 2 - 1) * most);
}

static void trainer_start(struct trainer *t, struct words *words)
{
	*t = (struct trainer){ .words = words };
	t->w = calloc(1, sizeof(*t->w));
	t->gradient = calloc(1, sizeof(*t->w));
	t->mean = calloc(1, sizeof(*t->w));
	t->square = calloc(1, sizeof(*t->w));
	t->tap_gradient = calloc(NET_TAPS, sizeof(*t->tap_gradient));
	t->word_gradient = calloc(words->count, sizeof(struct learned));
	t->word_mean = calloc(words->count, sizeof(struct learned));
	t->word_square = calloc(words->count, sizeof(struct learned));
	t->touched = calloc(words->count, sizeof(uint32_t));
	t->is_touched = calloc(words->count, sizeof(bool));
	at_random((float *)t->w->taps, sizeof(t->w->taps) / sizeof(float), 0.06);
	at_random((float *)t->w->out, sizeof(t->w->out) / sizeof(float), 0.05);
	at_random((float *)(t->w->part + 1), sizeof(t->w->part) / sizeof(float) - NET_PART, 0.5);
}

static void hand_over(struct trainer *t, struct model_net *net_r)
{
	*net_r = *t->w;
	void *mine[] = { t->w, t->gradient, t->mean, t->square, t->tap_gradient, t->word_gradient, t->word_mean, t->word_square, t->touched, t->is_touched };
	for (size_t i = 0; i < COUNT_OF(mine); i++)
		free(mine[i]);
}

void net_train(const struct rows *rows, struct words *words, struct model_net *net_r)
{
	struct trainer *t = malloc(sizeof(*t));
	struct sequence *sequences = malloc(rows->count * sizeof(*sequences));
	uint32_t *order = malloc(rows->count * sizeof(*order));
	trainer_start(t, words);
	sequences_read(rows, words, sequences);
	for (int epoch = 0; epoch < EPOCHS; epoch++) {
		size_t count = draw(rows, order);
		double loss = 0;
		for (size_t i = 0; i < count; i++) {
			loss += learn(t, &rows->list[order[i]], &sequences[order[i]]);
			if (i % GROUP == GROUP - 1)
				step(t, rate * (1.02f - ((float)epoch + (float)i / (float)count) / EPOCHS));
			if (i % 10000 == 0)
				fprintf(stderr, "\rnetwork: pass %d of %d, %3d %%", epoch + 1, EPOCHS, (int)(i * 100 / count));
		}
		fprintf(stderr, "\rnetwork: pass %d of %d, loss %.4f\n", epoch + 1, EPOCHS, loss / (double)count);
	}
	hand_over(t, net_r);
	free(t);
	free(sequences);
	free(order);
}
