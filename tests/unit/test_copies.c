/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Altered copies are found, other pictures are not taken for one; tests/copies/copies_bench.c does the same with many. */
#include "../copies/alter.h"

#include "screening/hash_index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { BANKED = 12, OTHERS = 60 };

static unsigned nearest(const struct copies *banked, const struct copies *asked)
{
	unsigned least = PDQ_BITS;
	for (size_t i = 0; i < banked->count; i++)
		for (size_t j = 0; j < asked->count; j++) {
			unsigned distance = pdq_distance(&banked->list[i], &asked->list[j]);
			least = distance < least ? distance : least;
		}
	return least;
}

static void most_altered_copies_are_found_and_no_other_picture(void **state)
{
	(void)state;
	static struct copies banked[BANKED];
	static VipsImage *images[BANKED];
	struct copies asked;
	for (uint64_t seed = 0, n = 0; n < BANKED; seed++) {
		images[n] = scene_draw(seed);
		alter_to_bank(images[n], &banked[n]);
		if (banked[n].quality < PDQ_QUALITY)
			g_object_unref(images[n]);
		else
			n++;
	}
	for (size_t way = 0; way < alteration_count; way++) {
		int found = 0;
		for (int i = 0; i < BANKED; i++) {
			struct dice dice = dice_of((uint64_t)i);
			VipsImage *copy = alterations[way].make(images[i], &dice);
			alter_to_ask(copy, &asked);
			found += nearest(&banked[i], &asked) <= PDQ_NEAR;
			g_object_unref(copy);
		}
		if (found < BANKED - 1)
			fail_msg("%s: %d of %d found", alterations[way].name, found, BANKED);
	}
	for (uint64_t seed = 1000; seed < 1000 + OTHERS; seed++) {
		VipsImage *image = scene_draw(seed);
		alter_to_ask(image, &asked);
		for (int i = 0; i < BANKED; i++)
			assert_in_range(nearest(&banked[i], &asked), PDQ_NEAR + 1, PDQ_BITS);
		g_object_unref(image);
	}
	for (int i = 0; i < BANKED; i++)
		g_object_unref(images[i]);
}

static void the_first_hash_is_that_of_the_picture(void **state)
{
	(void)state;
	struct copies banked, asked;
	VipsImage *image = scene_draw(1);
	alter_to_bank(image, &banked);
	alter_to_ask(image, &asked);
	assert_int_equal(pdq_distance(&banked.list[0], &asked.list[0]), 0);
	assert_true(banked.count > 20 && banked.count <= COPIES_BANKED);
	assert_true(asked.count > 20 && asked.count <= COPIES_ASKED);
	g_object_unref(image);
}

int main(int argc, char **argv)
{
	(void)argc;
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(most_altered_copies_are_found_and_no_other_picture),
		cmocka_unit_test(the_first_hash_is_that_of_the_picture),
	};
	if (VIPS_INIT(argv[0]))
		return 1;
	vips_cache_set_max(0);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
