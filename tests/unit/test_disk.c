/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the store promises when the machine does not keep its promises: kill -9, a full disk, a read-only one, one with errors.
 *
 * This program's own pwrite64() and fdatasync() stand before libc's, so that SQLite meets the errors that a test wants. */
#include "store/store_test.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

static _Atomic int write_error, sync_error, syncs;

ssize_t pwrite64(int fd, const void *data, size_t n, off64_t at);
ssize_t pwrite64(int fd, const void *data, size_t n, off64_t at)
{
	if (atomic_load(&write_error)) {
		errno = atomic_load(&write_error);
		return -1;
	}
	return syscall(SYS_pwrite64, fd, data, n, at);
}

int fdatasync(int fd)
{
	if (atomic_load(&sync_error)) {
		errno = atomic_load(&sync_error);
		return -1;
	}
	atomic_fetch_add(&syncs, 1);
	return (int)syscall(SYS_fdatasync, fd);
}

static enum fail add(struct ctx *cx, void *arg)
{
	int64_t id = *(int64_t *)arg;
	struct sv body = arena_printf(&cx->arena, "%0900d", 0);
	return q_note_add(cx, &(struct note_row){ .id = id, .title = arena_printf(&cx->arena, "n%lld", (long long)id), .body = body });
}

static struct writer *start(struct place *at)
{
	struct writer *writer = writer_start(at->db);
	at->db = at->cx.db = NULL;
	return writer;
}

static enum fail add_now(struct place *at, struct writer *writer, int64_t id)
{
	arena_reset(&at->cx.arena);
	at->cx.said = SV_NONE;
	return writer_run(writer, &at->cx, add, &id);
}

/* The ids that are in the file, read by a new connection after an examination of the whole file. */
static size_t ids_in(struct place *at, struct note_number **rows_r)
{
	size_t count;
	struct db *db;
	assert_ok(db_open(&at->cx, at->path, DB_READ, &db));
	at->cx.db = db;
	assert_ok(db_check(&at->cx, db));
	assert_ok(q_note_numbers(&at->cx, rows_r, &count));
	at->cx.db = NULL;
	db_close(db);
	return count;
}

/* --- kill -9 ----------------------------------------------------------------------------------------------------------- */

struct poster {
	struct writer_task task;
	struct ctx cx;
	struct writer *writer;
	int64_t id, step;
	int pipe;
};

static enum fail poster_run(struct writer_task *task)
{
	return add(task->cx, &((struct poster *)(void *)task)->id);
}

static void poster_done(struct writer_task *task, enum fail result)
{
	struct poster *poster = (struct poster *)(void *)task;
	if (result != OK || write(poster->pipe, &poster->id, sizeof(poster->id)) != sizeof(poster->id))
		_exit(3);
	poster->id += poster->step;
	arena_reset(&poster->cx.arena);
	writer_submit(poster->writer, task);
}

static void post_until_killed(const char *path, int64_t first, int pipe)
{
	enum { POSTERS = 16 };
	static struct poster posters[POSTERS];
	struct ctx cx;
	struct db *db;
	ctx_open(&cx, 0);
	if (db_open(&cx, path, DB_WRITE, &db) != OK)
		_exit(4);
	struct writer *writer = writer_start(db);
	for (int i = 0; i < POSTERS; i++) {
		struct poster *p = &posters[i];
		*p = (struct poster){ .task = { .cx = &p->cx, .run = poster_run, .done = poster_done }, .writer = writer };
		ctx_open(&p->cx, 0);
		p->id = first + i;
		p->step = POSTERS;
		p->pipe = pipe;
		writer_submit(writer, &p->task);
	}
	for (;;)
		pause();
}

/* Returns how many ids the child acknowledged before it was killed, and puts them at `acknowledged`. */
static size_t run_and_kill(const char *path, int64_t first, useconds_t after_us, int64_t *acknowledged, size_t room)
{
	int ends[2], status;
	assert_int_equal(pipe(ends), 0);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		close(ends[0]);
		post_until_killed(path, first, ends[1]);
	}
	close(ends[1]);
	size_t count = 0;
	int64_t killed_at = clock_monotonic() + after_us;
	bool killed = false;
	while (count < room && read(ends[0], &acknowledged[count], sizeof(*acknowledged)) == sizeof(*acknowledged)) {
		count++;
		if (!killed && clock_monotonic() > killed_at)
			killed = kill(child, SIGKILL) == 0;
	}
	close(ends[0]);
	waitpid(child, &status, 0);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGKILL);
	return count;
}

