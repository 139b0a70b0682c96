/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a profile may say, and what the gate says to it. */
#include "community_fixture.h"

#include "social/account.h"
#include "social/follow.h"
#include "social/preference.h"
#include "social/profile.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#define assert_ok(expr) assert_int_equal((expr), OK)
#define assert_text(sv, text) assert_true(sv_eq((sv), SV(text)))

static enum fail change_to(struct fixture *at, struct profile_change change)
{
	struct profile_edit edit;
	TRY(profile_prepare(&at->cx, &change, &edit));
	return profile_save(&at->cx, &edit);
}

static struct account profile(struct fixture *at)
{
	struct account account;
	assert_ok(account_load(&at->cx, at->ada, &account));
	return account;
}

static void what_is_not_sent_stays(void **state)
{
	struct fixture *at = *state;
	struct profile_change change = profile_unchanged();
	change.display_name = SV("  Ada \n");
	change.note = SV("See https://ada.example and #Moot, @bob");
	change.locked = PROFILE_YES;
	assert_ok(change_to(at, change));
	assert_true(fixture_told(at, EFFECT_ACCOUNT, at->ada));
	assert_ok(change_to(at, profile_unchanged()));
	struct account_row row = profile(at).row;
	assert_text(row.display_name, "Ada");
	assert_true(row.locked && row.discoverable && !row.bot);
	assert_true(sv_find(row.note_html, SV("rel=\"nofollow noopener noreferrer me\"")) > 0 || sv_find(row.note_html, SV(" me\"")) > 0);
	assert_true(sv_find(row.note_html, SV("https://talk.example/@bob")) > 0 && sv_find(row.note_html, SV("/tags/")) > 0);
	change = profile_unchanged();
	change.note = SV("");
	assert_ok(change_to(at, change));
	assert_int_equal(profile(at).row.note_html.n, 0);
}

static void fields_are_kept_with_their_links(void **state)
{
	struct fixture *at = *state;
	struct profile_field fields[] = { { SV("site"), SV("https://ada.example") }, { SV(" "), SV("") }, { SV("<b>"), SV("<script>") } };
	struct profile_change change = profile_unchanged();
	change.fields = fields;
	change.field_count = COUNT_OF(fields);
	change.fields_sent = true;
	assert_ok(change_to(at, change));
	struct account account = profile(at);
	assert_int_equal(account.field_count, 2);
	assert_text(account.fields[0].value, "https://ada.example");
	assert_true(sv_find(account.fields[0].html, SV("href=\"https://ada.example\"")) > 0);
	assert_text(account.fields[1].html, "&lt;script&gt;");
	assert_int_equal(account.fields[0].verified_at, 0);
	change.field_count = 0;
	assert_ok(change_to(at, change));
	assert_int_equal(profile(at).field_count, 0);
}

static struct sv long_text(struct fixture *at, size_t n)
{
	char *text = arena_alloc(&at->cx.arena, n);
	memset(text, 'x', n);
	return (struct sv){ text, n };
}

static void what_is_too_long_or_too_much_is_refused_and_the_limit_itself_is_not(void **state)
{
	struct fixture *at = *state;
	struct profile_field many[] = { { SV("1"), SV("") }, { SV("2"), SV("") }, { SV("3"), SV("") }, { SV("4"), SV("") }, { SV("5"), SV("") }, { SV("6"), SV("") }, { SV("7"), SV("") } };
	for (size_t extra = 0; extra < 2; extra++) {
		struct profile_field field = { long_text(at, PROFILE_FIELD_MOST), long_text(at, PROFILE_FIELD_MOST + extra) };
		struct profile_change changes[6];
		for (size_t i = 0; i < COUNT_OF(changes); i++)
			changes[i] = profile_unchanged();
		changes[0].display_name = long_text(at, PROFILE_NAME_MOST + extra);
		changes[1].note = long_text(at, (size_t)settings(&at->cx)->max_note_chars + extra);
		changes[2].avatar_description = long_text(at, 1500 + extra);
		changes[3].header_description = long_text(at, 1500 + extra);
		changes[4].fields = many;
		changes[4].field_count = 6 + extra;
		changes[5].fields = &field;
		changes[5].field_count = 1;
		for (size_t i = 0; i < COUNT_OF(changes); i++)
			assert_int_equal(change_to(at, changes[i]), extra ? FAIL_INVALID : OK);
	}
}

static void domains_are_written_one_way(void **state)
{
	struct fixture *at = *state;
	struct sv domains[] = { SV("https://News.Example"), SV("*.news.example"), SV(""), SV("b\xc3\xbc"
		                                                                          "cher.example") };
	struct profile_change change = profile_unchanged();
	change.domains = domains;
	change.domain_count = COUNT_OF(domains);
	change.domains_sent = true;
	assert_ok(change_to(at, change));
	assert_text(profile(at).row.attribution_domains, "[\"news.example\",\"b\xc3\xbc"
	                                                 "cher.example\"]");
	const char *wrong[] = { "no dot", "news.example/path", "a..", ".example", "\"],[\"" };
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		domains[0] = sv_of(wrong[i]);
		assert_int_equal(change_to(at, change), FAIL_INVALID);
	}
}

