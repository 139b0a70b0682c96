/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A line for `folkmoot screen`: it has texts or an error, never both; nothing that steers a terminal is left in what is shown of it. */
#include "base/utf8.h"
#include "cli/screen_row.h"
#include "cli/visible.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void is_plain(struct sv shown)
{
	if (!utf8_valid(shown))
		abort();
	while (shown.n) {
		uint32_t code = utf8_next(&shown);
		if (code < 0x20 || (code >= 0x7f && code <= 0x9f) || (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code == 0x200b)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct sv line = { (const char *)data, size };
	struct screen_row row = screen_row_read(&arena, line);
	if (row.error.p ? row.id.p != NULL : row.text_count > ITEM_TEXTS)
		abort();
	is_plain(row.error);
	for (size_t i = 0; i < row.id.n; i++)
		if (row.id.p[i] < 0x20 || row.id.p[i] == 0x7f)
			abort();
	is_plain(visible_line(&arena, line));
	for (size_t i = 0; !row.error.p && i < row.text_count; i++)
		is_plain(visible_line(&arena, row.texts[i]));
	arena_free(&arena);
	return 0;
}