static int by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

static void nothing_acknowledged_is_lost_by_kill_9(void **state)
{
	enum { ROUNDS = 20, ROOM = 1000000 };
	struct place *at = *state;
	int64_t *acknowledged = calloc(ROOM, sizeof(*acknowledged));
	size_t count = 0;
	db_close(at->db);
	at->db = at->cx.db = NULL;
	for (int64_t round = 0; round < ROUNDS; round++)
		count += run_and_kill(at->path, 1 + round * 10000000, 3000 + (useconds_t)round * 2711, acknowledged + count, ROOM - count);
	struct note_number *rows;
	size_t there = ids_in(at, &rows), found = 0;
	qsort(acknowledged, count, sizeof(*acknowledged), by_number);
	for (size_t i = 0; i < there && found < count; i++)
		found += rows[i].id == acknowledged[found];
	assert_int_equal(found, count);
	assert_true(count >= ROUNDS);
	assert_true(there >= count);
	print_message("%zu acknowledged, %zu there, 0 lost\n", count, there);
	free(acknowledged);
}

static void a_task_is_synced_before_it_is_acknowledged(void **state)
{
	struct place *at = *state;
	struct writer *writer = start(at);
	for (int64_t id = 1; id <= 50; id++) {
		int before = atomic_load(&syncs);
		assert_ok(add_now(at, writer, id));
		assert_true(atomic_load(&syncs) > before);
	}
	writer_stop(writer);
}

/* --- a disk that says no ----------------------------------------------------------------------------------------------- */

static void go_on_after(struct place *at, struct writer *writer, _Atomic int *fault, int error, const char *words)
{
	struct note_number *rows;
	assert_ok(add_now(at, writer, 1));
	atomic_store(fault, error);
	for (int64_t id = 2; id < 5; id++) {
		assert_int_equal(add_now(at, writer, id), FAIL_UNAVAILABLE);
		assert_true(said(&at->cx, words));
	}
	atomic_store(fault, 0);
	assert_ok(add_now(at, writer, 5));
	assert_true(writer_figures(writer).failed_commits >= 3);
	writer_stop(writer);
	assert_int_equal(ids_in(at, &rows), 2);
	assert_int_equal(rows[0].id, 1);
	assert_int_equal(rows[1].id, 5);
}

static void a_full_disk_is_told_and_survived(void **state)
{
	struct place *at = *state;
	go_on_after(at, start(at), &write_error, ENOSPC, "disk is full");
}

static void a_used_up_quota_is_told_as_a_full_disk(void **state)
{
	struct place *at = *state;
	go_on_after(at, start(at), &write_error, EDQUOT, "disk is full");
}

static void a_disk_that_turns_read_only_is_told_and_survived(void **state)
{
	struct place *at = *state;
	go_on_after(at, start(at), &write_error, EROFS, "read-only");
}

static void a_disk_with_errors_is_told_and_survived(void **state)
{
	struct place *at = *state;
	go_on_after(at, start(at), &write_error, EIO, "disk reports an error");
}

static void what_could_not_be_synced_is_not_acknowledged(void **state)
{
	struct place *at = *state;
	go_on_after(at, start(at), &sync_error, EIO, "disk reports an error");
}

static enum fail fill_in_spite_of_it_all(struct ctx *cx, void *arg)
{
	int64_t id = 77;
	(void)arg;
	if (q_note_fill(cx, 1000, 20000, 1000) == OK) /* more than the cache holds, so it meets the disk before the commit */
		return OK;
	atomic_store(&write_error, 0);
	return add(cx, &id);
}

static void a_task_that_ignores_a_full_disk_writes_nothing_outside_its_transaction(void **state)
{
	struct place *at = *state;
	struct writer *writer = start(at);
	struct note_number *rows;
	assert_ok(add_now(at, writer, 1));
	atomic_store(&write_error, ENOSPC);
	assert_int_equal(writer_run(writer, &at->cx, fill_in_spite_of_it_all, NULL), FAIL_UNAVAILABLE);
	assert_ok(add_now(at, writer, 5));
	writer_stop(writer);
	assert_int_equal(ids_in(at, &rows), 2);
}

