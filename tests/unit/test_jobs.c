/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The job engine over a real file. */
#include "base/clock.h"
#include "base/id.h"
#include "jobs/jobs.h"
#include "store/q.h"
#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#define assert_ok(expr) assert_int_equal((expr), OK)

struct place {
	struct ctx cx;
	char folder[64], path[80];
	struct writer *writer;
	struct db *reader, *slots[2];
	struct jobs *jobs;
};
static struct place *here; /* for the handlers */
static _Atomic int ran, told, active, most_active, periodic_ran;

static struct community *community(void)
{
	static int one;
	return (struct community *)(void *)&one; /* the engine never looks into it */
}

/* --- handlers: what a test asks of one is in its args ------------------------------------------------------------------------- */

static enum fail note(struct ctx *cx, const struct job *job)
{
	assert_ptr_equal(cx->community, community());
	return q_setting_put(cx, arena_printf(&cx->arena, "ran-%lld-%lld", (long long)job->subject_id, (long long)job->tries), job->args);
}

static enum fail write_handler(struct ctx *cx, const struct job *job)
{
	assert_true(db_is_writer(cx->db));
	ran++;
	TRY(note(cx, job));
	if (sv_eq(job->args, SV("break")) || (sv_eq(job->args, SV("break once")) && job->tries == 1))
		return broken(cx, "as the test asks");
	return sv_eq(job->args, SV("refuse")) ? refuse(cx, FAIL_NOT_FOUND, "it is gone") : OK;
}

static enum fail slow_part(struct ctx *cx, void *arg)
{
	TRY(note(cx, arg));
	return job_done(cx, arg);
}

static enum fail slow_handler(struct ctx *cx, const struct job *job)
{
	assert_false(db_is_writer(cx->db));
	int now = ++active, most = most_active;
	while (now > most && !atomic_compare_exchange_weak(&most_active, &most, now))
		;
	usleep(20000);
	active--;
	ran++;
	return writer_run(here->writer, cx, slow_part, (void *)(uintptr_t)job);
}

static enum fail periodic_handler(struct ctx *cx)
{
	assert_true(db_is_writer(cx->db));
	periodic_ran++;
	return OK;
}

static enum fail enter(void *data, struct ctx *cx, struct community *of, unsigned slot)
{
	(void)data;
	(void)of;
	assert_in_range(slot, 5, 6);
	struct db **mine = &here->slots[slot - 5];
	if (!*mine)
		TRY(db_open(cx, here->path, DB_READ, mine));
	cx->db = *mine;
	return OK;
}

static void committed(struct ctx *cx)
{
	assert_null(cx->db);
	told++;
}

/* --- a place ------------------------------------------------------------------------------------------------------------------- */

static void jobs_open(struct place *at)
{
	static const struct job_handler handlers[] = { { "write", JOB_LANE_WRITE, 3, 1, write_handler }, { "slow", JOB_LANE_SLOW, 3, 1, slow_handler } };
	static const struct periodic periodic[] = { { 20, JOB_LANE_WRITE, periodic_handler, "periodic" } };
	at->jobs = jobs_new(&(struct jobs_config){ .handlers = handlers,
	                                           .handler_count = COUNT_OF(handlers),
	                                           .periodic = periodic,
	                                           .periodic_count = COUNT_OF(periodic),
	                                           .threads = 2,
	                                           .first_slot = 5,
	                                           .enter = enter,
	                                           .committed = committed });
	jobs_add_community(at->jobs, community(), at->writer);
	jobs_start(at->jobs);
}

