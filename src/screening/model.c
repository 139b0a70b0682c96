/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Scores, and what made them. */
#include "screening/model_file.h"
#include "screening/net.h"

#include <math.h>

/* In logits. A passage is one of several looks at the same text, so that it has to say more than the whole. Chosen on the texts for
 * tuning: with 1 the order of texts stays as good as without passages, and what is lost among other words is found. */
static const float PASSAGE_DOUBT = 1;

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

void word_input(const struct model *model, uint32_t number, float x_r[NET_IN])
{
	const int8_t *row = model->vectors[number];
	float scale = model->vector_scale[number];
	memset(x_r, 0, NET_IN * sizeof(*x_r));
	for (size_t k = 0; k < NET_VECTOR; k++)
		x_r[k] = row[k] * scale;
	for (size_t k = 0; k < NET_LEARNED; k++)
		x_r[NET_IN - NET_LEARNED + k] = row[NET_VECTOR + k] * scale;
}

/* The words that are in no table, two by two. */
static void rare_taps(const struct model *model, const uint32_t *rare, size_t count, const struct token *tokens, tap_row *y)
{
	for (size_t i = 0; i < count; i += 2) {
		float x[2][NET_IN];
		tap_row pair[2];
		size_t n = i + 1 < count ? 2 : 1;
		for (size_t k = 0; k < n; k++)
			word_input(model, word_number(model, tokens[rare[i + k]].hash), x[k]);
		net_taps(model->net, (const float(*)[NET_IN])x, n, pair);
		for (size_t k = 0; k < n; k++)
			memcpy(y[rare[i + k]], pair[k], sizeof(pair[k]));
	}
}

