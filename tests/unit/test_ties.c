/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The rules of following, blocking, muting, lists and suggestions. */
#include "community_fixture.h"

#include "jobs/jobs.h"
#include "social/account_search.h"
#include "social/follow.h"
#include "social/list.h"
#include "social/merge.h"
#include "social/relation.h"
#include "social/status_write.h"
#include "social/suggestion.h"
#include "social/upkeep.h"
#include "social/viewer.h"
#include "store/page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#define assert_ok(expr) assert_int_equal((expr), OK)

static const struct follow_wish usual = { .reblogs = true };

static struct account_row account(struct fixture *at, int64_t id)
{
	struct account_row row;
	assert_ok(q_account_get(&at->cx, id, &row));
	return row;
}

static struct relation_get_row relation(struct fixture *at, int64_t from, int64_t to)
{
	struct relation_get_row row;
	assert_ok(q_relation_get(&at->cx, from, to, SV(""), at->cx.now, &row));
	return row;
}

/* --- following ---------------------------------------------------------------------------------------------------------------- */

static void following_twice_counts_once_and_takes_the_new_wish(void **state)
{
	struct fixture *at = *state;
	struct follow_wish quiet = { .notify = true, .languages = SV("de en") };
	assert_ok(follow_create(&at->cx, at->ada, at->bob, &usual));
	assert_true(fixture_told(at, EFFECT_VIEWER, at->ada) && fixture_told(at, EFFECT_ACCOUNT, at->bob));
	assert_ok(follow_create(&at->cx, at->ada, at->bob, &quiet));
	struct relation_get_row now = relation(at, at->ada, at->bob);
	assert_true(now.following && !now.reblogs && now.notify && sv_eq(now.languages, SV("de en")));
	assert_int_equal(account(at, at->bob).followers_count, 1);
	assert_int_equal(account(at, at->ada).following_count, 1);
	assert_ok(follow_end(&at->cx, at->ada, at->bob));
	assert_ok(follow_end(&at->cx, at->ada, at->bob));
	assert_int_equal(account(at, at->bob).followers_count, 0);
}

static void a_locked_account_decides(void **state)
{
	struct fixture *at = *state;
	fixture_sql(at, "UPDATE account SET locked = 1 WHERE username = 'bob'");
	assert_ok(follow_create(&at->cx, at->ada, at->bob, &(struct follow_wish){ .reblogs = false, .notify = true }));
	assert_true(relation(at, at->ada, at->bob).requested);
	assert_int_equal(account(at, at->bob).followers_count, 0);
	fixture_as(at, at->bob);
	assert_ok(follow_authorize(&at->cx, at->ada));
	struct relation_get_row now = relation(at, at->ada, at->bob);
	assert_true(now.following && now.notify && !now.reblogs && !now.requested); /* as it was asked for */
	assert_int_equal(follow_authorize(&at->cx, at->ada), FAIL_NOT_FOUND);
	assert_int_equal(follow_reject(&at->cx, at->ada), FAIL_NOT_FOUND);
	assert_int_equal(account(at, at->bob).followers_count, 1);
}

static void who_is_limited_has_to_ask(void **state)
{
	struct fixture *at = *state;
	fixture_sql(at, "UPDATE account SET silenced_at = 1 WHERE username = 'ada'");
	assert_ok(follow_create(&at->cx, at->ada, at->bob, &usual));
	assert_true(relation(at, at->ada, at->bob).requested);
	assert_ok(follow_create(&at->cx, at->bob, at->ada, &usual));
	assert_true(relation(at, at->bob, at->ada).following);
	fixture_as(at, at->bob); /* opening up lets in all but the limited */
	assert_ok(follow_authorize_all(&at->cx));
	assert_true(relation(at, at->ada, at->bob).requested);
}

