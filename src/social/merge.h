/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* merge.h - a home timeline straight from the database: the statuses of all who are followed, merged by id. */
#ifndef SOCIAL_MERGE_H
#define SOCIAL_MERGE_H

#include "base/ctx.h"
#include "base/map.h"
#include "store/page.h"

/* One page for cx->viewer, newest first, in cx->arena. Asks only authors that can have a status in it: the cost grows with the
 * page and with how many authors share it, not with how much was ever posted. */
enum fail merge_home(struct ctx *cx, const struct page *page, int64_t **ids_r, size_t *count_r) MUST_USE;

/* The same for a list: its members' statuses, with answers as its policy says ("none", "list": to members and the owner, "followed":
 * to whom the owner follows). */
struct merge_author {
	int64_t id, last_status_at;
};
struct merge_list {
	struct merge_author *authors;
	size_t author_count;
	struct map members;
	struct sv replies_policy;
};
enum fail merge_list(struct ctx *cx, const struct merge_list *list, const struct page *page, int64_t **ids_r, size_t *count_r) MUST_USE;
/* Whether a status of one of its members belongs into it: for streams. */
struct feed_row;
enum fail merge_list_wants(struct ctx *cx, const struct merge_list *list, const struct feed_row *row, bool *wants_r) MUST_USE;

#endif
