/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The rules of posting, with a clock that the tests set. */
#include "base/clock.h"
#include "base/id.h"
#include "social/community.h"
#include "social/effect.h"
#include "social/media.h"
#include "social/poll.h"
#include "social/scheduled.h"
#include "social/status_edit.h"
#include "social/status_hold.h"
#include "social/status_mark.h"
#include "social/thread.h"
#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h> /* wants the ones above first */

#define assert_ok(expr) assert_int_equal((expr), OK)

enum { MINUTE = 60 * 1000 };

struct place {
	struct ctx cx;
	struct db *db;
	struct community community;
	char folder[64];
	int64_t ada, bob;
};

static int64_t make_member(struct place *at, const char *name)
{
	char mail[64];
	int64_t id;
	snprintf(mail, sizeof(mail), "%s@example.org", name);
	struct account_draft draft = { .username = sv_of(name),
				       .email = sv_of(mail),
				       .password_hash = SV("-"),
				       .display_name = SV(""),
				       .locale = SV("en"),
				       .reason = SV(""),
				       .ip = SV(""),
				       .confirmed = true,
				       .approved = true };
	assert_ok(account_create(&at->cx, &draft, &id));
	return id;
}

static int place_setup(void **state)
{
	static int64_t hours; /* every test has an hour of its own: ids follow the clock */
	struct place *at = calloc(1, sizeof(*at));
	char path[80];
	snprintf(at->folder, sizeof(at->folder), "/tmp/folkmoot-posting-XXXXXX");
	assert_non_null(mkdtemp(at->folder));
	snprintf(path, sizeof(path), "%s/community.db", at->folder);
	ctx_open(&at->cx, clock_now() + hours++ * 60 * MINUTE);
	assert_ok(db_open(&at->cx, path, DB_WRITE, &at->db));
	assert_ok(migrate(&at->cx, at->db, path));
	at->cx.db = at->db;
	assert_ok(community_open(&at->cx, &at->community, SV("talk.example"), SV("https://talk.example"), sv_of(at->folder)));
	at->cx.community = &at->community;
	at->ada = make_member(at, "ada");
	at->bob = make_member(at, "bob");
	at->cx.who.account_id = at->ada;
	*state = at;
	return 0;
}

static int place_teardown(void **state)
{
	struct place *at = *state;
	char command[128];
	community_close(&at->community);
	db_close(at->db);
	ctx_close(&at->cx);
	snprintf(command, sizeof(command), "rm -rf '%s'", at->folder);
	int result = system(command);
	free(at);
	return result;
}

static struct status_draft draft_of(const struct place *at, const char *text)
{
	return (struct status_draft){ .account_id = at->cx.who.account_id, .text = sv_of(text) };
}

static struct status_row post(struct place *at, const char *text)
{
	struct status_draft draft = draft_of(at, text);
	struct status_row row;
	int64_t id;
	assert_ok(status_create(&at->cx, &draft, &id));
	assert_ok(q_status_get(&at->cx, id, &row));
	return row;
}

static unsigned effects_of(const struct ctx *cx, enum effect_kind kind)
{
	unsigned count = 0;
	for (const struct effect *e = cx->effects; e; e = e->next)
		count += e->kind == kind;
	return count;
}

/* --- cost ------------------------------------------------------------------------------------------------------------------- */

static void a_plain_post_takes_six_statements(void **state)
{
	struct place *at = *state;
	post(at, "warm");
	struct status_draft draft = draft_of(at, "plain words");
	int64_t id;
	uint64_t before = db_statement_count(at->db);
	assert_ok(status_create(&at->cx, &draft, &id));
	assert_int_equal(db_statement_count(at->db) - before,
			 6); /* the post, its author's numbers, two for the figures, search, who wants to hear */
}

/* --- the gate --------------------------------------------------------------------------------------------------------------- */

struct judge {
	enum verdict verdict;
	int kind;
	struct sv text, more;
	size_t more_count;
	unsigned asked, refused;
	int64_t kept;
};

