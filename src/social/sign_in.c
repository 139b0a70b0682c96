/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/sign_in.h"

#include "social/account.h"
#include "social/leave.h"
#include "social/password.h"
#include "social/throttle.h"

static enum fail find(struct ctx *cx, struct sv name, struct login_row *login_r)
{
	struct sv lower = ascii_lower(&cx->arena, sv_trim(name));
	if (lower.n && lower.p[0] == '@')
		lower = sv_from(lower, 1);
	return sv_has(lower, '@') ? q_login_by_email(cx, lower, login_r) : q_login_by_username(cx, lower, login_r);
}

static enum fail may_sign_in(struct ctx *cx, const struct login_row *login)
{
	if (login->disabled_at)
		return refuse(cx, FAIL_FORBIDDEN, "This account is closed. Write to the people who run this community if you think that is wrong.");
	if (leave_begun(login))
		return refuse(cx, FAIL_FORBIDDEN, "This account is about to be deleted, as you asked. Sign in on the web to keep it.");
	if (login->suspended_at)
		return refuse(cx, FAIL_FORBIDDEN, "This account is suspended.");
	if (login->confirmed_at && !login->approved_at)
		return refuse(cx, FAIL_FORBIDDEN, "A moderator has not read your request to join yet. You get a mail when the account is open.");
	return OK;
}

enum fail sign_in_check(struct ctx *cx, struct sv name, struct sv password, struct login_row *login_r)
{
	enum fail fail = find(cx, name, login_r);
	if (fail != OK && fail != FAIL_NOT_FOUND)
		return fail;
	bool known = fail == OK;
	int64_t key = known ? login_r->account_id : (int64_t)hash_sv(ascii_lower(&cx->arena, sv_trim(name)));
	TRY(throttle_check(cx, THROTTLE_PASSWORD, key));
	throttle_count(cx, THROTTLE_PASSWORD, key); /* before the slow part, so that many at once do not get more tries */
	if (!known)
		password_pretend(cx, password);
	if (!known || !password_fits(cx, password, login_r->password_hash))
		return refuse(cx, FAIL_INVALID, "The name or the password is not right.");
	throttle_forget(cx, THROTTLE_PASSWORD, key);
	return may_sign_in(cx, login_r);
}

enum fail sign_in_again(struct ctx *cx, int64_t account_id, struct sv password)
{
	struct login_row login;
	TRY(q_login_get(cx, account_id, &login));
	TRY(throttle_check(cx, THROTTLE_PASSWORD, account_id));
	throttle_count(cx, THROTTLE_PASSWORD, account_id);
	if (!password_fits(cx, password, login.password_hash))
		return refuse(cx, FAIL_INVALID, "This is not your present password.");
	throttle_forget(cx, THROTTLE_PASSWORD, account_id);
	return OK;
}
