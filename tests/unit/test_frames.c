/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "screening/features.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static struct arena arena;

static int start(void **state)
{
	(void)state;
	features_start();
	return 0;
}

static int stop(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

static struct frame_view view_of(const char *text)
{
	struct normal normal;
	normalise(&arena, NULL, sv_of(text), &normal);
	uint8_t *parts = arena_alloc(&arena, normal.count + 1);
	frame_parts(&normal, parts);
	return frame_view_of(&normal, parts);
}

static void a_threat_that_names_somebody_is_aimed(void **state)
{
	(void)state;
	static const char *const aimed[] = { "I will kill you", "someone should shoot the mayor", "I hope they all die in a fire", "All judges must be hanged.",
		                             "@bob i'm going to stab you", "kill them all", "If you come here again I'll break your legs", "immigrants deserve to be shot" };
	for (size_t i = 0; i < COUNT_OF(aimed); i++)
		if (!is_aimed(view_of(aimed[i])))
			fail_msg("%s", aimed[i]);
}

static void a_threat_says_where_and_when(void **state)
{
	(void)state;
	struct frame_view view = view_of("We will burn the mosque down tonight.");
	assert_true(view.threat && view.place && view.time);
	view = view_of("I will kill somebody. The bakery opens tomorrow.");
	assert_true(view.threat && view.target && !view.time); /* the time is of something else */
}

static void words_of_harm_alone_are_no_threat(void **state)
{
	(void)state;
	static const char *const harmless[] = { "The weather is lovely today.", "I would never kill anyone", "Nobody should be shot.", "Two people were killed in the crash",
		                                "She wrote \"I will kill you\" and was banned", "\"Immigrants should be shot\" is a vile thing to say",
		                                "dead tired after the match" };
	for (size_t i = 0; i < COUNT_OF(harmless); i++)
		if (view_of(harmless[i]).threat)
			fail_msg("%s", harmless[i]);
}

static void one_quotation_mark_alone_quotes_nothing(void **state)
{
	(void)state;
	assert_true(view_of("for the 27\" screen: I will kill you").threat);
	assert_false(is_aimed(view_of("")));
}

static void marks_around_everything_quote_nothing(void **state)
{
	(void)state;
	assert_true(view_of("\"I will kill you all tonight\"").threat);
	assert_true(view_of("'We will shoot the mayor!'").threat);
	assert_false(view_of("the dogs' owner wrote 'we will shoot the mayor!' and left").threat);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_threat_that_names_somebody_is_aimed),
		cmocka_unit_test(a_threat_says_where_and_when),
		cmocka_unit_test(words_of_harm_alone_are_no_threat),
		cmocka_unit_test(one_quotation_mark_alone_quotes_nothing),
		cmocka_unit_test(marks_around_everything_quote_nothing),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
