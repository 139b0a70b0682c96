/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/file.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

static const struct {
	struct sv extension, type;
} types[] = {
	{ SV_INIT("html"), SV_INIT("text/html; charset=utf-8") },
	{ SV_INIT("css"), SV_INIT("text/css; charset=utf-8") },
	{ SV_INIT("js"), SV_INIT("text/javascript; charset=utf-8") },
	{ SV_INIT("mjs"), SV_INIT("text/javascript; charset=utf-8") },
	{ SV_INIT("json"), SV_INIT("application/json; charset=utf-8") },
	{ SV_INIT("webmanifest"), SV_INIT("application/manifest+json; charset=utf-8") },
	{ SV_INIT("txt"), SV_INIT("text/plain; charset=utf-8") },
	{ SV_INIT("csv"), SV_INIT("text/csv; charset=utf-8") },
	{ SV_INIT("xml"), SV_INIT("application/xml; charset=utf-8") },
	{ SV_INIT("svg"), SV_INIT("image/svg+xml") },
	{ SV_INIT("png"), SV_INIT("image/png") },
	{ SV_INIT("jpg"), SV_INIT("image/jpeg") },
	{ SV_INIT("jpeg"), SV_INIT("image/jpeg") },
	{ SV_INIT("webp"), SV_INIT("image/webp") },
	{ SV_INIT("avif"), SV_INIT("image/avif") },
	{ SV_INIT("heic"), SV_INIT("image/heic") },
	{ SV_INIT("gif"), SV_INIT("image/gif") },
	{ SV_INIT("ico"), SV_INIT("image/x-icon") },
	{ SV_INIT("woff2"), SV_INIT("font/woff2") },
	{ SV_INIT("mp4"), SV_INIT("video/mp4") },
	{ SV_INIT("webm"), SV_INIT("video/webm") },
	{ SV_INIT("mov"), SV_INIT("video/quicktime") },
	{ SV_INIT("mp3"), SV_INIT("audio/mpeg") },
	{ SV_INIT("ogg"), SV_INIT("audio/ogg") },
	{ SV_INIT("oga"), SV_INIT("audio/ogg") },
	{ SV_INIT("opus"), SV_INIT("audio/ogg") },
	{ SV_INIT("flac"), SV_INIT("audio/flac") },
	{ SV_INIT("wav"), SV_INIT("audio/wav") },
	{ SV_INIT("m4a"), SV_INIT("audio/mp4") },
	{ SV_INIT("aac"), SV_INIT("audio/aac") },
	{ SV_INIT("zip"), SV_INIT("application/zip") },
	{ SV_INIT("gz"), SV_INIT("application/gzip") },
};

struct sv http_content_type(struct sv name)
{
	struct sv extension;
	if (sv_cut_last(&name, '.', &extension))
		for (size_t i = 0; i < COUNT_OF(types); i++)
			if (sv_eq_nocase(types[i].extension, extension))
				return types[i].type;
	return SV("application/octet-stream");
}

struct sv http_etag(struct arena *arena, struct sv bytes)
{
	return arena_printf(arena, "\"%016llx\"", (unsigned long long)XXH3_64bits(bytes.p, bytes.n));
}

/* The weak comparison: for a 304, W/"a" is as good as "a". */
static struct sv opaque(struct sv etag)
{
	return sv_starts(etag, SV("W/")) ? sv_from(etag, 2) : etag;
}

bool http_not_modified(const struct http_request *rq, struct sv etag)
{
	struct sv list = http_header(rq, SV("if-none-match")), entry;
	while (list.n) {
		sv_cut(&list, ',', &entry); /* ours have no comma in them, so no other may match by half */
		entry = sv_trim(entry);
		if (sv_eq(entry, SV("*")) || sv_eq(opaque(entry), opaque(etag)))
			return true;
	}
	return false;
}

/* "bytes=first-last", "bytes=first-" or "bytes=-count". False: not one of these, so to be ignored. */
static bool read_range(struct sv range, int64_t size, int64_t *first_r, int64_t *last_r)
{
	struct sv first;
	int64_t count;
	if (!sv_starts_nocase(range, SV("bytes=")))
		return false;
	range = sv_trim(sv_from(range, 6));
	if (!sv_cut(&range, '-', &first) || sv_has(range, '-') || sv_has(range, ','))
		return false;
	*last_r = size - 1;
	if (!first.n) {
		if (!sv_to_i64(range, &count))
			return false;
		*first_r = count ? (count < size ? size - count : 0) : size;
		return true;
	}
	if (!sv_to_i64(first, first_r) || (range.n && !sv_to_i64(range, last_r)) || *last_r < *first_r)
		return range.n == 0 && sv_to_i64(first, first_r); /* open, from behind the end: not satisfiable */
	return true;
}

enum http_range http_range_parse(const struct http_request *rq, struct sv etag, int64_t size, int64_t *from_r, int64_t *length_r)
{
	struct sv range = http_header(rq, SV("range")), if_range = http_header(rq, SV("if-range"));
	int64_t first, last;
	*from_r = 0;
	*length_r = size;
	if (!range.p || rq->method != HTTP_GET || (if_range.p && !sv_eq(if_range, etag)) || !read_range(range, size, &first, &last))
		return HTTP_RANGE_ALL;
	if (first >= size)
		return HTTP_RANGE_NONE;
	*from_r = first;
	*length_r = (last < size ? last : size - 1) - first + 1;
	return HTTP_RANGE_PART;
}

struct sv http_range_line(struct arena *arena, int64_t from, int64_t length, int64_t size)
{
	return arena_printf(arena, "Content-Range: bytes %lld-%lld/%lld\r\n", (long long)from, (long long)(from + length - 1),
	                    (long long)size);
}

struct sv http_range_line_none(struct arena *arena, int64_t size)
{
	return arena_printf(arena, "Content-Range: bytes */%lld\r\n", (long long)size);
}

int http_file_temporary(void)
{
	const char *dir = getenv("TMPDIR");
	if (!dir || !*dir)
		dir = "/tmp";
	int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd >= 0)
		return fd;
	char path[PATH_MAX]; /* a file system without O_TMPFILE, such as NFS */
	if (snprintf(path, sizeof(path), "%s/folkmoot-XXXXXX", dir) >= (int)sizeof(path))
		return -1;
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0)
		unlink(path);
	return fd;
}
