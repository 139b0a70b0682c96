/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a browser says it reads, and texts with arguments: the first is a language of ours or none, the second puts no more than it has. */
#include "base/tr.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct sv input = { (const char *)data, size };
	enum language language = language_accepted(input);
	if (language >= LANGUAGE_COUNT || (language && !language_about(language)->offered))
		abort();
	struct sv text = tr_format(&arena, input, TR_ARGS("a", SV("b"), 12345));
	if (text.n > 6 * size + 1)
		abort();
	arena_free(&arena);
	return 0;
}
