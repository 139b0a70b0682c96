/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The library as others use it: by its header alone, linked to the shared object. */
#include <folkmoot-screen.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static folkmoot_screen *screen;

static int start(void **state)
{
	char error[FOLKMOOT_SCREEN_ERROR] = "";
	(void)state;
	screen = folkmoot_screen_open(FOLKMOOT_MODEL, error);
	return !screen || *error;
}

static int stop(void **state)
{
	(void)state;
	folkmoot_screen_close(screen);
	return 0;
}

static folkmoot_findings *find(const char *text, enum folkmoot_level least)
{
	return folkmoot_screen_text(screen, NULL, text, strlen(text), least);
}

static void a_threat_is_found_with_its_words(void **state)
{
	(void)state;
	static const char text[] = "Good morning. I will kill you tonight.";
	folkmoot_findings *found = find(text, FOLKMOOT_REPORT);
	bool shown = false, threat = false, by_model = false, by_rule = false;
	size_t all = 0;
	assert_true(found->count > 0);
	for (size_t i = 0; i < found->count; i++) {
		const folkmoot_finding *one = found->list[i];
		assert_true(one->score > 0 && one->level >= FOLKMOOT_REPORT && one->score <= 1);
		assert_true(i == 0 || one->act <= found->list[i - 1]->act);
		by_model |= strcmp(one->by, "model") == 0;
		by_rule |= strcmp(one->by, "threat_phrase") == 0;
		assert_true(strlen(one->why) > 10);
		threat |= strcmp(one->category, "threat") == 0;
		for (size_t s = 0; s < one->span_count; s++) {
			assert_true(one->spans[s].start < one->spans[s].end && one->spans[s].end < sizeof(text));
			assert_true(s == 0 || one->spans[s].start >= one->spans[s - 1].end);
			shown |= strncmp(text + one->spans[s].start, "kill", 4) == 0 || one->spans[s].end - one->spans[s].start > 4;
		}
	}
	assert_true(threat && shown && by_model && by_rule);
	assert_false(found->cut || found->foreign);
	all = found->count;
	folkmoot_findings_free(found);
	found = find(text, FOLKMOOT_NOTED);
	assert_true(found->count > all);
	folkmoot_findings_free(found);
}

static void harmless_words_are_not(void **state)
{
	(void)state;
	folkmoot_findings *found = find("The weather is lovely today.", FOLKMOOT_REPORT);
	assert_int_equal(found->count, 0);
	folkmoot_findings_free(found);
}

static void every_category_says_what_it_is(void **state)
{
	(void)state;
	size_t categories = 0;
	while (folkmoot_screen_category(categories)) {
		assert_true(strlen(folkmoot_screen_category_about(categories)) > 3);
		categories++;
	}
	assert_null(folkmoot_screen_category_about(categories));
}

static void any_bytes_may_come_in(void **state)
{
	(void)state;
	static const char bytes[] = "a\0b\xff\xfe\xc0\x80\xed\xa0\x80\xf4\x90\x80\x80 \xe2\x80 \x1b[31m \xf0\x9f";
	for (size_t n = 0; n <= sizeof(bytes); n++) {
		folkmoot_findings *found = folkmoot_screen_text(screen, NULL, bytes, n, FOLKMOOT_NOTED);
		for (size_t i = 0; i < found->count; i++)
			for (size_t s = 0; s < found->list[i]->span_count; s++)
				assert_true(found->list[i]->spans[s].end <= n);
		folkmoot_findings_free(found);
	}
	folkmoot_findings *found = folkmoot_screen_text(screen, NULL, NULL, 0, FOLKMOOT_NOTED);
	assert_false(found->cut);
	folkmoot_findings_free(found);
}

static void a_text_that_is_too_long_is_cut_and_said_to_be(void **state)
{
	(void)state;
	size_t n = 70000;
	char *text = malloc(n);
	memset(text, ' ', n);
	memcpy(text + n - 20, "I will kill you all.", 20);
	folkmoot_findings *found = folkmoot_screen_text(screen, NULL, text, n, FOLKMOOT_REPORT);
	assert_true(found->cut);
	assert_int_equal(found->count, 0);
	folkmoot_findings_free(found);
	free(text);
}

