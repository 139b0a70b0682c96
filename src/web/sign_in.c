/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Signing in, the second step, signing out. */
#include "social/leave.h"
#include "social/seal.h"
#include "social/session.h"
#include "social/sign_in.h"
#include "social/two_factor.h"
#include "web/frame.h"
#include "web/web.h"

/* Who has typed the right password and still owes the second factor: sealed, so that it cannot be made up. */
#define STEP_COOKIE "folkmoot_step"
enum { STEP_SECONDS = 10 * 60 };

static struct sv next_of(const struct ctx *cx)
{
	return web_local_path(param_sv(cx->params, "next"));
}

/* "to go on to Tusky", when that is where it leads. */
static struct sv app_of(struct ctx *cx, struct sv next)
{
	struct sv query = next, path, pair, name;
	struct oauth_app_row app;
	sv_cut(&query, '?', &path);
	if (!sv_eq(path, SV("/oauth/authorize")))
		return SV_NONE;
	while (query.n) {
		sv_cut(&query, '&', &pair);
		sv_cut(&pair, '=', &name);
		if (sv_eq(name, SV("client_id")))
			return q_oauth_app_find(cx, url_decode(&cx->arena, pair, true), &app) == OK ? app.name : SV_NONE;
	}
	return SV_NONE;
}

static enum fail show_form(struct ctx *cx, struct sv problem)
{
	struct view_page page;
	TRY(web_form(cx, &page, TR("Sign in")));
	struct view_sign_in view = { .action = SV("/auth/sign_in"), .csrf = page.csrf, .next = next_of(cx), .problem = problem };
	view.login = param_sv(cx->params, "login");
	view.app = app_of(cx, view.next);
	if (sv_eq(param_sv(cx->params, "done"), SV("password")))
		page.notice = TR("The new password is set. Sign in with it.");
	tpl_sign_in_page(web_html(cx), &page, &view);
	return OK;
}

enum fail web_sign_in_form(struct ctx *cx)
{
	if (cx->who.session && !param_bool(cx->params, "again", false))
		return web_redirect(cx, next_of(cx));
	return show_form(cx, SV_NONE);
}

static enum fail to_second_step(struct ctx *cx, int64_t account_id)
{
	struct sv note, id = arena_printf(&cx->arena, "%lld", (long long)account_id);
	TRY(seal_note(cx, id, cx->now + 1000 * STEP_SECONDS, &note));
	web_set_cookie(cx, STEP_COOKIE, note, STEP_SECONDS);
	return web_redirect(cx, web_with_param(cx, SV("/auth/second_step"), "next", next_of(cx)));
}

/* It is really them. */
static enum fail enter(struct ctx *cx, const struct login_row *login)
{
	struct sv place;
	if (leave_begun(login))
		return web_ask_to_keep(cx, login->account_id);
	TRY(web_sign_in(cx, login->account_id));
	TRY(web_first_place(cx, login->account_id, next_of(cx), &place));
	return web_redirect(cx, place);
}

enum fail web_sign_in_post(struct ctx *cx)
{
	struct login_row login;
	TRY(web_check_form(cx));
	enum fail fail = sign_in_check(cx, param_sv(cx->params, "login"), param_sv(cx->params, "password"), &login);
	if (fail == FAIL_FORBIDDEN && leave_begun(&login))
		fail = OK; /* they may come back */
	if (fail == FAIL_INVALID || fail == FAIL_FORBIDDEN || fail == FAIL_LIMITED) {
		answer_status(cx, fail_http_status(fail));
		return show_form(cx, cx->said);
	}
	TRY(fail);
	if (!login.confirmed_at)
		return web_wait(cx, login.account_id, login.email, true);
	if (login.otp_enabled_at)
		return to_second_step(cx, login.account_id);
	return enter(cx, &login);
}

/* --- the second step --------------------------------------------------------------------------------------------------------------- */

static bool read_step(struct ctx *cx, int64_t *account_id_r)
{
	struct sv id;
	return unseal_note(&cx->arena, http_cookie(cx->http, SV(STEP_COOKIE)), cx->now, &id) && sv_to_i64(id, account_id_r);
}

static enum fail show_second_step(struct ctx *cx, struct sv problem)
{
	struct view_page page;
	TRY(web_form(cx, &page, TR("Second step")));
	struct view_two_factor view = { .action = SV("/auth/second_step"), .csrf = page.csrf, .next = next_of(cx), .problem = problem };
	tpl_two_factor_page(web_html(cx), &page, &view);
	return OK;
}

static enum fail start_over(struct ctx *cx)
{
	return web_redirect(cx, web_with_param(cx, SV("/auth/sign_in"), "next", next_of(cx)));
}

enum fail web_second_step_form(struct ctx *cx)
{
	int64_t account_id;
	return read_step(cx, &account_id) ? show_second_step(cx, SV_NONE) : start_over(cx);
}

struct step {
	int64_t account_id;
	struct sv code;
};

static enum fail pass_step(struct ctx *cx, void *arg)
{
	const struct step *step = arg;
	return two_factor_pass(cx, step->account_id, step->code);
}

enum fail web_second_step_post(struct ctx *cx)
{
	struct step step = { .code = param_sv(cx->params, "code") };
	TRY(web_check_form(cx));
	if (!read_step(cx, &step.account_id))
		return start_over(cx);
	enum fail fail = app_write(cx, pass_step, &step);
	if (fail == FAIL_INVALID || fail == FAIL_LIMITED) {
		answer_status(cx, fail_http_status(fail));
		return show_second_step(cx, cx->said);
	}
	TRY(fail);
	web_set_cookie(cx, STEP_COOKIE, SV(""), 0);
	struct login_row login;
	TRY(q_login_get(cx, step.account_id, &login));
	return enter(cx, &login);
}

enum fail web_sign_out(struct ctx *cx)
{
	if (cx->who.session) {
		TRY(web_check_form(cx));
		TRY(session_end(cx, web_session_cookie(cx)));
	}
	web_set_cookie(cx, "folkmoot", SV(""), 0);
	return web_redirect(cx, SV("/"));
}
