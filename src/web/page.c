/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The frame of a page, and pages about what went wrong. */
#include "app/fragment.h"
#include "social/figure.h"
#include "social/preference.h"
#include "social/role.h"
#include "social/session.h"
#include "social/viewer.h"
#include "store/store.h"
#include "social/unread.h"
#include "web/accent.h"
#include "web/frame.h"
#include "web/web.h"

#ifndef FOLKMOOT_VERSION
#define FOLKMOOT_VERSION "0.1.0"
#endif

enum { WAITING_MOST = 100, /* more are not counted */ USUAL_PAGE = 64 << 10 /* bytes: so it need not be moved while it grows */ };

static void frame_community(struct ctx *cx, struct view_page *page)
{
	struct view_community *c = arena_new(&cx->arena, struct view_community);
	const struct settings *set = settings(cx);
	struct figures_now figures = { 0 };
	if (cx->db && figures_get(cx, &figures) != OK)
		figures = (struct figures_now){ 0 };
	*c = (struct view_community){ .title = set->title,
		                      .domain = cx->community->domain,
		                      .description = set->description,
		                      .thumbnail = set->thumbnail.n ? media_url(cx, set->thumbnail) : SV_NONE,
		                      .members = figures.users,
		                      .active = figures.active_month,
		                      .statuses = figures.statuses,
		                      .may_join = !sv_eq(set->sign_up, SV("closed")),
		                      .public_timelines = set->public_timelines,
		                      .version = SV(FOLKMOOT_VERSION) };
	c->accent_css = set->accent.n ? accent_path(&cx->arena, set->accent) : SV_NONE;
	c->logo = set->logo_small.n ? media_url(cx, set->logo_small) : SV_NONE;
	c->touch_icon = set->logo_touch.n ? media_url(cx, set->logo_touch) : SV_NONE;
	page->community = c;
	page->language = language_about(tr_language)->code;
	page->rtl = language_about(tr_language)->rtl;
}

/* How the pages look to whoever reads them. */
static enum fail frame_looks(struct ctx *cx, struct view_page *page)
{
	struct preferences p;
	TRY(preferences_of_reader(cx, &p));
	page->theme = sv_eq(p.look_theme, SV("dark")) ? VIEW_THEME_DARK : sv_eq(p.look_theme, SV("light")) ? VIEW_THEME_LIGHT : VIEW_THEME_AUTO;
	page->contrast = p.look_contrast;
	page->text_size = p.look_text;
	page->motion = p.look_motion;
	page->keys = p.keyboard_shortcuts;
	return OK;
}

/* Counted once, until something is new or was read (pieces_forget()). */
static enum fail waiting_of(struct ctx *cx, struct unread_counts_row *waiting_r)
{
	int64_t id = cx->who.account_id;
	uint64_t changes = fragments_changes(cx->community->fragments);
	struct fragment *kept = fragment_find(cx, FRAGMENT_PAGE_UNREAD, id);
	struct fragment_draft draft = { .text = BUF(&cx->arena, sizeof(*waiting_r)) };
	if (kept)
		memcpy(waiting_r, kept->text.p, sizeof(*waiting_r));
	fragment_release(kept);
	if (kept)
		return OK;
	TRY(unread_counts(cx, id, WAITING_MOST, waiting_r));
	buf_put(&draft.text, (struct sv){ (const char *)waiting_r, sizeof(*waiting_r) });
	fragment_keep(cx, FRAGMENT_PAGE_UNREAD, id, &draft, changes);
	return OK;
}

enum { SELF_PARTS = 4, SELF_MOST = 32 << 10 };

/* The reader as the frame shows them (without badges): name, name as typed, acct, picture, with a zero byte after each. */
static void keep_self(struct ctx *cx, const struct view_account *self, uint64_t changes)
{
	const struct sv parts[SELF_PARTS] = { self->name.markup, self->plain_name, self->acct, self->avatar };
	struct fragment_draft draft = { .text = BUF(&cx->arena, SELF_MOST) };
	for (size_t i = 0; i < SELF_PARTS; i++) {
		buf_put(&draft.text, parts[i]);
		buf_putc(&draft.text, 0);
	}
	fragment_keep(cx, FRAGMENT_PAGE_SELF, cx->who.account_id, &draft, changes);
}

static bool find_self(struct ctx *cx, struct view_account *self_r)
{
	struct fragment *kept = fragment_find(cx, FRAGMENT_PAGE_SELF, cx->who.account_id);
	if (!kept)
		return false;
	struct sv rest = fragment_hold(cx, kept), parts[SELF_PARTS];
	for (size_t i = 0; i < SELF_PARTS; i++)
		sv_cut(&rest, 0, &parts[i]);
	*self_r = (struct view_account){ .name = html_stored(parts[0]), .plain_name = parts[1], .acct = parts[2], .avatar = parts[3],
		                         .path = arena_printf(&cx->arena, "/@" SVF, SVA(parts[2])) };
	return true;
}

