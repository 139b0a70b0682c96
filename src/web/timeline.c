/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Timelines: local, home, of a hashtag; and the start page. */
#include "social/feed.h"
#include "social/filter.h"
#include "social/tag.h"
#include "social/text.h"
#include "social/viewer.h"
#include "web/announcements.h"
#include "web/frame.h"
#include "web/people.h"
#include "web/web.h"

enum { PER_PAGE = 20 };

static enum fail may_read(struct ctx *cx)
{
	if (cx->who.account_id || settings(cx)->public_timelines)
		return OK;
	return refuse(cx, FAIL_UNAUTHENTICATED, "Sign in to read this.");
}

static struct sv page_path(struct ctx *cx, const char *bound, int64_t id)
{
	return arena_printf(&cx->arena, SVF "?%s=%lld", SVA(cx->http->path), bound, (long long)id);
}

/* Newer and older, by the ids of the rows (not of those that are shown: some are hidden). */
static void page_links(struct ctx *cx, const int64_t *ids, size_t count, const struct page *page, struct view_list *list)
{
	list->newest = count ? ids[0] : 0;
	list->rows = (int64_t)count;
	bool moved = page->max_id != INT64_MAX || page->min_id;
	if (count && moved && !(page->min_id && (int64_t)count < page->limit))
		list->newer = page_path(cx, "min_id", ids[0]);
	else if (moved)
		list->newer = cx->http->path;
	if ((int64_t)count == page->limit || (count && page->min_id))
		list->older = page_path(cx, "max_id", ids[count - 1]);
}

/* Open pages are told of new posts where the newest are shown. */
static struct sv live_at(const struct page *page, struct sv name)
{
	return page->max_id == INT64_MAX ? name : SV_NONE;
}

static int64_t *ids_of(struct ctx *cx, const struct feed_row *rows, size_t count)
{
	int64_t *ids = arena_array(&cx->arena, int64_t, count + 1);
	for (size_t i = 0; i < count; i++)
		ids[i] = rows[i].id;
	return ids;
}

enum fail web_show_rows(struct ctx *cx, const struct feed_row *rows, size_t count, const struct page *page, struct view_list *list_r)
{
	int64_t *ids = ids_of(cx, rows, count);
	page_links(cx, ids, count, page, list_r);
	return web_show_feed(cx, ids, count, list_r);
}

static enum fail show_local(struct ctx *cx, struct view_timeline *timeline)
{
	struct page page = page_read(cx, PER_PAGE, PER_PAGE);
	struct feed_row *rows;
	size_t count;
	TRY(viewer_enter(cx));
	TRY(q_timeline_public(cx, &page, &rows, &count));
	timeline->live = live_at(&page, SV("local"));
	timeline->list.empty = TR("Nobody has posted anything yet.");
	timeline->list.filters = FILTER_PUBLIC;
	timeline->list.as_they_are = true;
	return web_show_rows(cx, rows, count, &page, &timeline->list);
}

static enum fail answer_local(struct ctx *cx, bool start)
{
	struct view_page page;
	struct view_timeline timeline = { .title = start ? settings(cx)->title : TR("Local"),
		                          .subtitle = start ? settings(cx)->description : TR("What the members of this community post for everybody.") };
	if (web_from_cache(cx))
		return OK;
	TRY(web_page(cx, &page));
	if (cx->who.account_id || settings(cx)->public_timelines)
		TRY(show_local(cx, &timeline));
	else
		timeline.list.empty = TR("What is posted here is for members. Sign in to read it.");
	page.title = start ? SV_NONE : timeline.title;
	page.description = settings(cx)->description;
	page.url = arena_printf(&cx->arena, SVF "%s", SVA(cx->community->url), start ? "/" : "/public/local");
	page.image = page.community->thumbnail;
	page.preview.wide = page.image.n > 0;
	page.kind = SV("website");
	TRY(web_aside(cx, &page));
	page.place = VIEW_LOCAL;
	web_own_at_end(cx, &page, &timeline.list);
	tpl_timeline_page(web_html(cx), &page, &timeline);
	return web_keep(cx);
}

