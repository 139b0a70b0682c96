/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/figure.h"

#include "social/community.h"
#include "store/q.h"

#include <stdlib.h>

enum { DAY_MS = 86400000, WEEK_DAYS = 7 };

struct figures {
	pthread_mutex_t lock;
	int64_t counted_at; /* 0: never */
	bool counting;      /* somebody is at it; the others take what there is */
	struct figures_now now;
};

struct figures *figures_new(void)
{
	struct figures *figures = calloc(1, sizeof(*figures));
	if (!figures)
		abort();
	pthread_mutex_init(&figures->lock, NULL);
	return figures;
}

void figures_free(struct figures *figures)
{
	if (!figures)
		return;
	pthread_mutex_destroy(&figures->lock);
	free(figures);
}

/* 1 January 1970 was a Thursday: day 4 was the first Monday. */
static int64_t monday_of(int64_t day)
{
	return day - (day + 3) % WEEK_DAYS;
}

static enum fail count_weeks(struct ctx *cx, struct figures_now *now)
{
	int64_t monday = monday_of(cx->now / DAY_MS);
	for (unsigned i = 0; i < FIGURE_WEEKS; i++, monday -= WEEK_DAYS) {
		struct activity_between_row row;
		struct active_between_row active;
		TRY(q_activity_between(cx, monday, monday + WEEK_DAYS - 1, &row));
		TRY(q_active_between(cx, monday, monday + WEEK_DAYS - 1, &active));
		now->weeks[i] = (struct figure_week){ monday * (DAY_MS / 1000), row.statuses, active.accounts, row.registrations };
	}
	return OK;
}

static enum fail count(struct ctx *cx, struct figures_now *now)
{
	struct figures_count_row row;
	struct active_between_row month, half_year;
	struct peers_count_row peers;
	int64_t today = cx->now / DAY_MS;
	TRY(q_figures_count(cx, &row));
	TRY(q_peers_count(cx, &peers));
	TRY(q_active_between(cx, today - 27, today, &month));
	TRY(q_active_between(cx, today - 179, today, &half_year));
	*now = (struct figures_now){ .users = row.users,
		                     .statuses = row.statuses,
		                     .domains = peers.count,
		                     .active_month = month.accounts,
		                     .active_half_year = half_year.accounts };
	return count_weeks(cx, now);
}

enum fail figures_get(struct ctx *cx, struct figures_now *now_r)
{
	struct figures *figures = cx->community->figures;
	pthread_mutex_lock(&figures->lock);
	bool stale = cx->now - figures->counted_at > FIGURES_MS && (!figures->counting || !figures->counted_at);
	figures->counting |= stale;
	*now_r = figures->now;
	pthread_mutex_unlock(&figures->lock);
	if (!stale)
		return OK;
	enum fail fail = count(cx, now_r);
	pthread_mutex_lock(&figures->lock);
	figures->counting = false;
	if (fail == OK) {
		figures->now = *now_r;
		figures->counted_at = cx->now;
	}
	pthread_mutex_unlock(&figures->lock);
	return fail;
}

enum fail activity_seen(struct ctx *cx, int64_t account_id)
{
	return q_active_day_put(cx, cx->now / DAY_MS, account_id);
}

enum fail activity_post(struct ctx *cx, int64_t account_id, int64_t at)
{
	TRY(q_activity_add(cx, at / DAY_MS, 1, 0));
	return q_active_day_put(cx, at / DAY_MS, account_id);
}

enum fail activity_join(struct ctx *cx, int64_t at)
{
	return q_activity_add(cx, at / DAY_MS, 0, 1);
}
