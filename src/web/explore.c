/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Looking around: what is talked about, whom to follow, the directory. */
#include "social/filter.h"
#include "social/suggestion.h"
#include "social/tag_mark.h"
#include "social/trend.h"
#include "social/viewer.h"
#include "web/frame.h"
#include "web/people.h"
#include "web/web.h"

enum { POSTS = 20, TAGS = 20, LINKS = 20, PEOPLE = 40, FEW_TAGS = 5, FEW_LINKS = 3 };

static enum fail may_look(struct ctx *cx)
{
	if (cx->who.account_id || settings(cx)->public_timelines)
		return OK;
	return refuse(cx, FAIL_UNAUTHENTICATED, "Sign in to look around.");
}

static void add_tabs(struct ctx *cx, struct view_explore *explore)
{
	const struct view_link all[] = {
		{ SV("/explore"), TR("Posts"), false },
		{ SV("/explore/tags"), TR("Hashtags"), false },
		{ SV("/explore/links"), TR("Links"), false },
		{ cx->who.account_id ? SV("/explore/suggestions") : SV("/directory"), TR("People"), false },
	};
	struct view_link *tabs = arena_array(&cx->arena, struct view_link, COUNT_OF(all));
	for (size_t i = 0; i < COUNT_OF(all); i++) {
		tabs[i] = all[i];
		tabs[i].here = sv_eq(all[i].path, cx->http->path) || (i == 3 && sv_eq(cx->http->path, SV("/directory")));
	}
	explore->tabs = tabs;
	explore->tab_count = COUNT_OF(all);
}

static enum fail open_page(struct ctx *cx, struct view_page *page, struct view_explore *explore, struct sv title)
{
	TRY(may_look(cx));
	TRY(web_page(cx, page));
	TRY(viewer_enter(cx));
	add_tabs(cx, explore);
	explore->title = title;
	page->title = title;
	page->place = VIEW_EXPLORE;
	return OK;
}

static enum fail show_tags(struct ctx *cx, int64_t limit, struct view_explore *explore)
{
	struct view_trend_tag *tags;
	int64_t *ids;
	size_t count;
	TRY(trends_read(cx, TREND_TAG, limit, 0, &ids, &count));
	TRY(web_show_trend_tags(cx, ids, count, &tags, &explore->tag_count));
	explore->tags = tags;
	return OK;
}

static enum fail show_links(struct ctx *cx, int64_t limit, struct view_explore *explore)
{
	struct view_trend_link *links;
	int64_t *ids;
	size_t count;
	TRY(trends_read(cx, TREND_LINK, limit, 0, &ids, &count));
	TRY(web_show_trend_links(cx, ids, count, &links, &explore->link_count));
	explore->links = links;
	return OK;
}

static int64_t offset_asked(const struct ctx *cx)
{
	int64_t offset = param_int(cx->params, "offset", 0);
	return offset < 0 || offset > 10000 ? 0 : offset;
}

static enum fail show_posts(struct ctx *cx, int64_t offset, struct view_list *list)
{
	int64_t *ids;
	size_t count;
	TRY(trends_read(cx, TREND_STATUS, POSTS, offset, &ids, &count));
	struct view_pages pages = web_pages_counted(cx, offset, POSTS, count == POSTS);
	TRY(trends_sift(cx, ids, &count));
	*list = (struct view_list){ .newer = pages.newer, .older = pages.older, .filters = FILTER_PUBLIC };
	list->empty = TR("Nothing stands out at the moment. Have a look at the local timeline.");
	return web_show_feed(cx, ids, count, list);
}

enum fail web_explore(struct ctx *cx)
{
	struct view_page page;
	struct view_explore explore = { .with_statuses = true };
	int64_t offset = offset_asked(cx);
	TRY(open_page(cx, &page, &explore, TR("Explore")));
	if (!offset) {
		TRY(show_tags(cx, FEW_TAGS, &explore));
		TRY(show_links(cx, FEW_LINKS, &explore));
	}
	TRY(show_posts(cx, offset, &explore.list));
	tpl_explore_page(web_html(cx), &page, &explore);
	return OK;
}