static void read_window(const struct model *model, struct arena *arena, const struct token *tokens, const uint8_t *parts, size_t count, struct hits *hits_r)
{
	tap_row *y = arena_alloc(arena, (count + NET_WIDTHS) * sizeof(*y));
	uint32_t rare[NET_TOKENS];
	size_t rare_count = 0;
	for (size_t i = 0; i < count; i++) {
		uint32_t number = word_number(model, tokens[i].hash);
		if (number < COMMON_WORDS)
			memcpy(y[i], model->tables->word[number], sizeof(y[i]));
		else
			rare[rare_count++] = (uint32_t)i;
	}
	rare_taps(model, rare, rare_count, tokens, y);
	for (size_t i = 0; i < count; i++)
		net_add(y[i], (const float(*)[NET_FILTERS])model->tables->part[parts[i] & FRAME_PART], (const float(*)[NET_FILTERS])model->tables->marks[parts[i] / FRAME_IS_QUOTED]);
	memset(y[count], 0, NET_WIDTHS * sizeof(*y));
	net_pool(model->net, (const float(*)[NET_TAPS][NET_FILTERS])y, count, hits_r);
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

/* A stretch of tokens that was scored by itself. */
struct passage {
	size_t from, count;
	struct hits *hits;        /* of each window; NULL: the network was not asked */
	size_t worst[CATEGORIES]; /* the window that counted */
};

struct seen {
	const struct normal *normal;
	const uint8_t *parts;
	struct features *features;                 /* room for those of a passage */
	const struct passage *worst[CATEGORIES];   /* the passage that counted */
};

static struct normal tokens_of(const struct seen *seen, const struct passage *passage)
{
	return (struct normal){ .tokens = seen->normal->tokens + passage->from, .count = passage->count };
}

/* Of several windows, the worst counts. */
static void ask_net(const struct model *model, struct arena *arena, const struct seen *seen, struct passage *passage, float logits_r[CATEGORIES])
{
	size_t windows = window_count(passage->count);
	passage->hits = arena_alloc(arena, windows * sizeof(*passage->hits));
	for (size_t i = 0; i < windows; i++) {
		size_t from = passage->from + i * NET_STEP;
		read_window(model, arena, seen->normal->tokens + from, seen->parts + from, window_length(passage->count, i * NET_STEP), &passage->hits[i]);
		for (size_t c = 0; c < CATEGORIES; c++) {
			float logit = logit_of(model->net, &passage->hits[i], c);
			if (i > 0 && logit <= logits_r[c])
				continue;
			logits_r[c] = logit;
			passage->worst[c] = i;
		}
	}
}

/* --- both ------------------------------------------------------------------------------------------------------------------------------ */

/* Below that, no text that the network had a say in came near a report; a passage has its doubt to make up for, too. */
static bool is_open(const struct model *model, const float linear[CATEGORIES], float doubt)
{
	for (size_t c = 0; c < CATEGORIES; c++)
		if (linear[c] >= model->calibration[c].open + doubt)
			return true;
	return false;
}

static void score_passage(const struct model *model, struct arena *arena, const struct seen *seen, struct passage *passage, enum score_depth depth,
                          struct score scores_r[CATEGORIES])
{
	float linear[CATEGORIES], net[CATEGORIES] = { 0 };
	struct normal tokens = tokens_of(seen, passage);
	features_of(&tokens, seen->parts + passage->from, seen->features);
	add_linear(model, seen->features, linear);
	float doubt = passage->count < seen->normal->count ? PASSAGE_DOUBT : 0;
	if (depth == SCORE_WHOLE || (depth == SCORE_USUAL && is_open(model, linear, doubt)))
		ask_net(model, arena, seen, passage, net);
	for (size_t c = 0; c < CATEGORIES; c++) {
		const struct model_calibration *by = &model->calibration[c];
		float logit = passage->hits ? by->linear * linear[c] + by->net * net[c] + by->bias : by->fast_linear * linear[c] + by->fast_bias;
		scores_r[c] = (struct score){ .probability = 1 / (1 + expf(doubt - logit)), .linear = linear[c], .net = net[c] };
	}
}

/* Where the sentences that begin at `from` end, as many as fit; a long sentence is cut. */
static size_t passage_end(const struct normal *normal, size_t from)
{
	size_t end = from;
	for (size_t i = from; i < normal->count && i < from + PASSAGE_TOKENS; i++)
		if (normal->tokens[i].ends)
			end = i + 1;
	if (end == from || normal->count - from <= PASSAGE_TOKENS)
		end = from + PASSAGE_TOKENS < normal->count ? from + PASSAGE_TOKENS : normal->count;
	return end;
}

/* The last sentence is read again with what follows it; of one that was cut, the last half. */
static size_t passage_next(const struct normal *normal, size_t from, size_t end)
{
	for (size_t i = end - 1; i > from + PASSAGE_TOKENS / 2; i--)
		if (normal->tokens[i - 1].ends)
			return i;
	return normal->tokens[end - 1].ends || end - from < PASSAGE_TOKENS ? end : end - PASSAGE_TOKENS / 2;
}

/* What stands among much else is read by itself, too: the worst of the whole and its passages counts. */
static void score_passages(const struct model *model, struct arena *arena, struct seen *seen, enum score_depth depth, struct score scores[CATEGORIES])
{
	const struct normal *normal = seen->normal;
	size_t from = 0, end;
	for (size_t n = 0; n < PASSAGES_MOST && from < normal->count; n++, from = passage_next(normal, from, end)) {
		struct score one[CATEGORIES];
		struct passage *passage = arena_new(arena, struct passage);
		end = passage_end(normal, from);
		*passage = (struct passage){ .from = from, .count = end - from };
		score_passage(model, arena, seen, passage, depth, one);
		for (size_t c = 0; c < CATEGORIES; c++) {
			if (one[c].probability <= scores[c].probability)
				continue;
			scores[c] = one[c];
			seen->worst[c] = passage;
		}
		if (end == normal->count)
			break;
	}
}

static struct seen *score_whole(const struct model *model, struct arena *arena, const struct normal *normal, const uint8_t *parts, enum score_depth depth,
                                struct score scores_r[CATEGORIES])
{
	struct seen *seen = arena_new(arena, struct seen);
	struct passage *whole = arena_new(arena, struct passage);
	*seen = (struct seen){ .normal = normal, .parts = parts, .features = arena_alloc(arena, sizeof(*seen->features)) };
	*whole = (struct passage){ .count = normal->count };
	score_passage(model, arena, seen, whole, depth, scores_r);
	for (size_t c = 0; c < CATEGORIES; c++)
		seen->worst[c] = whole;
	return seen;
}

void model_score_whole(const struct model *model, struct arena *arena, const struct normal *normal, const uint8_t *parts, enum score_depth depth,
                       struct score scores_r[CATEGORIES])
{
	score_whole(model, arena, normal, parts, depth, scores_r);
}

const struct seen *model_score(const struct model *model, struct arena *arena, const struct normal *normal, const uint8_t *parts, enum score_depth depth,
                               struct score scores_r[CATEGORIES])
{
	struct seen *seen = score_whole(model, arena, normal, parts, depth, scores_r);
	if (normal->count > PASSAGE_TOKENS)
		score_passages(model, arena, seen, depth, scores_r);
	return seen;
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

void model_explain(const struct model *model, const struct seen *seen, enum category category, float *weights_r)
{
	const struct model_calibration *by = &model->calibration[category];
	const struct passage *passage = seen->worst[category];
	struct normal tokens = tokens_of(seen, passage);
	memset(weights_r, 0, seen->normal->count * sizeof(*weights_r));
	features_of(&tokens, seen->parts + passage->from, seen->features);
	explain_linear(model, seen->features, category, passage->hits ? by->linear : by->fast_linear, weights_r + passage->from);
	if (!passage->hits)
		return;
	size_t window = passage->worst[category], from = window * NET_STEP;
	explain_net(model, &passage->hits[window], category, by->net, window_length(passage->count, from), weights_r + passage->from + from);
}
