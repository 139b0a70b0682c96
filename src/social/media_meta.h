/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* media_meta.h - the JSON of MediaAttachment.meta. */
#ifndef SOCIAL_MEDIA_META_H
#define SOCIAL_MEDIA_META_H

#include "base/ctx.h"

/* What the worker says of a file, with the focus that its author chose before. */
enum fail media_meta_join(struct ctx *cx, struct sv made, struct sv before, struct sv *meta_r) MUST_USE;

#endif