static void judge(void *data, struct ctx *cx, const struct gate_item *item, struct judgement *judgement_r)
{
	struct judge *j = data;
	(void)cx;
	j->kind = (int)item->kind;
	j->text = item->text;
	j->more_count = item->more_count;
	j->more = item->more_count ? item->more[0] : SV_NONE;
	j->asked++;
	*judgement_r = (struct judgement){ .verdict = j->verdict, .reason = SV("not here"), .labelled = j->verdict == VERDICT_LABEL, .label = SV("Careful"), .found = j };
}

static enum fail keep(void *data, struct ctx *cx, const struct gate_item *item, const struct judgement *judgement, int64_t subject_id)
{
	struct judge *j = data;
	(void)cx, (void)item;
	assert_ptr_equal(judgement->found, j);
	j->kept = subject_id;
	return OK;
}

static void refused(void *data, struct ctx *cx, const struct gate_item *item, const struct judgement *judgement)
{
	struct judge *j = data;
	(void)cx, (void)item, (void)judgement;
	j->refused++;
}

static void the_gate_sees_posts_and_edits_with_their_options(void **state)
{
	struct place *at = *state;
	struct judge j = { .verdict = VERDICT_ALLOW };
	at->community.gate = (struct gate){ .data = &j, .judge = judge, .keep = keep, .refused = refused };
	static const struct sv options[] = { SV_INIT("tea"), SV_INIT("milk") };
	struct status_draft draft = draft_of(at, "which?");
	struct status_row row;
	int64_t id;
	draft.poll = (struct poll_draft){ .options = options, .option_count = 2, .expires_in = 300 };
	assert_ok(status_create(&at->cx, &draft, &id));
	assert_int_equal(j.kind, GATE_STATUS);
	assert_true(sv_eq(j.text, SV("which?")) && j.more_count == 2 && sv_eq(j.more, SV("tea")));
	assert_ok(q_status_get(&at->cx, id, &row));
	draft.text = SV("which one?");
	assert_ok(status_edit(&at->cx, &row, &draft, NULL, 0));
	assert_int_equal(j.kind, GATE_EDIT);
	assert_true(sv_eq(j.text, SV("which one?")));
}

static void what_the_gate_rejects_or_holds_is_not_seen(void **state)
{
	struct place *at = *state;
	struct judge j = { .verdict = VERDICT_REJECT };
	struct status_row row = post(at, "before");
	at->community.gate = (struct gate){ .data = &j, .judge = judge, .keep = keep, .refused = refused };
	struct status_draft draft = draft_of(at, "bad");
	bool visible;
	int64_t id;
	assert_int_equal(status_create(&at->cx, &draft, &id), FAIL_INVALID);
	assert_true(sv_find(at->cx.said, SV("not here")) >= 0);
	assert_int_equal(status_edit(&at->cx, &row, &draft, NULL, 0), FAIL_INVALID);
	assert_true(j.refused == 2 && !j.kept);
	j.verdict = VERDICT_HOLD;
	at->cx.effects = NULL;
	struct status_row held = post(at, "doubtful");
	assert_int_equal(held.hidden_at, at->cx.now);
	assert_int_equal(j.kept, held.id);
	assert_int_equal(effects_of(&at->cx, EFFECT_STATUS_NEW), 0);
	at->cx.who.account_id = at->bob;
	assert_ok(status_visible(&at->cx, &held, &visible));
	assert_false(visible);
}

static int64_t posts_of(struct place *at, int64_t account_id)
{
	struct account_row row;
	assert_ok(q_account_get(&at->cx, account_id, &row));
	return row.statuses_count;
}

static int64_t replies_of(struct place *at, int64_t id)
{
	struct status_row row;
	assert_ok(q_status_get(&at->cx, id, &row));
	return row.replies_count;
}

