/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* model.h - the trained part of the screen: a linear model over hashed features and a small convolutional network over word vectors,
 * added up and calibrated by category. One file (model/screen.model), made by `make model`; model/card.md says of what, and how well
 * it works. Reading it changes nothing: any number of threads share one. */
#ifndef SCREENING_MODEL_H
#define SCREENING_MODEL_H

#include "screening/features.h"

#include <assert.h>

enum category {
#define CATEGORY(name, what) CATEGORY_##name,
#include "screening/category.def"
#undef CATEGORY
	CATEGORIES
};
const char *category_name(unsigned category);
int category_by_name(struct sv name); /* -1: there is none */

/* Of the network. Trainer and screen share these. */
enum {
	NET_VECTOR = 100, NET_PART = 12, NET_MARKS = 3, NET_LEARNED = 13, NET_IN = NET_VECTOR + NET_PART + NET_MARKS + NET_LEARNED,
	NET_FILTERS = 48, NET_WIDTHS = 5, NET_TAPS = NET_WIDTHS * (NET_WIDTHS + 1) / 2,
	NET_HIDDEN = NET_FILTERS * NET_WIDTHS,
	NET_TOKENS = 96,    /* of a window; a longer text is read window by window */
	NET_STEP = 72,      /* from one window to the next */
	NET_WINDOWS = 24,   /* at most: 1,700 words */
	PASSAGE_TOKENS = 18, /* a longer text is also scored passage by passage: whole sentences of about so many tokens */
	PASSAGES_MOST = 48,  /* some 600 words and more */
};
static_assert(FRAME_PARTS <= FRAME_PART + 1, "a row for each frame part");

struct model_net {
	float taps[NET_TAPS][NET_IN][NET_FILTERS]; /* by input, so that an input adds to a row of outputs */
	float bias[NET_WIDTHS][NET_FILTERS];
	float out[CATEGORIES][NET_HIDDEN], out_bias[CATEGORIES];
	float part[32][NET_PART];
};

struct model_calibration {
	float linear, net, bias;       /* logit of the probability = linear * a + net * b + bias */
	float fast_linear, fast_bias;  /* the same without the network */
	float open;                    /* the linear score from which on the network is asked */
	float report, hold;      /* probabilities at which 1 % and 0.2 % of harmless texts are over it */
};

struct model;

/* Why a file is no model. */
enum model_fault { MODEL_OK, MODEL_MISSING, MODEL_SHORT, MODEL_OTHER, MODEL_VERSION, MODEL_DAMAGED };
const char *model_fault_text(enum model_fault fault);

/* The file stays mapped until model_close(). */
enum model_fault model_open(const char *path, struct model **model_r);
/* The same of bytes in memory, which must outlive it. */
enum model_fault model_read(struct sv bytes, struct model **model_r);
void model_close(struct model *model);

const struct lexicon *model_lexicon(const struct model *model);
const struct model_calibration *model_calibration(const struct model *model, enum category category);

struct score {
	float probability, linear, net;
};
enum score_depth {
	SCORE_FAST,  /* the linear model alone */
	SCORE_USUAL, /* the network too, where the linear model leaves a category open */
	SCORE_WHOLE, /* always both */
};
/* What the model saw in a text: kept in the arena to explain its scores. */
struct seen;

/* How likely each category is, in the whole text or in its worst passage: what stands among many other words is found, too. `normal` must
 * outlive what is returned. */
const struct seen *model_score(const struct model *model, struct arena *arena, const struct normal *normal, const uint8_t *parts, enum score_depth depth,
                               struct score scores_r[CATEGORIES]);
/* The same of the text as one: what calibration goes by. */
void model_score_whole(const struct model *model, struct arena *arena, const struct normal *normal, const uint8_t *parts, enum score_depth depth,
                       struct score scores_r[CATEGORIES]);

/* What made a score: how much each token added to it, in logits. `weights_r` has room for normal->count. */
void model_explain(const struct model *model, const struct seen *seen, enum category category, float *weights_r);

/* --- the file: for the trainer ------------------------------------------------------------------------------------------------- */

struct model_parts {
	const uint32_t *lexicon; /* lexicon_size slots */
	uint32_t lexicon_size;
	const uint64_t *words;   /* hashes of the words with a vector; the first is that of all others */
	const float (*vectors)[NET_VECTOR + NET_LEARNED];
	uint32_t word_count;
	const struct model_net *net;
	const float (*linear)[CATEGORIES]; /* 1 << FEATURE_BITS rows */
	const float *linear_bias;
	const struct model_calibration *calibration;
};
/* Writes the file; false and errno when it cannot. Same parts, same bytes. */
bool model_write(const char *path, const struct model_parts *parts);

#endif
