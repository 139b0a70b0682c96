/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the server itself reads of media: the first bytes of an upload, and the answer of a worker that may have been taken over. */
#include "base/log.h"
#include "base/utf8.h"
#include "social/media_process.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
	if (!holds)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sv input = { (const char *)data, size };
	struct media_result result;
	struct ctx cx;
	log_set_level((enum log_level)(LOG_LEVEL_ERROR + 1)); /* broken() would write a line for nearly every input */
	check(media_format_sniff(input) < MEDIA_FORMATS);
	ctx_open(&cx, 0);
	if (media_answer_read(&cx, input, &result) == OK) {
		check(media_format_served(result.format));
		check(result.width >= 0 && result.height >= 0 && result.duration_ms >= 0);
		check(result.meta_json.n > 0 && result.meta_json.p[0] == '{' && utf8_valid(result.meta_json));
		check(!result.colour.p || result.colour.n == 7);
	}
	ctx_close(&cx);
	return 0;
}
