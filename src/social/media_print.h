/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* media_print.h - what hash banks know a file by, of a file that nobody uploads: one that is put into a bank, or looked up by hand. Blocks, as
 * media_process.h says; needs no community. */
#ifndef SOCIAL_MEDIA_PRINT_H
#define SOCIAL_MEDIA_PRINT_H

#include "base/ctx.h"

struct media_print {
	struct sv sha256;        /* 32 bytes */
	struct sv *prints;       /* perceptual hashes, 64 hex digits each; of a picture to bank, also those of altered copies */
	size_t print_count;
	int print_quality;
};

/* `to_bank`: a picture (FAIL_INVALID for others). Else anything that can be uploaded. Nothing is kept. */
enum fail media_print(struct ctx *cx, int input, bool to_bank, struct media_print *print_r) MUST_USE;

#endif
