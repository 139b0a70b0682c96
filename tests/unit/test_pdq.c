/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The perceptual hash. What is expected here was computed by the reference implementation of its authors, of the same points. */
#include "screening/pdq.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/* A picture of whole numbers only, so that every machine draws the same. */
static uint8_t *draw(struct arena *arena, int width, int height)
{
	uint8_t *rgb = arena_alloc(arena, (size_t)width * (size_t)height * 3);
	for (int y = 0; y < height; y++)
		for (int x = 0; x < width; x++) {
			int u = x * 1000 / width, v = y * 1000 / height;
			bool disc = (u - 300) * (u - 300) + (v - 400) * (v - 400) < 62500, bar = u > 600 && u < 700 && v > 200, line = (u + 2 * v) / 90 % 3 == 0;
			uint8_t *p = rgb + 3 * ((size_t)y * (size_t)width + (size_t)x);
			p[0] = (uint8_t)(disc ? 230 : u / 4);
			p[1] = (uint8_t)(bar ? 20 : line ? 200 : v / 5);
			p[2] = (uint8_t)(disc && line ? 10 : 128);
		}
	return rgb;
}

static struct pdq hash_of(struct arena *arena, const uint8_t *rgb, int width, int height, int *quality_r)
{
	struct pdq_picture picture = pdq_picture_read(arena, rgb, width, height, PDQ_GREY);
	struct pdq_waves waves;
	pdq_look(&picture, &waves);
	*quality_r = waves.quality;
	return pdq_of(&waves);
}

static void a_hash_is_that_of_the_reference(void **state)
{
	(void)state;
	static const struct {
		int width, height, quality;
		const char *hash;
	} cases[] = {
		{ 512, 512, 100, "247b607f6ad58ac48ad43ac126d166d17e917e8160de409e48857be47bfcdb25" },
		{ 512, 321, 100, "243b607f6ad58ad48ad43ad126d126d17ad17e8160de009e48c57be47bfcdb25" },
		{ 301, 640, 100, "247b607f6ad5cad48ad42ac126d122d17ad17ec160de409e48c57be47bfcd925" },
		{ 64, 64, 100, "342a247f687d8ad588f42ad526d122d13ed33fd122d600de28d57bf41bfe4925" },
		{ 1600, 1004, 100, "247b607f6ad5cad48ad42ad126d122d17e917ec160de409e48c57be47bfcc925" },
		{ 200, 77, 100, "342b207f6ad58ad588d42ad526d126d17ed1fe8164d580de08c53be43bfcdb25" },
	};
	struct arena arena = { 0 };
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char text[PDQ_HEX + 1];
		int quality;
		struct pdq pdq = hash_of(&arena, draw(&arena, cases[i].width, cases[i].height), cases[i].width, cases[i].height, &quality);
		pdq_text(&pdq, text);
		assert_string_equal(text, cases[i].hash);
		assert_int_equal(quality, cases[i].quality);
	}
	arena_free(&arena);
}

/* Rows and columns change places first; then left and right, above and below. */
static uint8_t *turn(struct arena *arena, const uint8_t *rgb, int side, unsigned how)
{
	uint8_t *turned = arena_alloc(arena, (size_t)side * (size_t)side * 3);
	for (int y = 0; y < side; y++)
		for (int x = 0; x < side; x++) {
			int from_x = how & 1 ? side - 1 - x : x, from_y = how & 2 ? side - 1 - y : y;
			int at = how & 4 ? from_x * side + from_y : from_y * side + from_x;
			memcpy(turned + 3 * (y * side + x), rgb + 3 * at, 3);
		}
	return turned;
}

