/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Any bytes as a web page, for its preview card: what comes out is valid UTF-8, on one line, and not long. */
#include "base/utf8.h"
#include "social/card_read.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void judge(struct sv text, size_t most)
{
	bool line = true;
	for (size_t i = 0; i < text.n; i++)
		line = line && (unsigned char)text.p[i] >= ' ';
	if (line && utf8_valid(text) && utf8_count(text) <= most && sv_eq(sv_trim(text), text))
		return;
	fprintf(stderr, "not a short line: " SVF "\n", SVA(text));
	abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct card_text card;
	bool read = card_read(&arena, (struct sv){ (const char *)data, size }, &card);
	if (read != (card.title.n > 0))
		abort();
	judge(card.title, 200);
	judge(card.description, 500);
	judge(card.author_name, 100);
	judge(card.provider_name, 100);
	judge(card.image_description, 500);
	judge(card.language, 3);
	arena_free(&arena);
	return 0;
}
