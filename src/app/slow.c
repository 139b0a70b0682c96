/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The SLOW lane: a few threads that may wait. */
#include "app/work.h"
#include "base/clock.h"
#include "social/effect.h"

#include <stdlib.h>

enum { MOST_WAITING = 1000 };

struct errand { /* work that no request waits for */
	struct errand *next;
	struct community *community;
	void (*run)(struct ctx *cx, void *arg);
	void *arg;
};
struct slow {
	struct app *app;
	pthread_mutex_t lock;
	pthread_cond_t something;
	struct work *first, **last;
	struct errand *first_errand, **last_errand;
	unsigned waiting, threads, first_slot, started;
	bool stopping;
	pthread_t *ids;
};

static void run_errand(struct slow *slow, struct errand *errand, unsigned slot)
{
	struct ctx cx;
	ctx_open(&cx, clock_now());
	if (community_enter(&cx, slow->app->config.communities, errand->community, slot) == OK)
		errand->run(&cx, errand->arg);
	ctx_close(&cx);
	free(errand);
}

static void run_work(struct slow *slow, struct work *work, unsigned slot)
{
	enum fail fail = community_enter(&work->cx, slow->app->config.communities, work->cx.community, slot);
	if (fail == OK)
		fail = work_run(work);
	work_finish(work, fail);
}

static void *slow_thread(void *data)
{
	struct slow *slow = data;
	pthread_mutex_lock(&slow->lock);
	unsigned slot = slow->first_slot + slow->started++;
	for (;;) {
		struct work *work = slow->first;
		struct errand *errand = work ? NULL : slow->first_errand;
		if (work && !(slow->first = work->next))
			slow->last = &slow->first;
		if (errand && !(slow->first_errand = errand->next))
			slow->last_errand = &slow->first_errand;
		if (!work && !errand) {
			if (slow->stopping)
				break;
			pthread_cond_wait(&slow->something, &slow->lock);
			continue;
		}
		slow->waiting -= work != NULL;
		pthread_mutex_unlock(&slow->lock);
		if (work)
			run_work(slow, work, slot);
		else
			run_errand(slow, errand, slot);
		pthread_mutex_lock(&slow->lock);
	}
	pthread_mutex_unlock(&slow->lock);
	return NULL;
}

struct slow *slow_new(struct app *app, unsigned threads, unsigned first_slot)
{
	struct slow *slow = calloc(1, sizeof(*slow));
	pthread_t *ids = calloc(threads, sizeof(*ids));
	if (!slow || !ids)
		abort();
	*slow = (struct slow){ .app = app, .threads = threads, .first_slot = first_slot, .ids = ids };
	slow->last = &slow->first;
	slow->last_errand = &slow->first_errand;
	pthread_mutex_init(&slow->lock, NULL);
	pthread_cond_init(&slow->something, NULL);
	for (unsigned i = 0; i < threads; i++)
		if (pthread_create(&ids[i], NULL, slow_thread, slow))
			abort();
	return slow;
}

void slow_free(struct slow *slow)
{
	pthread_mutex_lock(&slow->lock);
	slow->stopping = true;
	pthread_cond_broadcast(&slow->something);
	pthread_mutex_unlock(&slow->lock);
	for (unsigned i = 0; i < slow->threads; i++)
		pthread_join(slow->ids[i], NULL);
	pthread_mutex_destroy(&slow->lock);
	pthread_cond_destroy(&slow->something);
	free(slow->ids);
	free(slow);
}

void slow_submit(struct slow *slow, struct work *work)
{
	pthread_mutex_lock(&slow->lock);
	bool full = slow->waiting >= MOST_WAITING || slow->stopping;
	if (!full) {
		work->next = NULL;
		*slow->last = work;
		slow->last = &work->next;
		slow->waiting++;
		pthread_cond_signal(&slow->something);
	}
	pthread_mutex_unlock(&slow->lock);
	if (full)
		work_finish(work, refuse(&work->cx, FAIL_UNAVAILABLE, "There is too much to do at the moment. Try again in a minute."));
}

void slow_run(struct slow *slow, struct community *community, void (*run)(struct ctx *cx, void *arg), void *arg)
{
	struct errand *errand = malloc(sizeof(*errand));
	if (!errand)
		abort();
	*errand = (struct errand){ .community = community, .run = run, .arg = arg };
	pthread_mutex_lock(&slow->lock);
	*slow->last_errand = errand;
	slow->last_errand = &errand->next;
	pthread_cond_signal(&slow->something);
	pthread_mutex_unlock(&slow->lock);
}

struct written {
	enum fail (*run)(struct ctx *cx, void *arg);
	void *arg;
};

/* On the writer's thread, which speaks the language of the request meanwhile. */
static enum fail run_written(struct ctx *cx, void *arg)
{
	const struct written *written = arg;
	tr_use(cx->language);
	enum fail fail = written->run(cx, written->arg);
	tr_use(LANGUAGE_NONE);
	return fail;
}

enum fail app_write(struct ctx *cx, enum fail (*run)(struct ctx *cx, void *arg), void *arg)
{
	return effects_write(cx, run_written, &(struct written){ run, arg });
}
