/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Group commit. */
#include "store/store_test.h"

#include <pthread.h>
#include <stdatomic.h>

struct add {
	struct writer_task task;
	struct ctx cx;
	int64_t id;
	enum fail result, wish; /* wish: what the task returns after its insert */
	_Atomic int *left;
};

static enum fail add_run(struct writer_task *task)
{
	struct add *add = (struct add *)(void *)task;
	struct sv title = arena_printf(&add->cx.arena, "note %lld", (long long)add->id);
	TRY(q_note_add(&add->cx, &(struct note_row){ .id = add->id, .title = title, .body = SV("text") }));
	return add->wish;
}

static void add_done(struct writer_task *task, enum fail result)
{
	struct add *add = (struct add *)(void *)task;
	add->result = result;
	assert_null(add->cx.db);
	atomic_fetch_sub(add->left, 1);
}

/* Submits `count` inserts of ids from `first` on at once and waits for all of them. */
static struct add *add_many(struct writer *writer, int64_t first, int count, bool every_third_fails)
{
	struct add *adds = calloc((size_t)count, sizeof(*adds));
	_Atomic int left = count;
	for (int i = 0; i < count; i++) {
		adds[i] = (struct add){ .task = { .cx = &adds[i].cx, .run = add_run, .done = add_done }, .id = first + i, .left = &left };
		adds[i].wish = every_third_fails && i % 3 == 0 ? FAIL_INVALID : OK;
		ctx_open(&adds[i].cx, 0);
		writer_submit(writer, &adds[i].task);
	}
	while (atomic_load(&left))
		usleep(100);
	return adds;
}

static void adds_free(struct add *adds, int count)
{
	for (int i = 0; i < count; i++)
		ctx_close(&adds[i].cx);
	free(adds);
}

static int64_t count_in(struct place *at)
{
	struct db *reader;
	struct note_count_row row;
	assert_ok(db_open(&at->cx, at->path, DB_READ, &reader));
	at->cx.db = reader;
	assert_ok(q_note_count(&at->cx, &row));
	at->cx.db = NULL;
	db_close(reader);
	return row.count;
}

static struct writer *start(struct place *at)
{
	struct writer *writer = writer_start(at->db);
	at->db = at->cx.db = NULL;
	return writer;
}

static void a_failed_task_is_undone_and_its_neighbours_stay(void **state)
{
	struct place *at = *state;
	struct writer *writer = start(at);
	struct add *adds = add_many(writer, 1, 3000, true);
	for (int i = 0; i < 3000; i++)
		assert_int_equal(adds[i].result, i % 3 == 0 ? FAIL_INVALID : OK);
	assert_int_equal(count_in(at), 2000);
	struct writer_figures figures = writer_figures(writer);
	assert_int_equal(figures.tasks, 3000);
	assert_int_equal(figures.waiting, 0);
	assert_true(figures.batches < 1000);
	adds_free(adds, 3000);
	writer_stop(writer);
}

static enum fail refuse_politely(struct ctx *cx, void *arg)
{
	(void)arg;
	return refuse(cx, FAIL_CONFLICT, "no, thank you");
}

static enum fail draft(struct ctx *cx, void *arg)
{
	struct note_number row;
	(void)arg;
	TRY(q_note_draft(cx, arena_printf(&cx->arena, "draft %p", (void *)&row), &row));
	return OK;
}

static void an_awaited_task_is_on_disk_and_keeps_its_own_words(void **state)
{
	struct place *at = *state;
	struct writer *writer = start(at);
	assert_ok(writer_run(writer, &at->cx, draft, NULL));
	assert_null(at->cx.db);
	assert_int_equal(count_in(at), 1);
	assert_int_equal(writer_run(writer, &at->cx, refuse_politely, NULL), FAIL_CONFLICT);
	assert_sv(at->cx.said, "no, thank you");
	assert_int_equal(count_in(at), 1);
	writer_stop(writer);
}

struct client {
	struct writer *writer;
	int number;
	_Atomic int rounds;
	_Atomic int stop;
};

static enum fail client_add(struct ctx *cx, void *arg)
{
	int64_t id = *(int64_t *)arg;
	return q_note_add(cx, &(struct note_row){ .id = id, .title = arena_printf(&cx->arena, "%lld", (long long)id) });
}

static void *client_main(void *data)
{
	struct client *client = data;
	struct ctx cx;
	ctx_open(&cx, 0);
	for (int i = 0; i < client->rounds; i++) {
		int64_t id = client->number * 100000 + i + 1;
		assert_ok(writer_run(client->writer, &cx, client_add, &id));
		arena_reset(&cx.arena);
	}
	ctx_close(&cx);
	return NULL;
}

