/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/accent.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

static struct colour of(const char *text)
{
	struct colour colour;
	assert_true(colour_read(sv_of(text), &colour));
	return colour;
}

static void reads_as(struct colour text, const char *ground, double least, unsigned wish)
{
	double contrast = colour_contrast(text, of(ground));
	if (contrast < least)
		fail_msg("of #%06x something has %.2f on %s, and needs %.1f", wish, contrast, ground, least);
}

/* As tests/web/check_contrast.py asks of tokens.css. */
static void check(unsigned wish, const struct accent *a, const char *const grounds[3], const char *quiet)
{
	for (int i = 0; i < 3; i++) {
		reads_as(a->accent, grounds[i], 4.5, wish);
		reads_as(a->strong, grounds[i], 7, wish);
	}
	reads_as(a->soft, quiet, 4.5, wish);
	if (colour_contrast(a->accent, a->soft) < 4.5 || colour_contrast(a->strong, a->soft) < 4.5 || colour_contrast(a->on_accent, a->accent) < 4.5)
		fail_msg("of #%06x accent and its grounds are too near", wish);
}

static void any_colour_can_be_read_in_both_themes(void **state)
{
	static const char *const light[] = { "#fffefb", "#f6f4ee", "#efece3" }, *const dark[] = { "#1a1e1b", "#121513", "#232924" };
	(void)state;
	for (unsigned red = 0; red < 256; red += 51)
		for (unsigned green = 0; green < 256; green += 51)
			for (unsigned blue = 0; blue < 256; blue += 51) {
				char text[8];
				unsigned wish = red << 16 | green << 8 | blue;
				snprintf(text, sizeof(text), "#%06x", wish);
				struct accent a = accent_light(of(text)), b = accent_dark(of(text));
				check(wish, &a, light, "#59635c");
				check(wish, &b, dark, "#a1aca4");
			}
}

static void a_colour_that_can_be_read_stays_as_it_is(void **state)
{
	(void)state;
	struct accent a = accent_light(of("#7a1fd0"));
	assert_true(colour_contrast(a.accent, of("#7a1fd0")) < 1.02);
}

static void contrast_is_that_of_the_guidelines(void **state)
{
	(void)state;
	assert_float_equal(colour_contrast(of("#000000"), of("#ffffff")), 21, 0.001);
	assert_float_equal(colour_contrast(of("#777777"), of("#ffffff")), 4.478, 0.001);
}

static void what_is_no_colour_makes_no_style_sheet(void **state)
{
	struct arena arena = { 0 };
	struct colour colour;
	(void)state;
	for (const char *const *text = (const char *const[]){ "", "#fff", "red", "#12345g", "#1234567", "}*{x", NULL }; *text; text++) {
		assert_false(colour_read(sv_of(*text), &colour));
		assert_null(accent_path(&arena, sv_of(*text)).p);
	}
	struct sv path = accent_path(&arena, SV("#7A1fd0"));
	assert_true(sv_eq(path, SV("/accent/7a1fd0.1.css")));
	assert_true(sv_starts(accent_css(&arena, of("#7a1fd0")), SV(":root{--accent:#7a1fd0;")));
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_colour_can_be_read_in_both_themes),
		cmocka_unit_test(a_colour_that_can_be_read_stays_as_it_is),
		cmocka_unit_test(contrast_is_that_of_the_guidelines),
		cmocka_unit_test(what_is_no_colour_makes_no_style_sheet),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
