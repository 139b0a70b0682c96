/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "mediaworker/webp.h"

#include <string.h>

enum { HEADER = 12, CHUNK = 8, EXIF_FLAG = 0x08, XMP_FLAG = 0x04 };

static size_t le32(const uint8_t *p)
{
	return (size_t)p[0] | (size_t)p[1] << 8 | (size_t)p[2] << 16 | (size_t)p[3] << 24;
}

static void put_le32(uint8_t *p, size_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> 8 * i);
}

/* The bytes that the chunk at `at` takes, padding included; 0: it juts out of the file. */
static size_t chunk_size(const uint8_t *file, size_t n, size_t at)
{
	if (n - at < CHUNK)
		return 0;
	size_t body = le32(file + at + 4), size = CHUNK + body + (body & 1);
	return size <= n - at ? size : 0;
}

size_t webp_drop_metadata(uint8_t *file, size_t n)
{
	size_t to = HEADER, size;
	for (size_t at = HEADER; at < n; at += size) /* first look: does it add up? */
		if ((size = chunk_size(file, n, at)) == 0)
			return n;
	for (size_t at = HEADER; at < n; at += size) {
		size = chunk_size(file, n, at);
		if (memcmp(file + at, "EXIF", 4) == 0 || memcmp(file + at, "XMP ", 4) == 0)
			continue;
		memmove(file + to, file + at, size);
		if (memcmp(file + to, "VP8X", 4) == 0 && size > CHUNK)
			file[to + CHUNK] &= (uint8_t)~(EXIF_FLAG | XMP_FLAG);
		to += size;
	}
	if (n >= HEADER)
		put_le32(file + 4, to - CHUNK);
	return n >= HEADER ? to : n;
}
