/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a member has put aside: bookmarks and favourites; the timelines of their lists. */
#include "social/filter.h"
#include "social/list.h"
#include "social/viewer.h"
#include "web/frame.h"
#include "web/people.h"
#include "web/web.h"

enum { PER_PAGE = 20 };

typedef enum fail marks_query(struct ctx *cx, int64_t account_id, const struct page *page, struct marked_row **rows_r, size_t *count_r);

/* Paged by the marks' ids, not the posts'. */
static enum fail show_marked(struct ctx *cx, marks_query *query, struct view_list *list)
{
	struct page page = page_read(cx, PER_PAGE, PER_PAGE);
	struct marked_row *rows;
	size_t count;
	TRY(viewer_enter(cx));
	TRY(query(cx, cx->who.account_id, &page, &rows, &count));
	int64_t *ids = arena_array(&cx->arena, int64_t, count + 1);
	for (size_t i = 0; i < count; i++)
		ids[i] = rows[i].status_id;
	struct view_pages pages = web_pages_beside(cx, count ? rows[0].id : 0, count ? rows[count - 1].id : 0, count, &page);
	list->newer = pages.newer;
	list->older = pages.older;
	return web_show_feed(cx, ids, count, list);
}

static enum fail answer_marked(struct ctx *cx, marks_query *query, struct view_timeline *timeline, enum view_place place)
{
	struct view_page page;
	TRY(web_page(cx, &page));
	TRY(show_marked(cx, query, &timeline->list));
	page.title = timeline->title;
	page.place = place;
	page.hidden = true;
	tpl_timeline_page(web_html(cx), &page, timeline);
	return OK;
}

enum fail web_bookmarks(struct ctx *cx)
{
	struct view_timeline timeline = { .title = TR("Bookmarks"), .subtitle = TR("Posts that you keep. Nobody else knows.") };
	timeline.list.empty = TR("Press the ribbon under a post to keep it here.");
	return answer_marked(cx, q_bookmarks_of, &timeline, VIEW_BOOKMARKS);
}

enum fail web_favourites(struct ctx *cx)
{
	struct view_timeline timeline = { .title = TR("Favourites"), .subtitle = TR("Posts that you liked. Their authors know.") };
	timeline.list.empty = TR("Press the star under a post to tell its author that you like it.");
	return answer_marked(cx, q_favourites_of, &timeline, VIEW_ELSEWHERE);
}

enum fail web_list_timeline(struct ctx *cx)
{
	struct view_page page;
	struct list_row list;
	int64_t *ids;
	size_t count;
	struct page asked = page_read(cx, PER_PAGE, PER_PAGE);
	TRY(web_page(cx, &page));
	TRY(list_own(cx, path_id(cx, 0), &list));
	TRY(viewer_enter(cx));
	TRY(list_timeline(cx, &list, &asked, &ids, &count));
	struct view_pages pages = web_pages_beside(cx, count ? ids[0] : 0, count ? ids[count - 1] : 0, count, &asked);
	struct view_timeline timeline = { .title = list.title, .manage = arena_printf(&cx->arena, "/lists/%lld/edit", (long long)list.id) };
	timeline.list = (struct view_list){ .newest = count ? ids[0] : 0, .rows = (int64_t)count, .newer = pages.newer, .older = pages.older, .filters = FILTER_HOME };
	if (asked.max_id == INT64_MAX)
		timeline.live = arena_printf(&cx->arena, "list:%lld", (long long)list.id);
	timeline.list.empty = TR("Posts of the people on this list are here. Put some on it.");
	TRY(web_show_feed(cx, ids, count, &timeline.list));
	page.title = list.title;
	page.place = VIEW_LISTS;
	page.hidden = true;
	tpl_timeline_page(web_html(cx), &page, &timeline);
	return OK;
}
