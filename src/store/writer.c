/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Group commit: whatever was submitted while the disk was busy is committed together, so one sync serves many.
 *
 * Tasks arrive on a lock-free stack; its head says ASLEEP while the writer sleeps, so only then does a submitter pay for a wake-up.
 * Between commits the writer also moves the write-ahead log into the main file: when it is idle, or when the log has grown so
 * long that the next commits are better off waiting a moment now. */
#include "base/clock.h"
#include "base/log.h"
#include "store/engine.h"

#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum {
	BATCH_TASKS = 512,
	BATCH_US = 4000,            /* of work before the sync */
	IDLE_US = 300000,           /* so long without a task: a good moment for the log */
	LOG_WHEN_FREE = 8 << 20,    /* bytes in the log: settle it when no task waits */
	LOG_AT_MOST = 32 << 20,     /* settle it even if some do */
};

struct writer {
	_Atomic(struct writer_task *) head; /* submitted, newest first */
	_Atomic uint32_t wakeups;           /* the futex word */
	_Atomic bool stopping;
	struct writer_task *ready, **ready_end; /* taken over, oldest first */
	struct db *db;
	int64_t stuck; /* bytes that the last settling had to leave in the log: somebody reads an old snapshot (a backup, say) */
	struct ctx cx; /* for what belongs to no task */
	pthread_t thread;
	_Atomic uint64_t tasks, batches, failed_commits, submitted;
	_Atomic int64_t busy_us;
};

static struct writer_task asleep; /* only its address means something */
#define ASLEEP (&asleep)

static void futex_wait(_Atomic uint32_t *word, uint32_t seen, int64_t us)
{
	struct timespec limit = { .tv_sec = us / 1000000, .tv_nsec = us % 1000000 * 1000 };
	syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, seen, us < 0 ? NULL : &limit, NULL, 0);
}

static void futex_wake(_Atomic uint32_t *word)
{
	atomic_fetch_add(word, 1);
	syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
}

/* --- the queue --------------------------------------------------------------------------------------------------------- */

void writer_submit(struct writer *writer, struct writer_task *task)
{
	atomic_fetch_add_explicit(&writer->submitted, 1, memory_order_relaxed);
	struct writer_task *head = atomic_load_explicit(&writer->head, memory_order_relaxed);
	do
		task->next = head == ASLEEP ? NULL : head;
	while (!atomic_compare_exchange_weak(&writer->head, &head, task));
	if (head == ASLEEP)
		futex_wake(&writer->wakeups);
}

/* Moves what was submitted to the end of `ready`, oldest first; false when there is nothing to do. */
static bool take(struct writer *writer)
{
	struct writer_task *task = atomic_exchange(&writer->head, NULL), *oldest = NULL, **end = NULL;
	while (task && task != ASLEEP) {
		struct writer_task *older = task->next;
		if (!oldest)
			end = &task->next;
		task->next = oldest;
		oldest = task;
		task = older;
	}
	if (oldest) {
		*writer->ready_end = oldest;
		writer->ready_end = end;
	}
	return writer->ready != NULL;
}

static struct writer_task *next_ready(struct writer *writer)
{
	struct writer_task *task = writer->ready;
	writer->ready = task->next;
	if (!writer->ready)
		writer->ready_end = &writer->ready;
	return task;
}

/* Sleeps until something is submitted, for at most `us` (-1: for ever). Returns whether it slept to the end of that. */
static bool sleep_for(struct writer *writer, int64_t us)
{
	uint32_t seen = atomic_load(&writer->wakeups);
	struct writer_task *expected = NULL;
	if (atomic_load(&writer->stopping) || !atomic_compare_exchange_strong(&writer->head, &expected, ASLEEP))
		return false;
	int64_t until = clock_monotonic() + us;
	futex_wait(&writer->wakeups, seen, us);
	expected = ASLEEP;
	atomic_compare_exchange_strong(&writer->head, &expected, NULL);
	return expected == ASLEEP && us >= 0 && clock_monotonic() >= until;
}

/* --- a batch ----------------------------------------------------------------------------------------------------------- */

struct done_task {
	struct writer_task *task;
	enum fail result;
};

static enum fail run_task(struct writer *writer, struct writer_task *task)
{
	struct ctx *cx = task->cx;
	cx->db = writer->db;
	TXN(txn);
	TRY(txn_begin(&txn, cx));
	TRY(task->run(task));
	return txn_commit(&txn);
}

/* Runs tasks until enough are done, or none is left. */
static size_t run_tasks(struct writer *writer, struct done_task batch[BATCH_TASKS])
{
	int64_t start = clock_monotonic();
	size_t count = 0;
	do {
		struct writer_task *task = next_ready(writer);
		batch[count++] = (struct done_task){ task, run_task(writer, task) };
		if (!engine_in_transaction(writer->db))
			break; /* a full disk, for example, has ended the whole transaction */
	} while (count < BATCH_TASKS && clock_monotonic() - start < BATCH_US && (writer->ready || take(writer)));
	return count;
}

static void finish(struct writer *writer, struct done_task *done, enum fail commit, struct sv said)
{
	struct ctx *cx = done->task->cx;
	enum fail result = done->result;
	cx->db = NULL;
	if (commit != OK && result != FAIL_UNAVAILABLE) {
		result = FAIL_UNAVAILABLE;
		cx->said = arena_dup(&cx->arena, said);
	}
	atomic_fetch_add_explicit(&writer->tasks, 1, memory_order_relaxed);
	done->task->done(done->task, result);
}

