/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The engine: a scheduler that knows when something is due, and threads that do it.
 *
 * A job is claimed (claimed_at) before it runs, so that no two threads take it; after a crash no thread has it, and the claim
 * is given back when its community opens. */
#include "jobs/jobs.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/map.h"
#include "base/rand.h"
#include "store/q.h"
#include "store/store.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum { LONGEST_SLEEP_MS = 60000, SOON_MS = 2000, CLAIM_MOST = 8 };

/* One community. */
struct shop {
	struct shop *next;
	struct community *community;
	struct writer *writer;
	int64_t due_at;       /* ms; when to look at the table next */
	bool claiming;
	int64_t *periodic_at; /* ms, by index; INT64_MAX while it runs */
};

/* What a thread is to do next. */
struct errand {
	struct errand *next;
	struct shop *shop;
	enum { ERRAND_CLAIM, ERRAND_JOB, ERRAND_PERIODIC } kind;
	size_t periodic;
	const struct job_handler *handler;
	struct job job;
	char args[];
};

struct jobs {
	struct jobs_config config;
	pthread_mutex_t lock; /* for what follows */
	pthread_cond_t scheduler_wakes, something;
	struct shop *shops;
	struct map by_community;
	struct errand *first, **last;
	size_t queued;
	unsigned started;
	bool running, stopping;
	pthread_t scheduler, *threads;
};

/* --- the queue of errands ------------------------------------------------------------------------------------------------------ */

/* With the lock held. */
static void enqueue(struct jobs *jobs, struct errand *errand)
{
	errand->next = NULL;
	*jobs->last = errand;
	jobs->last = &errand->next;
	jobs->queued++;
	pthread_cond_signal(&jobs->something);
}

static struct errand *dequeue(struct jobs *jobs)
{
	struct errand *errand = jobs->first;
	if (errand && !(jobs->first = errand->next))
		jobs->last = &jobs->first;
	jobs->queued -= errand != NULL;
	return errand;
}

static struct errand *errand_new(struct shop *shop, int kind, struct sv args)
{
	struct errand *errand = calloc(1, sizeof(*errand) + args.n + 1);
	if (!errand)
		abort();
	errand->shop = shop;
	errand->kind = kind;
	if (args.n)
		memcpy(errand->args, args.p, args.n);
	errand->job.args = (struct sv){ errand->args, args.n };
	return errand;
}

/* --- claiming ------------------------------------------------------------------------------------------------------------------- */

struct claim {
	struct job_claim_row *rows;
	size_t count;
	int64_t next_due;
};

static enum fail claim_in_writer(struct ctx *cx, void *arg)
{
	struct claim *claim = arg;
	struct job_next_due_row *next;
	size_t count;
	TRY(q_job_claim(cx, cx->now, CLAIM_MOST, &claim->rows, &claim->count));
	TRY(q_job_next_due(cx, &next, &count));
	/* A command beside the server cannot wake us: the table is looked at once a minute in any case. */
	int64_t at_last = cx->now + LONGEST_SLEEP_MS;
	claim->next_due = count && next[0].run_at < at_last ? next[0].run_at : at_last;
	return OK;
}

static const struct job_handler *handler_of(const struct jobs *jobs, struct sv kind)
{
	for (size_t i = 0; i < jobs->config.handler_count; i++)
		if (sv_eq(kind, sv_of(jobs->config.handlers[i].text)))
			return &jobs->config.handlers[i];
	return NULL; /* a newer binary wrote it */
}

static void enqueue_claimed(struct jobs *jobs, struct shop *shop, const struct claim *claim)
{
	for (size_t i = 0; i < claim->count; i++) {
		const struct job_claim_row *row = &claim->rows[i];
		struct errand *errand = errand_new(shop, ERRAND_JOB, row->json);
		errand->job.id = row->id;
		errand->job.subject_id = row->subject_id;
		errand->job.tries = row->attempts;
		errand->handler = handler_of(jobs, row->kind);
		if (!errand->handler)
			LOG(WARNING, "job_unknown", F("kind", row->kind), F("job", row->id));
		enqueue(jobs, errand);
	}
}

static void run_claim(struct jobs *jobs, struct ctx *cx, struct shop *shop)
{
	struct claim claim = { .next_due = cx->now + LONGEST_SLEEP_MS };
	enum fail fail = writer_run(shop->writer, cx, claim_in_writer, &claim);
	pthread_mutex_lock(&jobs->lock);
	shop->claiming = false;
	if (fail == OK)
		enqueue_claimed(jobs, shop, &claim);
	if (claim.next_due < shop->due_at) /* jobs_wake() may have asked for an earlier look meanwhile */
		shop->due_at = claim.next_due;
	pthread_cond_signal(&jobs->scheduler_wakes);
	pthread_mutex_unlock(&jobs->lock);
}

