/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Settings: hashtags that a member follows; whom and what they have muted and blocked, with the way back. */
#include "social/relation.h"
#include "social/tag_mark.h"
#include "social/viewer.h"
#include "web/frame.h"
#include "web/people.h"
#include "web/web.h"

#define TAGS    SV("/settings/tags")
#define MUTED   SV("/settings/muted")
#define BLOCKED SV("/settings/blocked")
#define DOMAINS SV("/settings/domains")
enum { PER_PAGE = 40 };

static void set_pages(struct view_ties *view, struct view_pages pages)
{
	view->newer = pages.newer;
	view->older = pages.older;
}

/* --- hashtags --------------------------------------------------------------------------------------------------------------------- */

static enum fail show_tags(struct ctx *cx, struct sv problem)
{
	struct view_page page;
	struct view_ties view = { 0 };
	struct tag_follows_page_below_row *rows;
	struct page ids = page_read(cx, PER_PAGE, PER_PAGE);
	TRY(web_settings_page(cx, TAGS, TR("Followed hashtags"), &page));
	TRY(q_tag_follows_page(cx, cx->who.account_id, &ids, &rows, &view.count));
	struct view_tied *list = arena_array(&cx->arena, struct view_tied, view.count + 1);
	for (size_t i = 0; i < view.count; i++)
		list[i] = (struct view_tied){ .key = rows[i].name, .name = rows[i].display_name,
			                      .path = arena_printf(&cx->arena, "/tags/" SVF, SVA(rows[i].name)) };
	view.list = list;
	set_pages(&view, web_pages_beside(cx, view.count ? rows[0].id : 0, view.count ? rows[view.count - 1].id : 0, view.count, &ids));
	page.problem = problem;
	tpl_settings_tags_page(web_html(cx), &page, &view);
	return OK;
}

enum fail web_followed_tags(struct ctx *cx)
{
	return show_tags(cx, SV_NONE);
}

static enum fail follow(struct ctx *cx, void *arg)
{
	const struct sv *name = arg;
	int64_t tag_id;
	return tag_follow(cx, *name, &tag_id);
}

enum fail web_followed_tag_add(struct ctx *cx)
{
	struct sv problem, name = sv_trim(param_sv(cx->params, "name"));
	TRY(web_check_form(cx));
	enum fail fail = app_write(cx, follow, &name);
	if (web_mendable(cx, fail, &problem))
		return show_tags(cx, problem);
	TRY(fail);
	return web_done(cx, TAGS, SAID_TAG_FOLLOWED);
}

enum fail web_followed_tag_remove(struct ctx *cx)
{
	int64_t tag_id;
	TRY(web_check_form(cx));
	TRY(tag_unfollow(cx, param_sv(cx->params, "name"), &tag_id));
	return web_done(cx, TAGS, SAID_TAG_UNFOLLOWED);
}

/* --- muted and blocked ------------------------------------------------------------------------------------------------------------- */

static void add_tabs(struct ctx *cx, struct sv here, struct view_ties *view)
{
	const struct view_link all[] = { { MUTED, TR("Muted"), sv_eq(here, MUTED) }, { BLOCKED, TR("Blocked"), sv_eq(here, BLOCKED) },
		                         { DOMAINS, TR("Servers"), sv_eq(here, DOMAINS) } };
	struct view_link *tabs = arena_array(&cx->arena, struct view_link, COUNT_OF(all));
	memcpy(tabs, all, sizeof(all));
	view->tabs = tabs;
	view->tab_count = COUNT_OF(all);
	view->undo = arena_printf(&cx->arena, SVF "/undo", SVA(here));
}

/* Two of the pages share an entry of the list of settings: the first. */
static enum fail open(struct ctx *cx, struct sv here, struct view_page *page, struct view_ties *view)
{
	TRY(web_settings_page(cx, MUTED, TR("Muted and blocked"), page));
	add_tabs(cx, here, view);
	return viewer_enter(cx);
}

/* People are shown in the order of their rows; `notes` beside them may be NULL. */
static enum fail show_people(struct ctx *cx, const int64_t *ids, const struct sv *notes, size_t count, struct view_ties *view)
{
	struct view_person *people;
	size_t shown;
	TRY(web_show_people(cx, ids, count, PERSON_NOTHING, &people, &shown));
	struct view_tied *list = arena_array(&cx->arena, struct view_tied, shown + 1);
	for (size_t i = 0, at = 0; i < shown; i++) {
		while (ids[at] != people[i].tie.id)
			at++;
		list[i] = (struct view_tied){ .key = arena_printf(&cx->arena, "%lld", (long long)ids[at]), .account = &people[i].account,
			                      .note = notes ? notes[at] : SV_NONE };
	}
	view->list = list;
	view->count = shown;
	return OK;
}

