/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "screening/screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static struct ctx cx;

static int start(void **state)
{
	(void)state;
	ctx_open(&cx, 0);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	ctx_close(&cx);
	return 0;
}

static struct ruleset *read_rules(const char *text)
{
	struct ruleset *set;
	if (ruleset_read(&cx, sv_of(text), &set))
		fail_msg(SVF, SVA(cx.said));
	return set;
}

static void what_a_document_says_is_set_and_the_rest_is_as_shipped(void **state)
{
	(void)state;
	struct ruleset *set = read_rules("; ours\n[category violence]\nreport = 0.42\nhold = .91 ; high\nlabel = yes\n[category spam]\non = no\n"
	                                 "[rule new_account_link]\nact = hold\nweight = 0.8\n[list scams]\ncategory = spam\nact = reject\n");
	const struct ruleset *shipped = ruleset_default();
	assert_true(set->categories[CATEGORY_violence].report > 0.41f && set->categories[CATEGORY_violence].report < 0.43f);
	assert_true(set->categories[CATEGORY_violence].hold > 0.9f && set->categories[CATEGORY_violence].label);
	assert_true(set->categories[CATEGORY_violence].on && !set->categories[CATEGORY_spam].on);
	assert_int_equal(set->rules[RULE_new_account_link].act, ACT_HOLD);
	assert_int_equal(set->list_count, 1);
	assert_true(sv_eq(set->lists[0].name, SV("scams")) && set->lists[0].category == CATEGORY_spam && set->lists[0].act == ACT_REJECT);
	assert_true(set->categories[CATEGORY_hate].report < 0 && shipped->categories[CATEGORY_violence].report < 0);
	assert_int_equal(shipped->rules[RULE_new_account_link].act, ACT_NOTE);
	ruleset_free(set);
}

static void a_mistake_is_told_with_its_line_and_what_to_do(void **state)
{
	(void)state;
	static const struct {
		const char *text, *said;
	} wrong[] = {
		{ "[category violence]\nreport = high\n", "Line 2: report takes a number from 0 to 1, not \"high\"." },
		{ "[category violence]\n\nhold = 1.5\n", "Line 3: hold takes a number from 0 to 1, not \"1.5\"." },
		{ "[category violence]\nhold = nan\n", "Line 2: hold takes a number from 0 to 1, not \"nan\"." },
		{ "[category violence]\nshift = 4\n", "Line 2: shift takes a number from -3 to 3, not \"4\"." },
		{ "[category violence]\nscale = 0\n", "Line 2: scale takes a number from 0.25 to 4, not \"0\"." },
		{ "[category nonsense]\non = yes\n", "Line 2: There is no category \"nonsense\"." },
		{ "[rule nonsense]\nact = hold\n", "Line 2: There is no rule \"nonsense\"." },
		{ "[rule new_account_link]\nact = delete\n", "Line 2: act takes off, note, label, report, hold or reject, not \"delete\"." },
		{ "[rule new_account_link]\nwhy = not\n", "Line 2: A rule has act and weight, but no \"why\"." },
		{ "[what]\na = b\n", "Line 2: [what]: a section is [category …], [rule …] or [list …]." },
		{ "a = b\n", "Line 1: []: a section is [category …], [rule …] or [list …]." },
		{ "[rule new_account_link]\nhold\n", "Line 2: write name = value, below a [section]." },
		{ "[list a]\ncategory = spam\npattern = a*\n", "Line 3: \"a*\" cannot be looked for: it would match nearly every text: it must need two letters at least." },
		{ "[list a]\ncategory = spam\nphrase = ...\n", "Line 3: \"...\" cannot be looked for: there is no word in it." },
		{ "[list scams]\nact = hold\n", "[list scams] has no category: category = spam" },
	};
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		struct ruleset *set;
		assert_int_equal(ruleset_read(&cx, sv_of(wrong[i].text), &set), FAIL_INVALID);
		assert_null(set);
		if (!sv_eq(cx.said, sv_of(wrong[i].said)))
			fail_msg("\"%s\" is answered: " SVF, wrong[i].text, SVA(cx.said));
	}
}