static void what_cannot_be_opened_is_told(void **state)
{
	(void)state;
	char error[FOLKMOOT_SCREEN_ERROR], name[1000];
	assert_null(folkmoot_screen_open("/nowhere/screen.model", error));
	assert_string_equal(error, "The model /nowhere/screen.model cannot be used: it cannot be read.");
	assert_null(folkmoot_screen_open("/dev/null", error));
	assert_null(folkmoot_screen_open(__FILE__, NULL));
	memset(name, 'x', sizeof(name));
	name[sizeof(name) - 1] = 0;
	assert_null(folkmoot_screen_open(name, error));
	assert_true(strlen(error) < sizeof(error) && error[strlen(error) - 1] == '.');
	folkmoot_screen_close(NULL);
	folkmoot_findings_free(NULL);
	assert_string_equal(folkmoot_screen_version(), FOLKMOOT_VERSION);
}

static void a_rule_set_moves_thresholds(void **state)
{
	static const char set[] = "[category violence]\non = no\n[category threat]\nreport = 1\nhold = 1\n";
	(void)state;
	folkmoot_ruleset *ruleset = folkmoot_ruleset_read(set, strlen(set), NULL);
	assert_non_null(ruleset);
	folkmoot_findings *found = folkmoot_screen_text(screen, ruleset, "I will kill you tonight.", 24, FOLKMOOT_NOTED);
	for (size_t i = 0; i < found->count; i++) {
		assert_string_not_equal(found->list[i]->category, "violence");
		if (strcmp(found->list[i]->category, "threat") == 0 && strcmp(found->list[i]->by, "model") == 0)
			assert_int_equal(found->list[i]->level, FOLKMOOT_NOTED);
	}
	folkmoot_findings_free(found);
	folkmoot_ruleset_free(ruleset);
}

static void a_bad_rule_set_is_refused_with_its_line(void **state)
{
	char error[FOLKMOOT_SCREEN_ERROR] = "";
	(void)state;
	assert_null(folkmoot_ruleset_read("[category violence]\nreport = much\n", 34, error));
	assert_string_equal(error, "Line 2: report takes a number from 0 to 1, not \"much\".");
	assert_null(folkmoot_ruleset_read("[category \xff\xff]\non = no\n", 21, error));
	assert_non_null(strstr(error, "\xef\xbf\xbd"));
	assert_null(folkmoot_ruleset_read("a\0b", 3, NULL));
	folkmoot_ruleset *empty = folkmoot_ruleset_read(NULL, 0, error);
	assert_non_null(empty);
	folkmoot_ruleset_free(empty);
	folkmoot_ruleset_free(NULL);
}

static void without_a_model_the_rules_are_there(void **state)
{
	(void)state;
	folkmoot_findings *found = folkmoot_screen_text(NULL, NULL, "I will kill you tonight.", 24, FOLKMOOT_NOTED);
	for (size_t i = 0; i < found->count; i++)
		assert_string_not_equal(found->list[i]->by, "model");
	folkmoot_findings_free(found);
}

static void *ask_often(void *arg)
{
	static const char *const texts[] = { "I will find you and kill you", "what a lovely morning", "k1ll th3m all", "buy cheap pills now" };
	uintptr_t sum = 0;
	for (size_t i = 0; i < 40; i++) {
		folkmoot_findings *found = find(texts[i % 4], FOLKMOOT_REPORT);
		sum += found->count * (i + 1);
		folkmoot_findings_free(found);
	}
	(void)arg;
	return (void *)sum; /* NOLINT: a number */
}

static void threads_share_a_screen(void **state)
{
	(void)state;
	pthread_t threads[4];
	void *first = ask_often(NULL), *sum;
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, ask_often, NULL), 0);
	for (size_t i = 0; i < 4; i++) {
		pthread_join(threads[i], &sum);
		assert_ptr_equal(sum, first);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_threat_is_found_with_its_words),
		cmocka_unit_test(harmless_words_are_not),
		cmocka_unit_test(every_category_says_what_it_is),
		cmocka_unit_test(any_bytes_may_come_in),
		cmocka_unit_test(a_text_that_is_too_long_is_cut_and_said_to_be),
		cmocka_unit_test(what_cannot_be_opened_is_told),
		cmocka_unit_test(a_rule_set_moves_thresholds),
		cmocka_unit_test(a_bad_rule_set_is_refused_with_its_line),
		cmocka_unit_test(without_a_model_the_rules_are_there),
		cmocka_unit_test(threads_share_a_screen),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