static void what_is_held_counts_nowhere_until_it_is_published(void **state)
{
	struct place *at = *state;
	struct judge j = { .verdict = VERDICT_HOLD };
	struct status_row parent = post(at, "before");
	int64_t posts = posts_of(at, at->ada), id;
	struct status_draft draft = draft_of(at, "doubtful");
	at->community.gate = (struct gate){ .data = &j, .judge = judge, .keep = keep, .refused = refused };
	draft.in_reply_to_id = parent.id;
	assert_ok(status_create(&at->cx, &draft, &id));
	assert_true(posts_of(at, at->ada) == posts && replies_of(at, parent.id) == 0);
	at->cx.effects = NULL;
	assert_ok(status_publish(&at->cx, id));
	assert_true(posts_of(at, at->ada) == posts + 1 && replies_of(at, parent.id) == 1);
	assert_int_equal(effects_of(&at->cx, EFFECT_STATUS_NEW), 1);
	assert_int_equal(status_publish(&at->cx, id), FAIL_CONFLICT);
	struct status_row row;
	assert_ok(q_status_get(&at->cx, id, &row));
	assert_ok(status_edit(&at->cx, &row, &(struct status_draft){ .text = SV("worse") }, NULL, 0));
	assert_true(posts_of(at, at->ada) == posts && replies_of(at, parent.id) == 0);
	assert_ok(q_status_get(&at->cx, id, &row));
	assert_ok(status_remove(&at->cx, &row));
	assert_true(posts_of(at, at->ada) == posts && replies_of(at, parent.id) == 0);
}

static void what_was_foreseen_is_not_asked_again(void **state)
{
	struct place *at = *state;
	struct judge j = { .verdict = VERDICT_LABEL };
	struct status_draft draft = draft_of(at, "doubtful");
	struct status_row row;
	int64_t id;
	at->community.gate = (struct gate){ .data = &j, .judge = judge, .keep = keep, .refused = refused };
	assert_ok(status_foresee(&at->cx, &draft, NULL, NULL, 0));
	assert_ok(status_create(&at->cx, &draft, &id));
	assert_ok(q_status_get(&at->cx, id, &row));
	assert_true(j.asked == 1 && row.sensitive && sv_eq(row.spoiler_text, SV("Careful")) && !row.hidden_at);
	j.verdict = VERDICT_REJECT;
	draft.foreseen = NULL;
	assert_int_equal(status_foresee(&at->cx, &draft, NULL, NULL, 0), FAIL_INVALID);
}

/* --- time ------------------------------------------------------------------------------------------------------------------- */

static void a_scheduled_post_waits_five_minutes_at_least(void **state)
{
	struct place *at = *state;
	struct status_draft draft = draft_of(at, "later");
	int64_t id, now = at->cx.now;
	assert_int_equal(scheduled_create(&at->cx, &draft, now + 5 * MINUTE - 1, &id), FAIL_INVALID);
	assert_ok(scheduled_create(&at->cx, &draft, now + 5 * MINUTE, &id));
	assert_int_equal(scheduled_change(&at->cx, id, now + 4 * MINUTE), FAIL_INVALID);
	at->cx.who.account_id = at->bob;
	assert_int_equal(scheduled_change(&at->cx, id, now + 6 * MINUTE), FAIL_NOT_FOUND);
	assert_int_equal(scheduled_cancel(&at->cx, id), FAIL_NOT_FOUND);
}

static size_t posted_by(struct place *at, int64_t account_id, struct status_row *newest_r)
{
	struct feed_row *rows;
	size_t count;
	struct page page = PAGE_NEWEST(10);
	assert_ok(q_feed_of_account(&at->cx, account_id, &page, &rows, &count));
	if (count)
		assert_ok(q_status_get(&at->cx, rows[0].id, newest_r));
	return count;
}