static void a_correction_moves_the_probability_of_the_model(void **state)
{
	(void)state;
	struct ruleset *set = read_rules("[category violence]\nshift = -1.5\nscale = 2\n");
	const struct category_setting *shipped = &ruleset_default()->categories[CATEGORY_violence], *ours = &set->categories[CATEGORY_violence];
	assert_float_equal(screen_corrected(shipped, 0.3f), 0.3, 1e-6);
	assert_float_equal(screen_corrected(ours, 0.5f), 0.1824, 1e-3); /* the logit 0 becomes -1.5 */
	assert_true(screen_corrected(ours, 0) >= 0 && screen_corrected(ours, 1) <= 1);
	assert_true(screen_corrected(ours, 0.6f) > screen_corrected(ours, 0.59f));
	ruleset_free(set);
}

static void without_a_model_the_rules_are_all_there_is(void **state)
{
	(void)state;
	struct findings findings;
	struct item item = { .texts = { SV("hello"), SV("look at https://shop.example/deal now") }, .text_count = 2, .author_age_ms = 3600000 };
	screen_item(NULL, ruleset_default(), &cx.arena, &item, &findings);
	assert_int_equal(findings.count, 1);
	const struct finding *one = &findings.list[0];
	assert_true(sv_eq(one->by, SV("new_account_link")) && one->text == 1 && one->act == ACT_NOTE && one->category == CATEGORY_spam);
	assert_int_equal(one->span_count, 1);
	assert_int_equal(one->spans[0].start, 8);
	struct ruleset *set = read_rules("[rule new_account_link]\nact = off\n");
	screen_item(NULL, set, &cx.arena, &item, &findings);
	assert_int_equal(findings.count, 0);
	ruleset_free(set);
}

static void a_community_looks_for_its_own_words_in_disguise_too(void **state)
{
	(void)state;
	static const struct {
		struct sv text;
		const char *by;
		enum act act;
	} cases[] = {
		{ SV_INIT("Get FREE  crypto now"), "list scams", ACT_REJECT },
		{ SV_INIT("get fr\xd0\xb5" "e crypto"), "list scams", ACT_REJECT }, /* a Cyrillic letter */
		{ SV_INIT("We double your btc."), "list scams", ACT_REJECT },
		{ SV_INIT("at https://CHAT.example/55"), "list chats", ACT_NOTE },
		{ SV_INIT("free the crypto"), NULL, ACT_OFF },
		{ SV_INIT("we double your btcs"), NULL, ACT_OFF },
	};
	struct ruleset *set = read_rules("[list scams]\ncategory = spam\nact = reject\nphrase = free crypto\npattern = double your (btc|eth)\n"
	                                 "[list chats]\ncategory = spam\nact = note\nraw = chat\\.example/[0-9]+\n");
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct findings findings;
		struct item item = { .texts = { cases[i].text }, .text_count = 1, .author_age_ms = -1 };
		screen_item(NULL, set, &cx.arena, &item, &findings);
		const struct finding *own = NULL;
		for (size_t k = 0; k < findings.count; k++) /* a shipped rule knows some of it, too */
			own = sv_starts(findings.list[k].by, SV("list ")) ? &findings.list[k] : own;
		assert_true(!own == !cases[i].by);
		if (!own)
			continue;
		assert_true(sv_eq(own->by, sv_of(cases[i].by)) && own->act == cases[i].act);
		assert_true(own->span_count == 1 && own->spans[0].end <= cases[i].text.n);
	}
	ruleset_free(set);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_document_says_is_set_and_the_rest_is_as_shipped),
		cmocka_unit_test(a_mistake_is_told_with_its_line_and_what_to_do),
		cmocka_unit_test(a_correction_moves_the_probability_of_the_model),
		cmocka_unit_test(without_a_model_the_rules_are_all_there_is),
		cmocka_unit_test(a_community_looks_for_its_own_words_in_disguise_too),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