static int setup(void **state)
{
	struct place *at = here = calloc(1, sizeof(*at));
	struct db *db;
	snprintf(at->folder, sizeof(at->folder), "/tmp/folkmoot-jobs-XXXXXX");
	assert_non_null(mkdtemp(at->folder));
	snprintf(at->path, sizeof(at->path), "%s/community.db", at->folder);
	ctx_open(&at->cx, clock_now());
	assert_ok(db_open(&at->cx, at->path, DB_WRITE, &db));
	assert_ok(migrate(&at->cx, db, at->path));
	at->writer = writer_start(db);
	assert_ok(db_open(&at->cx, at->path, DB_READ, &at->reader));
	ran = told = active = most_active = periodic_ran = 0;
	*state = at;
	return 0;
}

static int teardown(void **state)
{
	struct place *at = *state;
	char command[128];
	if (at->jobs) {
		jobs_stop(at->jobs);
		jobs_free(at->jobs);
	}
	writer_stop(at->writer);
	db_close(at->reader);
	for (size_t i = 0; i < COUNT_OF(at->slots); i++)
		if (at->slots[i])
			db_close(at->slots[i]);
	ctx_close(&at->cx);
	snprintf(command, sizeof(command), "rm -rf '%s'", at->folder);
	int result = system(command);
	free(at);
	return result;
}

struct wish {
	const char *kind, *args;
	int64_t subject_id, in_ms, claimed_at;
};

static enum fail add_in_writer(struct ctx *cx, void *arg)
{
	const struct wish *wish = arg;
	return q_job_insert(cx, id_new(cx->now), sv_of(wish->kind), wish->subject_id, sv_of(wish->args), cx->now + wish->in_ms, cx->now);
}

static void add(struct place *at, const char *kind, int64_t subject_id, const char *args, int64_t in_ms)
{
	struct wish wish = { kind, args, subject_id, in_ms, 0 };
	at->cx.now = clock_now();
	assert_ok(writer_run(at->writer, &at->cx, add_in_writer, &wish));
	if (at->jobs)
		jobs_wake(at->jobs, community());
}

static size_t waiting(struct place *at)
{
	struct job_next_due_row *rows;
	size_t count;
	at->cx.db = at->reader;
	assert_ok(q_job_next_due(&at->cx, &rows, &count));
	return count;
}

static bool has_run(struct place *at, const char *name)
{
	struct setting_get_row row;
	at->cx.db = at->reader;
	return q_setting_get(&at->cx, sv_of(name), &row) == OK;
}

static void wait_until_ran(int count)
{
	for (int i = 0; i < 400 && ran < count; i++)
		usleep(10000);
	assert_int_equal(ran, count);
	usleep(30000); /* and for what comes after */
	assert_int_equal(ran, count);
}

/* --- tests ---------------------------------------------------------------------------------------------------------------------- */

static void a_due_job_runs_once_and_leaves_the_table(void **state)
{
	struct place *at = *state;
	jobs_open(at);
	add(at, "write", 7, "{}", 0);
	wait_until_ran(1);
	assert_true(has_run(at, "ran-7-1"));
	assert_int_equal(waiting(at), 0);
	assert_true(told >= 1);
}

static void a_job_in_the_future_waits_for_its_time(void **state)
{
	struct place *at = *state;
	jobs_open(at);
	int64_t before = clock_now();
	add(at, "write", 7, "{}", 300);
	usleep(100000);
	assert_int_equal(ran, 0);
	wait_until_ran(1);
	assert_true(clock_now() - before >= 300);
}

static void what_a_broken_job_wrote_is_taken_back_and_it_is_tried_again(void **state)
{
	struct place *at = *state;
	jobs_open(at);
	add(at, "write", 7, "break once", 0);
	wait_until_ran(2);
	assert_false(has_run(at, "ran-7-1"));
	assert_true(has_run(at, "ran-7-2"));
	assert_int_equal(waiting(at), 0);
}

static void a_job_that_stays_broken_is_given_up(void **state)
{
	struct place *at = *state;
	jobs_open(at);
	add(at, "write", 7, "break", 0);
	wait_until_ran(3);
	assert_int_equal(waiting(at), 0);
}