static enum fail self_of(struct ctx *cx, struct view_account *self_r)
{
	struct account account;
	uint64_t changes = fragments_changes(cx->community->fragments);
	if (find_self(cx, self_r))
		return OK;
	TRY(account_load(cx, cx->who.account_id, &account));
	TRY(web_show_account(cx, &account, self_r));
	keep_self(cx, self_r, changes);
	return OK;
}

static enum fail frame_viewer(struct ctx *cx, struct view_page *page)
{
	if (!cx->who.account_id || !cx->db)
		return OK;
	struct view_account *viewer = arena_new(&cx->arena, struct view_account);
	TRY(self_of(cx, viewer));
	page->viewer = viewer;
	page->csrf = session_csrf(&cx->arena, web_session_cookie(cx));
	int64_t undo = param_id(cx->params, "undo");
	if (undo && page->notice.n)
		page->undo = arena_printf(&cx->arena, "/statuses/%lld/restore", (long long)undo);
	struct unread_counts_row waiting;
	TRY(waiting_of(cx, &waiting));
	page->worker = web_worker_url(cx);
	page->waiting = (struct view_waiting){ waiting.notifications, waiting.conversations, waiting.requests };
	page->may_administer = cx->who.may & (MAY_VIEW_DASHBOARD | MAY_MANAGE_SETTINGS | MAY_MANAGE_USERS);
	return frame_looks(cx, page);
}

enum fail web_page(struct ctx *cx, struct view_page *page_r)
{
	*page_r = (struct view_page){ .notice = web_said(cx), .here = cx->http->target };
	frame_community(cx, page_r);
	if (cx->db && !db_is_writer(cx->db) && cx->http->method == HTTP_GET) /* not for a form that comes back from a write */
		TRY(viewer_enter(cx));
	return frame_viewer(cx, page_r);
}

enum fail web_form(struct ctx *cx, struct view_page *page_r, struct sv title)
{
	TRY(web_page(cx, page_r));
	cx->answer->as_is = true; /* they are short, and some hold a secret */
	page_r->title = title;
	page_r->narrow = page_r->hidden = true;
	if (!cx->who.session)
		page_r->csrf = web_form_token(cx);
	return OK;
}

void web_own_at_end(struct ctx *cx, struct view_page *page, const struct view_list *list)
{
	page->own_from = page->viewer && !list->forms ? &cx->answer->own_from : NULL;
}

struct buf *web_html(struct ctx *cx)
{
	cx->answer->content_type = "text/html; charset=utf-8";
	(void)buf_room(&cx->answer->body, USUAL_PAGE);
	return &cx->answer->body;
}

/* Where the navigation of a phone has what does not fit into its bar. */
enum fail web_menu(struct ctx *cx)
{
	struct view_page page;
	TRY(web_page(cx, &page));
	page.title = TR("Menu");
	page.place = VIEW_MENU;
	page.hidden = true;
	tpl_menu_page(web_html(cx), &page);
	return OK;
}

/* --- what went wrong ------------------------------------------------------------------------------------------------------------- */

static struct sv title_of(enum fail fail)
{
	switch (fail) {
	case FAIL_NOT_FOUND:
		return TR("Nothing is here");
	case FAIL_GONE:
		return TR("That is gone");
	case FAIL_FORBIDDEN:
	case FAIL_UNAUTHENTICATED:
		return TR("You may not do that");
	case FAIL_LIMITED:
		return TR("Too much at once");
	case FAIL_BROKEN:
		return TR("Something went wrong on our side");
	case FAIL_UNAVAILABLE:
		return TR("Not at the moment");
	default:
		return TR("That did not work");
	}
}

/* A page that needs a member leads through the sign-in page, and back. */
static bool led_to_sign_in(struct ctx *cx, enum fail fail)
{
	bool reads = cx->http->method == HTTP_GET || cx->http->method == HTTP_HEAD;
	if (fail != FAIL_UNAUTHENTICATED || !cx->community)
		return false;
	struct sv next = reads ? cx->http->target : SV("/");
	return web_redirect(cx, web_with_param(cx, SV("/auth/sign_in"), "next", next)) == OK;
}

void web_error_page(struct ctx *cx, enum fail fail)
{
	struct view_page page = { 0 };
	struct view_error error = { .status = fail_http_status(fail), .title = title_of(fail), .text = cx->said };
	if (led_to_sign_in(cx, fail))
		return;
	if (!cx->community) {
		answer_body(cx, "text/plain; charset=utf-8", cx->said);
		return;
	}
	frame_community(cx, &page);
	if (frame_viewer(cx, &page) != OK)
		page.viewer = NULL;
	if (fail == FAIL_BROKEN || fail == FAIL_UNAVAILABLE)
		error.number = sv_of(cx->number);
	if (fail == FAIL_NOT_FOUND && sv_eq(cx->said, tr(sv_of(fail_text(fail)))))
		error.text = TR("There is no such page, or it was taken away.");
	page.title = error.title;
	page.narrow = page.hidden = true;
	tpl_error_page(web_html(cx), &page, &error);
}