enum fail web_explore_tags(struct ctx *cx)
{
	struct view_page page;
	struct view_explore explore = { .with_tags = true };
	TRY(open_page(cx, &page, &explore, TR("Hashtags")));
	TRY(show_tags(cx, TAGS, &explore));
	tpl_explore_page(web_html(cx), &page, &explore);
	return OK;
}

enum fail web_explore_links(struct ctx *cx)
{
	struct view_page page;
	struct view_explore explore = { .with_links = true };
	TRY(open_page(cx, &page, &explore, TR("Links")));
	TRY(show_links(cx, LINKS, &explore));
	tpl_explore_page(web_html(cx), &page, &explore);
	return OK;
}

/* --- people ------------------------------------------------------------------------------------------------------------------------ */

enum fail web_explore_suggestions(struct ctx *cx)
{
	struct view_page page;
	struct view_explore explore = { 0 };
	struct view_people people = { .title = TR("Whom to follow"), .empty = TR("Nobody comes to mind. The directory lists everybody who wants to be found.") };
	struct view_person *list;
	TRY(open_page(cx, &page, &explore, people.title));
	TRY(web_show_suggestions(cx, PEOPLE, &list, &people.count));
	people.list = list;
	page.hidden = true;
	tpl_explore_people(web_html(cx), &page, &explore, &people);
	return OK;
}

static const struct view_link *directory_chips(struct ctx *cx, const struct directory_wish *wish)
{
	struct view_link *chips = arena_array(&cx->arena, struct view_link, 4);
	struct sv local = wish->here ? SV("?local=1") : SV("");
	chips[0] = (struct view_link){ arena_printf(&cx->arena, "/directory" SVF, SVA(local)), TR("Active"), !wish->newest };
	chips[1] = (struct view_link){ arena_printf(&cx->arena, "/directory?order=new%s", wish->here ? "&local=1" : ""), TR("New"), wish->newest };
	chips[2] = (struct view_link){ wish->newest ? SV("/directory?order=new") : SV("/directory"), TR("Everywhere"), !wish->here };
	chips[3] = (struct view_link){ wish->newest ? SV("/directory?order=new&local=1") : SV("/directory?local=1"), TR("Only here"), wish->here };
	return chips;
}

enum fail web_directory(struct ctx *cx)
{
	struct view_page page;
	struct view_explore explore = { 0 };
	struct view_people people = { .title = TR("Directory"), .empty = TR("Nobody is listed here yet.") };
	struct directory_wish wish = { .newest = sv_eq(param_sv(cx->params, "order"), SV("new")),
		                       .here = param_bool(cx->params, "local", false),
		                       .limit = PEOPLE,
		                       .offset = offset_asked(cx) };
	struct view_person *list;
	int64_t *ids;
	size_t count;
	TRY(open_page(cx, &page, &explore, people.title));
	TRY(directory(cx, &wish, &ids, &count));
	TRY(web_show_people(cx, ids, count, PERSON_TIE, &list, &people.count));
	people.list = list;
	people.tabs = directory_chips(cx, &wish);
	people.tab_count = 4;
	struct view_pages pages = web_pages_counted(cx, wish.offset, PEOPLE, count == PEOPLE);
	people.newer = pages.newer;
	people.older = pages.older;
	tpl_explore_people(web_html(cx), &page, &explore, &people);
	return OK;
}

/* --- following hashtags ---------------------------------------------------------------------------------------------------------------- */

enum fail web_tag_act(struct ctx *cx)
{
	int64_t tag_id;
	bool follow = sv_eq(cx->path[1], SV("follow"));
	TRY(web_check_form(cx));
	if (!follow && !sv_eq(cx->path[1], SV("unfollow")))
		return FAIL_NOT_FOUND;
	TRY(follow ? tag_follow(cx, cx->path[0], &tag_id) : tag_unfollow(cx, cx->path[0], &tag_id));
	struct sv path = arena_printf(&cx->arena, "/tags/" SVF, SVA(cx->path[0]));
	if (!web_wants_part(cx))
		return web_done(cx, web_next(cx, path), follow ? SAID_TAG_FOLLOWED : SAID_TAG_UNFOLLOWED);
	tpl_tag_part(web_html(cx), tag_id, path, follow, web_said_text(follow ? SAID_TAG_FOLLOWED : SAID_TAG_UNFOLLOWED));
	return OK;
}
