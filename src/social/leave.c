/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/leave.h"

#include "social/effect.h"
#include "social/mail.h"
#include "social/role.h"
#include "social/session.h"
#include "social/standing.h"

#include <time.h>

#define LEAVE_MS ((int64_t)LEAVE_DAYS * 24 * 3600 * 1000)

bool leave_begun(const struct login_row *login)
{
	return login->leaving_at && login->leaving_at == login->suspended_at;
}

int64_t leave_ends(const struct login_row *login)
{
	return login->leaving_at + LEAVE_MS;
}

/* Shown or hidden from now on: what is kept in memory about it is read again. */
static enum fail set(struct ctx *cx, int64_t account_id, int64_t at)
{
	struct standing_get_row now;
	TRY(q_login_set_leaving(cx, account_id, at));
	TRY(q_account_set_suspended(cx, account_id, at));
	TRY(q_standing_get(cx, account_id, &now));
	effect_add(cx, EFFECT_TOKEN_GONE, 0, account_id);
	effect_add(cx, EFFECT_ACCOUNT, account_id, 0);
	effect_add(cx, EFFECT_STANDING, account_id, (now.suspended_at ? STANDING_SUSPENDED : 0) | (now.silenced_at ? STANDING_LIMITED : 0));
	return OK;
}

/* Somebody has to look after the community. */
static enum fail check_owner(struct ctx *cx, const struct login_row *login)
{
	struct owners_besides_row others;
	if (login->role != ROLE_OWNER)
		return OK;
	TRY(q_owners_besides(cx, login->account_id, ROLE_OWNER, &others));
	return others.count ? OK : refuse(cx, FAIL_CONFLICT, "You are the only owner of this community: make somebody else an owner first.");
}

static enum fail tell(struct ctx *cx, const struct login_row *login)
{
	char date[32];
	struct tm day;
	time_t at = (time_t)((cx->now + LEAVE_MS) / 1000);
	if (!gmtime_r(&at, &day) || !strftime(date, sizeof(date), "%Y-%m-%d", &day))
		return broken(cx, "a day in %d days has no date", LEAVE_DAYS);
	const struct mail_word words[] = { { "username", login->username }, { "date", sv_of(date) } };
	return mail_queue(cx, MAIL_LEAVING, login->account_id, login->email, words, COUNT_OF(words));
}

enum fail leave_begin(struct ctx *cx)
{
	struct login_row login;
	TRY(q_login_get(cx, cx->who.account_id, &login));
	TRY(check_owner(cx, &login));
	TRY(set(cx, login.account_id, cx->now));
	TRY(session_end_others(cx, login.account_id, SV_NONE));
	TRY(tell(cx, &login));
	return effect_job(cx, JOB_LEAVE, login.account_id, SV_NONE, cx->now + LEAVE_MS);
}

enum fail leave_undo(struct ctx *cx, int64_t account_id)
{
	struct login_row login;
	TRY(q_login_get(cx, account_id, &login));
	if (!leave_begun(&login))
		return refuse(cx, FAIL_CONFLICT, "This account is not about to be deleted.");
	return set(cx, account_id, 0);
}

/* Who came back and left again is due later, by another job. */
enum fail leave_due(struct ctx *cx, const struct job *job)
{
	struct login_row login;
	enum fail fail = q_login_get(cx, job->subject_id, &login);
	if (fail == FAIL_NOT_FOUND)
		return OK;
	TRY(fail);
	if (!leave_begun(&login) || leave_ends(&login) > cx->now)
		return OK;
	return effect_job(cx, JOB_ACCOUNT_DELETE, login.account_id, SV_NONE, 0);
}
