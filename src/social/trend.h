/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* trend.h - hashtags, statuses and links that many talk about now (Mastodon documentation: methods/trends).
 *
 * A periodic task counts the last TREND_DAYS days and keeps the TREND_MOST best; reading is one look-up. What was yesterday counts
 * half of what is today, and so on. A hashtag or link needs TREND_LEAST_ACCOUNTS accounts, so that nobody trends alone. Who is
 * suspended, limited or does not want to be found makes no trends; sensitive statuses are none. */
#ifndef SOCIAL_TREND_H
#define SOCIAL_TREND_H

#include "base/ctx.h"

enum { TREND_DAYS = 3, TREND_MOST = 100, TREND_LEAST_ACCOUNTS = 2 };
enum trend_kind { TREND_TAG, TREND_STATUS, TREND_LINK, TREND_KINDS };

/* Ids, best first, in cx->arena; none when the setting `trends` is off. */
enum fail trends_read(struct ctx *cx, enum trend_kind kind, int64_t limit, int64_t offset, int64_t **ids_r, size_t *count_r) MUST_USE;

/* Leaves those statuses out that cx->who may not see or whose author they hide. After viewer_enter(). */
enum fail trends_sift(struct ctx *cx, int64_t *ids, size_t *count) MUST_USE;

enum fail trends_compute(struct ctx *cx) MUST_USE; /* periodic.def */

/* What moderators say: it may trend, or not (then it is gone at once). In a transaction; goes to the audit. */
enum fail trend_review(struct ctx *cx, enum trend_kind kind, int64_t id, bool allowed) MUST_USE;

struct tag_settings {
	struct sv display_name; /* another spelling of the same hashtag; none: stays */
	bool listable, trendable, usable;
};
enum fail tag_change(struct ctx *cx, int64_t id, const struct tag_settings *to) MUST_USE;

/* The score of what had `accounts` (or marks) so many days ago: halved for each day. */
double trend_decayed(int64_t marks, double days_ago);

#endif