static void it_is_posted_at_its_time_as_it_was_meant(void **state)
{
	struct place *at = *state;
	static const struct sv options[] = { SV_INIT("\"a\""), SV_INIT("b\\") };
	struct status_draft draft = draft_of(at, "on \"time\"\nand line");
	struct status_row row;
	struct poll poll;
	int64_t id, now = at->cx.now;
	draft.spoiler_text = SV("cw");
	draft.visibility = VISIBILITY_UNLISTED;
	draft.quote_policy = QUOTE_BY_FOLLOWERS;
	draft.language = SV("de");
	draft.poll = (struct poll_draft){ .options = options, .option_count = 2, .expires_in = 600, .multiple = true };
	assert_ok(scheduled_create(&at->cx, &draft, now + 10 * MINUTE, &id));
	at->cx.who = (struct principal){ 0 };
	at->cx.now = now + 10 * MINUTE - 1;
	assert_ok(scheduled_publish_due(&at->cx));
	assert_int_equal(posted_by(at, at->ada, &row), 0);
	at->cx.now++;
	at->cx.effects = NULL;
	assert_ok(scheduled_publish_due(&at->cx));
	assert_int_equal(effects_of(&at->cx, EFFECT_STATUS_NEW), 1);
	assert_ok(scheduled_publish_due(&at->cx));
	assert_int_equal(posted_by(at, at->ada, &row), 1);
	assert_true(sv_eq(row.text, draft.text) && sv_eq(row.spoiler_text, SV("cw")) && sv_eq(row.language, SV("de")));
	assert_true(row.visibility == VISIBILITY_UNLISTED && row.quote_policy == QUOTE_BY_FOLLOWERS &&
		    row.created_at == at->cx.now);
	assert_ok(q_poll_get(&at->cx, row.poll_id, &poll.row));
	assert_ok(q_poll_options_of(&at->cx, row.poll_id, &poll.options, &poll.option_count));
	assert_true(poll.row.multiple && poll.option_count == 2 && sv_eq(poll.options[0].title, options[0]) &&
		    sv_eq(poll.options[1].title, options[1]));
	assert_int_equal(poll.row.expires_at, at->cx.now + 600 * 1000);
}

static void what_cannot_be_posted_any_more_is_given_back_to_its_author_alone(void **state)
{
	struct place *at = *state;
	struct status_row parent = post(at, "parent"), row;
	struct status_draft draft = draft_of(at, "answer #tag");
	int64_t id;
	struct scheduled_row left;
	draft.in_reply_to_id = parent.id;
	assert_ok(scheduled_create(&at->cx, &draft, at->cx.now + 10 * MINUTE, &id));
	assert_ok(status_remove(&at->cx, &parent));
	at->cx.now += 10 * MINUTE;
	at->cx.effects = NULL;
	assert_ok(scheduled_publish_due(&at->cx));
	assert_int_equal(posted_by(at, at->ada, &row), 0);
	assert_non_null(at->cx.effects);
	assert_null(at->cx.effects->next);
	assert_int_equal(at->cx.effects->kind, EFFECT_NOTIFICATION);
	assert_int_equal(at->cx.effects->other, at->ada);
	assert_int_equal(q_scheduled_get(&at->cx, id, at->ada, &left), FAIL_NOT_FOUND);
}

static void a_poll_ends_at_its_time_and_not_twice(void **state)
{
	struct place *at = *state;
	static const struct sv options[] = { SV_INIT("a"), SV_INIT("b") };
	struct status_draft draft = draft_of(at, "?");
	struct status_row row;
	struct poll poll;
	int64_t id, choice = 1;
	draft.poll = (struct poll_draft){ .options = options, .option_count = 2, .expires_in = 300 };
	assert_ok(status_create(&at->cx, &draft, &id));
	assert_ok(q_status_get(&at->cx, id, &row));
	at->cx.who.account_id = at->bob;
	at->cx.now += 300 * 1000 - 1;
	assert_ok(poll_see(&at->cx, row.poll_id, &poll));
	assert_ok(poll_cast(&at->cx, &poll, &choice, 1));
	at->cx.effects = NULL;
	assert_ok(polls_end_due(&at->cx));
	assert_int_equal(effects_of(&at->cx, EFFECT_NOTIFICATION), 0);
	at->cx.now++;
	assert_int_equal(poll_cast(&at->cx, &poll, &choice, 1), FAIL_INVALID);
	assert_ok(polls_end_due(&at->cx));
	assert_int_equal(effects_of(&at->cx, EFFECT_NOTIFICATION), 2); /* author and voter */
	at->cx.effects = NULL;
	assert_ok(polls_end_due(&at->cx));
	assert_null(at->cx.effects);
}

/* --- marks ------------------------------------------------------------------------------------------------------------------ */

