/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a member decides about signing in: password, address, second step, sessions, apps. Whatever would help a thief of the session
 * asks for the password again. */
#include "social/login_change.h"
#include "social/login_mail.h"
#include "social/mail.h"
#include "social/oauth.h"
#include "social/password.h"
#include "social/session.h"
#include "social/sign_in.h"
#include "social/sign_up.h"
#include "social/token.h"
#include "social/totp.h"
#include "social/two_factor.h"
#include "web/frame.h"
#include "web/web.h"

#define HERE SV("/settings/security")

/* --- the page --------------------------------------------------------------------------------------------------------------------- */

/* "abcd efgh …": for typing. */
static struct sv in_fours(struct ctx *cx, struct sv text)
{
	struct buf out = BUF(&cx->arena, text.n * 2);
	for (size_t i = 0; i < text.n; i++) {
		if (i && i % 4 == 0)
			buf_putc(&out, ' ');
		buf_putc(&out, text.p[i]);
	}
	return buf_sv(&out);
}

static enum fail show_two_factor(struct ctx *cx, const struct login_row *login, struct view_security *view)
{
	struct recovery_codes_left_row left;
	struct sv secret;
	view->two_factor = login->otp_enabled_at ? VIEW_TWO_FACTOR_ON : login->otp_secret.n ? VIEW_TWO_FACTOR_BEGUN : VIEW_TWO_FACTOR_OFF;
	if (view->two_factor == VIEW_TWO_FACTOR_ON) {
		TRY(q_recovery_codes_left(cx, login->account_id, &left));
		view->codes_left = left.left_over;
	}
	if (view->two_factor != VIEW_TWO_FACTOR_BEGUN)
		return OK;
	TRY(two_factor_secret(cx, login, &secret));
	view->secret = in_fours(cx, base32(&cx->arena, secret));
	view->qr_path = web_qr_path(cx, totp_uri(&cx->arena, secret, settings(cx)->title, login->username), &view->qr_size);
	view->uri = totp_uri(&cx->arena, secret, settings(cx)->title, login->username);
	return OK;
}

/* "Firefox on Linux": as much as tells one's own devices apart. */
static struct sv name_agent(struct ctx *cx, struct sv agent)
{
	static const char *const browsers[][2] = { { "Firefox/", "Firefox" }, { "Edg/", "Edge" }, { "OPR/", "Opera" }, { "Chrome/", "Chromium" },
		                                   { "Safari/", "Safari" } };
	static const char *const systems[][2] = { { "Android", "Android" }, { "iPhone", "iPhone" }, { "iPad", "iPad" }, { "Windows", "Windows" },
		                                  { "Mac OS", "macOS" }, { "Linux", "Linux" } };
	const char *browser = NULL, *system = NULL;
	for (size_t i = 0; i < COUNT_OF(browsers) && !browser; i++)
		browser = sv_find(agent, sv_of(browsers[i][0])) >= 0 ? browsers[i][1] : NULL;
	for (size_t i = 0; i < COUNT_OF(systems) && !system; i++)
		system = sv_find(agent, sv_of(systems[i][0])) >= 0 ? systems[i][1] : NULL;
	if (browser && system)
		return TRF(&cx->arena, "%s on %s", browser, system); /* Firefox on Linux */
	return agent.n ? sv_first(agent, 60) : TR("Unknown browser");
}

static enum fail show_sessions(struct ctx *cx, struct view_security *view)
{
	struct sessions_of_row *rows;
	struct sv here = token_hash_sv(&cx->arena, web_session_cookie(cx));
	TRY(q_sessions_of(cx, cx->who.account_id, &rows, &view->session_count));
	struct view_session *list = arena_array(&cx->arena, struct view_session, view->session_count + 1);
	for (size_t i = 0; i < view->session_count; i++)
		list[i] = (struct view_session){ .id = rows[i].id,
			                         .agent = name_agent(cx, rows[i].user_agent),
			                         .ip = rows[i].ip,
			                         .since = view_time(&cx->arena, rows[i].created_at, cx->now),
			                         .used = view_time(&cx->arena, rows[i].used_at, cx->now),
			                         .here = sv_eq(rows[i].token_hash, here) };
	view->sessions = list;
	return OK;
}