static void nobody_follows_whom_they_may_not(void **state)
{
	struct fixture *at = *state;
	assert_int_equal(follow_create(&at->cx, at->ada, at->ada, &usual), FAIL_FORBIDDEN);
	assert_int_equal(follow_create(&at->cx, at->ada, 4711, &usual), FAIL_NOT_FOUND);
	fixture_sql(at, "UPDATE account SET suspended_at = 1 WHERE username = 'bob'");
	assert_int_equal(follow_create(&at->cx, at->ada, at->bob, &usual), FAIL_NOT_FOUND);
	fixture_sql(at, "UPDATE account SET suspended_at = NULL, moved_to_id = 1 WHERE username = 'bob'");
	assert_int_equal(follow_create(&at->cx, at->ada, at->bob, &usual), FAIL_FORBIDDEN);
	fixture_sql(at, "UPDATE account SET moved_to_id = NULL WHERE username = 'bob'; UPDATE login SET approved_at = NULL WHERE email LIKE 'bob%'");
	assert_int_equal(follow_create(&at->cx, at->ada, at->bob, &usual), FAIL_NOT_FOUND);
}

static void there_is_an_end_to_following(void **state)
{
	struct fixture *at = *state;
	fixture_sql(at, "UPDATE account SET following_count = 7500 WHERE username = 'ada'");
	assert_int_equal(follow_create(&at->cx, at->ada, at->bob, &usual), FAIL_INVALID);
	fixture_sql(at, "UPDATE account SET followers_count = 7500 WHERE username = 'ada'");
	assert_ok(follow_create(&at->cx, at->ada, at->bob, &usual));
	fixture_sql(at, "UPDATE account SET following_count = 8250 WHERE username = 'ada'");
	assert_ok(follow_create(&at->cx, at->ada, at->bob, &usual)); /* only a new wish */
	assert_int_equal(follow_create(&at->cx, at->ada, fixture_member(at, "eve"), &usual), FAIL_INVALID);
}

static void where_many_wait_a_job_lets_in_the_rest_unless_it_is_locked_again(void **state)
{
	struct fixture *at = *state;
	char name[16];
	fixture_sql(at, "UPDATE account SET locked = 1 WHERE username = 'ada'");
	for (int i = 0; i < 250; i++) {
		snprintf(name, sizeof(name), "asker%d", i);
		assert_ok(follow_create(&at->cx, fixture_member(at, name), at->ada, &usual));
	}
	fixture_forget(at);
	assert_ok(follow_authorize_all(&at->cx));
	assert_int_equal(account(at, at->ada).followers_count, 100);
	assert_true(fixture_told(at, EFFECT_JOB, at->ada));
	struct job job = { .subject_id = at->ada };
	fixture_as(at, at->bob); /* the job works for whom it is about */
	assert_ok(follows_let_in(&at->cx, &job));
	assert_int_equal(account(at, at->ada).followers_count, 100);
	fixture_sql(at, "UPDATE account SET locked = 0 WHERE username = 'ada'");
	assert_ok(follows_let_in(&at->cx, &job));
	assert_ok(follows_let_in(&at->cx, &job));
	assert_int_equal(account(at, at->ada).followers_count, 250);
	assert_int_equal(account(at, at->bob).followers_count, 0);
}

static void before_an_account_is_deleted_its_follows_end(void **state)
{
	struct fixture *at = *state;
	bool more;
	assert_ok(follow_create(&at->cx, at->ada, at->bob, &usual));
	assert_ok(follow_create(&at->cx, at->bob, at->ada, &usual));
	assert_ok(follow_end_some(&at->cx, at->bob, 1, &more));
	assert_true(more);
	assert_ok(follow_end_some(&at->cx, at->bob, 50, &more));
	assert_false(more);
	assert_int_equal(account(at, at->ada).followers_count + account(at, at->ada).following_count, 0);
}

/* --- blocking, muting, notes ---------------------------------------------------------------------------------------------------- */

