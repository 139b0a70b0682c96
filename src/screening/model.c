/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Scores, and what made them. */
#include "screening/model_file.h"

#include <math.h>

/* --- the linear model -------------------------------------------------------------------------------------------------------------- */

static void add_linear(const struct model *model, const struct features *features, float sums_r[CATEGORIES])
{
	int32_t sums[8] = { 0 };
	float share = 1 / sqrtf((float)features->count + 1);
	for (size_t i = 0; i < features->count; i++)
		for (size_t c = 0; c < 8; c++)
			sums[c] += model->linear[features->list[i].number][c];
	for (size_t c = 0; c < CATEGORIES; c++)
		sums_r[c] = model->linear_bias[c] + (float)sums[c] * model->linear_scale[c] * share;
}

/* --- the network --------------------------------------------------------------------------------------------------------------------- */

static uint32_t word_number(const struct model *model, uint64_t hash)
{
	uint32_t mask = model->head->word_slots - 1, mark = (uint32_t)(hash >> 32);
	for (uint32_t at = (uint32_t)hash & mask;; at = (at + 1) & mask) {
		const struct word_slot *slot = &model->slots[at];
		if (!slot->number || slot->mark == mark)
			return slot->number;
	}
}

static void input_of(const struct model *model, const struct token *token, unsigned part, float x_r[NET_IN])
{
	uint32_t number = word_number(model, token->hash);
	const int8_t *row = model->vectors[number];
	float scale = model->vector_scale[number];
	for (size_t k = 0; k < NET_VECTOR; k++)
		x_r[k] = row[k] * scale;
	memcpy(x_r + NET_VECTOR, model->net->part[part], sizeof(model->net->part[part]));
	for (size_t k = 0; k < NET_LEARNED; k++)
		x_r[NET_VECTOR + NET_PART + k] = row[NET_VECTOR + k] * scale;
}

/* Which clone is taken is asked while the program is loaded, before ThreadSanitizer is there: the question would crash. */
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define FAST_CLONES
#endif
#endif
#if !defined(FAST_CLONES) && (defined(__SANITIZE_THREAD__) || !defined(__x86_64__))
#define FAST_CLONES
#elif !defined(FAST_CLONES)
#define FAST_CLONES __attribute__((target_clones("avx2", "fma", "default")))
#endif

/* What each tap of each filter makes of one token. */
FAST_CLONES static void taps_of(const struct model_net *net, const float x[NET_IN], float y_r[NET_OUT])
{
	memset(y_r, 0, NET_OUT * sizeof(*y_r));
	for (size_t d = 0; d < NET_IN; d++) {
		const float *row = net->taps[d];
		float xd = x[d];
		for (size_t o = 0; o < NET_OUT; o++)
			y_r[o] += xd * row[o];
	}
}

struct hits {
	float hidden[NET_HIDDEN];
	int16_t at[NET_HIDDEN]; /* the token that each filter answers to most; -1: none */
};

/* y: count + NET_WIDTHS - 1 rows, those behind the text all zero. */
static void pool(const struct model_net *net, const float (*y)[NET_OUT], size_t count, struct hits *hits_r)
{
	size_t tap = 0;
	for (size_t w = 0; w < NET_WIDTHS; tap += w + 1, w++)
		for (size_t f = 0; f < NET_FILTERS; f++) {
			float best = 0;
			int16_t at = -1;
			for (size_t p = 0; p < count; p++) {
				float s = net->bias[w][f];
				for (size_t k = 0; k <= w; k++)
					s += y[p + k][(tap + k) * NET_FILTERS + f];
				if (s > best) {
					best = s;
					at = (int16_t)p;
				}
			}
			hits_r->hidden[w * NET_FILTERS + f] = best;
			hits_r->at[w * NET_FILTERS + f] = at;
		}
}

static void read_window(const struct model *model, struct arena *arena, const struct token *tokens, const uint8_t *parts, size_t count, struct hits *hits_r)
{
	float(*y)[NET_OUT] = arena_alloc(arena, (count + NET_WIDTHS) * sizeof(*y));
	float x[NET_IN];
	for (size_t i = 0; i < count; i++) {
		input_of(model, &tokens[i], parts[i], x);
		taps_of(model->net, x, y[i]);
	}
	memset(y[count], 0, NET_WIDTHS * sizeof(*y));
	pool(model->net, (const float(*)[NET_OUT])y, count, hits_r);
}

