/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One status with what it answers and what answers it. */
#include "social/filter.h"
#include "social/viewer.h"
#include "web/frame.h"
#include "web/web.h"

enum { MOST_ABOVE = 40, MOST_BELOW = 120, DEEPEST = 20 };

static enum fail show_above(struct ctx *cx, const struct status_row *focus, struct view_thread *thread)
{
	int64_t ids[MOST_ABOVE], id = focus->in_reply_to_id;
	size_t count = 0;
	struct view_list list = { .filters = FILTER_THREAD };
	while (id && count < MOST_ABOVE) {
		struct status_row row;
		enum fail fail = status_see(cx, id, &row);
		if (fail == FAIL_NOT_FOUND)
			break;
		TRY(fail);
		ids[MOST_ABOVE - ++count] = id;
		id = row.in_reply_to_id;
	}
	TRY(web_show_feed(cx, ids + MOST_ABOVE - count, count, &list));
	thread->ancestors = list.statuses;
	thread->ancestor_count = list.count;
	return OK;
}

struct replies {
	int64_t ids[MOST_BELOW];
	unsigned depths[MOST_BELOW];
	size_t count;
	bool cut;
};

/* In reading order: an answer, then the answers to it. */
static enum fail collect(struct ctx *cx, int64_t status_id, unsigned depth, struct replies *replies)
{
	struct thread_answers_row *rows;
	size_t count;
	TRY(q_thread_answers(cx, status_id, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		if (replies->count == MOST_BELOW) {
			replies->cut = true;
			return OK;
		}
		replies->ids[replies->count] = rows[i].id;
		replies->depths[replies->count++] = depth;
		if (depth < DEEPEST)
			TRY(collect(cx, rows[i].id, depth + 1, replies));
		else
			replies->cut = true;
	}
	return OK;
}

static enum fail show_below(struct ctx *cx, int64_t focus_id, struct view_thread *thread)
{
	struct replies *replies = arena_new(&cx->arena, struct replies);
	struct view_list list = { .filters = FILTER_THREAD };
	TRY(collect(cx, focus_id, 0, replies));
	TRY(web_show_feed(cx, replies->ids, replies->count, &list));
	struct view_status *shown = (struct view_status *)(uintptr_t)list.statuses;
	for (size_t i = 0, at = 0; i < list.count; i++) {
		while (replies->ids[at] != shown[i].id)
			at++;
		shown[i].depth = replies->depths[at];
		shown[i].reply_to = SV_NONE; /* its place says it */
	}
	thread->replies = list.statuses;
	thread->reply_count = list.count;
	return OK;
}

static void describe(struct ctx *cx, const struct status *status, const struct view_status *view, struct view_page *page)
{
	const struct status_row *row = &status->row;
	struct sv name = status->account.row.display_name.n ? status->account.row.display_name : status->account.row.username;
	bool covered = row->spoiler_text.n > 0;
	page->title = arena_printf(&cx->arena, SVF ": “" SVF "”", SVA(name), SVA(web_summary(cx, covered ? row->spoiler_text : row->text)));
	page->description = web_summary(cx, covered ? row->spoiler_text : row->text);
	page->url = arena_printf(&cx->arena, SVF SVF, SVA(cx->community->url), SVA(view->path));
	page->kind = SV("article");
	page->hidden = !status->account.row.indexable || row->visibility != VISIBILITY_PUBLIC;
	bool picture = view->media_count && view->media[0].kind == VIEW_IMAGE && !row->sensitive && !covered;
	page->image = picture ? view->media[0].url : view->author->avatar;
	page->image_alt = picture ? view->media[0].alt : SV_NONE;
}

enum fail web_thread(struct ctx *cx)
{
	struct view_page page;
	struct account account;
	struct status_row row;
	struct status *status;
	struct view_status focus;
	struct view_thread thread = { .focus = &focus };
	if (web_from_cache(cx))
		return OK;
	TRY(web_page(cx, &page));
	TRY(web_find_account(cx, &account));
	TRY(viewer_enter(cx));
	TRY(status_see(cx, path_id(cx, 1), &row));
	if (row.account_id != account.row.id)
		return FAIL_NOT_FOUND;
	TRY(status_load_row(cx, &row, &status));
	TRY(web_show_status(cx, status, &focus));
	if (status->reblog)
		return web_redirect(cx, focus.path);
	TRY(show_above(cx, &row, &thread));
	TRY(show_below(cx, row.id, &thread));
	if (thread.ancestor_count)
		focus.reply_to = SV_NONE;
	TRY(web_compose_box(cx, &page, &row, SV("thread"), &thread.compose));
	describe(cx, status, &focus, &page);
	tpl_thread_page(web_html(cx), &page, &thread);
	return web_keep(cx);
}
