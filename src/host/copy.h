/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* copy.h - files and folders, moved about safely. Paths are the caller's; refusals name them. */
#ifndef HOST_COPY_H
#define HOST_COPY_H

#include "base/ctx.h"

/* Makes the folders above the last part of `path`. */
enum fail copy_make_parents(struct ctx *cx, const char *path) MUST_USE;
/* The content of a regular file; `to` must not exist. `bytes_r` are added to. */
enum fail copy_file_to(struct ctx *cx, const char *from, const char *to, int64_t *bytes_r) MUST_USE;
/* Calls `each` with the path and the part below `root` ("x7/x7Kq.jpg") of every regular file, no symbolic links; folders deeper than 8
 * are not looked into. */
enum fail copy_walk(struct ctx *cx, struct sv root, enum fail (*each)(void *data, const char *path, struct sv below), void *data) MUST_USE;
/* Removes a folder with all that is in it; what is not there is fine. */
void copy_remove(struct ctx *cx, const char *path);
/* Everything on the file system of `path` is on the disk afterwards. */
enum fail copy_sync(struct ctx *cx, const char *path) MUST_USE;

#endif