/* An app once, however many tokens it has. */
static enum fail show_grants(struct ctx *cx, struct view_security *view)
{
	struct oauth_grants_of_row *rows;
	size_t count;
	TRY(q_oauth_grants_of(cx, cx->who.account_id, &rows, &count));
	struct view_grant *list = arena_array(&cx->arena, struct view_grant, count + 1);
	for (size_t i = 0; i < count; i++) {
		bool seen = false;
		for (size_t j = 0; j < view->grant_count && !seen; j++)
			seen = list[j].app_id == rows[i].app_id;
		if (!seen)
			list[view->grant_count++] = (struct view_grant){ .app_id = rows[i].app_id,
				                                         .name = rows[i].name,
				                                         .website = rows[i].website,
				                                         .scopes = rows[i].scopes,
				                                         .since = view_time(&cx->arena, rows[i].created_at, cx->now) };
	}
	view->grants = list;
	return OK;
}

static struct sv notice_of(struct ctx *cx)
{
	static const struct {
		const char *done;
		struct sv text;
	} notices[] = {
		{ "password", TR_MARK("The new password is set. All other sessions have ended.") },
		{ "email", TR_MARK("The e-mail address was changed.") },
		{ "mail", TR_MARK("Open the link in the mail to the new address, and it is changed.") },
		{ "off", TR_MARK("The second step is off.") },
		{ "session", TR_MARK("The session has ended.") },
		{ "app", TR_MARK("The app has no access any more.") },
	};
	struct sv done = param_sv(cx->params, "done");
	for (size_t i = 0; i < COUNT_OF(notices); i++)
		if (sv_eq(done, sv_of(notices[i].done)))
			return tr(notices[i].text);
	return SV_NONE;
}

static enum fail show(struct ctx *cx, struct sv problem)
{
	struct view_page page;
	struct login_row login;
	TRY(web_settings_page(cx, HERE, TR("Account and security"), &page));
	TRY(q_login_get(cx, cx->who.account_id, &login));
	struct view_security view = { .csrf = page.csrf, .email = login.email };
	TRY(show_two_factor(cx, &login, &view));
	TRY(show_sessions(cx, &view));
	TRY(show_grants(cx, &view));
	page.problem = problem;
	page.notice = problem.n ? SV_NONE : notice_of(cx);
	cx->answer->as_is = true; /* it shows a secret */
	tpl_security_page(web_html(cx), &page, &view);
	return OK;
}

enum fail web_security(struct ctx *cx)
{
	return show(cx, SV_NONE);
}

/* The same page with what was wrong, for what the member can correct. */
static enum fail show_problem(struct ctx *cx, enum fail fail)
{
	if (fail != FAIL_INVALID && fail != FAIL_LIMITED && fail != FAIL_CONFLICT)
		return fail;
	answer_status(cx, fail_http_status(fail));
	return show(cx, cx->said);
}

static enum fail check_again(struct ctx *cx)
{
	TRY(web_check_form(cx));
	return sign_in_again(cx, cx->who.account_id, param_sv(cx->params, "current"));
}

/* --- password and address ------------------------------------------------------------------------------------------------------------ */

static enum fail set_password(struct ctx *cx, void *arg)
{
	const struct sv *hash = arg;
	struct login_row login;
	TRY(q_login_get(cx, cx->who.account_id, &login));
	return login_set_password(cx, &login, *hash, web_session_cookie(cx));
}

enum fail web_security_password(struct ctx *cx)
{
	struct sv hash;
	enum fail fail = check_again(cx);
	if (fail == OK)
		fail = password_hash(cx, param_sv(cx->params, "password"), &hash);
	if (fail == OK)
		fail = app_write(cx, set_password, &hash);
	return fail == OK ? web_redirect(cx, SV("/settings/security?done=password")) : show_problem(cx, fail);
}

