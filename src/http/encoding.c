/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/encoding.h"

#include <pthread.h>
#include <stdlib.h>
#include <zlib.h>

/* Level 1, and no brotli: 20 KB of JSON became 4,701 bytes in 75 us; brotli's levels 0 and 1 made more of it (4,782 and 4,793) in
 * 90 and 180 us, its level 2 made 4,254 in 480. */
enum { LEAST_BODY = 1024, LEVEL = 1, WINDOW = 15 + 16 /* with gzip's head */, MEMORY = 8 };

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
	if (!z || deflateInit2(z, LEVEL, Z_DEFLATED, WINDOW, MEMORY, Z_DEFAULT_STRATEGY) != Z_OK) {
		free(z);
		return NULL;
	}
	pthread_setspecific(gzip_key, z);
	return z;
}

static struct sv gzip(struct arena *arena, struct sv body, int flush)
{
	z_stream *z = body.n < LEAST_BODY || body.n > UINT32_MAX / 2 ? NULL : gzip_state();
	if (!z)
		return SV_NONE;
	size_t room = body.n - body.n / 16; /* what does not fit was not worth it */
	char *to = arena_alloc(arena, room);
	z->next_in = (Bytef *)(uintptr_t)body.p;
	z->avail_in = (uInt)body.n;
	z->next_out = (Bytef *)to;
	z->avail_out = (uInt)room;
	int done = deflate(z, flush);
	bool all = flush == Z_FINISH ? done == Z_STREAM_END : done == Z_OK && !z->avail_in && z->avail_out;
	return all ? (struct sv){ to, room - z->avail_out } : SV_NONE;
}

struct sv http_gzip(struct arena *arena, struct sv body)
{
	return gzip(arena, body, Z_FINISH);
}

struct sv http_gzip_begin(struct arena *arena, struct sv body)
{
	return gzip(arena, body, Z_SYNC_FLUSH);
}

struct sv http_compress(struct http_request *rq, struct sv body, struct sv *header_line_r)
{
	*header_line_r = SV("");
	if (body.n < LEAST_BODY)
		return body;
	*header_line_r = SV("Vary: Accept-Encoding\r\n"); /* a cache must know that another client may get other bytes */
	if (!http_accepts_coding(http_header(rq, SV("accept-encoding")), SV("gzip")))
		return body;
	struct sv packed = http_gzip(&rq->arena, body);
	if (!packed.n)
		return body;
	*header_line_r = SV("Content-Encoding: gzip\r\nVary: Accept-Encoding\r\n");
	return packed;
}
