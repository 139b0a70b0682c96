/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a member has scheduled. */
#include "social/scheduled.h"
#include "web/frame.h"
#include "web/view_compose.h"
#include "web/web.h"

enum { PER_PAGE = 40 };

static enum fail show_one(struct ctx *cx, const struct scheduled_row *row, struct view_scheduled *view_r)
{
	struct status_draft draft = { 0 };
	TRY(scheduled_draft(cx, row, &draft));
	*view_r = (struct view_scheduled){ .id = row->id,
		                           .time = view_time(&cx->arena, row->scheduled_at, cx->now),
		                           .text = draft.text,
		                           .warning = draft.spoiler_text,
		                           .visibility = draft.visibility,
		                           .media_count = draft.media_count,
		                           .poll = draft.poll.option_count > 0,
		                           .reply = draft.in_reply_to_id,
		                           .quote = draft.quote_of_id };
	return OK;
}

enum fail web_scheduled(struct ctx *cx)
{
	struct view_page page;
	struct view_scheduled_list view = { 0 };
	struct page ids = page_read(cx, PER_PAGE, PER_PAGE);
	struct scheduled_row *rows;
	TRY(web_page(cx, &page));
	TRY(q_scheduled_of(cx, cx->who.account_id, &ids, &rows, &view.count));
	struct view_scheduled *list = arena_array(&cx->arena, struct view_scheduled, view.count + 1);
	for (size_t i = 0; i < view.count; i++)
		TRY(show_one(cx, &rows[i], &list[i]));
	view.list = list;
	if ((int64_t)view.count == ids.limit)
		view.older = arena_printf(&cx->arena, "/scheduled?max_id=%lld", (long long)rows[view.count - 1].id);
	page.title = TR("Scheduled posts");
	page.place = VIEW_COMPOSE;
	page.hidden = true;
	tpl_scheduled_page(web_html(cx), &page, &view);
	return OK;
}

enum fail web_scheduled_cancel(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(scheduled_cancel(cx, path_id(cx, 0)));
	return web_done(cx, SV("/scheduled"), SAID_UNSCHEDULED);
}
