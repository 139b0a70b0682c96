/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* base/ctx.c as a library needs it: what is refused is said in English, nothing is logged. */
#include "base/ctx.h"
#include "base/rand.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static __attribute__((format(printf, 3, 0))) enum fail say(struct ctx *cx, enum fail fail, const char *fmt, va_list args)
{
	enum { LONGEST_SAID = 1000 };
	char *text = arena_alloc(&cx->arena, LONGEST_SAID);
	int n = vsnprintf(text, LONGEST_SAID, fmt, args);
	cx->said = sv_first((struct sv){ text, n < 0 ? 0 : (size_t)n }, LONGEST_SAID - 1);
	return fail;
}

enum fail refuse(struct ctx *cx, enum fail fail, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	say(cx, fail, fmt, args);
	va_end(args);
	return fail;
}

enum fail broken(struct ctx *cx, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	say(cx, FAIL_BROKEN, fmt, args);
	va_end(args);
	return FAIL_BROKEN;
}

void ctx_open(struct ctx *cx, int64_t now)
{
	*cx = (struct ctx){ .now = now };
}

void ctx_close(struct ctx *cx)
{
	arena_free(&cx->arena);
}

/* For the seed of base/map.c: no libsodium here. */
void rand_bytes(void *to, size_t n)
{
	if (getentropy(to, n))
		abort();
}
