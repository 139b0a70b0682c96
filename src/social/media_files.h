/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* media_files.h - the files of a community's media folder: made by the media worker, named by chance. Inside social/ only;
 * blocks. */
#ifndef SOCIAL_MEDIA_FILES_H
#define SOCIAL_MEDIA_FILES_H

#include "social/community.h"
#include "social/media_process.h"

/* SHA-256 of all of a file, 32 bytes. */
enum fail media_sha256(struct ctx *cx, int input, struct sv *sha256_r) MUST_USE;
/* Runs the worker on `input`; in the result `file` and `preview` are names below media/: "x7/x7Kq….jpg". */
enum fail media_make(struct ctx *cx, int input, enum media_mode mode, struct media_result *result_r) MUST_USE;
/* A picture made small: the name of the one file that is kept. */
enum fail media_make_small(struct ctx *cx, int input, struct sv *file_r) MUST_USE;
/* Deletes a file below media/; one that is gone already, or none, is fine. */
void media_unlink(struct ctx *cx, struct sv file);

/* The upload that waits as incoming/<id>. */
enum fail media_incoming_keep(struct ctx *cx, int64_t id, int input) MUST_USE;
int media_incoming_open(struct ctx *cx, int64_t id); /* -1: it is not there */
void media_incoming_drop(struct ctx *cx, int64_t id);

#endif
