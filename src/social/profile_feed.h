/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* profile_feed.h - what somebody has posted, as far as cx->who may see it. After viewer_enter(). */
#ifndef SOCIAL_PROFILE_FEED_H
#define SOCIAL_PROFILE_FEED_H

#include "store/page.h"
#include "store/q.h"

struct profile_choice {
	bool pinned; /* only what stands on top; nothing else counts then */
	bool no_replies, no_reblogs, no_sensitive, only_media;
	struct sv tag; /* with this hashtag; none: any */
};

/* One page, newest first. Nothing of somebody who is suspended or blocks cx->who, no boosts of those whom they block. */
enum fail profile_feed(struct ctx *cx, const struct account_row *account, const struct profile_choice *choice, const struct page *page,
                       struct feed_row **rows_r, size_t *count_r) MUST_USE;
/* Whether a row may be shown: the author of what it boosts is not blocked either way. */
enum fail profile_row_shown(struct ctx *cx, const struct feed_row *row, bool *shown_r) MUST_USE;

#endif