static void many_threads_wait_for_one_writer(void **state)
{
	enum { CLIENTS = 16, ROUNDS = 100 };
	struct place *at = *state;
	struct writer *writer = start(at);
	pthread_t threads[CLIENTS];
	struct client clients[CLIENTS];
	for (int i = 0; i < CLIENTS; i++) {
		clients[i] = (struct client){ .writer = writer, .number = i, .rounds = ROUNDS };
		pthread_create(&threads[i], NULL, client_main, &clients[i]);
	}
	for (int i = 0; i < CLIENTS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(count_in(at), CLIENTS * ROUNDS);
	assert_true(writer_figures(writer).batches < CLIENTS * ROUNDS);
	writer_stop(writer);
}

static void the_log_moves_into_the_file_when_it_is_quiet(void **state)
{
	struct place *at = *state;
	struct writer *writer = start(at);
	assert_ok(writer_run(writer, &at->cx, draft, NULL));
	for (int i = 0; i < 100; i++) {
		usleep(20000);
		FILE *file = fopen(at->path, "rb");
		fseek(file, 0, SEEK_END);
		long size = ftell(file);
		fclose(file);
		if (size > 4096) {
			writer_stop(writer);
			return;
		}
	}
	fail_msg("the main file is still empty after two seconds");
}

/* Adds notes in a fixed order until it is told to stop; returns how many were acknowledged. */
static void *add_until_stopped(void *data)
{
	struct client *client = data;
	struct ctx cx;
	ctx_open(&cx, 0);
	for (int64_t id = 1; atomic_load(&client->stop) == 0; id++) {
		assert_ok(writer_run(client->writer, &cx, client_add, &id));
		client->rounds = (int)id;
		arena_reset(&cx.arena);
	}
	ctx_close(&cx);
	return NULL;
}

static void a_copy_of_a_busy_file_is_one_moment_and_makes_nobody_wait(void **state)
{
	struct place *at = *state;
	char to[128];
	assert_ok(q_note_fill(&at->cx, 1000000, 20000, 400));
	struct writer *writer = start(at);
	struct client client = { .writer = writer };
	pthread_t thread;
	pthread_create(&thread, NULL, add_until_stopped, &client);
	while (client.rounds < 50) /* the fill's long log has been settled by then */
		usleep(1000);
	int before = client.rounds;
	snprintf(to, sizeof(to), "%s/copy.db", at->folder);
	assert_ok(db_backup(&at->cx, at->path, to));
	int after = client.rounds;
	atomic_store(&client.stop, 1);
	pthread_join(thread, NULL);
	writer_stop(writer);
	snprintf(at->path, sizeof(at->path), "%s/copy.db", at->folder);
	int64_t there = count_in(at) - 20000;
	assert_true(there >= before && there <= after + 1);
	assert_true(after > before); /* writes went on meanwhile */
	struct note_number *rows;
	size_t count;
	assert_ok(db_open(&at->cx, at->path, DB_READ, &at->db));
	at->cx.db = at->db;
	assert_ok(db_check(&at->cx, at->db));
	assert_ok(q_note_numbers(&at->cx, &rows, &count));
	for (int64_t i = 0; i < there; i++)
		assert_int_equal(rows[i].id, i + 1); /* no gap: all up to one moment, nothing after it */
}

static void stopping_finishes_what_was_submitted(void **state)
{
	struct place *at = *state;
	struct writer *writer = start(at);
	enum { COUNT = 500 };
	_Atomic int left = COUNT;
	struct add *adds = calloc(COUNT, sizeof(*adds));
	for (int i = 0; i < COUNT; i++) {
		adds[i] = (struct add){ .task = { .cx = &adds[i].cx, .run = add_run, .done = add_done }, .id = i + 1, .left = &left };
		ctx_open(&adds[i].cx, 0);
		writer_submit(writer, &adds[i].task);
	}
	writer_stop(writer);
	assert_int_equal(atomic_load(&left), 0);
	assert_int_equal(count_in(at), COUNT);
	adds_free(adds, COUNT);
}

int main(void)
{
#define STORE_TEST(name) cmocka_unit_test_setup_teardown(name, place_setup, place_teardown)
	const struct CMUnitTest tests[] = {
		STORE_TEST(a_failed_task_is_undone_and_its_neighbours_stay),
		STORE_TEST(an_awaited_task_is_on_disk_and_keeps_its_own_words),
		STORE_TEST(many_threads_wait_for_one_writer),
		STORE_TEST(the_log_moves_into_the_file_when_it_is_quiet),
		STORE_TEST(a_copy_of_a_busy_file_is_one_moment_and_makes_nobody_wait),
		STORE_TEST(stopping_finishes_what_was_submitted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