static void a_turned_hash_is_that_of_the_turned_picture(void **state)
{
	(void)state;
	enum { SIDE = 128 * 3 }; /* with a box of an odd number, which lies the same way when it is mirrored */
	struct arena arena = { 0 };
	uint8_t *rgb = draw(&arena, SIDE, SIDE);
	struct pdq_picture picture = pdq_picture_read(&arena, rgb, SIDE, SIDE, PDQ_GREY);
	struct pdq_waves waves;
	pdq_look(&picture, &waves);
	for (unsigned how = 0; how < PDQ_TURNS; how++) {
		int quality;
		struct pdq want = hash_of(&arena, turn(&arena, rgb, SIDE, how), SIDE, SIDE, &quality), have = pdq_turned(&waves, how), plain = pdq_of(&waves);
		assert_in_range(pdq_distance(&want, &have), 0, 20); /* a mirrored picture is sampled a little beside */
		if (how)
			assert_in_range(pdq_distance(&want, &plain), 60, PDQ_BITS);
	}
	arena_free(&arena);
}

static void a_picture_with_nothing_to_see_has_no_quality(void **state)
{
	(void)state;
	struct arena arena = { 0 };
	uint8_t *grey = arena_alloc(&arena, 100 * 100 * 3);
	int quality;
	memset(grey, 128, 100 * 100 * 3);
	hash_of(&arena, grey, 100, 100, &quality);
	assert_int_equal(quality, 0);
	hash_of(&arena, draw(&arena, 100, 4), 100, 4, &quality);
	assert_int_equal(quality, 0);
	hash_of(&arena, draw(&arena, 1, 1), 1, 1, &quality);
	assert_int_equal(quality, 0);
	arena_free(&arena);
}

static void a_part_looks_like_the_part_alone(void **state)
{
	(void)state;
	enum { SIDE = 400 };
	struct arena arena = { 0 };
	uint8_t *rgb = draw(&arena, SIDE, SIDE), *part = arena_alloc(&arena, 320 * 320 * 3);
	struct pdq_picture picture = pdq_picture_read(&arena, rgb, SIDE, SIDE, PDQ_GREY);
	struct pdq_waves waves;
	int quality;
	for (int y = 0; y < 320; y++)
		memcpy(part + y * 320 * 3, rgb + ((y + 40) * SIDE + 40) * 3, 320 * 3);
	struct pdq alone = hash_of(&arena, part, 320, 320, &quality), whole = hash_of(&arena, rgb, SIDE, SIDE, &quality);
	pdq_look_at(&picture, &(struct pdq_view){ 0.1f, 0.1f, 0.9f, 0.9f, 0 }, &waves);
	struct pdq seen = pdq_of(&waves);
	assert_in_range(pdq_distance(&seen, &alone), 0, 16);
	assert_in_range(pdq_distance(&whole, &alone), 40, PDQ_BITS);
	arena_free(&arena);
}

static void a_hash_is_written_and_read(void **state)
{
	(void)state;
	static const char hex[] = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22";
	struct pdq pdq, other;
	char text[PDQ_HEX + 1];
	assert_true(pdq_read(sv_of(hex), &pdq));
	assert_int_equal(pdq.words[0] & 0xff, 0x22);
	pdq_text(&pdq, text);
	assert_string_equal(text, hex);
	assert_true(pdq_read(SV("F8F8F0CEE0F4A84F06370A22038F63F0B36E2ED596621E1D33E6B39C4E9C9B21"), &other));
	assert_int_equal(pdq_distance(&pdq, &other), 2);
	assert_false(pdq_read(sv_first(sv_of(hex), 63), &pdq));
	assert_false(pdq_read(SV("g8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22"), &pdq));
	assert_false(pdq_read(SV("\x18" "8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22"), &pdq));
	assert_false(pdq_read(SV_NONE, &pdq));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_hash_is_that_of_the_reference),
		cmocka_unit_test(a_turned_hash_is_that_of_the_turned_picture),
		cmocka_unit_test(a_picture_with_nothing_to_see_has_no_quality),
		cmocka_unit_test(a_part_looks_like_the_part_alone),
		cmocka_unit_test(a_hash_is_written_and_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
