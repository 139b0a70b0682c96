/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* tag_mark.h - hashtags that cx->who follows, or features on their profile. Inside the caller's transaction. */
#ifndef SOCIAL_TAG_MARK_H
#define SOCIAL_TAG_MARK_H

#include "base/ctx.h"
#include "store/q.h"

enum { TAGS_FEATURED_MOST = 10 };

/* FAIL_INVALID when it cannot be a hashtag. `*tag_id_r` may be NULL. */
enum fail tag_follow(struct ctx *cx, struct sv name, int64_t *tag_id_r) MUST_USE;
enum fail tag_unfollow(struct ctx *cx, struct sv name, int64_t *tag_id_r) MUST_USE;
/* At most TAGS_FEATURED_MOST. */
enum fail tag_feature(struct ctx *cx, struct sv name, int64_t *tag_id_r) MUST_USE;
enum fail tag_unfeature(struct ctx *cx, struct sv name, int64_t *tag_id_r) MUST_USE;
/* By the featured tag's own id; FAIL_NOT_FOUND when it is not cx->who's. */
enum fail tag_unfeature_by_id(struct ctx *cx, int64_t id) MUST_USE;

/* Those that cx->who has used most of late, and does not feature yet. */
enum fail tags_to_feature(struct ctx *cx, struct tag_row **rows_r, size_t *count_r) MUST_USE;

#endif
