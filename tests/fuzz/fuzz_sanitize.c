/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Any bytes through the sanitizer: what comes out is allowed, closed, valid UTF-8. */
#include "base/utf8.h"
#include "social/sanitize.h"
#include "tests/judge_html.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct sv html = { (const char *)data, size };
	struct sv made = sanitize_html(&arena, html).markup;
	const char *wrong = judge_html(made);
	if (wrong || !utf8_valid(made) || !utf8_valid(html_to_text(&arena, html))) {
		fprintf(stderr, "%s in: " SVF "\n", wrong ? wrong : "bad UTF-8", SVA(made));
		abort();
	}
	arena_free(&arena);
	return 0;
}