enum fail web_start_page(struct ctx *cx)
{
	return cx->who.account_id ? web_redirect(cx, SV("/home")) : answer_local(cx, true);
}

enum fail web_local(struct ctx *cx)
{
	TRY(may_read(cx));
	return answer_local(cx, false);
}

enum fail web_home(struct ctx *cx)
{
	struct view_page page;
	struct view_timeline timeline = { .title = TR("Home"), .subtitle = TR("What the people you follow post.") };
	struct page ids_page = page_read(cx, PER_PAGE, PER_PAGE);
	int64_t *ids;
	size_t count;
	TRY(web_page(cx, &page));
	TRY(viewer_enter(cx));
	TRY(web_aside(cx, &page));
	TRY(feed_home(cx, &ids_page, &ids, &count));
	page_links(cx, ids, count, &ids_page, &timeline.list);
	timeline.list.filters = FILTER_HOME;
	timeline.list.as_they_are = true;
	TRY(web_show_feed(cx, ids, count, &timeline.list));
	timeline.live = live_at(&ids_page, SV("home"));
	timeline.list.empty = TR("Follow some people, and their posts are here.");
	struct view_announcements announcements;
	if (ids_page.max_id == INT64_MAX && !ids_page.min_id) {
		TRY(web_announcements(cx, &announcements));
		timeline.announcements = &announcements;
		TRY(web_compose_box(cx, &page, SV("statuses"), &timeline.compose));
	}
	page.title = timeline.title;
	page.place = VIEW_HOME;
	page.description = timeline.subtitle; /* not hidden from robots: without a session they never get here */
	web_own_at_end(cx, &page, &timeline.list);
	tpl_timeline_page(web_html(cx), &page, &timeline);
	return OK;
}

enum fail web_tag(struct ctx *cx)
{
	struct view_page page;
	struct page ids_page = page_read(cx, PER_PAGE, PER_PAGE);
	struct feed_row *rows = NULL;
	size_t count = 0;
	int64_t tag_id;
	enum feed_format format;
	if (web_feed_asked(cx, &format))
		return web_tag_feed(cx, format);
	struct view_timeline timeline = { .title = arena_printf(&cx->arena, "#" SVF, SVA(cx->path[0])) };
	TRY(may_read(cx));
	if (web_from_cache(cx))
		return OK;
	TRY(web_page(cx, &page));
	TRY(viewer_enter(cx));
	TRY(web_aside(cx, &page));
	enum fail fail = tag_by_name(cx, cx->path[0], &tag_id);
	if (fail == OK && cx->viewer) {
		timeline.tag_id = tag_id;
		timeline.tag_path = cx->http->path;
		timeline.tag_following = map_find(&cx->viewer->tags, tag_id) != NULL;
	}
	if (fail == OK)
		fail = q_timeline_tag(cx, tag_id, &ids_page, &rows, &count);
	if (fail != OK && fail != FAIL_NOT_FOUND)
		return fail;
	timeline.list.filters = FILTER_PUBLIC;
	timeline.list.as_they_are = true;
	TRY(web_show_rows(cx, rows, count, &ids_page, &timeline.list));
	timeline.live = live_at(&ids_page, arena_printf(&cx->arena, "tag:" SVF, SVA(text_tag_key(&cx->arena, cx->path[0]))));
	timeline.list.empty = TR("Nobody has used this hashtag yet.");
	page.title = timeline.title;
	page.description = TRF(&cx->arena, "Posts about #%s on %s", cx->path[0], settings(cx)->title);
	page.url = arena_printf(&cx->arena, SVF "/tags/" SVF, SVA(cx->community->url), SVA(cx->path[0]));
	page.image = page.community->thumbnail;
	page.preview.wide = page.image.n > 0;
	if (settings(cx)->public_timelines && fail == OK)
		page.feed = page.url;
	web_own_at_end(cx, &page, &timeline.list);
	tpl_timeline_page(web_html(cx), &page, &timeline);
	return web_keep(cx);
}