enum fail web_muted(struct ctx *cx)
{
	struct view_page page;
	struct view_ties view = { 0 };
	struct mutes_page_below_row *rows;
	struct page ids_page = page_read(cx, PER_PAGE, PER_PAGE);
	size_t count;
	TRY(open(cx, MUTED, &page, &view));
	TRY(q_mutes_page(cx, cx->who.account_id, cx->now, &ids_page, &rows, &count));
	int64_t *ids = arena_array(&cx->arena, int64_t, count + 1);
	struct sv *notes = arena_array(&cx->arena, struct sv, count + 1);
	for (size_t i = 0; i < count; i++) {
		ids[i] = rows[i].account_id;
		if (rows[i].expires_at)
			notes[i] = TRF(&cx->arena, "Until %s", view_time(&cx->arena, rows[i].expires_at, cx->now).full);
	}
	TRY(show_people(cx, ids, notes, count, &view));
	set_pages(&view, web_pages_beside(cx, count ? rows[0].id : 0, count ? rows[count - 1].id : 0, count, &ids_page));
	view.about = TR("You do not see what people post whom you have muted. They are not told.");
	view.empty = TR("You have muted nobody.");
	view.undo_label = TR("Unmute");
	tpl_settings_ties_page(web_html(cx), &page, &view);
	return OK;
}

enum fail web_blocked(struct ctx *cx)
{
	struct view_page page;
	struct view_ties view = { 0 };
	struct relation_page_row *rows;
	struct page ids_page = page_read(cx, PER_PAGE, PER_PAGE);
	size_t count;
	TRY(open(cx, BLOCKED, &page, &view));
	TRY(q_blocks_page(cx, cx->who.account_id, &ids_page, &rows, &count));
	int64_t *ids = arena_array(&cx->arena, int64_t, count + 1);
	for (size_t i = 0; i < count; i++)
		ids[i] = rows[i].account_id;
	TRY(show_people(cx, ids, NULL, count, &view));
	set_pages(&view, web_pages_beside(cx, count ? rows[0].id : 0, count ? rows[count - 1].id : 0, count, &ids_page));
	view.about = TR("People whom you have blocked do not see what you post, and you do not see what they post.");
	view.empty = TR("You have blocked nobody.");
	view.undo_label = TR("Unblock");
	tpl_settings_ties_page(web_html(cx), &page, &view);
	return OK;
}

static enum fail show_domains(struct ctx *cx, struct sv problem)
{
	struct view_page page;
	struct view_ties view = { .adds = true };
	struct domain_mutes_page_below_row *rows;
	struct page ids = page_read(cx, PER_PAGE, PER_PAGE);
	TRY(open(cx, DOMAINS, &page, &view));
	TRY(q_domain_mutes_page(cx, cx->who.account_id, &ids, &rows, &view.count));
	struct view_tied *list = arena_array(&cx->arena, struct view_tied, view.count + 1);
	for (size_t i = 0; i < view.count; i++)
		list[i] = (struct view_tied){ .key = rows[i].domain, .name = rows[i].domain };
	view.list = list;
	set_pages(&view, web_pages_beside(cx, view.count ? rows[0].id : 0, view.count ? rows[view.count - 1].id : 0, view.count, &ids));
	view.about = TR("You see nothing from a server that you have blocked, and your followers from there are removed.");
	view.empty = TR("You have blocked no server.");
	view.undo_label = TR("Unblock");
	page.problem = problem;
	tpl_settings_ties_page(web_html(cx), &page, &view);
	return OK;
}

enum fail web_domains(struct ctx *cx)
{
	return show_domains(cx, SV_NONE);
}

static enum fail block_domain(struct ctx *cx, void *arg)
{
	const struct sv *domain = arg;
	return relation_block_domain(cx, *domain);
}

enum fail web_domain_add(struct ctx *cx)
{
	struct sv problem, domain = sv_trim(param_sv(cx->params, "domain"));
	TRY(web_check_form(cx));
	enum fail fail = app_write(cx, block_domain, &domain);
	if (web_mendable(cx, fail, &problem))
		return show_domains(cx, problem);
	TRY(fail);
	return web_done(cx, DOMAINS, SAID_DOMAIN_BLOCKED);
}

enum fail web_domain_undo(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(relation_unblock_domain(cx, param_sv(cx->params, "key")));
	return web_done(cx, DOMAINS, SAID_DOMAIN_UNBLOCKED);
}

enum fail web_muted_undo(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(relation_unmute(cx, param_id(cx->params, "key")));
	return web_done(cx, MUTED, SAID_PERSON_UNMUTED);
}

enum fail web_blocked_undo(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(relation_unblock(cx, param_id(cx->params, "key")));
	return web_done(cx, BLOCKED, SAID_UNBLOCKED);
}