/* --- running one job ------------------------------------------------------------------------------------------------------------- */

static bool worth_another_try(enum fail fail)
{
	return fail == FAIL_BROKEN || fail == FAIL_UNAVAILABLE || fail == FAIL_LIMITED || fail == FAIL_CONFLICT;
}

static enum fail job_in_writer(struct ctx *cx, void *arg)
{
	struct errand *errand = arg;
	TRY(errand->handler->run(cx, &errand->job));
	return q_job_delete(cx, errand->job.id);
}

static enum fail delete_in_writer(struct ctx *cx, void *arg)
{
	const struct errand *errand = arg;
	return q_job_delete(cx, errand->job.id);
}

struct put_back {
	int64_t id, run_at;
	struct sv error;
};

static enum fail put_back_in_writer(struct ctx *cx, void *arg)
{
	const struct put_back *back = arg;
	return q_job_put_back(cx, back->id, back->run_at, back->error);
}

/* Asks jobs->scheduler to look not later than at `at`. */
static void due_at(struct jobs *jobs, struct shop *shop, int64_t at)
{
	pthread_mutex_lock(&jobs->lock);
	if (at < shop->due_at) {
		shop->due_at = at;
		pthread_cond_signal(&jobs->scheduler_wakes);
	}
	pthread_mutex_unlock(&jobs->lock);
}

static void run_again_later(struct jobs *jobs, struct ctx *cx, struct errand *errand, enum fail fail)
{
	struct shop *shop = errand->shop;
	int64_t wait = errand->handler ? job_wait(errand->handler->wait_ms, errand->job.tries, rand_below(1001)) : job_wait(3600 * 1000, 1, 0);
	struct put_back back = { errand->job.id, clock_now() + wait, cx->said.p ? arena_dup(&cx->arena, cx->said) : sv_of(fail_text(fail)) };
	if (writer_run(shop->writer, cx, put_back_in_writer, &back) == OK)
		due_at(jobs, shop, back.run_at);
	else
		(void)broken(cx, "job %lld failed, which could not be written down; it is tried again after a restart", (long long)errand->job.id);
}

static void job_failed(struct jobs *jobs, struct ctx *cx, struct errand *errand, enum fail fail)
{
	const struct job_handler *handler = errand->handler;
	bool again = !handler || (worth_another_try(fail) && errand->job.tries < handler->tries);
	metric_add(METRIC_jobs_failed_total, 1);
	LOG(WARNING, again ? "job_failed" : "job_given_up", F("kind", handler ? handler->text : "unknown"), F("job", errand->job.id),
	    F("subject", errand->job.subject_id), F("tries", errand->job.tries), F("fail", fail_name(fail)), F("what", cx->said));
	if (again)
		run_again_later(jobs, cx, errand, fail);
	else if (writer_run(errand->shop->writer, cx, delete_in_writer, errand) != OK)
		(void)broken(cx, "job %lld could not be taken off the list; it is tried again after a restart", (long long)errand->job.id);
}

static enum fail run_slow(struct jobs *jobs, struct ctx *cx, struct errand *errand, unsigned slot)
{
	TRY(jobs->config.enter(jobs->config.data, cx, errand->shop->community, slot));
	TRY(errand->handler->run(cx, &errand->job));
	return writer_run(errand->shop->writer, cx, delete_in_writer, errand);
}

static void run_job(struct jobs *jobs, struct ctx *cx, struct errand *errand, unsigned slot)
{
	enum fail fail = FAIL_NOT_FOUND;
	if (errand->handler && errand->handler->lane == JOB_LANE_WRITE) {
		fail = writer_run(errand->shop->writer, cx, job_in_writer, errand);
		if (fail == OK)
			jobs->config.committed(cx);
	} else if (errand->handler) {
		fail = run_slow(jobs, cx, errand, slot);
	}
	if (fail != OK) {
		cx->effects = NULL;
		job_failed(jobs, cx, errand, fail);
	}
}

/* --- periodic work ---------------------------------------------------------------------------------------------------------------- */

static enum fail periodic_in_writer(struct ctx *cx, void *arg)
{
	const struct periodic *periodic = arg;
	return periodic->run(cx);
}

