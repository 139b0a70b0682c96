/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "mediaworker/blurhash.h"
#include "web/blur.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static void what_was_made_of_a_picture_looks_like_it(void **state)
{
	(void)state;
	unsigned char picture[32 * 24 * 3], got[BLUR_PIXELS];
	char hash[BLURHASH_TEXT];
	for (int at = 0; at < 32 * 24; at++) { /* red grows to the right, green downwards */
		picture[at * 3] = (unsigned char)(at % 32 * 8);
		picture[at * 3 + 1] = (unsigned char)(at / 32 * 10);
		picture[at * 3 + 2] = 90;
	}
	blurhash_encode(picture, 32, 24, 4, 3, hash);
	assert_true(blur_pixels(sv_of(hash), got));
	for (int at = 0; at < BLUR_PIXELS / 3; at++) {
		int x = at % BLUR_WIDTH * 32 / BLUR_WIDTH + 3, y = at / BLUR_WIDTH * 24 / BLUR_HEIGHT + 3;
		assert_true(abs(got[at * 3] - x * 8) < 40);
		assert_true(abs(got[at * 3 + 1] - y * 10) < 64);
		assert_true(abs(got[at * 3 + 2] - 90) < 25);
	}
}

static void one_colour_stays_one_colour(void **state)
{
	(void)state;
	struct arena arena = { 0 };
	unsigned char got[BLUR_PIXELS];
	assert_true(blur_pixels(SV("00TSUA"), got));
	for (int at = 0; at < BLUR_PIXELS; at++)
		assert_int_equal(got[at], 255);
	struct sv bmp = blur_bmp(&arena, SV("00TSUA"));
	assert_int_equal(bmp.n, 120);
	assert_true(sv_starts(bmp, SV("Qk1aAAAAAAAAABoAAAAMAAAABQAEAAEAGAD")));
	arena_free(&arena);
}

static void what_is_no_blurhash_is_no_picture(void **state)
{
	(void)state;
	struct arena arena = { 0 };
	static const char *const bad[] = { "", "0", "00TSU", "00TSUA0", "L00000fQfQ", "00TS A", "\"><img src=x>", "~~~~~~" };
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_int_equal(blur_bmp(&arena, sv_of(bad[i])).n, 0);
	assert_int_equal(blur_bmp(&arena, SV_NONE).n, 0);
	assert_int_equal(blur_bmp(&arena, ((struct sv){ "00TS\0A", 6 })).n, 0);
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_made_of_a_picture_looks_like_it),
		cmocka_unit_test(one_colour_stays_one_colour),
		cmocka_unit_test(what_is_no_blurhash_is_no_picture),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