static size_t add_until_refused(struct place *at, struct writer *writer, int64_t first)
{
	size_t count = 0;
	enum fail fail = OK;
	while (count < 100000 && (fail = add_now(at, writer, first + (int64_t)count)) == OK)
		count++;
	assert_int_equal(fail, FAIL_UNAVAILABLE);
	assert_true(said(&at->cx, "disk is full"));
	return count;
}

static void a_limit_on_the_size_of_files_is_survived(void **state)
{
	struct place *at = *state;
	struct writer *writer = start(at);
	struct note_number *rows;
	struct rlimit limit, small;
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &limit);
	small = (struct rlimit){ .rlim_cur = 1 << 20, .rlim_max = limit.rlim_max };
	setrlimit(RLIMIT_FSIZE, &small);
	size_t added = add_until_refused(at, writer, 1);
	assert_int_equal(add_now(at, writer, 1000000), FAIL_UNAVAILABLE);
	setrlimit(RLIMIT_FSIZE, &limit);
	assert_ok(add_now(at, writer, 1000000));
	writer_stop(writer);
	assert_int_equal(ids_in(at, &rows), added + 1);
}

static void a_small_file_system_is_filled_and_emptied(void **state)
{
	struct place *at = *state;
	char big[128];
	db_close(at->db);
	at->db = NULL;
	if (mount("tmpfs", at->folder, "tmpfs", 0, "size=3m") != 0) {
		print_message("skipped: only root may mount a file system\n");
		skip();
	}
	struct note_number *rows;
	assert_ok(db_open(&at->cx, at->path, DB_WRITE, &at->db));
	assert_ok(migrate_along(&at->cx, at->db, at->path, test_q_migrations, test_q_migration_count));
	snprintf(big, sizeof(big), "%s/other", at->folder);
	FILE *other = fopen(big, "w");
	for (int i = 0; i < 1 << 19; i++)
		fputc('x', other);
	fclose(other);
	struct writer *writer = start(at);
	size_t added = add_until_refused(at, writer, 1);
	usleep(700000); /* the writer tries to move its log, which does not fit either */
	assert_int_equal(add_now(at, writer, 1000000), FAIL_UNAVAILABLE);
	assert_int_equal(ids_in(at, &rows), added);
	unlink(big);
	assert_ok(add_now(at, writer, 1000000));
	writer_stop(writer);
	assert_int_equal(ids_in(at, &rows), added + 1);
	assert_int_equal(umount(at->folder), 0);
}

static void a_read_only_file_is_refused_with_a_sentence(void **state)
{
	struct place *at = *state;
	struct db *db;
	bool root = geteuid() == 0;
	db_close(at->db);
	at->db = NULL;
	assert_int_equal(chmod(at->path, 0444), 0);
	assert_int_equal(chmod(at->folder, 0755), 0);
	if (root)
		assert_int_equal(seteuid(65534), 0);
	enum fail fail = db_open(&at->cx, at->path, DB_WRITE, &db);
	if (root)
		assert_int_equal(seteuid(0), 0);
	assert_int_equal(fail, FAIL_UNAVAILABLE);
	assert_null(db);
	assert_true(said(&at->cx, "read-only"));
}

static int heal(void **state)
{
	atomic_store(&write_error, 0);
	atomic_store(&sync_error, 0);
	return place_teardown(state);
}

int main(void)
{
#define STORE_TEST(name) cmocka_unit_test_setup_teardown(name, place_setup, heal)
	const struct CMUnitTest tests[] = {
		STORE_TEST(nothing_acknowledged_is_lost_by_kill_9),
		STORE_TEST(a_task_is_synced_before_it_is_acknowledged),
		STORE_TEST(a_full_disk_is_told_and_survived),
		STORE_TEST(a_used_up_quota_is_told_as_a_full_disk),
		STORE_TEST(a_disk_that_turns_read_only_is_told_and_survived),
		STORE_TEST(a_disk_with_errors_is_told_and_survived),
		STORE_TEST(what_could_not_be_synced_is_not_acknowledged),
		STORE_TEST(a_task_that_ignores_a_full_disk_writes_nothing_outside_its_transaction),
		STORE_TEST(a_limit_on_the_size_of_files_is_survived),
		STORE_TEST(a_small_file_system_is_filled_and_emptied),
		STORE_TEST(a_read_only_file_is_refused_with_a_sentence),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
