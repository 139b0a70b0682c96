/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A forgotten password. */
#include "social/login_mail.h"
#include "social/mail.h"
#include "social/password.h"
#include "web/web.h"

static enum fail show_request(struct ctx *cx, bool sent)
{
	struct view_page page;
	TRY(web_form(cx, &page, TR("Forgot your password?")));
	struct view_password view = { .action = SV("/auth/password/new"), .csrf = page.csrf, .sent = sent };
	if (!mail_works())
		page.problem = TR("This community sends no mails. Ask the people who run it for a new password.");
	tpl_password_request_page(web_html(cx), &page, &view);
	return OK;
}

enum fail web_password_request(struct ctx *cx)
{
	return show_request(cx, false);
}

enum fail web_password_request_post(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(login_mail_reset(cx, param_sv(cx->params, "email")));
	return web_redirect(cx, SV("/auth/password/sent"));
}

enum fail web_password_sent(struct ctx *cx)
{
	return show_request(cx, true);
}

static enum fail show_new(struct ctx *cx, struct sv problem)
{
	struct view_page page;
	struct sv token = param_sv(cx->params, "token");
	if (!login_link_resets(cx, token))
		return refuse(cx, FAIL_NOT_FOUND, "This link was used already, or it is older than six hours. Ask for a new one.");
	TRY(web_form(cx, &page, TR("A new password")));
	struct view_password view = { .action = SV("/auth/password/edit"), .csrf = page.csrf, .token = token, .problem = problem };
	tpl_password_new_page(web_html(cx), &page, &view);
	return OK;
}

enum fail web_password_edit(struct ctx *cx)
{
	return show_new(cx, SV_NONE);
}

struct resetting {
	struct sv token, hash;
};

static enum fail reset(struct ctx *cx, void *arg)
{
	const struct resetting *resetting = arg;
	return login_link_reset(cx, resetting->token, resetting->hash);
}

enum fail web_password_edit_post(struct ctx *cx)
{
	struct resetting resetting = { .token = param_sv(cx->params, "token") };
	TRY(web_check_form(cx));
	if (!login_link_resets(cx, resetting.token))
		return show_new(cx, SV_NONE);
	enum fail fail = password_hash(cx, param_sv(cx->params, "password"), &resetting.hash);
	if (fail == FAIL_INVALID) {
		answer_status(cx, 422);
		return show_new(cx, cx->said);
	}
	TRY(fail);
	TRY(app_write(cx, reset, &resetting));
	return web_redirect(cx, SV("/auth/sign_in?done=password"));
}
