/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Accounts and invitations, as those who look after the community find them. */
#include "web/admin_accounts.h"

#include "social/role.h"
#include "social/sanction.h"
#include "social/sign_up.h"

enum { PER_PAGE = 40 };

/* --- one account --------------------------------------------------------------------------------------------------------------------- */

static struct sv picture_of(struct ctx *cx, const struct admin_account_row *row)
{
	return account_avatar(cx, &(struct account_row){ .id = row->id, .domain = row->domain, .avatar = row->avatar, .avatar_static = row->avatar_static }, true);
}

static void add_state(struct view_admin_account *view, bool is_so, struct sv state)
{
	if (is_so && view->state_count < COUNT_OF(view->states))
		view->states[view->state_count++] = state;
}

static void show_states(const struct admin_account_row *row, struct view_admin_account *view)
{
	add_state(view, view->pending, TR("Waits to be let in"));
	add_state(view, view->local && !row->confirmed, TR("Address not confirmed"));
	add_state(view, row->suspended, TR("Suspended"));
	add_state(view, row->disabled, TR("Cannot sign in"));
	add_state(view, row->silenced, TR("Limited"));
	add_state(view, row->sensitized, TR("Media covered"));
}

struct view_admin_account admin_show_account(struct ctx *cx, const struct admin_account_row *row)
{
	bool local = !row->domain.n;
	struct sv acct = local ? row->username : arena_printf(&cx->arena, SVF "@" SVF, SVA(row->username), SVA(row->domain));
	struct view_admin_account view = { .id = row->id,
		                           .name = html_of_text(&cx->arena, row->display_name.n ? row->display_name : row->username),
		                           .acct = acct,
		                           .path = arena_printf(&cx->arena, "/@" SVF, SVA(acct)),
		                           .avatar = picture_of(cx, row),
		                           .email = row->email,
		                           .role = row->role ? tr(sv_of(role_about((int)row->role)->title)) : SV_NONE,
		                           .joined = admin_date(cx, row->created_at),
		                           .active = admin_date(cx, row->last_active_at),
		                           .statuses = row->statuses_count,
		                           .reason = row->reason,
		                           .pending = local && !row->approved,
		                           .local = local };
	show_states(row, &view);
	return view;
}

/* --- the list -------------------------------------------------------------------------------------------------------------------------- */

struct wish {
	struct sv username, email, ip, domain;
};

/* One box for what somebody is looked for by: "ada", "@ada", "ada@mail.example", "@ada@elsewhere.example", "192.0.2.7". */
static struct wish read_wish(struct ctx *cx, struct sv query)
{
	struct wish wish = { SV(""), SV(""), SV(""), SV("") };
	bool named = query.n && query.p[0] == '@', digits = query.n > 0;
	query = ascii_lower(&cx->arena, named ? sv_from(query, 1) : query);
	for (size_t i = 0; i < query.n; i++)
		digits = digits && ((query.p[i] >= '0' && query.p[i] <= '9') || query.p[i] == '.' || query.p[i] == ':' ||
		                    (query.p[i] >= 'a' && query.p[i] <= 'f'));
	if (!named && digits && (sv_has(query, '.') || sv_has(query, ':')))
		wish.ip = query;
	else if (!named && sv_has(query, '@'))
		wish.email = query;
	else
		wish.username = query;
	if (sv_cut(&wish.username, '@', &query)) {
		wish.domain = wish.username;
		wish.username = query;
	} else
		wish.username = query.p ? query : wish.username;
	if (wish.ip.n || wish.email.n)
		wish.username = SV("");
	return wish;
}

static struct sv word(struct ctx *cx, const char *name)
{
	struct sv text = sv_trim(param_sv(cx->params, name));
	return text.n ? text : SV("");
}

static struct sv nobody(const struct view_admin_accounts *view)
{
	if (sv_eq(view->standing, SV("pending")))
		return TR("Nobody waits to be let in.");
	return view->filtered ? TR("Nobody fits what you are looking for.") : TR("Nobody is here yet.");
}

static enum fail read_list(struct ctx *cx, struct view_admin_accounts *view)
{
	struct admin_account_row *rows;
	struct page page = page_read(cx, PER_PAGE, PER_PAGE);
	struct wish wish = read_wish(cx, view->query);
	int64_t role = -1;
	bool staff = sv_eq(view->role, SV("staff"));
	if (!staff && view->role.n && !sv_to_i64(view->role, &role))
		role = -1;
	struct sv origin = wish.domain.n ? SV("") : view->origin;
	TRY(q_admin_accounts(cx, origin, view->standing, staff, role, 0, wish.username, SV(""), wish.email, wish.ip, wish.domain, &page, &rows,
	                     &view->count));
	struct view_admin_account *list = arena_array(&cx->arena, struct view_admin_account, view->count + 1);
	for (size_t i = 0; i < view->count; i++)
		list[i] = admin_show_account(cx, &rows[i]);
	view->list = list;
	if (view->count)
		admin_page_links(cx, rows[0].id, rows[view->count - 1].id, view->count, &page, &view->newer, &view->older);
	return OK;
}

enum fail web_admin_accounts(struct ctx *cx)
{
	struct view_page page;
	struct view_admin_accounts view = { .query = word(cx, "q"), .standing = word(cx, "standing"), .origin = word(cx, "origin"), .role = word(cx, "role") };
	view.filtered = view.query.n || view.standing.n || view.role.n || view.origin.n;
	if (!param_sent(cx->params, "origin"))
		view.origin = SV("local");
	TRY(admin_page(cx, SV("/admin/accounts"), TR("Accounts"), &page));
	TRY(read_list(cx, &view));
	view.csrf = page.csrf;
	view.empty = nobody(&view);
	tpl_admin_accounts_page(web_html(cx), &page, &view);
	return OK;
}

/* --- invitations ------------------------------------------------------------------------------------------------------------------------- */

static struct view_admin_invite show_invite(struct ctx *cx, const struct invite_row *row)
{
	return (struct view_admin_invite){ .id = row->id,
		                           .uses = row->uses,
		                           .max_uses = row->max_uses,
		                           .url = arena_printf(&cx->arena, SVF "/invite/" SVF, SVA(cx->community->url), SVA(row->code)),
		                           .by = row->username,
		                           .until = admin_date(cx, row->expires_at),
		                           .over = (row->max_uses && row->uses >= row->max_uses) || (row->expires_at && row->expires_at <= cx->now) };
}

enum fail web_admin_invites(struct ctx *cx)
{
	struct view_page page;
	struct invite_row *rows;
	struct page ids = page_read(cx, PER_PAGE, PER_PAGE);
	struct view_admin_invites view = { 0 };
	TRY(admin_page(cx, SV("/admin/invites"), TR("Invitations"), &page));
	TRY(q_invites_page(cx, &ids, &rows, &view.count));
	struct view_admin_invite *list = arena_array(&cx->arena, struct view_admin_invite, view.count + 1);
	for (size_t i = 0; i < view.count; i++)
		list[i] = show_invite(cx, &rows[i]);
	view.list = list;
	if (view.count)
		admin_page_links(cx, rows[0].id, rows[view.count - 1].id, view.count, &ids, &view.newer, &view.older);
	tpl_admin_invites_page(web_html(cx), &page, &view);
	return OK;
}

enum fail web_admin_invite_end(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(invite_end(cx, path_id(cx, 0)));
	return web_done(cx, SV("/admin/invites"), SAID_INVITE_ENDED);
}
