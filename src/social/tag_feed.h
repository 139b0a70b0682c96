/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* tag_feed.h - a page of public statuses by hashtags: any of some, all of others, none of third ones. */
#ifndef SOCIAL_TAG_FEED_H
#define SOCIAL_TAG_FEED_H

#include "store/page.h"
#include "store/q.h"

enum { TAG_FEED_MOST = 4 }; /* names of each kind; more are not looked at */

struct tag_choice {
	struct sv any[TAG_FEED_MOST + 1], all[TAG_FEED_MOST], none[TAG_FEED_MOST]; /* names as written; unused: none */
	bool only_media, local, remote;
};
/* Newest first, in cx->arena; each once. Tags that nobody has used are no error. */
enum fail tag_feed(struct ctx *cx, const struct tag_choice *choice, const struct page *page, struct feed_row **rows_r, size_t *count_r) MUST_USE;

#endif
