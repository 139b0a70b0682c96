/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Any bytes as a text: tokens stay inside of it and in order, with and without a lexicon that knows everything. */
#include "screening/features.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint32_t slots[2] = { 0x00ffff40, 0 };
	static const struct lexicon nearly_empty = { slots, 1 };
	static struct features features;
	struct sv text = { (const char *)data, size };
	struct normal normal;
	for (int with = 0; with < 2; with++) {
		struct arena arena = { 0 };
		normalise(&arena, with ? &nearly_empty : NULL, text, &normal);
		for (size_t i = 0; i < normal.count; i++) {
			const struct token *t = &normal.tokens[i];
			if (t->start > t->end || t->end > size || t->form.n > WORD_MOST + 4 || (i && t->start < normal.tokens[i - 1].start))
				abort();
		}
		uint8_t *parts = arena_alloc(&arena, normal.count + 1);
		frame_parts(&normal, parts);
		features_of(&normal, parts, &features);
		for (size_t i = 0; i < features.count; i++)
			if (features.list[i].first > features.list[i].last || features.list[i].last >= normal.count + !normal.count)
				abort();
		arena_free(&arena);
	}
	return 0;
}
