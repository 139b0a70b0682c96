/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/encoding.h"

#include <pthread.h>
#include <stdlib.h>
#include <zlib.h>
#ifdef HAVE_BROTLI
#include <brotli/encode.h>
#endif

/* The cheap levels: on JSON the dear ones gain a tenth and take several times as long. */
enum { LEAST_BODY = 1024, GZIP_LEVEL = 1, GZIP_WINDOW = 15 + 16 /* with gzip's head */, GZIP_MEMORY = 8, BROTLI_LEVEL = 2, BROTLI_WINDOW = 18 };

static bool weight_is_zero(struct sv parameters)
{
	struct sv parameter, key;
	while (parameters.n) {
		sv_cut(&parameters, ';', &parameter);
		if (!sv_cut(&parameter, '=', &key) || !sv_eq_nocase(sv_trim(key), SV("q")))
			continue;
		struct sv value = sv_trim(parameter);
		for (size_t i = 0; i < value.n; i++)
			if (value.p[i] >= '1' && value.p[i] <= '9')
				return false;
		return true;
	}
	return false;
}

bool http_accepts_coding(struct sv accept, struct sv coding)
{
	bool any = false;
	struct sv entry, name;
	while (accept.n) {
		sv_cut(&accept, ',', &entry);
		sv_cut(&entry, ';', &name);
		name = sv_trim(name);
		if (sv_eq_nocase(name, coding))
			return !weight_is_zero(entry);
		if (sv_eq(name, SV("*")))
			any = !weight_is_zero(entry);
	}
	return any;
}

/* A deflate state is 260 KB; each thread keeps one. */
static pthread_key_t gzip_key;
static pthread_once_t gzip_once = PTHREAD_ONCE_INIT;

static void gzip_free(void *state)
{
	deflateEnd(state);
	free(state);
}

static void gzip_make_key(void)
{
	if (pthread_key_create(&gzip_key, gzip_free) != 0)
		abort();
}

static z_stream *gzip_state(void)
{
	pthread_once(&gzip_once, gzip_make_key);
	z_stream *z = pthread_getspecific(gzip_key);
	if (z)
		return deflateReset(z) == Z_OK ? z : NULL;
	z = calloc(1, sizeof(*z));
	if (!z || deflateInit2(z, GZIP_LEVEL, Z_DEFLATED, GZIP_WINDOW, GZIP_MEMORY, Z_DEFAULT_STRATEGY) != Z_OK) {
		free(z);
		return NULL;
	}
	pthread_setspecific(gzip_key, z);
	return z;
}

/* Into at most `room` bytes; 0 when it does not fit, and then it was not worth it. */
static size_t gzip(struct sv body, char *to, size_t room)
{
	z_stream *z = gzip_state();
	if (!z)
		return 0;
	z->next_in = (Bytef *)(uintptr_t)body.p;
	z->avail_in = (uInt)body.n;
	z->next_out = (Bytef *)to;
	z->avail_out = (uInt)room;
	return deflate(z, Z_FINISH) == Z_STREAM_END ? room - z->avail_out : 0;
}

#ifdef HAVE_BROTLI
static size_t brotli(struct sv body, char *to, size_t room)
{
	size_t n = room;
	bool ok = BrotliEncoderCompress(BROTLI_LEVEL, BROTLI_WINDOW, BROTLI_MODE_TEXT, body.n, (const uint8_t *)body.p, &n, (uint8_t *)to);
	return ok ? n : 0;
}
#endif

static const struct coding {
	struct sv name, lines;
	size_t (*compress)(struct sv body, char *to, size_t room);
} codings[] = { /* the better ones first */
#ifdef HAVE_BROTLI
	{ SV_INIT("br"), SV_INIT("Content-Encoding: br\r\nVary: Accept-Encoding\r\n"), brotli },
#endif
	{ SV_INIT("gzip"), SV_INIT("Content-Encoding: gzip\r\nVary: Accept-Encoding\r\n"), gzip },
};

struct sv http_compress(struct http_request *rq, struct sv body, struct sv *header_line_r)
{
	*header_line_r = SV("");
	if (body.n < LEAST_BODY || body.n > UINT32_MAX / 2)
		return body;
	*header_line_r = SV("Vary: Accept-Encoding\r\n"); /* a cache must know that another client may get other bytes */
	struct sv accept = http_header(rq, SV("accept-encoding"));
	for (size_t i = 0; accept.n && i < COUNT_OF(codings); i++) {
		if (!http_accepts_coding(accept, codings[i].name))
			continue;
		size_t room = body.n - body.n / 16;
		char *to = arena_alloc(&rq->arena, room);
		size_t n = codings[i].compress(body, to, room);
		if (!n)
			return body;
		*header_line_r = codings[i].lines;
		return (struct sv){ to, n };
	}
	return body;
}