static void a_block_ends_all_ties_of_both(void **state)
{
	struct fixture *at = *state;
	struct list_row list = { .title = SV("friends"), .replies_policy = SV("list") };
	size_t count;
	struct list_members_row *members;
	assert_ok(follow_create(&at->cx, at->ada, at->bob, &usual));
	assert_ok(follow_create(&at->cx, at->bob, at->ada, &usual));
	assert_ok(relation_endorse(&at->cx, at->bob));
	assert_ok(list_save(&at->cx, &list));
	assert_ok(list_add(&at->cx, &list, at->bob));
	fixture_forget(at);
	assert_ok(relation_block(&at->cx, at->bob));
	struct relation_get_row mine = relation(at, at->ada, at->bob);
	assert_true(mine.blocking && !mine.following && !mine.followed_by && !mine.endorsed);
	assert_ok(q_list_members(&at->cx, list.id, &members, &count));
	assert_int_equal(count, 0);
	assert_true(fixture_told(at, EFFECT_VIEWER, at->ada) && fixture_told(at, EFFECT_VIEWER, at->bob));
	assert_int_equal(account(at, at->ada).followers_count + account(at, at->ada).following_count, 0);
	assert_int_equal(account(at, at->bob).followers_count + account(at, at->bob).following_count, 0);
	assert_int_equal(follow_create(&at->cx, at->bob, at->ada, &usual), FAIL_FORBIDDEN);
	assert_int_equal(follow_create(&at->cx, at->ada, at->bob, &usual), FAIL_FORBIDDEN);
}

static void a_mute_ends_when_its_time_is_over_and_its_owner_is_told(void **state)
{
	struct fixture *at = *state;
	unsigned hidden;
	assert_ok(relation_mute(&at->cx, at->bob, true, 60));
	assert_ok(viewer_hides(&at->cx, at->bob, &hidden));
	assert_int_equal(hidden, HIDDEN_MUTES);
	at->cx.now += 59999;
	fixture_forget(at);
	assert_ok(mutes_end_due(&at->cx));
	assert_true(relation(at, at->ada, at->bob).muting);
	assert_false(fixture_told(at, EFFECT_VIEWER, at->ada));
	at->cx.now += 1;
	assert_false(relation(at, at->ada, at->bob).muting);
	assert_ok(mutes_end_due(&at->cx));
	assert_true(fixture_told(at, EFFECT_VIEWER, at->ada));
	assert_ok(viewer_hides(&at->cx, at->bob, &hidden));
	assert_int_equal(hidden, 0);
}

static void a_mute_can_be_changed_but_not_last_minus_one_second(void **state)
{
	struct fixture *at = *state;
	assert_ok(relation_mute(&at->cx, at->bob, true, 60));
	assert_ok(relation_mute(&at->cx, at->bob, false, 0));
	struct relation_get_row now = relation(at, at->ada, at->bob);
	assert_true(now.muting && !now.muting_notifications && !now.mute_expires_at);
	assert_int_equal(relation_mute(&at->cx, at->bob, true, -1), FAIL_INVALID);
	assert_int_equal(relation_mute(&at->cx, at->bob, true, INT64_MAX), FAIL_INVALID);
	assert_int_equal(relation_mute(&at->cx, at->ada, true, 0), FAIL_FORBIDDEN);
}

static void only_who_is_followed_is_endorsed(void **state)
{
	struct fixture *at = *state;
	assert_int_equal(relation_endorse(&at->cx, at->bob), FAIL_INVALID);
	assert_ok(follow_create(&at->cx, at->ada, at->bob, &usual));
	assert_ok(relation_endorse(&at->cx, at->bob));
	assert_ok(follow_end(&at->cx, at->ada, at->bob));
	assert_false(relation(at, at->ada, at->bob).endorsed);
}

static void a_note_has_a_length_and_is_its_writers_alone(void **state)
{
	struct fixture *at = *state;
	char longest[2002];
	memset(longest, 'x', sizeof(longest));
	assert_ok(relation_note(&at->cx, at->bob, (struct sv){ longest, 2000 }));
	assert_int_equal(relation_note(&at->cx, at->bob, (struct sv){ longest, 2001 }), FAIL_INVALID);
	assert_int_equal(relation(at, at->ada, at->bob).note.n, 2000);
	assert_int_equal(relation(at, at->bob, at->ada).note.n, 0);
	assert_ok(relation_note(&at->cx, at->bob, SV("  ")));
	assert_int_equal(relation(at, at->ada, at->bob).note.n, 0);
}

/* --- lists ---------------------------------------------------------------------------------------------------------------------- */

static size_t shown_in(struct fixture *at, const struct list_row *list)
{
	struct page page = PAGE_NEWEST(20);
	int64_t *ids;
	size_t count;
	viewers_drop_all(at->community.viewers);
	assert_ok(viewer_enter(&at->cx));
	assert_ok(list_timeline(&at->cx, list, &page, &ids, &count));
	viewer_leave(&at->cx);
	return count;
}

