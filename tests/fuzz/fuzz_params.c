/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A request's query and body. The first byte says what the body is; what is read must be text, and be within the bounds. */
#include "base/utf8.h"
#include "http/params.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool promise)
{
	if (!promise)
		abort();
}

static void check(struct arena *arena, const struct params *params)
{
	must(params->count <= 1000);
	for (size_t i = 0; i < params->count; i++) {
		struct sv *members, *values;
		const struct param *param = &params->list[i];
		const char *name = arena_cstr(arena, param->name);
		must(utf8_valid(param->name) && utf8_valid(param->value) && !sv_has(param->value, 0));
		must(param_find(params, name) && param_sent(params, name));
		if (params->count > 50)
			continue; /* each costs a walk through all */
		size_t count = param_members(arena, params, name, &members);
		for (size_t m = 0; m < count; m++)
			param_member(params, name, members[m], "a");
		param_list(arena, params, name, &values);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const char *const types[] = { "application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=B", "" };
	struct ctx cx;
	struct params *params;
	if (!size)
		return 0;
	struct sv all = { (const char *)bytes + 1, size - 1 };
	struct http_header type = { SV("Content-Type"), sv_of(types[bytes[0] % COUNT_OF(types)]) };
	struct http_request rq = { .query = bytes[0] % 4 == 3 ? all : SV("a=1"), .body = all, .body_size = (int64_t)all.n, .body_fd = -1,
		                   .headers = &type, .header_count = 1 };
	ctx_open(&cx, 0);
	if (params_read(&cx, &rq, &params) == OK) {
		check(&cx.arena, params);
		params_close(params);
	} else {
		must(cx.said.n > 0);
	}
	ctx_close(&cx);
	return 0;
}