static void run_periodic(struct jobs *jobs, struct ctx *cx, struct errand *errand, unsigned slot)
{
	struct periodic periodic = jobs->config.periodic[errand->periodic];
	struct shop *shop = errand->shop;
	enum fail fail;
	if (periodic.lane == JOB_LANE_WRITE) {
		fail = writer_run(shop->writer, cx, periodic_in_writer, &periodic);
		if (fail == OK)
			jobs->config.committed(cx);
	} else {
		fail = jobs->config.enter(jobs->config.data, cx, shop->community, slot);
		if (fail == OK)
			fail = periodic.run(cx);
	}
	if (fail != OK) {
		metric_add(METRIC_periodic_failed_total, 1);
		LOG(WARNING, "periodic_failed", F("name", periodic.name), F("fail", fail_name(fail)), F("what", cx->said));
	}
	pthread_mutex_lock(&jobs->lock);
	shop->periodic_at[errand->periodic] = clock_now() + periodic.every_ms;
	pthread_cond_signal(&jobs->scheduler_wakes);
	pthread_mutex_unlock(&jobs->lock);
}

/* --- the threads ------------------------------------------------------------------------------------------------------------------- */

static void run_errand(struct jobs *jobs, struct errand *errand, unsigned slot)
{
	struct ctx cx;
	ctx_open(&cx, clock_now());
	cx.community = errand->shop->community;
	if (errand->kind == ERRAND_CLAIM)
		run_claim(jobs, &cx, errand->shop);
	else if (errand->kind == ERRAND_JOB)
		run_job(jobs, &cx, errand, slot);
	else
		run_periodic(jobs, &cx, errand, slot);
	ctx_close(&cx);
	free(errand);
}

static void *thread_main(void *data)
{
	struct jobs *jobs = data;
	pthread_setname_np(pthread_self(), "jobs");
	pthread_mutex_lock(&jobs->lock);
	unsigned slot = jobs->config.first_slot + jobs->started++;
	while (!jobs->stopping) {
		struct errand *errand = dequeue(jobs);
		if (!errand) {
			pthread_cond_wait(&jobs->something, &jobs->lock);
			continue;
		}
		pthread_cond_signal(&jobs->scheduler_wakes); /* there is room again */
		pthread_mutex_unlock(&jobs->lock);
		run_errand(jobs, errand, slot);
		pthread_mutex_lock(&jobs->lock);
	}
	pthread_mutex_unlock(&jobs->lock);
	return NULL;
}

static int64_t earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Begins what is due in one community; returns when to look again. Claims only as much as the threads are about to take: the
 * rest stays in the table, which is also the order. */
static int64_t begin_due(struct jobs *jobs, struct shop *shop, int64_t now)
{
	int64_t next = INT64_MAX;
	bool room = jobs->queued < jobs->config.threads;
	if (!shop->claiming && shop->due_at <= now && room) {
		shop->claiming = true;
		shop->due_at = INT64_MAX;
		enqueue(jobs, errand_new(shop, ERRAND_CLAIM, SV("")));
	} else if (!shop->claiming && room) {
		next = shop->due_at;
	}
	for (size_t i = 0; i < jobs->config.periodic_count; i++) {
		if (shop->periodic_at[i] > now) {
			next = earlier(next, shop->periodic_at[i]);
			continue;
		}
		shop->periodic_at[i] = INT64_MAX;
		struct errand *errand = errand_new(shop, ERRAND_PERIODIC, SV(""));
		errand->periodic = i;
		enqueue(jobs, errand);
	}
	return next;
}

static void sleep_until(struct jobs *jobs, int64_t ms)
{
	struct timespec until;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += ms / 1000;
	until.tv_nsec += ms % 1000 * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	pthread_cond_timedwait(&jobs->scheduler_wakes, &jobs->lock, &until);
}

static void *scheduler_main(void *data)
{
	struct jobs *jobs = data;
	pthread_setname_np(pthread_self(), "scheduler");
	pthread_mutex_lock(&jobs->lock);
	while (!jobs->stopping) {
		int64_t now = clock_now(), next = now + LONGEST_SLEEP_MS;
		for (struct shop *shop = jobs->shops; shop; shop = shop->next)
			next = earlier(next, begin_due(jobs, shop, now));
		sleep_until(jobs, next > now ? next - now : 1);
	}
	pthread_mutex_unlock(&jobs->lock);
	return NULL;
}

/* --- life --------------------------------------------------------------------------------------------------------------------------- */