static int64_t post(struct fixture *at, int64_t author_id, struct status_draft draft)
{
	int64_t id;
	draft.account_id = author_id;
	fixture_as(at, author_id);
	assert_ok(status_create(&at->cx, &draft, &id));
	fixture_as(at, at->ada);
	return id;
}

static void who_has_only_been_asked_shows_nothing_in_a_list(void **state)
{
	struct fixture *at = *state;
	struct list_row list = { .title = SV("soon"), .replies_policy = SV("list") };
	fixture_sql(at, "UPDATE account SET locked = 1 WHERE username = 'bob'");
	assert_ok(list_save(&at->cx, &list));
	assert_int_equal(list_add(&at->cx, &list, at->bob), FAIL_NOT_FOUND);
	assert_ok(follow_create(&at->cx, at->ada, at->bob, &usual));
	assert_ok(list_add(&at->cx, &list, at->bob));
	post(at, at->bob, (struct status_draft){ .text = SV("for followers"), .visibility = 2 });
	assert_int_equal(shown_in(at, &list), 0);
	fixture_as(at, at->bob);
	assert_ok(follow_authorize(&at->cx, at->ada));
	fixture_as(at, at->ada);
	assert_int_equal(shown_in(at, &list), 1);
	assert_ok(follow_end(&at->cx, at->ada, at->bob));
	assert_int_equal(shown_in(at, &list), 0);
}

static void a_list_shows_answers_as_its_policy_says(void **state)
{
	struct fixture *at = *state;
	int64_t eve = fixture_member(at, "eve"), zoe = fixture_member(at, "zoe");
	struct list_row list = { .title = SV("talk"), .replies_policy = SV("none") };
	assert_ok(list_save(&at->cx, &list));
	assert_ok(follow_create(&at->cx, at->ada, at->bob, &usual));
	assert_ok(follow_create(&at->cx, at->ada, eve, &usual));
	assert_ok(list_add(&at->cx, &list, at->bob));
	int64_t to[] = { post(at, at->ada, (struct status_draft){ .text = SV("mine") }), post(at, at->bob, (struct status_draft){ .text = SV("his") }),
		         post(at, eve, (struct status_draft){ .text = SV("followed") }), post(at, zoe, (struct status_draft){ .text = SV("not") }) };
	for (size_t i = 0; i < COUNT_OF(to); i++)
		post(at, at->bob, (struct status_draft){ .text = SV("answer"), .in_reply_to_id = to[i] });
	assert_int_equal(shown_in(at, &list), 3); /* his own, his answer to it, and to the owner */
	list.replies_policy = SV("list");
	assert_int_equal(shown_in(at, &list), 3);
	assert_ok(list_add(&at->cx, &list, eve));
	assert_int_equal(shown_in(at, &list), 5); /* hers, and his answer to it */
	assert_ok(list_drop(&at->cx, &list, eve));
	list.replies_policy = SV("followed");
	assert_int_equal(shown_in(at, &list), 4);
}

/* Their ids run ahead of the clock. */
static void many_posts_of_one_moment_come_home_in_order(void **state)
{
	struct fixture *at = *state;
	int64_t eve = fixture_member(at, "eve");
	struct page page = PAGE_NEWEST(5);
	int64_t newest = 0, *ids;
	size_t count;
	assert_ok(follow_create(&at->cx, at->ada, at->bob, &usual));
	assert_ok(follow_create(&at->cx, at->ada, eve, &usual));
	at->cx.now += 2;
	post(at, eve, (struct status_draft){ .text = SV("by a clock that is a little fast") });
	at->cx.now -= 2;
	for (int i = 0; i < 300; i++)
		newest = post(at, at->bob, (struct status_draft){ .text = SV("all at once") });
	assert_ok(viewer_enter(&at->cx));
	assert_ok(merge_home(&at->cx, &page, &ids, &count));
	viewer_leave(&at->cx);
	assert_int_equal(count, 5);
	assert_int_equal(ids[0], newest);
}

/* --- finding people ------------------------------------------------------------------------------------------------------------ */

