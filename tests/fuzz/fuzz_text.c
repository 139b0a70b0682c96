/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Any bytes through the scanner: spans lie in order inside of the text, and the HTML has no markup that the text brought. */
#include "base/utf8.h"
#include "social/text.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static bool everybody(void *data, struct sv user, struct sv domain, struct text_mention *mention_r)
{
	(void)data;
	*mention_r = (struct text_mention){ .url = SV("https://talk.example/@x"), .shown = domain.n ? domain : user };
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct sv text = utf8_repair(&arena, (struct sv){ (const char *)data, size });
	struct text_span *spans;
	size_t count = text_scan(&arena, text, &spans);
	const char *at = text.p;
	for (size_t i = 0; i < count; i++) {
		require(spans[i].whole.p >= at && spans[i].whole.n > 0);
		at = spans[i].whole.p + spans[i].whole.n;
		require(at <= text.p + text.n);
	}
	struct text_style style = { .base = SV("https://talk.example"), .mention = everybody };
	struct sv html = text_html(&arena, text, &style).markup;
	require(utf8_valid(html) && sv_find(html, SV("<script")) < 0 && sv_find(html, SV("href=\"javascript")) < 0);
	(void)text_length(&arena, text);
	require(utf8_valid(text_tag_key(&arena, text)));
	arena_free(&arena);
	return 0;
}
