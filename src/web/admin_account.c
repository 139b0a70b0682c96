/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One account, and what may be done about it. */
#include "social/badge.h"
#include "social/role.h"
#include "social/sanction.h"

#include "web/admin_accounts.h"
#include "web/view_settings.h"

static struct sv path_of(struct ctx *cx, int64_t id)
{
	return arena_printf(&cx->arena, "/admin/accounts/%lld", (long long)id);
}

/* --- what is known --------------------------------------------------------------------------------------------------------------------- */

static enum fail show_addresses(struct ctx *cx, const struct admin_account_row *row, struct view_admin_detail *view)
{
	struct admin_ips_of_row *rows;
	TRY(q_admin_ips_of(cx, row->id, &rows, &view->address_count));
	struct view_pair *pairs = arena_array(&cx->arena, struct view_pair, view->address_count + 1);
	for (size_t i = 0; i < view->address_count; i++)
		pairs[i] = (struct view_pair){ rows[i].ip, admin_date(cx, rows[i].used_at) };
	view->addresses = pairs;
	return OK;
}

static enum fail show_inviter(struct ctx *cx, const struct admin_account_row *row, struct view_admin_detail *view)
{
	struct account_row inviter;
	enum fail fail = row->invited_by_id ? q_account_get(cx, row->invited_by_id, &inviter) : FAIL_NOT_FOUND;
	if (fail == OK)
		view->invited_by = inviter.username;
	return fail == FAIL_NOT_FOUND ? OK : fail;
}

static void show_badges(struct ctx *cx, const struct admin_account_row *row, struct view_admin_detail *view)
{
	const struct badge *given = badges_of(cx, row->id, &view->badge_count);
	struct view_admin_badge *badges = arena_array(&cx->arena, struct view_admin_badge, view->badge_count + 1);
	for (size_t i = 0; i < view->badge_count; i++)
		badges[i] = (struct view_admin_badge){
			.id = given[i].id,
			.label = given[i].label,
			.reason = given[i].reason,
			.given = given[i].issuer.n ? TRF(&cx->arena, "Given by %s on %s", given[i].issuer, admin_date(cx, given[i].created_at)) :
			                             admin_date(cx, given[i].created_at),
		};
	view->badges = badges;
}

/* --- what may be done ------------------------------------------------------------------------------------------------------------------- */

static void show_roles(struct ctx *cx, const struct admin_account_row *row, int64_t own, struct view_admin_detail *view)
{
	struct view_option *roles = arena_array(&cx->arena, struct view_option, ROLE_COUNT);
	for (int i = 0; i < ROLE_COUNT && i <= own; i++)
		roles[view->role_count++] = (struct view_option){ role_about(i)->name, i ? tr(sv_of(role_about(i)->title)) : TR("Member"), SV_NONE };
	view->roles = roles;
	view->role_now = sv_of(role_about((int)row->role)->name);
	view->may_set_role = view->may_touch && !row->domain.n && cx->who.may & MAY_MANAGE_ROLES;
}

static void show_acts(struct ctx *cx, const struct admin_account_row *row, struct view_admin_detail *view)
{
	const struct view_admin_act all[] = {
		{ "none", TR("A warning"), TR("They are told what is wrong, and nothing else happens."), false },
		{ "sensitive", TR("Cover their media"), TR("Pictures and videos are covered until somebody wants to see them."), row->sensitized },
		{ "silence", TR("Limit"), TR("Only who follows them sees what they post."), row->silenced },
		{ "disable", TR("Keep them from signing in"), TR("What they posted stays as it is."), row->disabled },
		{ "suspend", TR("Suspend"), TR("Their profile and posts are hidden, and they cannot sign in."), row->suspended },
	};
	struct view_admin_act *acts = arena_array(&cx->arena, struct view_admin_act, COUNT_OF(all));
	for (size_t i = 0; i < COUNT_OF(all); i++)
		if (view->account->local || (strcmp(all[i].kind, "disable") != 0 && i)) {
			view->any_in_effect |= all[i].done;
			acts[view->act_count++] = all[i];
		}
	view->acts = acts;
}