static void nothing_that_is_typed_is_an_operator(void **state)
{
	struct fixture *at = *state;
	struct { const char *typed, *match, *tsquery; } cases[] = {
		{ "ada", "\"ada\"*", "'ada':*" },
		{ "  Ada-Lo ", "\"Ada\"* \"Lo\"*", "'Ada':* & 'Lo':*" },
		{ "\" OR * NEAR(", "\"OR\"* \"NEAR\"*", "'OR':* & 'NEAR':*" },
		{ "x':* | !'y", "\"x\"* \"y\"*", "'x':* & 'y':*" },
		{ "Zo\xc3\xab", "\"Zo\xc3\xab\"*", "'Zo\xc3\xab':*" },
		{ "\"'-()*:|&!", "", "" },
		{ "", "", "" },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct prefix_query query = account_prefix_query(&at->cx.arena, sv_of(cases[i].typed));
		assert_true(sv_eq(query.match, sv_of(cases[i].match)));
		assert_true(sv_eq(query.tsquery, sv_of(cases[i].tsquery)));
	}
}

static bool is_suggested(struct fixture *at, int64_t id, bool near)
{
	struct suggestion *list;
	size_t count;
	assert_ok(suggestions(&at->cx, 10, &list, &count));
	for (size_t i = 0; i < count; i++)
		if (list[i].account_id == id)
			return list[i].near == near;
	return false;
}

static void friends_of_friends_come_first_until_there_is_a_tie(void **state)
{
	struct fixture *at = *state;
	int64_t eve = fixture_member(at, "eve");
	struct suggestion *list;
	size_t count;
	post(at, at->bob, (struct status_draft){ .text = SV("hello") });
	post(at, eve, (struct status_draft){ .text = SV("hello") });
	assert_true(is_suggested(at, eve, false));
	assert_ok(follow_create(&at->cx, at->ada, at->bob, &usual));
	assert_ok(follow_create(&at->cx, at->bob, eve, &usual));
	assert_ok(suggestions(&at->cx, 1, &list, &count));
	assert_true(count == 1 && list[0].account_id == eve && list[0].near);
	assert_false(is_suggested(at, at->bob, true) || is_suggested(at, at->bob, false) || is_suggested(at, at->ada, true));
	const char *wishes[] = { "UPDATE account SET discoverable = 0 WHERE username = 'eve'", "UPDATE account SET discoverable = 1, locked = 1, silenced_at = 1 WHERE username = 'eve'" };
	for (size_t i = 0; i < COUNT_OF(wishes); i++) {
		fixture_sql(at, wishes[i]);
		assert_false(is_suggested(at, eve, true));
	}
	fixture_sql(at, "UPDATE account SET silenced_at = NULL WHERE username = 'eve'");
	assert_true(is_suggested(at, eve, true));
	assert_ok(follow_create(&at->cx, at->ada, eve, &usual)); /* asks */
	assert_false(is_suggested(at, eve, true));
	assert_ok(follow_end(&at->cx, at->ada, eve));
	assert_ok(suggestion_dismiss(&at->cx, eve));
	assert_ok(suggestion_dismiss(&at->cx, 4711)); /* nobody: fine */
	assert_false(is_suggested(at, eve, true));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
		TEST(following_twice_counts_once_and_takes_the_new_wish),
		TEST(a_locked_account_decides),
		TEST(who_is_limited_has_to_ask),
		TEST(nobody_follows_whom_they_may_not),
		TEST(there_is_an_end_to_following),
		TEST(where_many_wait_a_job_lets_in_the_rest_unless_it_is_locked_again),
		TEST(before_an_account_is_deleted_its_follows_end),
		TEST(a_block_ends_all_ties_of_both),
		TEST(a_mute_ends_when_its_time_is_over_and_its_owner_is_told),
		TEST(a_mute_can_be_changed_but_not_last_minus_one_second),
		TEST(only_who_is_followed_is_endorsed),
		TEST(a_note_has_a_length_and_is_its_writers_alone),
		TEST(who_has_only_been_asked_shows_nothing_in_a_list),
		TEST(a_list_shows_answers_as_its_policy_says),
		TEST(many_posts_of_one_moment_come_home_in_order),
		TEST(nothing_that_is_typed_is_an_operator),
		TEST(friends_of_friends_come_first_until_there_is_a_tie),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
