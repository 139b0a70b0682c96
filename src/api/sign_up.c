/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Joining from an app (documentation: methods/accounts "Register an account", methods/emails). */
#include "api/api.h"
#include "app/app.h"
#include "social/login_change.h"
#include "social/login_mail.h"
#include "social/oauth.h"
#include "social/password.h"
#include "social/sign_up.h"

struct joining {
	struct sign_up up;
	struct oauth_grant grant;
};

static enum fail join(struct ctx *cx, void *arg)
{
	struct joining *joining = arg;
	TRY(sign_up(cx, &joining->up));
	joining->grant.account_id = joining->up.account_id;
	return oauth_token_issue(cx, &joining->grant, sv_of(cx->http->peer));
}

/* A sentence, and each problem beside its field. */
static enum fail answer_problems(struct ctx *cx, const struct sign_up *up)
{
	struct json *j = answer_json(cx);
	answer_status(cx, 422);
	json_object(j);
	json_string(json_key(j, "error"), cx->said);
	json_object(json_key(j, "details"));
	for (int i = 0; i < SIGN_UP_FIELDS; i++) {
		if (!up->problems[i].code)
			continue;
		json_array(json_key(j, sign_up_field_name((enum sign_up_field)i)));
		json_object(j);
		json_cstr(json_key(j, "error"), up->problems[i].code);
		json_string(json_key(j, "description"), up->problems[i].text);
		json_end(j);
		json_end(j);
	}
	json_end(j);
	json_end(j);
	return OK;
}

enum fail api_account_create(struct ctx *cx)
{
	struct oauth_app_row app;
	struct joining joining = { .up = { .username = sv_trim(param_sv(cx->params, "username")),
		                           .email = sv_trim(param_sv(cx->params, "email")),
		                           .password = param_sv(cx->params, "password"),
		                           .reason = param_sv(cx->params, "reason"),
		                           .invite_code = param_sv(cx->params, "invite_code"),
		                           .locale = param_sv(cx->params, "locale"),
		                           .agreement = param_bool(cx->params, "agreement", false),
		                           .ip = sv_of(cx->http->peer),
		                           .app_id = cx->who.app_id } };
	struct sign_up *up = &joining.up;
	if (cx->who.account_id)
		return refuse(cx, FAIL_FORBIDDEN, "This method requires a client credentials authentication");
	enum fail fail = sign_up_check(cx, up);
	if (fail == FAIL_INVALID)
		return answer_problems(cx, up);
	TRY(fail);
	TRY(q_oauth_app_get(cx, cx->who.app_id, &app));
	joining.grant = (struct oauth_grant){ .app_id = app.id, .scopes = app.scopes };
	TRY(password_hash(cx, up->password, &up->password_hash));
	TRY(app_write(cx, join, &joining));
	struct json *j = answer_json(cx);
	json_object(j);
	json_string(json_key(j, "access_token"), joining.grant.token);
	json_cstr(json_key(j, "token_type"), "Bearer");
	json_string(json_key(j, "scope"), joining.grant.scopes);
	json_int(json_key(j, "created_at"), joining.grant.created_at / 1000);
	json_end(j);
	return OK;
}

/* --- the mail with the link, once more ------------------------------------------------------------------------------------------ */

static enum fail send_again(struct ctx *cx, void *arg)
{
	const struct sv *email = arg;
	struct login_row login;
	TRY(q_login_get(cx, cx->who.account_id, &login));
	if (email->n && !sv_eq(*email, login.email))
		TRY(login_set_email(cx, &login, *email));
	return login_mail_confirm(cx, cx->who.account_id);
}

enum fail api_email_confirmation(struct ctx *cx)
{
	struct login_row login;
	struct login_reason_row made;
	struct field_problem problem = { 0 };
	bool approval;
	struct sv email = sv_trim(param_sv(cx->params, "email"));
	TRY(q_login_get(cx, cx->who.account_id, &login));
	TRY(q_login_reason(cx, cx->who.account_id, &made));
	if (made.created_by_app_id != cx->who.app_id)
		return refuse(cx, FAIL_FORBIDDEN, "This method is only available to the application the user originally signed-up with");
	if (login.confirmed_at)
		return refuse(cx, FAIL_FORBIDDEN, "This method is only available while the e-mail is awaiting confirmation");
	if (email.n && !sv_eq_nocase(email, login.email))
		TRY(email_check(cx, email, &problem, &approval));
	if (problem.code)
		return refuse(cx, FAIL_INVALID, "Validation failed: E-mail address " SVF, SVA(problem.text));
	TRY(app_write(cx, send_again, &email));
	return answer_empty(cx);
}

enum fail api_email_check(struct ctx *cx)
{
	struct login_row login;
	TRY(q_login_get(cx, cx->who.account_id, &login));
	json_bool(answer_json(cx), login.confirmed_at != 0);
	return OK;
}
