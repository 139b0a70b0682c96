/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One status with what it answers and what answers it. */
#include "base/buf.h"
#include "http/file.h"
#include "social/filter.h"
#include "social/viewer.h"
#include "web/frame.h"
#include "web/people.h"
#include "web/linked.h"
#include "web/web.h"

#include <stdlib.h>

enum { MOST_ABOVE = 40, MOST_BELOW = 120, DEEPEST = 20 };

static enum fail show_above(struct ctx *cx, const struct status_row *focus, struct view_thread *thread)
{
	struct thread_above_row *rows;
	size_t count;
	struct view_list list = { .filters = FILTER_THREAD };
	if (!focus->in_reply_to_id)
		return OK;
	TRY(q_thread_above(cx, focus->id, MOST_ABOVE, &rows, &count));
	int64_t *ids = arena_array(&cx->arena, int64_t, count + 1);
	for (size_t i = 0; i < count; i++)
		ids[i] = rows[i].id;
	TRY(web_show_feed(cx, ids, count, &list));
	thread->ancestors = list.statuses;
	thread->ancestor_count = list.count;
	return OK;
}

struct answer_to {
	int64_t id, parent_id, replies;
};
struct replies {
	struct answer_to found[MOST_BELOW]; /* level by level: a statement each */
	size_t found_count;
	int64_t ids[MOST_BELOW];            /* in reading order: an answer, then the answers to it */
	unsigned depths[MOST_BELOW];
	size_t count;
};

static int by_id(const void *a, const void *b)
{
	const struct answer_to *x = a, *y = b;
	return x->id < y->id ? -1 : x->id > y->id;
}

/* The ids of one level that were answered: "1,2,3". */
static struct sv answered(struct ctx *cx, const struct answer_to *level, size_t count)
{
	struct buf out = BUF(&cx->arena, MOST_BELOW * 21);
	for (size_t i = 0; i < count; i++) {
		if (!level[i].replies)
			continue;
		if (out.n)
			buf_putc(&out, ',');
		buf_int(&out, level[i].id);
	}
	return buf_sv(&out);
}

static enum fail find_answers(struct ctx *cx, struct sv parents, struct replies *replies)
{
	for (unsigned depth = 0; parents.n && depth <= DEEPEST && replies->found_count < MOST_BELOW; depth++) {
		struct answers_among_row *rows;
		size_t count, from = replies->found_count;
		TRY(q_answers_among(cx, parents, (int64_t)(MOST_BELOW - from), &rows, &count));
		for (size_t i = 0; i < count; i++)
			replies->found[replies->found_count++] = (struct answer_to){ rows[i].id, rows[i].in_reply_to_id, rows[i].replies_count };
		qsort(replies->found + from, count, sizeof(*replies->found), by_id);
		parents = answered(cx, replies->found + from, count);
	}
	return OK;
}

/* An answer is newer than what it answers, and found later: no circles. */
static void put_in_order(struct replies *replies, int64_t parent_id, size_t from, unsigned depth)
{
	for (size_t i = from; i < replies->found_count; i++) {
		const struct answer_to *answer = &replies->found[i];
		if (answer->parent_id != parent_id)
			continue;
		replies->ids[replies->count] = answer->id;
		replies->depths[replies->count++] = depth;
		put_in_order(replies, answer->id, i + 1, depth + 1);
	}
}

static enum fail show_below(struct ctx *cx, const struct status_row *focus, struct view_thread *thread)
{
	struct replies *replies = arena_new(&cx->arena, struct replies);
	struct view_list list = { .filters = FILTER_THREAD };
	if (focus->replies_count)
		TRY(find_answers(cx, arena_printf(&cx->arena, "%lld", (long long)focus->id), replies));
	put_in_order(replies, focus->id, 0, 0);
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

/* The picture that stands for the post elsewhere: its first one, of a video its poster; else its author's. */
static void describe_media(struct ctx *cx, const struct view_status *view, const struct account *author, struct view_page *page)
{
	const struct view_media *media = view->media_count && !view->sensitive && !view->warning.markup.n ? &view->media[0] : NULL;
	struct view_preview *preview = &page->preview;
	web_preview_account(cx, author, page);
	if (media && (media->kind == VIEW_VIDEO || media->kind == VIEW_GIFV)) {
		preview->video = media->url;
		preview->video_type = media->type;
		preview->video_width = media->full_width;
		preview->video_height = media->full_height;
	}
	struct sv picture = !media ? SV_NONE : media->kind == VIEW_IMAGE ? media->url : media->preview;
	if (!picture.n)
		return;
	page->image = picture;
	page->image_alt = media->alt;
	preview->wide = true;
	preview->image_type = media->kind == VIEW_IMAGE ? media->type : http_content_type(picture);
	preview->image_width = media->kind == VIEW_IMAGE ? media->full_width : media->width;
	preview->image_height = media->kind == VIEW_IMAGE ? media->full_height : media->height;
}

static struct sv oembed_of(struct ctx *cx, struct sv url)
{
	return web_with_param(cx, arena_printf(&cx->arena, SVF "/api/oembed?format=json", SVA(cx->community->url)), "url", url);
}

static void describe(struct ctx *cx, const struct status *status, const struct view_status *view, struct view_page *page)
{
	const struct status_row *row = &status->row;
	struct sv name = status->account.row.display_name.n ? status->account.row.display_name : status->account.row.username;
	bool covered = row->spoiler_text.n > 0, open = row->visibility <= VISIBILITY_UNLISTED;
	page->title = arena_printf(&cx->arena, SVF ": “" SVF "”", SVA(name), SVA(web_summary(cx, covered ? row->spoiler_text : row->text)));
	page->description = web_summary(cx, covered ? row->spoiler_text : row->text);
	page->url = status_url(cx, status);
	page->kind = SV("article");
	page->hidden = !view->author->indexable || row->visibility != VISIBILITY_PUBLIC;
	page->preview.published = view->time.iso;
	page->preview.modified = view->edited.iso;
	page->preview.author = web_handle(cx, &status->account.row);
	if (open && !row->uri.n)
		page->preview.oembed = oembed_of(cx, page->url);
	describe_media(cx, view, &status->account, page);
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
	TRY(web_aside(cx, &page));
	TRY(status_see(cx, path_id(cx, 1), &row));
	if (row.account_id != account.row.id)
		return FAIL_NOT_FOUND;
	TRY(status_load_row(cx, &row, &status));
	TRY(web_show_status(cx, status, &focus));
	if (status->reblog)
		return web_redirect(cx, focus.path);
	TRY(show_above(cx, &row, &thread));
	TRY(show_below(cx, &row, &thread));
	if (thread.ancestor_count)
		focus.reply_to = SV_NONE;
	TRY(web_compose_answer(cx, &page, &row, SV("thread"), &thread.compose));
	describe(cx, status, &focus, &page);
	page.preview.linked = linked_thread(cx, &page, &status->account, &thread);
	tpl_thread_page(web_html(cx), &page, &thread);
	return web_keep(cx);
}
