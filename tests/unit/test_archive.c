/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The readers of what members bring: CSV, long JSON arrays, archives. */
#include "social/csv.h"
#include "social/json_items.h"
#include "social/unpack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <archive.h>
#include <archive_entry.h>
#include <cmocka.h>

static void assert_sv(struct sv text, const char *expected)
{
	assert_int_equal(text.n, strlen(expected));
	assert_memory_equal(text.p, expected, text.n);
}

static void a_csv_row_has_quotes_commas_and_lines_in_its_cells(void **state)
{
	struct arena arena = { 0 };
	struct sv rest = SV("\xef\xbb\xbf" "a,\"b, \"\"c\"\"\",\"two\nlines\"\r\n\r\n,x\n\"open"), cells[CSV_CELLS];
	size_t count;
	(void)state;
	assert_true(csv_row(&arena, &rest, cells, &count));
	assert_int_equal(count, 3);
	assert_sv(cells[0], "a");
	assert_sv(cells[1], "b, \"c\"");
	assert_sv(cells[2], "two\nlines");
	assert_true(csv_row(&arena, &rest, cells, &count));
	assert_int_equal(count, 2);
	assert_sv(cells[0], "");
	assert_sv(cells[1], "x");
	assert_true(csv_row(&arena, &rest, cells, &count));
	assert_sv(cells[0], "open");
	assert_false(csv_row(&arena, &rest, cells, &count));
	arena_free(&arena);
}

static void what_csv_puts_csv_reads(void **state)
{
	struct arena arena = { 0 };
	struct buf out = BUF(&arena, 1000);
	struct sv in[] = { SV("plain"), SV("a,b"), SV("\"q\""), SV("line\nline"), SV("") }, cells[CSV_CELLS];
	size_t count;
	(void)state;
	csv_put(&out, in, COUNT_OF(in));
	struct sv rest = buf_sv(&out);
	assert_true(csv_row(&arena, &rest, cells, &count));
	assert_int_equal(count, COUNT_OF(in));
	for (size_t i = 0; i < count; i++)
		assert_true(sv_eq(in[i], cells[i]));
	arena_free(&arena);
}

static void the_items_of_a_long_array_come_one_by_one(void **state)
{
	struct json_items items;
	struct sv item, text = SV("{ \"a\": [1, {\"orderedItems\": [9]}], \"x\\\"\": \"]\", \"orderedItems\" : [ {\"b\": \"}]\\\"\"} , 12, [3,[4]], \"s\", true ] }");
	(void)state;
	assert_true(json_items_find(text, SV("orderedItems"), &items));
	const char *expected[] = { "{\"b\": \"}]\\\"\"}", "12", "[3,[4]]", "\"s\"", "true " };
	for (size_t i = 0; i < COUNT_OF(expected); i++) {
		assert_true(json_items_next(&items, &item));
		assert_sv(item, expected[i]);
	}
	assert_false(json_items_next(&items, &item));
}

static void an_array_in_a_script_is_found(void **state)
{
	struct json_items items;
	struct sv item;
	(void)state;
	assert_true(json_items_find(SV("window.YTD.tweets.part0 = [ {\"tweet\": {}} ]"), SV_NONE, &items));
	assert_true(json_items_next(&items, &item));
	assert_sv(item, "{\"tweet\": {}}");
	assert_false(json_items_next(&items, &item));
}

static void what_is_cut_off_is_no_item(void **state)
{
	static const char *const cut[] = { "[{\"a\":1", "[\"a", "[[1,2", "[12", "[", "", "{\"orderedItems\":" };
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cut); i++) {
		struct json_items items;
		struct sv item;
		if (json_items_find(sv_of(cut[i]), SV_NONE, &items))
			assert_false(json_items_next(&items, &item));
	}
}

/* --- archives -------------------------------------------------------------------------------------------------------------------------- */

struct room {
	struct ctx cx;
	char dir[64];
	const char *archive, *files;
	struct unpacked unpacked;
};

static int room_open(void **state)
{
	struct room *room = calloc(1, sizeof(*room));
	ctx_open(&room->cx, 1000);
	strcpy(room->dir, "/tmp/folkmoot-unpack-XXXXXX");
	assert_non_null(mkdtemp(room->dir));
	room->archive = arena_printf(&room->cx.arena, "%s/archive", room->dir).p;
	room->files = arena_printf(&room->cx.arena, "%s/files", room->dir).p;
	*state = room;
	return 0;
}

