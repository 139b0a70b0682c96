/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "screening/lexicon.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

uint64_t word_hash(struct sv word)
{
	return XXH3_64bits(word.p, word.n);
}

unsigned lexicon_has(const struct lexicon *lexicon, uint64_t hash)
{
	if (!lexicon || !lexicon->slots)
		return 0;
	uint32_t key = (uint32_t)(hash >> 40);
	for (uint32_t at = (uint32_t)hash & lexicon->mask;; at = (at + 1) & lexicon->mask) {
		uint32_t slot = lexicon->slots[at];
		if (!slot)
			return 0;
		if (slot >> 8 == key)
			return slot & 255;
	}
}
