/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Statements, transactions, migrations and copies, on a small schema (tests/unit/store/). */
#include "store/store_test.h"

static void a_row_comes_back_as_it_was_written(void **state)
{
	struct place *at = *state;
	const struct note_row in = { .id = 7, .title = SV("it's"), .body = SV(""), .weight = 0.5, .picture = { "\0\xff", 2 }, .pinned = true };
	struct note_row out;
	assert_ok(q_note_add(&at->cx, &in));
	assert_ok(q_note_get(&at->cx, 7, &out));
	assert_sv(out.title, "it's");
	assert_non_null(out.body.p);
	assert_int_equal(out.body.n, 0);
	assert_true(out.weight == 0.5);
	assert_true(sv_eq(out.picture, in.picture));
	assert_int_equal(out.parent_id, 0);
	assert_true(out.pinned);
}

static void what_is_not_there_is_null_both_ways(void **state)
{
	struct place *at = *state;
	struct note_row out;
	assert_ok(q_note_add(&at->cx, &(struct note_row){ .id = 1, .title = SV("a") })); /* parent_id 0 would break the foreign key */
	assert_ok(q_note_get(&at->cx, 1, &out));
	assert_null(out.body.p);
	assert_null(out.picture.p);
}

static void no_row_is_not_found_and_says_nothing(void **state)
{
	struct place *at = *state;
	struct note_row out = { .id = 3, .title = SV("old") };
	assert_int_equal(q_note_get(&at->cx, 99, &out), FAIL_NOT_FOUND);
	assert_int_equal(at->cx.said.n, 0);
	assert_int_equal(out.id, 0);
}

static void many_rows_grow_past_the_first_chunk(void **state)
{
	struct place *at = *state;
	struct note_row *rows;
	struct note_number *numbers;
	size_t count;
	assert_ok(q_note_fill(&at->cx, 1, 1000, 10));
	assert_ok(q_notes_after(&at->cx, 100, 500, &rows, &count));
	assert_int_equal(count, 500);
	assert_int_equal(rows[0].id, 101);
	assert_int_equal(rows[499].id, 600);
	assert_sv(rows[499].title, "filler 600");
	assert_ok(q_note_numbers(&at->cx, &numbers, &count));
	assert_int_equal(count, 1000);
	assert_ok(q_notes_after(&at->cx, 5000, 500, &rows, &count));
	assert_int_equal(count, 0);
}

static void a_page_is_newest_first_whichever_way_it_was_asked_for(void **state)
{
	struct place *at = *state;
	struct note_number *rows;
	size_t count;
	assert_ok(q_note_fill(&at->cx, 1, 100, 10));
	assert_ok(q_notes_page(&at->cx, 0, &PAGE_NEWEST(20), &rows, &count));
	assert_int_equal(count, 20);
	assert_int_equal(rows[0].id, 100);
	assert_int_equal(rows[19].id, 81);
	assert_ok(q_notes_page(&at->cx, 0, &(struct page){ .max_id = 81, .since_id = 70, .limit = 20 }, &rows, &count));
	assert_int_equal(count, 10); /* 80 … 71 */
	assert_int_equal(rows[0].id, 80);
	assert_ok(q_notes_page(&at->cx, 0, &(struct page){ .max_id = INT64_MAX, .min_id = 40, .limit = 20 }, &rows, &count));
	assert_int_equal(rows[0].id, 60); /* those directly above 40 */
	assert_int_equal(rows[19].id, 41);
	assert_ok(q_notes_page(&at->cx, 0, &(struct page){ .max_id = 43, .min_id = 40, .limit = 20 }, &rows, &count));
	assert_int_equal(count, 2);
	assert_int_equal(rows[0].id, 42);
	assert_ok(q_notes_page(&at->cx, 0, &(struct page){ .max_id = INT64_MAX, .min_id = 100, .limit = 20 }, &rows, &count));
	assert_int_equal(count, 0);
}

static void changes_are_counted_and_new_ids_returned(void **state)
{
	struct place *at = *state;
	struct note_number first, second;
	int64_t changes;
	assert_ok(q_note_draft(&at->cx, SV("a"), &first));
	assert_ok(q_note_draft(&at->cx, SV("b"), &second));
	assert_int_equal(second.id, first.id + 1);
	assert_ok(q_note_retitle(&at->cx, first.id, SV("c"), &changes));
	assert_int_equal(changes, 1);
	assert_ok(q_note_retitle(&at->cx, 99, SV("d"), &changes));
	assert_int_equal(changes, 0);
}

static void a_taken_name_is_a_conflict_and_the_connection_goes_on(void **state)
{
	struct place *at = *state;
	struct note_number row;
	assert_ok(q_note_draft(&at->cx, SV("a"), &row));
	assert_int_equal(q_note_draft(&at->cx, SV("a"), &row), FAIL_CONFLICT);
	assert_int_equal(at->cx.said.n, 0);
	assert_int_equal(q_note_add(&at->cx, &(struct note_row){ .id = 5, .title = SV("b"), .parent_id = 77 }), FAIL_BROKEN);
	assert_ok(q_note_draft(&at->cx, SV("b"), &row));
}