static void a_job_about_something_gone_is_not_tried_again(void **state)
{
	struct place *at = *state;
	jobs_open(at);
	add(at, "write", 7, "refuse", 0);
	wait_until_ran(1);
	assert_int_equal(waiting(at), 0);
}

static void an_unknown_kind_stays_for_a_newer_program(void **state)
{
	struct place *at = *state;
	jobs_open(at);
	add(at, "from the future", 7, "{}", 0);
	add(at, "write", 8, "{}", 0);
	wait_until_ran(1);
	assert_int_equal(waiting(at), 1);
}

static void slow_jobs_run_side_by_side_all_of_them(void **state)
{
	struct place *at = *state;
	jobs_open(at);
	for (int i = 1; i <= 20; i++)
		add(at, "slow", i, "{}", 0);
	wait_until_ran(20);
	assert_int_equal(most_active, 2);
	assert_true(has_run(at, "ran-20-1"));
	assert_int_equal(waiting(at), 0);
}

static enum fail claim_in_writer(struct ctx *cx, void *arg)
{
	struct job_claim_row *rows;
	return q_job_claim(cx, cx->now, 10, &rows, arg);
}

static void a_claim_of_a_process_that_died_is_given_back(void **state)
{
	struct place *at = *state;
	size_t claimed;
	add(at, "write", 7, "{}", 0);
	assert_ok(writer_run(at->writer, &at->cx, claim_in_writer, &claimed));
	assert_int_equal(claimed, 1);
	assert_int_equal(waiting(at), 0);
	jobs_open(at);
	wait_until_ran(1);
	assert_true(has_run(at, "ran-7-2")); /* the dead one counts as a try */
}

static void stopping_puts_back_what_has_not_begun(void **state)
{
	enum { MANY = 60 }; /* more than are done while they are added, on a busy machine, too */
	struct place *at = *state;
	jobs_open(at);
	for (int i = 1; i <= MANY; i++)
		add(at, "slow", i, "{}", 0);
	usleep(10000);
	jobs_stop(at->jobs);
	assert_true(ran < MANY);
	at->cx.db = at->reader;
	assert_int_equal(waiting(at), 1);
	jobs_free(at->jobs);
	jobs_open(at);
	wait_until_ran(MANY);
	assert_true(has_run(at, "ran-60-1"));
}

static void periodic_work_comes_again(void **state)
{
	struct place *at = *state;
	jobs_open(at);
	for (int i = 0; i < 200 && periodic_ran < 3; i++)
		usleep(10000);
	assert_true(periodic_ran >= 3);
}

static void waits_double_up_to_a_day(void **state)
{
	(void)state;
	assert_int_equal(job_wait(1000, 1, 0), 1000);
	assert_int_equal(job_wait(1000, 1, 1000), 1200);
	assert_int_equal(job_wait(1000, 4, 0), 8000);
	assert_int_equal(job_wait(1000, 60, 0), 24 * 3600 * 1000);
	assert_int_equal(job_wait(1000, INT64_MAX, 0), 24 * 3600 * 1000);
}

int main(void)
{
#define IN_A_PLACE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		IN_A_PLACE(a_due_job_runs_once_and_leaves_the_table),
		IN_A_PLACE(a_job_in_the_future_waits_for_its_time),
		IN_A_PLACE(what_a_broken_job_wrote_is_taken_back_and_it_is_tried_again),
		IN_A_PLACE(a_job_that_stays_broken_is_given_up),
		IN_A_PLACE(a_job_about_something_gone_is_not_tried_again),
		IN_A_PLACE(an_unknown_kind_stays_for_a_newer_program),
		IN_A_PLACE(slow_jobs_run_side_by_side_all_of_them),
		IN_A_PLACE(a_claim_of_a_process_that_died_is_given_back),
		IN_A_PLACE(stopping_puts_back_what_has_not_begun),
		IN_A_PLACE(periodic_work_comes_again),
		cmocka_unit_test(waits_double_up_to_a_day),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
