/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Fixed windows of five minutes for each (token or address, kind of request). A table of fixed size: when it is full of live
 * windows, the slot of a stranger is taken over, which forgives somebody a few requests, and costs no memory. */
#include "app/work.h"
#include "base/metrics.h"
#include "social/community.h"

#include <stdlib.h>

enum { WINDOW_MS = 5 * 60 * 1000, SLOTS = 1 << 16, PROBES = 4 };

static const int64_t allowances[LIMIT_COUNT] = {
#define LIMIT(name, per_5_minutes, what) [LIMIT_##name] = (per_5_minutes),
#include "app/limit.def"
#undef LIMIT
};

struct window {
	uint64_t key;
	int64_t resets_at, used;
};
struct limiter {
	pthread_mutex_t lock;
	struct window *windows;
};

struct limiter *limiter_new(void)
{
	struct limiter *limiter = calloc(1, sizeof(*limiter));
	struct window *windows = calloc(SLOTS, sizeof(*windows));
	if (!limiter || !windows)
		abort();
	limiter->windows = windows;
	pthread_mutex_init(&limiter->lock, NULL);
	return limiter;
}

void limiter_free(struct limiter *limiter)
{
	pthread_mutex_destroy(&limiter->lock);
	free(limiter->windows);
	free(limiter);
}

static struct window *window_of(struct limiter *limiter, uint64_t key, int64_t now)
{
	struct window *taken = NULL;
	for (unsigned i = 0; i < PROBES; i++) {
		struct window *w = &limiter->windows[(key + i) % SLOTS];
		if (w->key == key && w->resets_at > now)
			return w;
		if (!taken || w->resets_at < taken->resets_at)
			taken = w;
	}
	*taken = (struct window){ .key = key, .resets_at = now + WINDOW_MS };
	return taken;
}

enum fail work_count(struct work *work)
{
	struct ctx *cx = &work->cx;
	enum limit kind = work->route->limit;
	int64_t of_community = settings(cx)->requests_per_5_minutes;
	if (kind == LIMIT_NONE || of_community <= 0)
		return OK;
	work->allowance = kind == LIMIT_API ? of_community : allowances[kind];
	uint64_t who = cx->who.token_id && kind != LIMIT_SIGN_IN && kind != LIMIT_SIGN_UP ? hash_id(cx->who.token_id) : hash_sv(sv_of(work->rq->peer));
	struct limiter *limiter = work->app->limiter;
	pthread_mutex_lock(&limiter->lock);
	struct window *w = window_of(limiter, (who ^ (uint64_t)kind << 56) | 1, cx->now);
	int64_t used = ++w->used;
	work->resets_at = w->resets_at;
	pthread_mutex_unlock(&limiter->lock);
	work->left = used > work->allowance ? 0 : work->allowance - used;
	if (used <= work->allowance)
		return OK;
	metric_add(METRIC_rate_limited_total, 1);
	return refuse(cx, FAIL_LIMITED, "Too many requests");
}
