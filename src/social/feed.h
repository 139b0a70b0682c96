/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* feed.h - the home timeline without fan-out.
 *
 * A post is written once, whatever number of followers its author has. Two things make reading cheap:
 * - `recent`, one ring of the community's newest statuses in memory;
 * - `feed`, the top of one viewer's home timeline: when they look, it takes in what is new in the ring since their last look,
 *   keeping what they follow. A viewer who was away longer than the ring is long has it merged from the statuses of those they
 *   follow (k-way, newest first, asking only authors that have posted in the span), and so has one who pages down below it. */
#ifndef SOCIAL_FEED_H
#define SOCIAL_FEED_H

#include "base/ctx.h"
#include "store/page.h"

enum { RECENT_TAGS = 6 };

struct recent_status {
	int64_t id, account_id;
	int64_t reblog_account_id;      /* author of what is boosted, or 0 */
	int64_t in_reply_to_account_id;
	int64_t tags[RECENT_TAGS];      /* 0-terminated unless full */
	struct sv language;             /* none: unknown. In the ring: first 7 bytes */
	int visibility;
};

struct recent *recent_new(void);
void recent_free(struct recent *recent);
void recent_add(struct recent *recent, const struct recent_status *status);
void recent_remove(struct recent *recent, int64_t status_id);

struct feed *feed_new(void);
void feed_free(struct feed *feed);

/* Ids of one page of cx->viewer's home timeline, newest first, in cx->arena. Hidden accounts are left out; filters are not
 * applied here. */
enum fail feed_home(struct ctx *cx, const struct page *page, int64_t **ids_r, size_t *count_r) MUST_USE;

/* Whether the author is followed, boosts are wanted of them when it is one, and this language. */
struct viewer;
bool feed_follow_wants(const struct viewer *viewer, int64_t account_id, int64_t reblog_account_id, struct sv language);

/* Whether a new status belongs into the home timeline of cx->viewer: for streams. */
enum fail feed_wants(struct ctx *cx, const struct recent_status *status, bool *wants_r) MUST_USE;

#endif