/* What the first task that met the disk was told, for all that went down with it. */
static struct sv reason(struct writer *writer, const struct done_task *batch, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (batch[i].result == FAIL_UNAVAILABLE && batch[i].task->cx->said.n)
			return arena_dup(&writer->cx.arena, batch[i].task->cx->said);
	return writer->cx.said.n ? writer->cx.said : SV("Nothing could be saved at the moment. Please try again later.");
}

static enum fail commit(struct writer *writer)
{
	enum fail fail = FAIL_UNAVAILABLE;
	if (engine_in_transaction(writer->db))
		fail = engine_step(&writer->cx, writer->db, STEP_COMMIT);
	if (fail != OK) {
		atomic_fetch_add_explicit(&writer->failed_commits, 1, memory_order_relaxed);
		if (engine_in_transaction(writer->db) && engine_step(&writer->cx, writer->db, STEP_ROLLBACK) != OK)
			LOG(ERROR, "rollback_failed", F("advice", "restart the service; nothing acknowledged is lost"));
	}
	writer->db->depth = 0;
	return fail;
}

static void run_batch(struct writer *writer)
{
	struct done_task batch[BATCH_TASKS];
	int64_t start = clock_monotonic();
	size_t count = 1;
	writer->cx.now = clock_now();
	writer->cx.said = SV_NONE;
	enum fail fail = engine_step(&writer->cx, writer->db, STEP_BEGIN_WRITE);
	if (fail == OK) {
		writer->db->depth = 1;
		count = run_tasks(writer, batch);
		fail = commit(writer);
	} else {
		batch[0] = (struct done_task){ next_ready(writer), OK };
	}
	struct sv said = fail == OK ? SV_NONE : reason(writer, batch, count);
	for (size_t i = 0; i < count; i++)
		finish(writer, &batch[i], fail, said);
	arena_reset(&writer->cx.arena);
	atomic_fetch_add_explicit(&writer->batches, 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&writer->busy_us, clock_monotonic() - start, memory_order_relaxed);
}

/* --- the thread -------------------------------------------------------------------------------------------------------- */

static void settle_when_long(struct writer *writer)
{
	bool free = !writer->ready && !atomic_load(&writer->head);
	if (engine_unsettled(writer->db) - writer->stuck <= (free ? LOG_WHEN_FREE : LOG_AT_MOST))
		return;
	engine_settle(writer->db);
	writer->stuck = engine_unsettled(writer->db);
}

static void *writer_main(void *data)
{
	struct writer *writer = data;
	for (;;) {
		if (take(writer)) {
			run_batch(writer);
			settle_when_long(writer);
		} else if (atomic_load(&writer->stopping)) {
			return NULL;
		} else if (engine_unsettled(writer->db) == 0) {
			sleep_for(writer, -1);
		} else if (sleep_for(writer, IDLE_US)) {
			engine_rest(writer->db);
			writer->stuck = engine_unsettled(writer->db);
		}
	}
}

struct writer *writer_start(struct db *db)
{
	struct writer *writer = calloc(1, sizeof(*writer));
	if (!writer)
		abort();
	writer->db = db;
	writer->ready_end = &writer->ready;
	ctx_open(&writer->cx, clock_now());
	sigset_t all, before; /* signals are for the main thread */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	if (pthread_create(&writer->thread, NULL, writer_main, writer) != 0)
		abort();
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_setname_np(writer->thread, "writer");
	return writer;
}

void writer_stop(struct writer *writer)
{
	if (!writer)
		return;
	atomic_store(&writer->stopping, true);
	futex_wake(&writer->wakeups);
	pthread_join(writer->thread, NULL);
	db_close(writer->db);
	ctx_close(&writer->cx);
	free(writer);
}

struct writer_figures writer_figures(const struct writer *writer)
{
	struct writer_figures figures = {
		.batches = atomic_load(&writer->batches),
		.failed_commits = atomic_load(&writer->failed_commits),
		.busy_us = atomic_load(&writer->busy_us),
		.tasks = atomic_load(&writer->tasks),
	};
	figures.waiting = (unsigned)(atomic_load(&writer->submitted) - figures.tasks);
	return figures;
}

/* --- waiting for one task ---------------------------------------------------------------------------------------------- */

struct awaited {
	struct writer_task task;
	enum fail (*run)(struct ctx *cx, void *arg);
	void *arg;
	enum fail result;
	_Atomic uint32_t done;
};

static enum fail awaited_run(struct writer_task *task)
{
	struct awaited *awaited = (struct awaited *)(void *)task;
	return awaited->run(task->cx, awaited->arg);
}

static void awaited_done(struct writer_task *task, enum fail result)
{
	struct awaited *awaited = (struct awaited *)(void *)task;
	awaited->result = result;
	futex_wake(&awaited->done);
}

enum fail writer_run(struct writer *writer, struct ctx *cx, enum fail (*run)(struct ctx *cx, void *arg), void *arg)
{
	struct awaited awaited = { .task = { .cx = cx, .run = awaited_run, .done = awaited_done }, .run = run, .arg = arg };
	struct db *before = cx->db;
	writer_submit(writer, &awaited.task);
	while (!atomic_load(&awaited.done))
		futex_wait(&awaited.done, 0, -1);
	cx->db = before;
	return awaited.result;
}
