/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/follow.h"

#include "base/buf.h"
#include "base/id.h"
#include "jobs/jobs.h"
#include "social/account.h"
#include "social/effect.h"
#include "social/notification.h"

enum { FOLLOWS_MOST = 7500 };

static enum fail count(struct ctx *cx, int64_t account_id, int64_t target_id, int64_t by)
{
	TRY(q_account_count_following(cx, account_id, by));
	TRY(q_account_count_followers(cx, target_id, by));
	effect_add(cx, EFFECT_ACCOUNT, account_id, 0);
	effect_add(cx, EFFECT_ACCOUNT, target_id, 0);
	effect_add(cx, EFFECT_VIEWER, account_id, 0);
	return OK;
}

static enum fail tell(struct ctx *cx, int64_t account_id, int64_t target_id, const char *type)
{
	return notification_create(cx, &(struct notification_draft){ .to = target_id, .from = account_id, .type = type });
}

static enum fail may_follow(struct ctx *cx, int64_t account_id, const struct account_row *target)
{
	struct hidden_between_row between;
	if (account_id == target->id)
		return refuse(cx, FAIL_FORBIDDEN, "Following your own account is not allowed");
	if (target->suspended_at || target->pending)
		return FAIL_NOT_FOUND;
	TRY(q_hidden_between(cx, account_id, target->id, &between));
	return between.blocks || between.blocked_by || target->moved_to_id ? FAIL_FORBIDDEN : OK;
}

/* As in Mastodon: who has many followers may follow some more than those. */
static enum fail may_follow_more(struct ctx *cx, const struct account_row *follower)
{
	int64_t most = follower->followers_count < FOLLOWS_MOST ? FOLLOWS_MOST : follower->followers_count + follower->followers_count / 10;
	if (follower->following_count < most)
		return OK;
	return refuse(cx, FAIL_INVALID, "Validation failed: You cannot follow more than %lld people", (long long)most);
}

static enum fail follow_now(struct ctx *cx, int64_t account_id, int64_t target_id, const struct follow_wish *wish)
{
	int64_t changes;
	TRY(q_follow_put(cx, account_id, target_id, id_new(cx->now), wish, cx->now, &changes));
	if (!changes) {
		TRY(q_follow_change(cx, account_id, target_id, wish));
		effect_add(cx, EFFECT_VIEWER, account_id, 0);
		return OK;
	}
	TRY(count(cx, account_id, target_id, 1));
	return tell(cx, account_id, target_id, "follow");
}

static enum fail ask(struct ctx *cx, int64_t account_id, int64_t target_id, const struct follow_wish *wish)
{
	int64_t changes;
	TRY(q_follow_request_put(cx, account_id, target_id, id_new(cx->now), wish, cx->now, &changes));
	if (!changes)
		return q_follow_request_change(cx, account_id, target_id, wish);
	return tell(cx, account_id, target_id, "follow_request");
}

struct sv follow_languages(struct arena *arena, const struct sv *list, size_t count)
{
	struct buf joined = BUF(arena, 1000);
	for (size_t i = 0; i < count; i++)
		if (list[i].n && list[i].n <= 8 && !sv_has(list[i], ' ')) {
			buf_put(&joined, joined.n ? SV(" ") : SV(""));
			buf_put(&joined, list[i]);
		}
	return joined.n ? buf_sv(&joined) : SV_NONE;
}

enum fail follow_create(struct ctx *cx, int64_t account_id, int64_t target_id, const struct follow_wish *wish)
{
	struct account_row follower, target;
	struct follow_has_row row;
	TRY(q_account_get(cx, target_id, &target));
	TRY(may_follow(cx, account_id, &target));
	enum fail follows = q_follow_has(cx, account_id, target_id, &row);
	if (follows == OK)
		return follow_now(cx, account_id, target_id, wish);
	if (follows != FAIL_NOT_FOUND)
		return follows;
	TRY(q_account_get(cx, account_id, &follower));
	TRY(may_follow_more(cx, &follower));
	return target.locked || follower.silenced_at ? ask(cx, account_id, target_id, wish) : follow_now(cx, account_id, target_id, wish);
}

enum fail follow_end(struct ctx *cx, int64_t account_id, int64_t target_id)
{
	int64_t followed, asked;
	TRY(q_follow_delete(cx, account_id, target_id, &followed));
	TRY(q_follow_request_delete(cx, account_id, target_id, &asked));
	if (followed || asked)
		TRY(q_list_member_drop(cx, account_id, target_id));
	if (followed) {
		TRY(count(cx, account_id, target_id, -1));
		TRY(q_endorsement_delete(cx, account_id, target_id));
		TRY(notification_withdraw(cx, target_id, account_id, "follow", 0));
	}
	return asked ? notification_withdraw(cx, target_id, account_id, "follow_request", 0) : OK;
}

static enum fail take_request(struct ctx *cx, int64_t account_id, struct follow_wish *wish)
{
	int64_t changes;
	TRY(q_follow_request_get(cx, account_id, cx->who.account_id, wish));
	TRY(q_follow_request_delete(cx, account_id, cx->who.account_id, &changes));
	return notification_withdraw(cx, cx->who.account_id, account_id, "follow_request", 0);
}

enum fail follow_authorize(struct ctx *cx, int64_t account_id)
{
	struct follow_wish wish;
	TRY(take_request(cx, account_id, &wish));
	return follow_now(cx, account_id, cx->who.account_id, &wish);
}

enum fail follow_reject(struct ctx *cx, int64_t account_id)
{
	struct follow_wish wish;
	TRY(take_request(cx, account_id, &wish));
	return q_list_member_drop(cx, account_id, cx->who.account_id);
}

/* A part at a time, so that the writer serves others between. */
enum fail follow_authorize_all(struct ctx *cx)
{
	enum { PART = 100 };
	struct follow_requests_open_row *rows;
	size_t waiting;
	TRY(q_follow_requests_open(cx, cx->who.account_id, PART, &rows, &waiting));
	for (size_t i = 0; i < waiting; i++)
		TRY(follow_authorize(cx, rows[i].account_id));
	return waiting == PART ? effect_job(cx, JOB_FOLLOWS_LET_IN, cx->who.account_id, SV_NONE, 0) : OK;
}

enum fail follows_let_in(struct ctx *cx, const struct job *job)
{
	struct account_row row;
	enum fail fail = q_account_get(cx, job->subject_id, &row);
	if (fail != OK || row.locked) /* gone, or locked again meanwhile */
		return fail == FAIL_NOT_FOUND ? OK : fail;
	cx->who = (struct principal){ .account_id = row.id };
	return follow_authorize_all(cx);
}

enum fail follow_end_some(struct ctx *cx, int64_t account_id, int64_t most, bool *more_r)
{
	struct follows_around_row *rows;
	size_t count;
	TRY(q_follows_around(cx, account_id, most, &rows, &count));
	for (size_t i = 0; i < count; i++)
		TRY(follow_end(cx, rows[i].account_id, rows[i].target_id));
	*more_r = (int64_t)count == most;
	return OK;
}