static enum fail change_email(struct ctx *cx, void *arg)
{
	const struct sv *email = arg;
	struct login_row login;
	if (settings(cx)->confirm_email && mail_works())
		return login_mail_new_email(cx, cx->who.account_id, *email);
	TRY(q_login_get(cx, cx->who.account_id, &login));
	return login_set_email(cx, &login, *email);
}

enum fail web_security_email(struct ctx *cx)
{
	struct sv email = sv_trim(param_sv(cx->params, "email"));
	struct field_problem problem = { 0 };
	bool approval = false;
	enum fail fail = check_again(cx);
	if (fail == OK)
		fail = email_check(cx, email, &problem, &approval);
	if (problem.code)
		fail = refuse(cx, FAIL_INVALID, "The address " SVF ".", SVA(problem.text));
	if (fail == OK)
		fail = app_write(cx, change_email, &email);
	if (fail != OK)
		return show_problem(cx, fail);
	bool mailed = settings(cx)->confirm_email && mail_works();
	return web_redirect(cx, mailed ? SV("/settings/security?done=mail") : SV("/settings/security?done=email"));
}

/* --- the second step ------------------------------------------------------------------------------------------------------------------ */

static enum fail begin(struct ctx *cx, void *arg)
{
	(void)arg;
	return two_factor_begin(cx);
}

enum fail web_two_factor_begin(struct ctx *cx)
{
	enum fail fail = check_again(cx);
	if (fail == OK)
		fail = app_write(cx, begin, NULL);
	return fail == OK ? web_redirect(cx, SV("/settings/security#two-factor")) : show_problem(cx, fail);
}

static enum fail show_codes(struct ctx *cx, const struct sv codes[RECOVERY_CODES])
{
	struct view_page page;
	struct view_codes view = { .codes = codes, .count = RECOVERY_CODES };
	TRY(web_form(cx, &page, TR("Your recovery codes")));
	tpl_codes_page(web_html(cx), &page, &view);
	return OK;
}

static enum fail enable(struct ctx *cx, void *arg)
{
	return two_factor_enable(cx, param_sv(cx->params, "code"), arg);
}

enum fail web_two_factor_enable(struct ctx *cx)
{
	struct sv codes[RECOVERY_CODES];
	TRY(web_check_form(cx));
	enum fail fail = app_write(cx, enable, codes);
	return fail == OK ? show_codes(cx, codes) : show_problem(cx, fail);
}

static enum fail renew(struct ctx *cx, void *arg)
{
	return two_factor_renew_codes(cx, arg);
}

enum fail web_two_factor_codes(struct ctx *cx)
{
	struct sv codes[RECOVERY_CODES];
	enum fail fail = check_again(cx);
	if (fail == OK)
		fail = app_write(cx, renew, codes);
	return fail == OK ? show_codes(cx, codes) : show_problem(cx, fail);
}

static enum fail disable(struct ctx *cx, void *arg)
{
	struct login_row login;
	(void)arg;
	TRY(q_login_get(cx, cx->who.account_id, &login));
	const struct mail_word words[] = { { "username", login.username } };
	TRY(mail_queue(cx, MAIL_TWO_FACTOR_OFF, login.account_id, login.email, words, COUNT_OF(words)));
	return two_factor_disable(cx, cx->who.account_id);
}

enum fail web_two_factor_disable(struct ctx *cx)
{
	enum fail fail = check_again(cx);
	if (fail == OK)
		fail = app_write(cx, disable, NULL);
	return fail == OK ? web_redirect(cx, SV("/settings/security?done=off")) : show_problem(cx, fail);
}

/* --- ending what is no longer wanted ---------------------------------------------------------------------------------------------------- */

enum fail web_session_end(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(session_end_id(cx, param_id(cx->params, "id")));
	return web_redirect(cx, SV("/settings/security?done=session"));
}

enum fail web_app_end(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(oauth_app_forget(cx, param_id(cx->params, "id")));
	return web_redirect(cx, SV("/settings/security?done=app"));
}
