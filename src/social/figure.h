/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* figure.h - how many members, posts and other servers a community has, for those who ask what it is. Counting takes a while in a
 * large one, so it is done once in a while (FIGURES_MS), and everybody gets the last count. */
#ifndef SOCIAL_FIGURE_H
#define SOCIAL_FIGURE_H

#include "base/ctx.h"

enum { FIGURES_MS = 10 * 60 * 1000, FIGURE_WEEKS = 12 };

struct figure_week {
	int64_t starts_at;                      /* Monday, 00:00 UTC, in seconds */
	int64_t statuses, logins, registrations; /* logins: members who were active in it */
};
struct figures_now {
	int64_t users, statuses, domains;
	int64_t active_month, active_half_year; /* members active in the last 28 and 180 days */
	struct figure_week weeks[FIGURE_WEEKS];  /* newest first */
};

struct figures *figures_new(void);
void figures_free(struct figures *figures);

/* The last count, or a new one when that is older than FIGURES_MS. */
enum fail figures_get(struct ctx *cx, struct figures_now *now_r) MUST_USE;

/* Counts for the weeks, the members' days and the measures of administration; in the caller's transaction. */
enum fail activity_post(struct ctx *cx, int64_t account_id, int64_t at) MUST_USE;
enum fail activity_join(struct ctx *cx, int64_t at) MUST_USE;
/* A member did something today; at most one row a day. */
enum fail activity_seen(struct ctx *cx, int64_t account_id) MUST_USE;

#endif
