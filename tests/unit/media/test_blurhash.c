/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The expected texts come from the npm package blurhash 2.0.5, changed in one place: its largest component is the largest
 * absolute value, as in the reference in C (which Mastodon uses), where the package forgets negative ones. */
#include "base/sv.h"
#include "mediaworker/blurhash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void paint(uint8_t *rgb, int width, int height, int red_step, int green_step, int kind)
{
	for (int y = 0; y < height; y++)
		for (int x = 0; x < width; x++, rgb += 3) {
			rgb[0] = (uint8_t)(x * red_step);
			rgb[1] = (uint8_t)(y * green_step);
			rgb[2] = (uint8_t)(kind == 0 ? x * y : kind == 1 ? x * 7 + y * 13 : (x ^ y) * 16);
		}
}

static void a_black_picture_has_the_hash_that_everybody_knows(void **state)
{
	uint8_t rgb[8 * 6 * 3] = { 0 };
	char text[BLURHASH_TEXT];
	(void)state;
	blurhash_encode(rgb, 8, 6, 4, 3, text);
	assert_string_equal(text, "L00000fQfQfQfQfQfQfQfQfQfQfQ");
}

static void a_single_component_is_the_average_colour(void **state)
{
	uint8_t rgb[8 * 6 * 3];
	char text[BLURHASH_TEXT];
	(void)state;
	memset(rgb, 255, sizeof(rgb));
	blurhash_encode(rgb, 8, 6, 1, 1, text);
	assert_string_equal(text, "00TSUA");
	blurhash_encode(rgb, 8, 6, 4, 3, text);
	assert_string_equal(text, "LsTSUA_3fQ_3~qt7fQt7fQfQfQfQ");
}

static void pictures_hash_as_the_reference_says(void **state)
{
	uint8_t rgb[32 * 32 * 3];
	char text[BLURHASH_TEXT];
	(void)state;
	paint(rgb, 32, 24, 8, 10, 0);
	blurhash_encode(rgb, 32, 24, 4, 3, text);
	assert_string_equal(text, "LxH27h2lwtX3mAWUjwfAgFfmfTfi");
	paint(rgb, 24, 32, 10, 8, 1);
	blurhash_encode(rgb, 24, 32, 3, 4, text);
	assert_string_equal(text, "TxF?R*6_wul_afjugLfefNnfa]jx");
}

static void the_longest_hash_fits(void **state)
{
	uint8_t rgb[16 * 16 * 3];
	char text[BLURHASH_TEXT];
	(void)state;
	paint(rgb, 16, 16, 16, 16, 2);
	blurhash_encode(rgb, 16, 16, 9, 9, text);
	assert_int_equal(strlen(text), BLURHASH_TEXT - 1);
	assert_string_equal(text, "|sGu,m2@wxozSMt7SMxaN]qSW6jqe@a_jFa^jJa{gJfgfUfmfQfkfOfkfQs;WsjwfMa^jwa}jsa{eqf5fQf4fQf9fQf8fQt7W-jufma~j=a_j?a_eqf4"
	                          "fOf8fQf5fSf9fQtQW=jufia}j?a~j=a_eXf6fQf6fQf5fQf5fN");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_black_picture_has_the_hash_that_everybody_knows),
		cmocka_unit_test(a_single_component_is_the_average_colour),
		cmocka_unit_test(pictures_hash_as_the_reference_says),
		cmocka_unit_test(the_longest_hash_fits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
