/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The corpus of lengths that static/js/count.js is held to as well (tests/web/count.mjs). */
#include "social/text.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

static void each_text_counts_what_the_corpus_says(void **state)
{
	(void)state;
	char path[1024];
	struct arena arena = { 0 };
	snprintf(path, sizeof(path), "%s/text_lengths.json", getenv("TEST_DATA"));
	json_t *all = json_load_file(path, 0, NULL), *pair;
	size_t i, wrong = 0;
	assert_true(json_array_size(all) > 100);
	json_array_foreach(all, i, pair) {
		json_t *text = json_array_get(pair, 0);
		size_t length = (size_t)json_integer_value(json_array_get(pair, 1));
		size_t counted = text_length(&arena, (struct sv){ json_string_value(text), json_string_length(text) });
		if (counted == length)
			continue;
		print_error("\"%s\" counts %zu, expected %zu\n", json_string_value(text), counted, length);
		wrong++;
	}
	json_decref(all);
	arena_free(&arena);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(each_text_counts_what_the_corpus_says) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
