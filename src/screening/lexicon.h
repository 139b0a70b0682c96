/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* lexicon.h - the words that the training texts use, and how often: what a disguised word may stand for. Part of the model file. */
#ifndef SCREENING_LEXICON_H
#define SCREENING_LEXICON_H

#include "base/sv.h"

struct lexicon {
	const uint32_t *slots; /* hash >> 40 << 8 | how often, log2 in eighths; 0: empty. Owned by whoever made it */
	uint32_t mask;         /* slots - 1, a power of two less one */
};

uint64_t word_hash(struct sv word);

/* How often, 1 … 255; 0: the word is not known. Another word may be taken for a known one, once in about 10,000 times. */
unsigned lexicon_has(const struct lexicon *lexicon, uint64_t hash);

#endif
