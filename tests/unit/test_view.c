/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/static.h"
#include "web/view.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static struct arena arena;

static const char *text(struct sv s)
{
	return arena_cstr(&arena, s);
}

static void emoji_become_pictures_in_text_and_not_in_tags(void **state)
{
	(void)state;
	static const struct view_emoji cat[] = { { SV_INIT("cat"), SV_INIT("https://talk.example/cat.png") } };
#define CAT "<img class=\"emoji\" src=\"https://talk.example/cat.png\" alt=\":cat:\" title=\":cat:\" width=\"20\" height=\"20\" loading=\"lazy\" decoding=\"async\">"
	static const char *const cases[][2] = {
		{ "a :cat: b", "a " CAT " b" },
		{ ":cat::cat:", CAT CAT },
		{ ":dog: :cat", ":dog: :cat" },
		{ "<a href=\"https://x.example/:cat:\">:cat:</a>", "<a href=\"https://x.example/:cat:\">" CAT "</a>" },
		{ "10:cat:", "10" CAT },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_string_equal(text(view_emojify(&arena, html_stored(sv_of(cases[i][0])), cat, 1).markup), cases[i][1]);
	arena_free(&arena);
}

static void an_emoji_address_cannot_leave_its_attribute(void **state)
{
	(void)state;
	static const struct view_emoji bad[] = { { SV_INIT("x"), SV_INIT("javascript:alert(1)") } };
	const char *got = text(view_emojify(&arena, html_stored(SV(":x:")), bad, 1).markup);
	assert_null(strstr(got, "javascript"));
	arena_free(&arena);
}

static void times_are_brief_in_lists_and_full_in_tooltips(void **state)
{
	(void)state;
	const int64_t now = INT64_C(1795530000000), minute = 60000, day = 1440 * minute;
	assert_string_equal(text(view_time(&arena, now, now).brief), "now");
	assert_string_equal(text(view_time(&arena, now - 5 * minute, now).brief), "5m");
	assert_string_equal(text(view_time(&arena, now - 180 * minute, now).brief), "3h");
	assert_string_equal(text(view_time(&arena, now - 6 * day, now).brief), "6d");
	assert_string_equal(text(view_time(&arena, now - 30 * day, now).brief), "25 Oct");
	assert_string_equal(text(view_time(&arena, now - 400 * day, now).brief), "20 Oct 2025");
	assert_string_equal(text(view_time(&arena, now + day, now).brief), "25 Nov");
	assert_string_equal(text(view_time(&arena, now, now).full), "24 November 2026, 14:20 UTC");
	assert_string_equal(text(view_time(&arena, now, now).iso), "2026-11-24T14:20:00.000Z");
	arena_free(&arena);
}

static void figures_are_grouped_from_five_digits_on(void **state)
{
	(void)state;
	static const struct {
		int64_t n;
		const char *shown;
	} cases[] = { { 0, "0" }, { 999, "999" }, { 1204, "1204" }, { 18034, "18,034" }, { 1234567, "1,234,567" }, { -12345, "-12,345" } };
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct buf b = BUF(&arena, 100);
		tr_put_int(&b, cases[i].n);
		assert_string_equal(text(buf_sv(&b)), cases[i].shown);
	}
	arena_free(&arena);
}

static void a_focus_becomes_classes(void **state)
{
	(void)state;
	assert_string_equal(text(view_focus_class(0, 0)), "fx2 fy2");
	assert_string_equal(text(view_focus_class(-1, 1)), "fx0 fy0");
	assert_string_equal(text(view_focus_class(1, -1)), "fx4 fy4");
	assert_string_equal(text(view_focus_class(0.5, 99)), "fx3 fy0");
	arena_free(&arena);
}

static void static_files_are_found_by_both_names(void **state)
{
	(void)state;
	bool forever;
	const struct static_file *css = static_find(SV("css/app.css"), &forever);
	assert_non_null(css);
	assert_false(forever);
	assert_ptr_equal(static_find(css->hashed, &forever), css);
	assert_true(forever);
	assert_true(sv_eq(static_url(STATIC_CSS_APP_CSS), css->url));
	assert_true(sv_starts(css->type, SV("text/css")));
	assert_null(static_find(SV("../css/app.css"), &forever));
	assert_null(static_find(SV(""), &forever));
	assert_true(sv_find(css->raw, SV("@import")) < 0);
}

static void the_client_gets_the_smallest_form_it_reads(void **state)
{
	(void)state;
	const struct static_file *css = &static_files[STATIC_CSS_APP_CSS];
	struct sv encoding;
	assert_true(css->brotli.n && css->brotli.n < css->gzip.n && css->gzip.n < css->raw.n / 2);
	assert_ptr_equal(static_body(css, SV("gzip, deflate, br"), &encoding).p, css->brotli.p);
	assert_true(sv_eq(encoding, SV("br")));
	assert_ptr_equal(static_body(css, SV("GZIP;q=0.8"), &encoding).p, css->gzip.p);
	assert_ptr_equal(static_body(css, SV("br;q=0, gzip;q=0.0"), &encoding).p, css->raw.p);
	assert_null(encoding.p);
	assert_ptr_equal(static_body(css, SV_NONE, &encoding).p, css->raw.p);
	assert_ptr_equal(static_body(css, SV("brx, xgzip"), &encoding).p, css->raw.p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(emoji_become_pictures_in_text_and_not_in_tags),
		cmocka_unit_test(an_emoji_address_cannot_leave_its_attribute),
		cmocka_unit_test(times_are_brief_in_lists_and_full_in_tooltips),
		cmocka_unit_test(figures_are_grouped_from_five_digits_on),
		cmocka_unit_test(a_focus_becomes_classes),
		cmocka_unit_test(static_files_are_found_by_both_names),
		cmocka_unit_test(the_client_gets_the_smallest_form_it_reads),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
