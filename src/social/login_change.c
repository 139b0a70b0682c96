/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/login_change.h"

#include "social/account.h"
#include "social/effect.h"
#include "social/mail.h"
#include "social/oauth.h"
#include "social/session.h"

enum fail login_set_password(struct ctx *cx, const struct login_row *login, struct sv password_hash, struct sv cookie)
{
	const struct mail_word words[] = { { "username", login->username } };
	TRY(q_login_set_password(cx, login->account_id, password_hash));
	TRY(oauth_tokens_end(cx, login->account_id));
	TRY(session_end_others(cx, login->account_id, cookie));
	TRY(q_mail_tokens_delete(cx, login->account_id, SV("reset")));
	return mail_queue(cx, MAIL_PASSWORD_CHANGED, login->account_id, login->email, words, COUNT_OF(words));
}

enum fail login_set_email(struct ctx *cx, const struct login_row *login, struct sv email)
{
	struct login_row taken;
	struct sv lower = ascii_lower(&cx->arena, email);
	const struct mail_word words[] = { { "username", login->username }, { "email", email } };
	enum fail fail = q_login_by_email(cx, lower, &taken);
	if (fail == OK && taken.account_id != login->account_id)
		return refuse(cx, FAIL_INVALID, "Another account here has this e-mail address.");
	if (fail != OK && fail != FAIL_NOT_FOUND)
		return fail;
	TRY(q_login_set_email(cx, login->account_id, email, lower));
	return mail_queue(cx, MAIL_EMAIL_CHANGED, login->account_id, login->email, words, COUNT_OF(words));
}

static enum fail tell_moderators(struct ctx *cx, const struct login_row *login)
{
	struct staff_emails_row *staff;
	struct login_reason_row reason;
	size_t count;
	TRY(q_staff_emails(cx, &staff, &count));
	TRY(q_login_reason(cx, login->account_id, &reason));
	const struct mail_word words[] = { { "username", login->username }, { "email", login->email }, { "reason", reason.reason } };
	for (size_t i = 0; i < count; i++)
		TRY(mail_queue(cx, MAIL_REQUEST, staff[i].account_id, staff[i].email, words, COUNT_OF(words)));
	return OK;
}

static enum fail welcome(struct ctx *cx, const struct login_row *login)
{
	const struct mail_word words[] = { { "username", login->username } };
	effect_add(cx, EFFECT_ACCOUNT, login->account_id, 0);
	effect_add(cx, EFFECT_TOKEN_GONE, 0, login->account_id);
	return mail_queue(cx, MAIL_WELCOME, login->account_id, login->email, words, COUNT_OF(words));
}

enum fail login_confirm(struct ctx *cx, const struct login_row *login)
{
	if (login->confirmed_at)
		return OK;
	TRY(q_login_confirm(cx, login->account_id, cx->now));
	return login->approved_at ? welcome(cx, login) : tell_moderators(cx, login);
}

enum fail login_approve(struct ctx *cx, int64_t account_id)
{
	struct login_row login;
	int64_t changes;
	TRY(q_login_get(cx, account_id, &login));
	TRY(q_login_approve(cx, account_id, cx->now, &changes));
	if (!changes)
		return refuse(cx, FAIL_CONFLICT, "The account is approved already.");
	return login.confirmed_at ? welcome(cx, &login) : OK;
}

enum fail login_disable(struct ctx *cx, int64_t account_id, bool disabled)
{
	TRY(q_login_disable(cx, account_id, disabled ? cx->now : 0));
	effect_add(cx, EFFECT_TOKEN_GONE, 0, account_id);
	return disabled ? session_end_others(cx, account_id, SV("")) : OK;
}

enum fail login_set_role(struct ctx *cx, int64_t account_id, int role)
{
	TRY(q_login_set_role(cx, account_id, role));
	effect_add(cx, EFFECT_TOKEN_GONE, 0, account_id);
	effect_add(cx, EFFECT_ACCOUNT, account_id, 0);
	return OK;
}

enum fail login_tell_server(struct ctx *cx, int64_t account_id)
{
	return effect_job(cx, JOB_FORGET, account_id, SV_NONE, 0);
}

enum fail caches_forget(struct ctx *cx, const struct job *job)
{
	effect_add(cx, EFFECT_TOKEN_GONE, 0, job->subject_id);
	effect_add(cx, EFFECT_ACCOUNT, job->subject_id, 0);
	effect_add(cx, EFFECT_VIEWER, job->subject_id, 0);
	return OK;
}
