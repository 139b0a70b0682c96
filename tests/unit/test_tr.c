/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/ctx.h"
#include "base/html.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static struct arena arena;

#define assert_sv(got, want) assert_string_equal(arena_cstr(&arena, got), want)

static int speaks_english(void **state)
{
	(void)state;
	tr_use(LANGUAGE_NONE);
	arena_free(&arena);
	return 0;
}

static void a_text_is_in_the_language_of_the_thread(void **state)
{
	(void)state;
	for (int again = 0; again < 2; again++) { /* the second time its number is known */
		static const char *const home[LANGUAGE_COUNT] = { "Home", "Home", "Startseite", "Inicio", "الرئيسية" };
		for (enum language l = LANGUAGE_NONE; l < LANGUAGE_COUNT; l++) {
			tr_use(l);
			assert_sv(TR("Home"), home[l]);
		}
	}
	static const struct sv marked[] = { TR_MARK("Home"), TR_MARKC("nobody says this", "Home") };
	tr_use(LANGUAGE_de);
	assert_sv(tr(marked[0]), "Startseite");
	assert_sv(tr(marked[1]), "Home");
	assert_sv(TR("Nobody has translated this text."), "Nobody has translated this text.");
}

static void arguments_can_be_turned_round(void **state)
{
	(void)state;
	assert_sv(TRF(&arena, "%s on %s", "Firefox", SV("Linux")), "Firefox on Linux");
	assert_sv(tr_format(&arena, SV("%2$s: %1$s, %d, 5 %%"), TR_ARGS(SV("a"), "b", 12345)), "b: a, b, 5 %");
	assert_sv(tr_format(&arena, SV("%d %"), TR_ARGS(12345)), "12,345 ");
	assert_sv(tr_format(&arena, SV("%9$s %s%"), TR_ARGS("a")), " "); /* nothing is read that was not given */
	assert_sv(tr_format(&arena, SV("%s %s %3$"), TR_ARGS("a")), "a  $");
}

static void plurals_follow_the_language(void **state)
{
	(void)state;
	static const struct {
		int64_t n;
		unsigned form;
	} arabic[] = { { 0, 0 }, { 1, 1 }, { 2, 2 }, { 3, 3 }, { 10, 3 }, { 11, 4 }, { 99, 4 }, { 100, 5 }, { 102, 5 }, { 103, 3 }, { 111, 4 } };
	for (size_t i = 0; i < COUNT_OF(arabic); i++)
		assert_int_equal(language_about(LANGUAGE_ar)->plural((uint64_t)arabic[i].n), arabic[i].form);
	assert_sv(TRNF(&arena, "%d reply", "%d replies", 1), "1 reply");
	assert_sv(TRNF(&arena, "%d reply", "%d replies", 12000), "12,000 replies");
	tr_use(LANGUAGE_de);
	assert_sv(TRNF(&arena, "%d reply", "%d replies", 1), "1 Antwort");
	assert_sv(TRNF(&arena, "%d reply", "%d replies", 12000), "12.000 Antworten");
	assert_sv(TR("%d reply"), "%d Antwort"); /* the first form alone */
}

static void the_best_language_that_a_browser_accepts(void **state)
{
	(void)state;
	static const struct {
		const char *header;
		enum language language;
	} cases[] = { { "", LANGUAGE_NONE },
		      { "de", LANGUAGE_de },
		      { "de-AT,de;q=0.9,en;q=0.8", LANGUAGE_de },
		      { "fr, es;q=0.5, de;q=0.7", LANGUAGE_de },
		      { "EN-us , de;q=1.0", LANGUAGE_en },
		      { "pt_BR", LANGUAGE_NONE },
		      { "de;q=0, es;q=0.001", LANGUAGE_es },
		      { "*;q=0.5, fr", LANGUAGE_NONE },
		      { "ar", LANGUAGE_NONE }, /* not offered */
		      { ";;q=,,de;q=x,q=1", LANGUAGE_NONE },
		      { "den, e, ;", LANGUAGE_NONE } };
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(language_accepted(sv_of(cases[i].header)), cases[i].language);
}

static void a_refusal_is_said_in_the_language_of_the_one_who_asked(void **state)
{
	(void)state;
	struct ctx cx;
	ctx_open(&cx, 0);
	assert_int_equal(refuse(&cx, FAIL_INVALID, "There is no preference \"" SVF "\".", SVA(SV("x"))), FAIL_INVALID);
	assert_sv(cx.said, "There is no preference \"x\".");
	tr_use(LANGUAGE_de);
	(void)refuse(&cx, FAIL_INVALID, "There is no preference \"" SVF "\".", SVA(SV("x")));
	assert_sv(cx.said, "Die Einstellung „x“ gibt es nicht.");
	ctx_close(&cx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(a_text_is_in_the_language_of_the_thread, speaks_english),
		cmocka_unit_test_teardown(arguments_can_be_turned_round, speaks_english),
		cmocka_unit_test_teardown(plurals_follow_the_language, speaks_english),
		cmocka_unit_test_teardown(the_best_language_that_a_browser_accepts, speaks_english),
		cmocka_unit_test_teardown(a_refusal_is_said_in_the_language_of_the_one_who_asked, speaks_english),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