static float logit_of(const struct model_net *net, const struct hits *hits, size_t category)
{
	float sum = net->out_bias[category];
	for (size_t h = 0; h < NET_HIDDEN; h++)
		sum += net->out[category][h] * hits->hidden[h];
	return sum;
}

static size_t window_count(size_t tokens)
{
	size_t windows = tokens <= NET_TOKENS ? 1 : 1 + (tokens - NET_TOKENS + NET_STEP - 1) / NET_STEP;
	return windows < NET_WINDOWS ? windows : NET_WINDOWS;
}

static size_t window_length(size_t tokens, size_t from)
{
	return tokens - from < NET_TOKENS ? tokens - from : NET_TOKENS;
}

/* Of several windows, the worst counts. */
static void add_net(const struct model *model, struct arena *arena, const struct normal *normal, const uint8_t *parts, float logits_r[CATEGORIES])
{
	struct hits hits;
	for (size_t i = 0; i < window_count(normal->count); i++) {
		size_t from = i * NET_STEP;
		read_window(model, arena, normal->tokens + from, parts + from, window_length(normal->count, from), &hits);
		for (size_t c = 0; c < CATEGORIES; c++) {
			float logit = logit_of(model->net, &hits, c);
			logits_r[c] = i == 0 || logit > logits_r[c] ? logit : logits_r[c];
		}
	}
}

/* --- both ------------------------------------------------------------------------------------------------------------------------------ */

void model_score(const struct model *model, struct arena *arena, const struct normal *normal, const uint8_t *parts, bool with_net,
                 struct score scores_r[CATEGORIES])
{
	float linear[CATEGORIES], net[CATEGORIES] = { 0 };
	struct features *features = arena_alloc(arena, sizeof(*features));
	features_of(normal, parts, features);
	add_linear(model, features, linear);
	if (with_net)
		add_net(model, arena, normal, parts, net);
	for (size_t c = 0; c < CATEGORIES; c++) {
		const struct model_calibration *by = &model->calibration[c];
		float logit = with_net ? by->linear * linear[c] + by->net * net[c] + by->bias : by->fast_linear * linear[c] + by->fast_bias;
		scores_r[c] = (struct score){ .probability = 1 / (1 + expf(-logit)), .linear = linear[c], .net = net[c] };
	}
}

static void explain_linear(const struct model *model, const struct features *features, size_t category, float weight, float *weights)
{
	float share = weight * model->linear_scale[category] / sqrtf((float)features->count + 1);
	for (size_t i = 0; i < features->count; i++) {
		const struct feature *f = &features->list[i];
		if (f->kind == FEATURE_SHAPE)
			continue;
		float each = share * model->linear[f->number][category] / (float)(f->last - f->first + 1);
		for (size_t t = f->first; t <= f->last; t++)
			weights[t] += each;
	}
}

static void explain_net(const struct model *model, const struct hits *hits, size_t category, float weight, size_t count, float *weights)
{
	for (size_t h = 0; h < NET_HIDDEN; h++) {
		size_t width = h / NET_FILTERS + 1;
		if (hits->at[h] < 0)
			continue;
		float each = weight * model->net->out[category][h] * hits->hidden[h] / (float)width;
		for (size_t t = (size_t)hits->at[h]; t < (size_t)hits->at[h] + width && t < count; t++)
			weights[t] += each;
	}
}

void model_explain(const struct model *model, struct arena *arena, const struct normal *normal, const uint8_t *parts, enum category category,
                   float *weights_r)
{
	const struct model_calibration *by = &model->calibration[category];
	struct features *features = arena_alloc(arena, sizeof(*features));
	struct hits hits, worst = { 0 };
	size_t at = 0;
	float most = -INFINITY;
	memset(weights_r, 0, normal->count * sizeof(*weights_r));
	features_of(normal, parts, features);
	explain_linear(model, features, category, by->linear, weights_r);
	for (size_t i = 0; i < window_count(normal->count); i++) {
		size_t from = i * NET_STEP;
		read_window(model, arena, normal->tokens + from, parts + from, window_length(normal->count, from), &hits);
		float logit = logit_of(model->net, &hits, category);
		if (logit > most) {
			most = logit;
			worst = hits;
			at = from;
		}
	}
	explain_net(model, &worst, category, by->net, window_length(normal->count, at), weights_r + at);
}