static int64_t count_notes(struct ctx *cx)
{
	struct note_count_row row;
	assert_ok(q_note_count(cx, &row));
	return row.count;
}

static enum fail add_in_vain(struct ctx *cx, bool inner)
{
	TXN(txn);
	TRY(txn_begin(&txn, cx));
	TRY(q_note_add(cx, &(struct note_row){ .id = inner ? 2 : 1, .title = inner ? SV("inner") : SV("outer") }));
	if (!inner) {
		assert_int_equal(add_in_vain(cx, true), FAIL_INVALID);
		assert_int_equal(count_notes(cx), 1);
		return txn_commit(&txn);
	}
	return FAIL_INVALID;
}

static void a_transaction_that_is_left_is_rolled_back(void **state)
{
	struct place *at = *state;
	assert_int_equal(add_in_vain(&at->cx, true), FAIL_INVALID);
	assert_int_equal(count_notes(&at->cx), 0);
	assert_ok(add_in_vain(&at->cx, false)); /* the inner one is undone, the outer one kept */
	assert_int_equal(count_notes(&at->cx), 1);
	assert_false(engine_in_transaction(at->db));
}

static void a_reader_cannot_write(void **state)
{
	struct place *at = *state;
	struct db *reader;
	struct note_number row;
	assert_ok(db_open(&at->cx, at->path, DB_READ, &reader));
	at->cx.db = reader;
	assert_int_equal(q_note_draft(&at->cx, SV("a"), &row), FAIL_BROKEN);
	TXN(txn);
	assert_int_equal(txn_begin(&txn, &at->cx), FAIL_BROKEN);
	assert_int_equal(count_notes(&at->cx), 0);
	assert_int_equal(db_statement_count(reader), 2);
	at->cx.db = at->db;
	db_close(reader);
}

static void a_snapshot_sees_one_moment(void **state)
{
	struct place *at = *state;
	struct db *reader;
	struct note_number row;
	assert_ok(db_open(&at->cx, at->path, DB_READ, &reader));
	struct ctx other;
	ctx_open(&other, 0);
	other.db = reader;
	assert_ok(db_snapshot_begin(&other));
	assert_int_equal(count_notes(&other), 0);
	assert_ok(q_note_draft(&at->cx, SV("a"), &row));
	assert_int_equal(count_notes(&other), 0);
	db_snapshot_end(&other);
	assert_int_equal(count_notes(&other), 1);
	db_close(reader);
	ctx_close(&other);
}

static void a_file_that_is_not_there_or_not_ours_is_refused_with_a_sentence(void **state)
{
	struct place *at = *state;
	struct db *db;
	assert_int_equal(db_open(&at->cx, "/nonexistent/x.db", DB_WRITE, &db), FAIL_UNAVAILABLE);
	assert_true(said(&at->cx, "cannot be opened"));
	assert_null(db);
	assert_int_equal(db_open(&at->cx, "/etc/passwd", DB_WRITE, &db), FAIL_BROKEN);
	assert_null(db);
}

/* --- migrations -------------------------------------------------------------------------------------------------------- */

static bool exists(const struct place *at, const char *suffix)
{
	char path[160];
	snprintf(path, sizeof(path), "%s%s", at->path, suffix);
	return access(path, F_OK) == 0;
}

static void a_new_file_is_migrated_without_a_copy_and_only_once(void **state)
{
	struct place *at = *state;
	assert_false(exists(at, ".before-0001"));
	assert_false(exists(at, ".before-0002"));
	assert_ok(migrate_along(&at->cx, at->db, at->path, test_q_migrations, test_q_migration_count));
	assert_false(exists(at, ".before-0002"));
}

static void an_older_file_is_copied_before_it_is_migrated(void **state)
{
	struct place *at = *state;
	struct note_number row;
	struct migration more[8];
	memcpy(more, test_q_migrations, test_q_migration_count * sizeof(*more));
	more[test_q_migration_count] = (struct migration){ 3, "more", "0", { "CREATE INDEX note_body ON note (body)" } };
	assert_ok(q_note_draft(&at->cx, SV("kept"), &row));
	assert_ok(migrate_along(&at->cx, at->db, at->path, more, test_q_migration_count + 1));
	assert_true(exists(at, ".before-0003"));
	assert_false(exists(at, ".before-0003.part"));
	assert_int_equal(migrate_along(&at->cx, at->db, at->path, test_q_migrations, test_q_migration_count), FAIL_UNAVAILABLE);
	assert_true(said(&at->cx, "newer folkmoot"));
	char copy[160];
	struct db *old;
	snprintf(copy, sizeof(copy), "%s.before-0003", at->path);
	assert_ok(db_open(&at->cx, copy, DB_WRITE, &old));
	assert_ok(migrate_along(&at->cx, old, copy, test_q_migrations, test_q_migration_count));
	at->cx.db = old;
	assert_int_equal(count_notes(&at->cx), 1);
	at->cx.db = at->db;
	db_close(old);
}

