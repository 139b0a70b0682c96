/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Invitations that a member makes. */
#include "social/sign_up.h"
#include "web/frame.h"
#include "web/web.h"

enum { MOST_DAYS = 365, MOST_USES = 1000 };

static struct view_invite show_one(struct ctx *cx, const struct invites_of_row *row)
{
	bool over = (row->max_uses && row->uses >= row->max_uses) || (row->expires_at && row->expires_at <= cx->now);
	return (struct view_invite){ .id = row->id,
		                     .url = arena_printf(&cx->arena, SVF "/invite/" SVF, SVA(cx->community->url), SVA(row->code)),
		                     .uses = row->uses,
		                     .max_uses = row->max_uses,
		                     .until = row->expires_at ? view_time(&cx->arena, row->expires_at, cx->now).full : SV_NONE,
		                     .over = over };
}

enum fail web_invites(struct ctx *cx)
{
	struct view_page page;
	struct invites_of_row *rows;
	struct view_invites view = { 0 };
	TRY(web_settings_page(cx, SV("/settings/invites"), TR("Invite people"), &page));
	TRY(q_invites_of(cx, cx->who.account_id, &rows, &view.count));
	struct view_invite *list = arena_array(&cx->arena, struct view_invite, view.count + 1);
	for (size_t i = 0; i < view.count; i++)
		list[i] = show_one(cx, &rows[i]);
	view.invites = list;
	view.csrf = page.csrf;
	cx->answer->as_is = true; /* it shows a secret */
	tpl_invites_page(web_html(cx), &page, &view);
	return OK;
}

enum fail web_invite_make(struct ctx *cx)
{
	struct sv code;
	int64_t uses = param_int(cx->params, "uses", 1), days = param_int(cx->params, "days", 7);
	TRY(web_check_form(cx));
	if (uses < 0 || uses > MOST_USES || days < 0 || days > MOST_DAYS)
		return refuse(cx, FAIL_INVALID, "An invitation is for at most %d people and %d days.", MOST_USES, MOST_DAYS);
	TRY(invite_create(cx, uses, days * 86400, &code));
	return web_redirect(cx, SV("/settings/invites"));
}

enum fail web_invite_end(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(invite_end(cx, param_id(cx->params, "id")));
	return web_redirect(cx, SV("/settings/invites"));
}
