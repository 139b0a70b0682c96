/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* tag.h - hashtags. A tag is found by its key (text_tag_key), shown as it was first written. */
#ifndef SOCIAL_TAG_H
#define SOCIAL_TAG_H

#include "base/ctx.h"

/* Finds or makes it, in the caller's transaction. */
enum fail tag_ensure(struct ctx *cx, struct sv name, int64_t *id_r) MUST_USE;
/* Counts a use, for history and trends. */
enum fail tag_use(struct ctx *cx, int64_t tag_id, int64_t account_id) MUST_USE;
/* FAIL_NOT_FOUND when nobody has used it. */
enum fail tag_by_name(struct ctx *cx, struct sv name, int64_t *id_r) MUST_USE;

#endif