static void a_changed_migration_is_refused(void **state)
{
	struct place *at = *state;
	struct migration changed[8];
	memcpy(changed, test_q_migrations, test_q_migration_count * sizeof(*changed));
	changed[1].checksum = "another";
	assert_int_equal(migrate_along(&at->cx, at->db, at->path, changed, test_q_migration_count), FAIL_UNAVAILABLE);
	assert_true(said(&at->cx, "in another form"));
}

static void a_migration_that_fails_leaves_nothing(void **state)
{
	struct place *at = *state;
	struct migration more[8];
	memcpy(more, test_q_migrations, test_q_migration_count * sizeof(*more));
	more[test_q_migration_count] = (struct migration){ 3, "bad", "0", { "CREATE TABLE extra (id INTEGER); SELECT nonsense" } };
	assert_int_equal(migrate_along(&at->cx, at->db, at->path, more, test_q_migration_count + 1), FAIL_BROKEN);
	assert_ok(engine_script(&at->cx, at->db, "CREATE TABLE extra (id INTEGER)"));
	assert_ok(migrate_along(&at->cx, at->db, at->path, test_q_migrations, test_q_migration_count));
}

static void the_schema_of_the_program_is_accepted(void **state)
{
	struct place *at = *state;
	struct db *db;
	char path[160];
	snprintf(path, sizeof(path), "%s/community.db", at->folder);
	assert_ok(db_open(&at->cx, path, DB_WRITE, &db));
	assert_ok(migrate(&at->cx, db, path));
	assert_ok(migrate(&at->cx, db, path));
	assert_true(migrate_latest() >= 1);
	assert_ok(db_check(&at->cx, db));
	db_close(db);
}

/* --- copies ------------------------------------------------------------------------------------------------------------ */

static void a_copy_is_whole_and_never_overwrites(void **state)
{
	struct place *at = *state;
	char to[160];
	struct db *copy;
	snprintf(to, sizeof(to), "%s/copy.db", at->folder);
	assert_ok(q_note_fill(&at->cx, 1, 5000, 200));
	assert_ok(db_backup(&at->cx, at->path, to));
	assert_ok(db_open(&at->cx, to, DB_WRITE, &copy));
	at->cx.db = copy;
	assert_int_equal(count_notes(&at->cx), 5000);
	assert_ok(db_check(&at->cx, copy));
	at->cx.db = at->db;
	db_close(copy);
	assert_int_equal(db_backup(&at->cx, at->path, to), FAIL_CONFLICT);
	assert_true(said(&at->cx, "already there"));
}

static void a_damaged_file_is_found_out(void **state)
{
	struct place *at = *state;
	struct db *damaged;
	assert_ok(q_note_fill(&at->cx, 1, 5000, 200));
	engine_settle(at->db);
	FILE *file = fopen(at->path, "r+b");
	assert_non_null(file);
	for (int page = 10; page < 200; page += 7) {
		fseek(file, page * 4096L, SEEK_SET);
		fputs("no page of a tree begins like this", file);
	}
	fclose(file);
	assert_ok(db_open(&at->cx, at->path, DB_WRITE, &damaged));
	assert_int_equal(db_check(&at->cx, damaged), FAIL_CONFLICT);
	assert_true(said(&at->cx, "damaged"));
	db_close(damaged);
}

int main(void)
{
#define STORE_TEST(name) cmocka_unit_test_setup_teardown(name, place_setup, place_teardown)
	const struct CMUnitTest tests[] = {
		STORE_TEST(a_row_comes_back_as_it_was_written),
		STORE_TEST(what_is_not_there_is_null_both_ways),
		STORE_TEST(no_row_is_not_found_and_says_nothing),
		STORE_TEST(many_rows_grow_past_the_first_chunk),
		STORE_TEST(a_page_is_newest_first_whichever_way_it_was_asked_for),
		STORE_TEST(changes_are_counted_and_new_ids_returned),
		STORE_TEST(a_taken_name_is_a_conflict_and_the_connection_goes_on),
		STORE_TEST(a_transaction_that_is_left_is_rolled_back),
		STORE_TEST(a_reader_cannot_write),
		STORE_TEST(a_snapshot_sees_one_moment),
		STORE_TEST(a_file_that_is_not_there_or_not_ours_is_refused_with_a_sentence),
		STORE_TEST(a_new_file_is_migrated_without_a_copy_and_only_once),
		STORE_TEST(an_older_file_is_copied_before_it_is_migrated),
		STORE_TEST(a_changed_migration_is_refused),
		STORE_TEST(a_migration_that_fails_leaves_nothing),
		STORE_TEST(the_schema_of_the_program_is_accepted),
		STORE_TEST(a_copy_is_whole_and_never_overwrites),
		STORE_TEST(a_damaged_file_is_found_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
