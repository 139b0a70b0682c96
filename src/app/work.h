/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* work.h - one request on its way through the lanes. Inside app/ only. */
#ifndef APP_WORK_H
#define APP_WORK_H

#include "app/answer.h"
#include "app/app.h"
#include "http/params.h"
#include "http/router.h"
#include "store/store.h"

struct work {
	struct ctx cx; /* first: the two are the same pointer */
	struct app *app;
	struct http_request *rq;
	struct sv path;          /* of rq, for the log: rq is gone once a handler has answered it itself */
	enum http_method method;
	int64_t arrived_us;
	const struct route *route;
	struct answer answer;
	struct writer_task task;
	struct route_match match;
	struct work *next; /* in the slow queue, or among the idle ones */
	uint64_t statements;
	int64_t allowance, left, resets_at; /* of the rate limit; allowance 0: not counted */
};

struct app {
	struct app_config config;
	struct router *router;
	const struct route **routes; /* by the router's index */
	size_t route_count;
	struct slow *slow;
	struct limiter *limiter;
	struct packed *packed;
	pthread_mutex_t idle_lock;
	struct work *idle;           /* kept with their memory, for the next requests */
	unsigned idle_count;
};

/* dispatch.c: runs the handler, in the language of the one who asked. */
enum fail work_run(struct work *work) MUST_USE;
/* After the handler: sends the answer or the refusal, logs, gives the work back. */
void work_finish(struct work *work, enum fail fail);

/* slow.c */
struct slow *slow_new(struct app *app, unsigned threads, unsigned first_slot);
void slow_free(struct slow *slow);
void slow_submit(struct slow *slow, struct work *work);
void slow_run(struct slow *slow, struct community *community, void (*run)(struct ctx *cx, void *arg), void *arg);

/* auth.c: sets cx.who and checks it against the route. */
enum fail work_authorize(struct work *work) MUST_USE;

/* metrics_page.c: answers /metrics to who may see it; false: it was something else. */
bool metrics_page_answer(struct app *app, struct http_request *rq);

/* limiter.c: counts the request; FAIL_LIMITED when there is no allowance left. */
struct limiter *limiter_new(void);
void limiter_free(struct limiter *limiter);
enum fail work_count(struct work *work) MUST_USE;

#endif
