/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* media_process.h - gives an upload to a sandboxed worker process and takes back what may be kept of it.
 *
 * The worker makes everything anew: no EXIF, GPS, XMP, tags or chapters of the upload reach the files that are kept.
 * Blocking, for seconds where a video is made anew: call it from a worker pool, never from an event loop. The thread must live
 * as long as the call (the worker dies with it), and SIGCHLD must not be ignored. */
#ifndef SOCIAL_MEDIA_PROCESS_H
#define SOCIAL_MEDIA_PROCESS_H

#include "base/ctx.h"
#include "social/media_format.h"
#include "social/media_protocol.h"

struct media_job {
	enum media_mode mode;
	int input;             /* the upload: a regular file, open for reading; stays the caller's; its offset is not used */
	int dir;               /* a directory, open; the files are put there */
	struct sv name;        /* what they are called, without the end: letters, digits, - and _, unpredictable (rand_token()) */
	const char *program;   /* NULL: folkmoot-media beside the running executable, or in libexec */
	struct media_limits limits;
};

enum media_type { MEDIA_TYPE_IMAGE, MEDIA_TYPE_GIFV, MEDIA_TYPE_VIDEO, MEDIA_TYPE_AUDIO, MEDIA_TYPES };

/* Views live in the arena of the ctx. */
struct media_result {
	enum media_type type;
	enum media_format format, preview_format; /* preview_format MEDIA_NONE: there is no preview, nor file of it */
	struct sv file, preview;                  /* names in the directory: NAME.jpg, NAME-small.jpg; synced to disk.
	                                             For an avatar, header or emoji `preview` is the still twin of an
	                                             animation, and there is none when `file` does not move */
	int64_t file_bytes, preview_bytes;
	int width, height;                        /* of `file`, as shown; 0 for sound */
	int64_t duration_ms;                      /* 0 for an image */
	struct sv blurhash;                       /* none where there is no picture */
	struct sv colour;                         /* "#aabbcc", the average; none as above */
	struct sv *prints;                        /* perceptual hashes, 64 hex digits each, the first that of the picture itself */
	size_t print_count;
	int print_quality;                        /* 0 … 100; a hash of little quality says nothing */
	struct sv meta_json;                      /* MediaAttachment.meta without focus: that is the author's to change */
};

const char *media_type_name(enum media_type type); /* as the Mastodon API says it: "gifv" */

/* FAIL_INVALID with a text for the author when the file is at fault, FAIL_UNAVAILABLE when the disk is full, FAIL_BROKEN for
 * the rest. On failure no file is left behind (after a kill -9, perhaps ones that end in .part). */
enum fail media_process_run(struct ctx *cx, const struct media_job *job, struct media_result *result_r) MUST_USE;

/* Reads the worker's line: everything in it is checked against what a sound worker can say. FAIL_BROKEN for the rest. */
enum fail media_answer_read(struct ctx *cx, struct sv line, struct media_result *result_r) MUST_USE;

#endif