static void what_is_posted_later_has_its_preferences(void **state)
{
	struct fixture *at = *state;
	struct preferences preferences;
	struct profile_change change = profile_unchanged();
	change.visibility = SV("private");
	change.language = SV("pt-BR");
	change.quote_policy = SV("nobody");
	change.sensitive = PROFILE_YES;
	assert_ok(change_to(at, change));
	assert_ok(preferences_load(&at->cx, at->ada, &preferences));
	assert_text(preferences.posting_default_visibility, "private");
	assert_text(preferences.posting_default_language, "pt-BR");
	assert_text(preferences.posting_default_quote_policy, "nobody");
	assert_true(preferences.posting_default_sensitive);
	struct { struct sv visibility, language, quote_policy; } wrong[] = {
		{ SV("everybody"), SV("en"), SV("public") }, { SV("public"), SV("english"), SV("public") },
		{ SV("public"), SV("e\"n"), SV("public") }, { SV("public"), SV("en"), SV("") },
	};
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		change.visibility = wrong[i].visibility;
		change.language = wrong[i].language;
		change.quote_policy = wrong[i].quote_policy;
		assert_int_equal(change_to(at, change), FAIL_INVALID);
	}
}

static void a_preference_is_one_of_its_values(void **state)
{
	struct fixture *at = *state;
	struct preferences preferences;
	assert_ok(preference_put(&at->cx, at->ada, SV("look_theme"), SV("dark")));
	assert_true(fixture_told(at, EFFECT_VIEWER, at->ada));
	assert_ok(preference_put(&at->cx, at->ada, SV("reading_expand_media"), SV("hide_all")));
	assert_int_equal(preference_put(&at->cx, at->ada, SV("look_theme"), SV("dar")), FAIL_INVALID);
	assert_int_equal(preference_put(&at->cx, at->ada, SV("look_theme"), SV("")), FAIL_INVALID);
	assert_int_equal(preference_put(&at->cx, at->ada, SV("look_theme"), SV("auto light")), FAIL_INVALID);
	assert_int_equal(preference_put(&at->cx, at->ada, SV("look"), SV("dark")), FAIL_INVALID);
	assert_ok(preference_put(&at->cx, at->ada, SV("interface_language"), SV("de")));
	assert_ok(preference_put(&at->cx, at->ada, SV("interface_language"), SV("")));
	assert_int_equal(preference_put(&at->cx, at->ada, SV("interface_language"), SV("tlh")), FAIL_INVALID);
	assert_ok(preferences_load(&at->cx, at->ada, &preferences));
	assert_text(preferences.look_theme, "dark");
	assert_text(preferences.look_text, "normal");
	assert_text(preferences.reading_expand_media, "hide_all");
}

/* --- the gate -------------------------------------------------------------------------------------------------------------------- */

struct heard {
	enum verdict verdict;
	size_t asked, more_count;
	bool saw_field, saw_name;
};

static void judge(void *data, struct ctx *cx, const struct gate_item *item, struct judgement *judgement_r)
{
	struct heard *heard = data;
	(void)cx;
	assert_int_equal(item->kind, GATE_PROFILE);
	heard->asked++;
	heard->more_count = item->more_count;
	for (size_t i = 0; i < item->more_count; i++) {
		heard->saw_field |= sv_eq(item->more[i], SV("buy here"));
		heard->saw_name |= sv_eq(item->more[i], SV("Ada"));
	}
	*judgement_r = (struct judgement){ .verdict = heard->verdict, .reason = SV("it advertises") };
}

static void the_gate_sees_all_words_and_only_words(void **state)
{
	struct fixture *at = *state;
	struct heard heard = { .verdict = VERDICT_REJECT };
	struct profile_field field = { SV("shop"), SV("buy here") };
	struct profile_change change = profile_unchanged();
	at->community.gate = (struct gate){ .data = &heard, .judge = judge };
	change.bot = PROFILE_YES;
	assert_ok(change_to(at, change)); /* nothing to judge */
	assert_int_equal(heard.asked, 0);
	change.display_name = SV("Ada");
	change.fields = &field;
	change.field_count = 1;
	change.fields_sent = true;
	assert_int_equal(change_to(at, change), FAIL_INVALID);
	assert_true(heard.saw_field && heard.saw_name && sv_find(at->cx.said, SV("it advertises")) > 0);
	heard.verdict = VERDICT_HOLD;
	assert_int_equal(change_to(at, change), FAIL_INVALID);
	assert_int_equal(profile(at).field_count + profile(at).row.display_name.n, 0);
	heard.verdict = VERDICT_ALLOW;
	assert_ok(change_to(at, change));
	assert_int_equal(profile(at).field_count, 1);
}

static void unlocking_lets_everybody_in_who_waits(void **state)
{
	struct fixture *at = *state;
	struct relation_get_row tie;
	struct profile_change change = profile_unchanged();
	change.locked = PROFILE_YES;
	assert_ok(change_to(at, change));
	assert_ok(follow_create(&at->cx, at->bob, at->ada, &(struct follow_wish){ .reblogs = true }));
	assert_ok(change_to(at, change)); /* locked as before: nobody comes in */
	assert_int_equal(profile(at).row.followers_count, 0);
	change.locked = PROFILE_NO;
	assert_ok(change_to(at, change));
	assert_ok(q_relation_get(&at->cx, at->bob, at->ada, SV(""), at->cx.now, &tie));
	assert_true(tie.following && tie.reblogs && !tie.requested);
	assert_int_equal(profile(at).row.followers_count, 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
		TEST(what_is_not_sent_stays),
		TEST(fields_are_kept_with_their_links),
		TEST(what_is_too_long_or_too_much_is_refused_and_the_limit_itself_is_not),
		TEST(domains_are_written_one_way),
		TEST(what_is_posted_later_has_its_preferences), TEST(a_preference_is_one_of_its_values),
		TEST(the_gate_sees_all_words_and_only_words),
		TEST(unlocking_lets_everybody_in_who_waits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
