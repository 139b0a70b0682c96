/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* unpack.h - a stranger's ZIP or tar(.gz) file, unpacked within bounds. The files get names of ours; what they are called in the archive
 * is only remembered, so no name can lead anywhere. Blocks on the disk. */
#ifndef SOCIAL_UNPACK_H
#define SOCIAL_UNPACK_H

#include "base/ctx.h"
#include "base/map.h"

struct unpack_limits {
	int64_t entries;
	int64_t file_bytes, total_bytes; /* unpacked */
	int64_t ratio;                   /* unpacked to packed, beyond the first 64 MB */
};
extern const struct unpack_limits unpack_limits_default;

struct unpacked_file {
	struct sv name;   /* "media_attachments/files/1/original/a.png" */
	const char *path; /* where it is now */
	int64_t bytes;
};
struct unpacked {
	struct unpacked_file *files;
	size_t count, capacity;
	struct map by_name;
};

/* Into the folder `dir`, which is made. FAIL_INVALID says which bound it breaks or that it is no such file. The caller ends it with
 * unpack_end(), also after a failure; the folder stays. */
enum fail unpack(struct ctx *cx, const char *archive, const char *dir, const struct unpack_limits *limits, struct unpacked *unpacked_r) MUST_USE;
void unpack_end(struct unpacked *unpacked);

const struct unpacked_file *unpacked_find(const struct unpacked *unpacked, struct sv name); /* NULL: it is not there */

#endif
