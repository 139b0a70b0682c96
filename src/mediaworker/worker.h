/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* worker.h - one upload on its way through the worker.
 *
 * The process lives for one file, so memory is never given back, and what goes wrong ends it: refused() and broke() write the
 * line of JSON that media_protocol.h describes and do not return. */
#ifndef MEDIAWORKER_WORKER_H
#define MEDIAWORKER_WORKER_H

#include "base/arena.h"
#include "mediaworker/blurhash.h"
#include "screening/copies.h"
#include "social/media_format.h"
#include "social/media_protocol.h"

struct picture_size {
	int width, height; /* 0: there is none */
};

/* What the answer will say. */
struct findings {
	const char *type;                  /* "image", "gifv", "video", "audio" */
	enum media_format format, preview_format;
	struct picture_size size, small;   /* as shown: after any rotation */
	char blurhash[BLURHASH_TEXT];
	char colour[8];                    /* "#aabbcc" */
	struct copies print;               /* what hash banks know the picture by; none: there is no picture */
	double seconds;                    /* of video and sound, as the rest below */
	int frames, frames_per;            /* frame rate as a fraction */
	int64_t bitrate;                   /* bits a second */
	const char *audio_codec;           /* NULL: silent */
	int audio_rate, audio_channels;
};

struct work {
	struct arena arena;
	enum media_mode mode;
	struct media_limits limits;
	struct sv input;                   /* the upload, mapped */
	enum media_format format;          /* as sniffed */
	struct findings found;
};

_Noreturn void refused(const char *fmt, ...) PRINTF(1, 2); /* the file's fault: what its author should do */
_Noreturn void broke(const char *fmt, ...) PRINTF(1, 2);   /* the machine's fault: for the log */
_Noreturn void answer(struct work *work);                  /* done */

void file_write(int fd, const void *bytes, size_t n);      /* all of it, or broke() */

#endif