static void marks_are_told_only_when_they_change_something(void **state)
{
	struct place *at = *state;
	struct status_row row = post(at, "mark me");
	at->cx.who.account_id = at->bob;
	at->cx.effects = NULL;
	assert_ok(status_favourite(&at->cx, &row));
	assert_int_equal(effects_of(&at->cx, EFFECT_NOTIFICATION), 1);
	assert_int_equal(effects_of(&at->cx, EFFECT_STATUS_COUNTED), 1);
	at->cx.effects = NULL;
	assert_ok(status_favourite(&at->cx, &row));
	assert_ok(status_bookmark(&at->cx, &row, false));
	assert_null(at->cx.effects);
	assert_int_equal(status_pin(&at->cx, &row), FAIL_INVALID);
}

/* --- threads ---------------------------------------------------------------------------------------------------------------- */

static struct status_row answer(struct place *at, int64_t to)
{
	struct status_draft draft = draft_of(at, "answer");
	struct status_row row;
	int64_t id;
	draft.in_reply_to_id = to;
	assert_ok(status_create(&at->cx, &draft, &id));
	assert_ok(q_status_get(&at->cx, id, &row));
	return row;
}

static void a_thread_is_cut_where_it_is_deep_not_where_it_is_wide(void **state)
{
	struct place *at = *state;
	struct status_row root = post(at, "root"), last = root, first = { 0 };
	int64_t *ids;
	size_t count;
	at->cx.who.account_id = at->bob;
	for (int i = 0; i < 6; i++) {
		last = answer(at, last.id);
		if (!i)
			first = last;
	}
	struct status_row wide = answer(at, root.id);
	assert_ok(q_status_get(&at->cx, root.id, &root));
	struct thread_bounds bounds = { .ancestors = 3, .descendants = 4, .depth = 20 };
	assert_ok(thread_descendants(&at->cx, &root, &bounds, &ids, &count));
	assert_int_equal(count, 4);
	assert_int_equal(ids[0], first.id);
	assert_int_equal(ids[3], wide.id);
	bounds.depth = 2;
	assert_ok(thread_descendants(&at->cx, &root, &bounds, &ids, &count));
	assert_int_equal(count, 3);
	assert_ok(thread_ancestors(&at->cx, &last, &bounds, &ids, &count));
	assert_int_equal(count, 3);
	assert_int_equal(ids[2], last.in_reply_to_id);
}

/* --- focus ------------------------------------------------------------------------------------------------------------------ */

static void a_focus_is_two_numbers(void **state)
{
	struct place *at = *state;
	struct sv meta;
	static const char *const bad[] = { "", "1", "1,2,3", "a,b", "1.5,0", "nan,0", "0,inf", "0;0", "1,", ",1" };
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_int_equal(media_meta_focus(&at->cx, SV("{}"), sv_of(bad[i]), &meta), FAIL_INVALID);
	assert_ok(media_meta_focus(&at->cx, SV("{\"small\":{\"width\":3},\"focus\":{\"x\":0,\"y\":0}}"), SV(" -1.0, 0.25"), &meta));
	assert_true(sv_eq(meta, SV("{\"small\":{\"width\":3},\"focus\":{\"x\":-1.0,\"y\":0.25}}")));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, place_setup, place_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_plain_post_takes_six_statements),
		TEST(the_gate_sees_posts_and_edits_with_their_options),
		TEST(what_the_gate_rejects_or_holds_is_not_seen),
		TEST(what_is_held_counts_nowhere_until_it_is_published),
		TEST(what_was_foreseen_is_not_asked_again),
		TEST(a_scheduled_post_waits_five_minutes_at_least),
		TEST(it_is_posted_at_its_time_as_it_was_meant),
		TEST(what_cannot_be_posted_any_more_is_given_back_to_its_author_alone),
		TEST(a_poll_ends_at_its_time_and_not_twice),
		TEST(marks_are_told_only_when_they_change_something),
		TEST(a_thread_is_cut_where_it_is_deep_not_where_it_is_wide),
		TEST(a_focus_is_two_numbers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