static int room_close(void **state)
{
	struct room *room = *state;
	for (size_t i = 0; i < 20; i++)
		unlink(arena_printf(&room->cx.arena, "%s/%zu", room->files, i).p);
	unlink(room->archive);
	rmdir(room->files);
	rmdir(room->dir);
	unpack_end(&room->unpacked);
	ctx_close(&room->cx);
	free(room);
	return 0;
}

static void make_zip(struct room *room, const char *const *names, size_t count, const char *text)
{
	struct archive *zip = archive_write_new();
	archive_write_set_format_zip(zip);
	assert_int_equal(archive_write_open_filename(zip, room->archive), ARCHIVE_OK);
	for (size_t i = 0; i < count; i++) {
		struct archive_entry *entry = archive_entry_new();
		archive_entry_set_pathname(entry, names[i]);
		archive_entry_set_filetype(entry, AE_IFREG);
		archive_entry_set_size(entry, (int64_t)strlen(text));
		assert_int_equal(archive_write_header(zip, entry), ARCHIVE_OK);
		assert_int_equal(archive_write_data(zip, text, strlen(text)), strlen(text));
		archive_entry_free(entry);
	}
	assert_int_equal(archive_write_close(zip), ARCHIVE_OK);
	archive_write_free(zip);
}

static void names_of_an_archive_lead_nowhere(void **state)
{
	struct room *room = *state;
	const char *const names[] = { "../up", "a/b.txt", "/abs" };
	make_zip(room, names, COUNT_OF(names), "text");
	assert_int_equal(unpack(&room->cx, room->archive, room->files, &unpack_limits_default, &room->unpacked), OK);
	assert_int_equal(room->unpacked.count, 3);
	const struct unpacked_file *file = unpacked_find(&room->unpacked, SV("a/b.txt"));
	assert_non_null(file);
	assert_int_equal(file->bytes, 4);
	assert_true(sv_starts(sv_of(file->path), sv_of(room->files)));
	assert_int_not_equal(access(arena_printf(&room->cx.arena, "%s/up", room->dir).p, F_OK), 0);
	assert_null(unpacked_find(&room->unpacked, SV("b.txt")));
}

static void an_archive_has_bounds(void **state)
{
	struct room *room = *state;
	const char *const names[] = { "a", "b", "c" };
	struct unpack_limits limits = unpack_limits_default;
	make_zip(room, names, COUNT_OF(names), "0123456789");
	limits.entries = 2;
	assert_int_equal(unpack(&room->cx, room->archive, room->files, &limits, &room->unpacked), FAIL_INVALID);
}

static void a_file_of_an_archive_has_bounds(void **state)
{
	struct room *room = *state;
	const char *const names[] = { "a" };
	struct unpack_limits limits = unpack_limits_default;
	make_zip(room, names, COUNT_OF(names), "0123456789");
	limits.file_bytes = 9;
	assert_int_equal(unpack(&room->cx, room->archive, room->files, &limits, &room->unpacked), FAIL_INVALID);
}

static void all_files_of_an_archive_have_bounds(void **state)
{
	struct room *room = *state;
	const char *const names[] = { "a", "b" };
	struct unpack_limits limits = unpack_limits_default;
	make_zip(room, names, COUNT_OF(names), "0123456789");
	limits.total_bytes = 19;
	assert_int_equal(unpack(&room->cx, room->archive, room->files, &limits, &room->unpacked), FAIL_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_csv_row_has_quotes_commas_and_lines_in_its_cells),
		cmocka_unit_test(what_csv_puts_csv_reads),
		cmocka_unit_test(the_items_of_a_long_array_come_one_by_one),
		cmocka_unit_test(an_array_in_a_script_is_found),
		cmocka_unit_test(what_is_cut_off_is_no_item),
		cmocka_unit_test_setup_teardown(names_of_an_archive_lead_nowhere, room_open, room_close),
		cmocka_unit_test_setup_teardown(an_archive_has_bounds, room_open, room_close),
		cmocka_unit_test_setup_teardown(a_file_of_an_archive_has_bounds, room_open, room_close),
		cmocka_unit_test_setup_teardown(all_files_of_an_archive_have_bounds, room_open, room_close),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
