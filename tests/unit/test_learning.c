/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "moderation/learning.h"
#include "moderation/ruleset_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

#include <math.h>

static struct arena arena;

static int stop(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static const struct category_setting shipped = { .on = true, .report = -1, .hold = -1, .scale = 1 };

/* A spread of scores around `middle`, the same each time. */
static size_t add(struct learning_word *words, size_t at, size_t count, float middle, bool harmful)
{
	for (size_t i = 0; i < count; i++)
		words[at + i] = (struct learning_word){ middle + 1.2f * ((float)((i * 7) % 11) / 10 - 0.5f), harmful };
	return at + count;
}

/* Every fold has some of each kind. */
static void mix(struct learning_word *words, size_t count)
{
	for (size_t i = count - 1, seed = 12345; i > 0; i--) {
		seed = seed * 1103515245 + 12345;
		size_t k = (seed >> 8) % (i + 1);
		struct learning_word one = words[i];
		words[i] = words[k];
		words[k] = one;
	}
}

static void false_alarms_of_photographers_fall_and_threats_are_still_reported(void **state)
{
	(void)state;
	struct learning_word words[120];
	struct learning_category category;
	size_t count = add(words, 0, 80, -0.6f, false); /* "we shoot at dawn": over the point for reports */
	count = add(words, count, 25, 2.2f, true);
	mix(words, count);
	learning_weigh(words, count, &shipped, 0.2f, &category);
	assert_true(category.enough && category.proposed);
	assert_int_equal(category.harmless, 80);
	assert_true(category.before.false_alarms == 80 && category.before.hits == 25);
	assert_true(category.after.false_alarms <= 8);
	assert_true(category.after.missed <= 1);
	assert_true(category.shift < 0 && category.shift >= -3 && category.scale >= 0.5f && category.scale <= 1.5f);
}

static void what_is_right_already_is_left_alone(void **state)
{
	(void)state;
	struct learning_word words[60];
	struct learning_category category;
	size_t count = add(words, 0, 30, -3, false);
	count = add(words, count, 30, 2, true);
	mix(words, count);
	learning_weigh(words, count, &shipped, 0.2f, &category);
	assert_true(category.enough && !category.proposed);
	assert_float_equal(category.shift, 0, 0);
	assert_float_equal(category.scale, 1, 0);
}

static void few_decisions_change_nothing(void **state)
{
	(void)state;
	struct learning_word words[100];
	struct learning_category category;
	size_t count = add(words, 0, 15, -0.6f, false);
	learning_weigh(words, count, &shipped, 0.2f, &category);
	assert_false(category.enough || category.proposed);
	count = add(words, 0, 90, -0.6f, false); /* many, but nobody has called one harmful more than four times */
	count = add(words, count, 4, 2, true);
	learning_weigh(words, count, &shipped, 0.2f, &category);
	assert_false(category.enough || category.proposed);
	learning_weigh(words, 0, &shipped, 0.2f, &category);
	assert_false(category.proposed);
}

static void decisions_at_random_teach_nothing_that_costs_more(void **state)
{
	(void)state;
	struct learning_word words[200];
	struct learning_category category;
	for (size_t i = 0; i < COUNT_OF(words); i++)
		words[i] = (struct learning_word){ (float)((i * 37) % 101) / 25 - 2, (i * 53) % 97 < 20 };
	learning_weigh(words, COUNT_OF(words), &shipped, 0.2f, &category);
	if (category.proposed)
		assert_true(category.after.false_alarms + LEARNING_MISS * category.after.missed <
		            category.before.false_alarms + LEARNING_MISS * category.before.missed);
	assert_true(fabsf(category.shift) <= 3);
}

static void a_line_of_a_document_is_changed_and_everything_else_stays(void **state)
{
	(void)state;
	struct sv text = SV("; ours\n[category violence]\nshift = -1 ; for now\nhold = 0.9\n\n[list a]\ncategory = spam\nphrase = b\n  c\n"), was = text;
	text = ruleset_text_set(&arena, text, SV("category violence"), SV("shift"), SV("-0.5"));
	assert_true(sv_eq(text, SV("; ours\n[category violence]\nshift = -0.5\nhold = 0.9\n\n[list a]\ncategory = spam\nphrase = b\n  c\n")));
	assert_true(sv_eq(ruleset_text_get(was, SV("category violence"), SV("shift")), SV("-1")));
	assert_true(sv_eq(ruleset_text_get(text, SV("list a"), SV("phrase")), SV("c")));
	text = ruleset_text_set(&arena, text, SV("category violence"), SV("shift"), SV_NONE);
	text = ruleset_text_set(&arena, text, SV("rule new_account_link"), SV("act"), SV("hold"));
	assert_true(sv_ends(text, SV("  c\n\n[rule new_account_link]\nact = hold\n")));
	text = ruleset_text_drop(&arena, text, SV("list a"));
	assert_true(sv_eq(text, SV("; ours\n[category violence]\nhold = 0.9\n\n[rule new_account_link]\nact = hold\n")));
	assert_true(sv_eq(ruleset_text_set(&arena, SV(""), SV("rule x"), SV("act"), SV("off")), SV("[rule x]\nact = off\n")));
	assert_true(sv_eq(ruleset_text_set(&arena, SV("[rule x]"), SV("rule x"), SV("act"), SV("off")), SV("[rule x]\nact = off\n")));
	assert_false(ruleset_text_get(text, SV("rule x"), SV("act")).p != NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(false_alarms_of_photographers_fall_and_threats_are_still_reported),
		cmocka_unit_test(what_is_right_already_is_left_alone),
		cmocka_unit_test(few_decisions_change_nothing),
		cmocka_unit_test(decisions_at_random_teach_nothing_that_costs_more),
		cmocka_unit_test(a_line_of_a_document_is_changed_and_everything_else_stays),
	};
	return cmocka_run_group_tests(tests, NULL, stop);
}
