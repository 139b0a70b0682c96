/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/ctx.h"

#include "base/log.h"
#include "base/rand.h"

#include <stdarg.h>
#include <stdio.h>

enum { LONGEST_SAID = 1000 };

/* What apps look for in the texts of the API; people need not read it. */
static const struct sv for_apps = SV_INIT("Validation failed: ");

enum fail refuse(struct ctx *cx, enum fail fail, const char *fmt, ...)
{
	char *text = arena_alloc(&cx->arena, LONGEST_SAID);
	va_list args;
	va_start(args, fmt);
	int n = vsnprintf(text, LONGEST_SAID, tr_printf(fmt), args);
	va_end(args);
	cx->said = sv_first((struct sv){ text, n < 0 ? 0 : (size_t)n }, LONGEST_SAID - 1);
	if (tr_language != LANGUAGE_NONE && sv_starts(cx->said, for_apps))
		cx->said = sv_from(cx->said, for_apps.n);
	return fail;
}

enum fail broken(struct ctx *cx, const char *fmt, ...)
{
	char text[LONGEST_SAID];
	va_list args;
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	LOG(ERROR, "broken", F("request", cx->number), F("what", (const char *)text));
	cx->logged = true;
	cx->said = arena_printf(&cx->arena, tr_printf(TR_FORMAT("%s. If it happens again, tell the operator this number: %s")),
	                        tr_printf(fail_text(FAIL_BROKEN)), cx->number);
	return FAIL_BROKEN;
}

void ctx_open(struct ctx *cx, int64_t now)
{
	*cx = (struct ctx){ .now = now };
	uint64_t number;
	rand_bytes(&number, sizeof(number));
	snprintf(cx->number, sizeof(cx->number), "%016llx", (unsigned long long)number);
}

void ctx_close(struct ctx *cx)
{
	arena_free(&cx->arena);
}