static enum fail show(struct ctx *cx, struct sv problem)
{
	struct view_page page;
	struct admin_account_row row;
	struct login_role_row own;
	TRY(q_admin_account_get(cx, path_id(cx, 0), &row));
	TRY(q_login_role(cx, cx->who.account_id, &own));
	struct view_admin_account account = admin_show_account(cx, &row);
	struct view_admin_detail view = { .account = &account, .confirmed = row.confirmed, .may_touch = row.role < own.role };
	TRY(admin_page(cx, SV("/admin/accounts"), arena_printf(&cx->arena, "@" SVF, SVA(account.acct)), &page));
	TRY(show_addresses(cx, &row, &view));
	TRY(show_inviter(cx, &row, &view));
	show_roles(cx, &row, own.role, &view);
	show_acts(cx, &row, &view);
	show_badges(cx, &row, &view);
	view.may_badge = cx->who.may & MAY_MANAGE_ROLES;
	view.csrf = page.csrf;
	page.problem = problem;
	tpl_admin_account_page(web_html(cx), &page, &view);
	return OK;
}

enum fail web_admin_account(struct ctx *cx)
{
	return show(cx, SV_NONE);
}

/* --- doing it ------------------------------------------------------------------------------------------------------------------------------ */

enum fail web_admin_account_approve(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(sanction_approve(cx, path_id(cx, 0)));
	return web_done(cx, web_next(cx, path_of(cx, path_id(cx, 0))), SAID_APPROVED);
}

/* The account is gone then, and so is its page. */
enum fail web_admin_account_reject(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(sanction_reject(cx, path_id(cx, 0)));
	return web_done(cx, SV("/admin/accounts?standing=pending"), SAID_TURNED_DOWN);
}

enum fail web_admin_account_role(struct ctx *cx)
{
	int role = role_by_name(arena_cstr(&cx->arena, param_sv(cx->params, "role")));
	TRY(web_check_form(cx));
	TRY(sanction_set_role(cx, path_id(cx, 0), role));
	return web_done(cx, path_of(cx, path_id(cx, 0)), SAID_SAVED);
}

static enum fail read_kind(struct ctx *cx, enum sanction *kind_r)
{
	return sanction_parse(param_sv(cx->params, "kind"), kind_r) ? OK : refuse(cx, FAIL_INVALID, "Choose what shall happen.");
}

enum fail web_admin_account_sanction(struct ctx *cx)
{
	struct sanction_draft draft = { .account_id = path_id(cx, 0), .text = param_sv(cx->params, "text") };
	TRY(web_check_form(cx));
	TRY(read_kind(cx, &draft.kind));
	TRY(sanction_apply(cx, &draft));
	return web_done(cx, path_of(cx, draft.account_id), SAID_DONE);
}

enum fail web_admin_account_lift(struct ctx *cx)
{
	enum sanction kind;
	TRY(web_check_form(cx));
	if (!sanction_parse(cx->path[1], &kind))
		return FAIL_NOT_FOUND;
	TRY(sanction_lift(cx, path_id(cx, 0), kind));
	return web_done(cx, path_of(cx, path_id(cx, 0)), SAID_TAKEN_BACK);
}

/* Badges are kept in memory, and read again from a connection that has none of the writer's work to do: hence by app_write(). */
static enum fail give_badge(struct ctx *cx, void *arg)
{
	(void)arg;
	return badge_give(cx, path_id(cx, 0), param_sv(cx->params, "label"), param_sv(cx->params, "reason"));
}

static enum fail take_badge(struct ctx *cx, void *arg)
{
	(void)arg;
	return badge_take(cx, path_id(cx, 1));
}

enum fail web_admin_badge_give(struct ctx *cx)
{
	struct sv problem;
	TRY(web_check_form(cx));
	enum fail fail = app_write(cx, give_badge, NULL);
	if (web_mendable(cx, fail, &problem))
		return show(cx, problem);
	TRY(fail);
	return web_done(cx, path_of(cx, path_id(cx, 0)), SAID_BADGE_GIVEN);
}

enum fail web_admin_badge_take(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(app_write(cx, take_badge, NULL));
	return web_done(cx, path_of(cx, path_id(cx, 0)), SAID_BADGE_TAKEN);
}