struct jobs *jobs_new(const struct jobs_config *config)
{
	pthread_condattr_t monotonic;
	struct jobs *jobs = calloc(1, sizeof(*jobs));
	pthread_t *threads = calloc(config->threads, sizeof(*threads));
	if (!jobs || !threads)
		abort();
	jobs->config = *config;
	jobs->threads = threads;
	jobs->last = &jobs->first;
	pthread_mutex_init(&jobs->lock, NULL);
	pthread_cond_init(&jobs->something, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&jobs->scheduler_wakes, &monotonic);
	pthread_condattr_destroy(&monotonic);
	return jobs;
}

static enum fail give_back_in_writer(struct ctx *cx, void *arg)
{
	(void)arg;
	return q_job_give_back_all(cx, &(int64_t){ 0 });
}

void jobs_add_community(struct jobs *jobs, struct community *community, struct writer *writer)
{
	struct ctx cx;
	ctx_open(&cx, clock_now());
	struct shop *shop = calloc(1, sizeof(*shop));
	int64_t *periodic_at = calloc(jobs->config.periodic_count + 1, sizeof(*periodic_at));
	if (!shop || !periodic_at)
		abort();
	*shop = (struct shop){ .community = community, .writer = writer, .periodic_at = periodic_at };
	for (size_t i = 0; i < jobs->config.periodic_count; i++)
		periodic_at[i] = cx.now + earlier(SOON_MS, jobs->config.periodic[i].every_ms);
	if (writer_run(writer, &cx, give_back_in_writer, NULL) != OK)
		LOG(WARNING, "jobs_not_given_back", F("what", cx.said));
	ctx_close(&cx);
	pthread_mutex_lock(&jobs->lock);
	shop->next = jobs->shops;
	jobs->shops = shop;
	map_put(&jobs->by_community, (int64_t)(intptr_t)community, (uintptr_t)shop);
	pthread_cond_signal(&jobs->scheduler_wakes);
	pthread_mutex_unlock(&jobs->lock);
}

void jobs_start(struct jobs *jobs)
{
	jobs->running = true;
	if (pthread_create(&jobs->scheduler, NULL, scheduler_main, jobs))
		abort();
	for (unsigned i = 0; i < jobs->config.threads; i++)
		if (pthread_create(&jobs->threads[i], NULL, thread_main, jobs))
			abort();
}

void jobs_wake(struct jobs *jobs, struct community *community)
{
	pthread_mutex_lock(&jobs->lock);
	uint64_t *found = map_find(&jobs->by_community, (int64_t)(intptr_t)community);
	if (found)
		((struct shop *)(uintptr_t)*found)->due_at = 0;
	pthread_cond_signal(&jobs->scheduler_wakes);
	pthread_mutex_unlock(&jobs->lock);
}

static enum fail unclaim_in_writer(struct ctx *cx, void *arg)
{
	const struct errand *errand = arg;
	return q_job_unclaim(cx, errand->job.id);
}

/* Jobs that were claimed and did not begin: as if nothing had been. */
static void unclaim_queued(struct jobs *jobs)
{
	for (struct errand *errand; (errand = dequeue(jobs)); free(errand)) {
		struct ctx cx;
		if (errand->kind != ERRAND_JOB)
			continue;
		ctx_open(&cx, clock_now());
		if (writer_run(errand->shop->writer, &cx, unclaim_in_writer, errand) != OK)
			LOG(WARNING, "job_not_given_back", F("job", errand->job.id), F("what", cx.said));
		ctx_close(&cx);
	}
}

void jobs_stop(struct jobs *jobs)
{
	if (!jobs->running)
		return;
	pthread_mutex_lock(&jobs->lock);
	jobs->stopping = true;
	pthread_cond_broadcast(&jobs->scheduler_wakes);
	pthread_cond_broadcast(&jobs->something);
	pthread_mutex_unlock(&jobs->lock);
	pthread_join(jobs->scheduler, NULL);
	for (unsigned i = 0; i < jobs->config.threads; i++)
		pthread_join(jobs->threads[i], NULL);
	jobs->running = false;
	unclaim_queued(jobs);
}

void jobs_free(struct jobs *jobs)
{
	for (struct shop *shop = jobs->shops, *next; shop; shop = next) {
		next = shop->next;
		free(shop->periodic_at);
		free(shop);
	}
	map_free(&jobs->by_community);
	pthread_mutex_destroy(&jobs->lock);
	pthread_cond_destroy(&jobs->something);
	pthread_cond_destroy(&jobs->scheduler_wakes);
	free(jobs->threads);
	free(jobs);
}
