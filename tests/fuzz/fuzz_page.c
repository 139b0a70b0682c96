/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The bounds of a page, as a query sends them: whatever it says, the page is one that statements may be given; and an id that is read
 * is written as it was. */
#include "app/answer.h"
#include "base/id.h"
#include "http/params.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool promise)
{
	if (!promise)
		abort();
}

static void check_id(struct arena *arena, struct sv text)
{
	int64_t id = 0;
	if (!id_parse(text, &id))
		return;
	while (text.n > 1 && text.p[0] == '0')
		text = sv_from(text, 1);
	must(id > 0 && sv_eq(text, arena_printf(arena, "%lld", (long long)id)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ctx cx;
	ctx_open(&cx, 0);
	struct http_request rq = { .method = HTTP_GET, .query = { (const char *)data, size }, .body_fd = -1 };
	if (params_read(&cx, &rq, &cx.params) == OK) {
		struct page page = page_read(&cx, 20, 40);
		must(page.limit >= 1 && page.limit <= 40 && page.max_id > 0 && page.since_id >= 0 && page.min_id >= 0);
		for (size_t i = 0; i < cx.params->count; i++)
			check_id(&cx.arena, cx.params->list[i].value);
		params_close(cx.params);
	}
	ctx_close(&cx);
	return 0;
}
