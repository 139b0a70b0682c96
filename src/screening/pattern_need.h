/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* pattern_need.h - which expressions can match a text at all: each needs one of some pieces of text ("kill", "shoot"), and all pieces are
 * looked for in one pass (Aho and Corasick, 1975). */
#ifndef SCREENING_PATTERN_NEED_H
#define SCREENING_PATTERN_NEED_H

#include "screening/pattern.h"

enum { NEEDS_MOST = 96 /* pieces of one expression */, NEED_BYTES = 10 /* of one piece; the rest is left out */ };

struct need {
	struct sv pieces[NEEDS_MOST]; /* lower case; one of them is in each text that it matches */
	size_t count;                 /* 0: nothing is known */
	size_t worth;                 /* bytes of the least telling piece; common words count nothing */
};

/* Of an expression without fault (pattern_fault()). Pieces are in `arena`. */
void pattern_need(struct arena *arena, struct sv expression, struct need *need_r);

struct need_index;
/* Owns its memory. Expression i has needs[i]. */
struct need_index *need_index_new(const struct need *needs, size_t count);
void need_index_free(struct need_index *index);
/* Sets the bits of those that may match; `bits` has one for each expression. */
void need_index_search(const struct need_index *index, struct sv text, uint64_t *bits);

#endif
