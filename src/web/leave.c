/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Deleting one's account, and coming back in time. */
#include "social/leave.h"

#include "social/seal.h"
#include "social/sign_in.h"
#include "web/frame.h"
#include "web/web.h"

#define HERE SV("/settings/leave")
/* Who has signed in fully and is asked whether to keep the account: sealed, so that it cannot be made up. */
#define KEEP_COOKIE "folkmoot_keep"
#define KEEP_PREFIX "keep:"
enum { KEEP_SECONDS = 10 * 60 };

static enum fail show(struct ctx *cx, struct sv problem)
{
	struct view_page page;
	TRY(web_settings_page(cx, HERE, TR("Delete the account"), &page));
	page.problem = problem;
	tpl_leave_page(web_html(cx), &page, LEAVE_DAYS);
	return OK;
}

enum fail web_leave(struct ctx *cx)
{
	return show(cx, SV_NONE);
}

static enum fail begin(struct ctx *cx, void *arg)
{
	(void)arg;
	return leave_begin(cx);
}

enum fail web_leave_post(struct ctx *cx)
{
	struct sv problem;
	TRY(web_check_form(cx));
	enum fail fail = sign_in_again(cx, cx->who.account_id, param_sv(cx->params, "current"));
	if (fail == OK)
		fail = app_write(cx, begin, NULL);
	if (web_mendable(cx, fail, &problem))
		return show(cx, problem);
	TRY(fail);
	web_set_cookie(cx, "folkmoot", SV(""), 0);
	return web_done(cx, SV("/auth/sign_in"), SAID_LEAVING);
}

/* --- coming back ------------------------------------------------------------------------------------------------------------------- */

enum fail web_ask_to_keep(struct ctx *cx, int64_t account_id)
{
	struct sv note;
	TRY(seal_note(cx, arena_printf(&cx->arena, KEEP_PREFIX "%lld", (long long)account_id), cx->now + 1000 * KEEP_SECONDS, &note));
	web_set_cookie(cx, KEEP_COOKIE, note, KEEP_SECONDS);
	return web_redirect(cx, SV("/auth/keep"));
}

static bool read_keep(struct ctx *cx, int64_t *account_id_r)
{
	struct sv note;
	return unseal_note(&cx->arena, http_cookie(cx->http, SV(KEEP_COOKIE)), cx->now, &note) && sv_starts(note, SV(KEEP_PREFIX)) &&
	       sv_to_i64(sv_from(note, sizeof(KEEP_PREFIX) - 1), account_id_r);
}

enum fail web_keep_form(struct ctx *cx)
{
	struct view_page page;
	struct login_row login;
	int64_t account_id;
	if (!read_keep(cx, &account_id))
		return web_redirect(cx, SV("/auth/sign_in"));
	TRY(q_login_get(cx, account_id, &login));
	if (!leave_begun(&login))
		return web_redirect(cx, SV("/auth/sign_in"));
	TRY(web_form(cx, &page, TR("Keep your account?")));
	tpl_keep_page(web_html(cx), &page, view_time(&cx->arena, leave_ends(&login), cx->now).full);
	return OK;
}

static enum fail keep(struct ctx *cx, void *arg)
{
	const int64_t *account_id = arg;
	return leave_undo(cx, *account_id);
}

enum fail web_keep_post(struct ctx *cx)
{
	int64_t account_id;
	TRY(web_check_form(cx));
	if (!read_keep(cx, &account_id))
		return web_redirect(cx, SV("/auth/sign_in"));
	TRY(app_write(cx, keep, &account_id));
	web_set_cookie(cx, KEEP_COOKIE, SV(""), 0);
	TRY(web_sign_in(cx, account_id));
	return web_done(cx, SV("/home"), SAID_KEPT);
}
