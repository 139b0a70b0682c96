/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* train.h - the steps of training, in order: words, linear model, network, calibration. All of it happens on one thread, in the same
 * order each time: same texts in, same bytes out. */
#ifndef MODEL_TRAIN_H
#define MODEL_TRAIN_H

#include "data.h"

/* How much a label counts: what was inferred or is known to be noisy less, the rare positives more. 0: not at all. */
float label_weight(const struct row *row, unsigned category);

/* --- words.c: the lexicon, and the words that get a vector ----------------------------------------------------------------------------- */

struct words {
	struct lexicon lexicon;
	uint64_t *hashes;                              /* of the words with a vector; the first stands for all others */
	float (*vectors)[NET_VECTOR + NET_LEARNED];
	uint32_t count;
	uint32_t *slots, mask;                         /* look-up */
};
/* `vectors_path`: what model/vectors.mjs wrote. */
void words_count(const struct rows *rows, const char *vectors_path, struct words *words_r);
uint32_t words_find(const struct words *words, uint64_t hash);

/* --- linear.c ------------------------------------------------------------------------------------------------------------------------------ */

struct linear {
	float (*weights)[CATEGORIES];
	float bias[CATEGORIES];
};
void linear_train(const struct rows *rows, const struct words *words, struct linear *linear_r);

/* --- net.c ---------------------------------------------------------------------------------------------------------------------------------- */

/* Trains the network and the learned part of the words' vectors. */
void net_train(const struct rows *rows, struct words *words, struct model_net *net_r);

#endif
