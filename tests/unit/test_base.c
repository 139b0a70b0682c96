/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/buf.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/json.h"
#include "base/map.h"
#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

#define assert_sv(got, want) assert_true(sv_eq((got), sv_of(want)))

static void a_view_is_cut_at_its_first_separator(void **state)
{
	(void)state;
	struct sv acct = SV("ada@talk.example"), user, tail;
	assert_true(sv_cut(&acct, '@', &user));
	assert_sv(user, "ada");
	assert_sv(acct, "talk.example");
	assert_false(sv_cut(&acct, '@', &user));
	assert_sv(user, "talk.example");
	assert_int_equal(acct.n, 0);
	struct sv path = SV("a/b/c");
	assert_true(sv_cut_last(&path, '/', &tail));
	assert_sv(path, "a/b");
	assert_sv(tail, "c");
}

static void a_number_is_a_number_and_nothing_else(void **state)
{
	(void)state;
	int64_t n = 7;
	assert_false(sv_to_i64(SV(""), &n));
	assert_false(sv_to_i64(SV("12x"), &n));
	assert_false(sv_to_i64(SV(" 1"), &n));
	assert_false(sv_to_i64(SV("9223372036854775808"), &n));
	assert_int_equal(n, 7);
	assert_true(sv_to_i64(SV("9223372036854775807"), &n));
	assert_true(n == INT64_MAX);
	assert_true(sv_to_i64(SV("-9223372036854775808"), &n));
	assert_true(n == INT64_MIN);
}

static void a_buf_stops_at_its_ceiling_and_stays_stopped(void **state)
{
	(void)state;
	struct arena arena = { 0 };
	struct buf b = BUF(&arena, 8);
	buf_put(&b, SV("12345678"));
	assert_false(b.overflow);
	buf_putc(&b, '9');
	assert_true(b.overflow);
	assert_sv(buf_sv(&b), "12345678");
	arena_free(&arena);
}

static void json_places_its_commas_and_escapes(void **state)
{
	(void)state;
	struct arena arena = { 0 };
	struct buf out = BUF(&arena, 4096);
	struct json j = JSON(&out);
	json_object(&j);
	json_id(json_key(&j, "id"), 42);
	json_array(json_key(&j, "a"));
	json_int(&j, -1);
	json_string(&j, SV("q\"\\\n\x01\xff"));
	json_object(&j);
	json_end(&j);
	json_end(&j);
	json_time(json_key(&j, "at"), 1606225271123);
	json_null(json_key(&j, "none"));
	json_end(&j);
	assert_sv(buf_sv(&out), "{\"id\":\"42\",\"a\":[-1,\"q\\\"\\\\\\n\\u0001\xef\xbf\xbd\",{}],\"at\":\"2020-11-24T13:41:11.123Z\",\"none\":null}");
	arena_free(&arena);
}

static void times_read_back_as_they_were_written(void **state)
{
	(void)state;
	struct arena arena = { 0 };
	for (int64_t ms = -86400000000; ms < 253402300799999; ms += 7777777777777 / 8) {
		int64_t back;
		assert_true(time_parse(time_dup(&arena, ms), &back));
		assert_int_equal(back, ms);
	}
	int64_t ms;
	assert_true(time_parse(SV("2021-01-11T01:00:00+01:00"), &ms));
	assert_sv(time_dup(&arena, ms), "2021-01-11T00:00:00.000Z");
	assert_false(time_parse(SV("2021-02-29"), &ms));
	assert_false(time_parse(SV("2021-01-11T25:00:00Z"), &ms));
	assert_false(time_parse(SV("yesterday"), &ms));
	arena_free(&arena);
}

static void ids_grow_however_fast_they_are_drawn_and_hold_their_time(void **state)
{
	(void)state;
	int64_t before = 0;
	for (int i = 0; i < 70000; i++) {
		int64_t id = id_new(1606225271123 + i / 30);
		assert_true(id > before);
		before = id;
	}
	assert_true(id_time(before) < 1606225271123 + 70000 / 30 + 1000);
	assert_int_equal(id_time(id_new(1606225299999)), 1606225299999);
	assert_int_equal(id_time(id_new(1000000000000)), 1000000000000); /* an import: its own time */
	assert_true(id_new(1606225299999) > id_at(1606225299999));
}

static void a_map_forgets_only_what_it_is_told_to(void **state)
{
	(void)state;
	struct map map = { 0 };
	for (int64_t i = 1; i <= 5000; i++)
		map_put(&map, i * 65536, (uint64_t)i);
	for (int64_t i = 1; i <= 5000; i += 2)
		assert_true(map_remove(&map, i * 65536));
	assert_false(map_remove(&map, 65536));
	for (int64_t i = 1; i <= 5000; i++) {
		uint64_t *value = map_find(&map, i * 65536);
		if (i % 2)
			assert_null(value);
		else
			assert_int_equal(*value, i);
	}
	map_free(&map);
}

static void utf8_refuses_what_the_standard_refuses(void **state)
{
	(void)state;
	assert_true(utf8_valid(SV("plain ascii, longer than eight, \xc3\xa9 \xe2\x82\xac \xf0\x9f\x94\xab")));
	const char *const bad[] = { "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\x80", "\xf8\x88\x80\x80\x80" };
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(utf8_valid(sv_of(bad[i])));
	assert_int_equal(utf8_count(SV("h\xc3\xa9\xf0\x9f\x94\xab")), 3);
	assert_sv(utf8_first(SV("h\xc3\xa9llo"), 2), "h\xc3\xa9");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_view_is_cut_at_its_first_separator),
		cmocka_unit_test(a_number_is_a_number_and_nothing_else),
		cmocka_unit_test(a_buf_stops_at_its_ceiling_and_stays_stopped),
		cmocka_unit_test(json_places_its_commas_and_escapes),
		cmocka_unit_test(times_read_back_as_they_were_written),
		cmocka_unit_test(ids_grow_however_fast_they_are_drawn_and_hold_their_time),
		cmocka_unit_test(a_map_forgets_only_what_it_is_told_to),
		cmocka_unit_test(utf8_refuses_what_the_standard_refuses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
