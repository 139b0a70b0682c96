/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* list.h - lists of accounts that one follows, each with a timeline (Mastodon documentation: methods/lists). Lists are their owner's:
 * somebody else's is FAIL_NOT_FOUND. Writes run inside the caller's transaction. */
#ifndef SOCIAL_LIST_H
#define SOCIAL_LIST_H

#include "store/page.h"
#include "store/q.h"

enum fail list_own(struct ctx *cx, int64_t id, struct list_row *row_r) MUST_USE;
/* Makes (id 0; `list->id` gets it) or changes one, after a look at its title and replies_policy. */
enum fail list_save(struct ctx *cx, struct list_row *list) MUST_USE;
enum fail list_remove(struct ctx *cx, int64_t id) MUST_USE;
/* FAIL_NOT_FOUND for somebody whom the owner does not follow, FAIL_INVALID for one who is on it. */
enum fail list_add(struct ctx *cx, const struct list_row *list, int64_t account_id) MUST_USE;
enum fail list_drop(struct ctx *cx, const struct list_row *list, int64_t account_id) MUST_USE;

/* One page of its timeline for cx->viewer, newest first. */
enum fail list_timeline(struct ctx *cx, const struct list_row *list, const struct page *page, int64_t **ids_r, size_t *count_r) MUST_USE;

/* Whether a new status belongs into the timeline of cx->viewer's list: for streams. */
struct recent_status;
enum fail list_wants(struct ctx *cx, int64_t list_id, const struct recent_status *status, bool *wants_r) MUST_USE;

#endif
