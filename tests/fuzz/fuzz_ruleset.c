/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Any bytes as a rule set: refused with a sentence, or read; what was read is asked about the same bytes as a text. */
#include "screening/screen.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ctx cx = { 0 };
	struct ruleset *set;
	struct findings findings;
	struct sv text = { (const char *)data, size };
	enum fail fail = ruleset_read(&cx, text, &set);
	if (fail ? !cx.said.n || set : !set)
		abort();
	if (!fail) {
		struct item item = { .texts = { text }, .text_count = 1, .author_age_ms = -1 };
		screen_rules(NULL, set, &cx.arena, &item, &findings);
		for (size_t i = 0; i < findings.count; i++)
			for (size_t j = 0; j < findings.list[i].span_count; j++)
				if (findings.list[i].spans[j].start > findings.list[i].spans[j].end || findings.list[i].spans[j].end > size)
					abort();
		ruleset_free(set);
	}
	arena_free(&cx.arena);
	return 0;
}
