/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Favourites, bookmarks, pins, muted conversations: marking, and the lists (documentation: methods/statuses, favourites,
 * bookmarks). */
#include "api/api.h"
#include "social/status_mark.h"
#include "social/viewer.h"

/* --- marking ---------------------------------------------------------------------------------------------------------------- */

enum fail api_status_favourite(struct ctx *cx)
{
	struct status_row row;
	TRY(api_status_see_original(cx, &row));
	TRY(status_favourite(cx, &row));
	return api_answer_status(cx, row.id);
}

enum fail api_status_unfavourite(struct ctx *cx)
{
	struct status_row row;
	TRY(api_status_see_original(cx, &row));
	TRY(status_unfavourite(cx, &row));
	return api_answer_status(cx, row.id);
}

static enum fail bookmark(struct ctx *cx, bool on)
{
	struct status_row row;
	TRY(api_status_see_original(cx, &row));
	TRY(status_bookmark(cx, &row, on));
	return api_answer_status(cx, row.id);
}

enum fail api_status_bookmark(struct ctx *cx)
{
	return bookmark(cx, true);
}

enum fail api_status_unbookmark(struct ctx *cx)
{
	return bookmark(cx, false);
}

enum fail api_status_pin(struct ctx *cx)
{
	struct status_row row;
	TRY(api_status_see(cx, &row));
	TRY(status_pin(cx, &row));
	return api_answer_status(cx, row.id);
}

enum fail api_status_unpin(struct ctx *cx)
{
	struct status_row row;
	TRY(api_status_see(cx, &row));
	TRY(status_unpin(cx, &row));
	return api_answer_status(cx, row.id);
}

static enum fail mute(struct ctx *cx, bool on)
{
	struct status_row row;
	TRY(api_status_see_original(cx, &row));
	TRY(status_mute(cx, &row, on));
	return api_answer_status(cx, row.id);
}

enum fail api_status_mute(struct ctx *cx)
{
	return mute(cx, true);
}

enum fail api_status_unmute(struct ctx *cx)
{
	return mute(cx, false);
}

/* --- lists: their Link goes by the mark's id, not the status's -------------------------------------------------------------- */

/* The statuses of `marks` that can still be seen. */
static enum fail answer_marked(struct ctx *cx, const struct marked_row *marks, size_t count, const struct page *page)
{
	int64_t *ids = arena_array(&cx->arena, int64_t, count + 1);
	size_t seen = 0;
	for (size_t i = 0; i < count; i++) {
		struct status_row row;
		enum fail fail = status_see(cx, marks[i].status_id, &row);
		if (fail == OK)
			ids[seen++] = row.id;
		else if (fail != FAIL_NOT_FOUND)
			return fail;
	}
	if (count)
		answer_links(cx, marks[0].id, marks[count - 1].id, count, page->limit);
	return entity_statuses(cx, answer_json(cx), ids, seen, 0);
}

enum fail api_favourites(struct ctx *cx)
{
	struct page page = page_read(cx, 20, 40);
	struct marked_row *rows;
	size_t count;
	TRY(viewer_enter(cx));
	TRY(q_favourites_of(cx, cx->who.account_id, &page, &rows, &count));
	return answer_marked(cx, rows, count, &page);
}

enum fail api_bookmarks(struct ctx *cx)
{
	struct page page = page_read(cx, 20, 40);
	struct marked_row *rows;
	size_t count;
	TRY(viewer_enter(cx));
	TRY(q_bookmarks_of(cx, cx->who.account_id, &page, &rows, &count));
	return answer_marked(cx, rows, count, &page);
}

/* Those whom the reader does not hide. */
static enum fail answer_people(struct ctx *cx, const struct marker_row *marks, size_t count, const struct page *page)
{
	int64_t *accounts = arena_array(&cx->arena, int64_t, count + 1);
	size_t shown = 0;
	for (size_t i = 0; i < count; i++) {
		unsigned hidden;
		TRY(viewer_hides(cx, marks[i].account_id, &hidden));
		if (!hidden)
			accounts[shown++] = marks[i].account_id;
	}
	if (count)
		answer_links(cx, marks[0].id, marks[count - 1].id, count, page->limit);
	return entity_accounts(cx, answer_json(cx), accounts, shown);
}

enum fail api_status_favourited_by(struct ctx *cx)
{
	struct page page = page_read(cx, 40, 80);
	struct marker_row *rows;
	struct status_row row;
	size_t count;
	TRY(viewer_enter(cx));
	TRY(api_status_see_original(cx, &row));
	TRY(q_favourited_by(cx, row.id, &page, &rows, &count));
	return answer_people(cx, rows, count, &page);
}

enum fail api_status_reblogged_by(struct ctx *cx)
{
	struct page page = page_read(cx, 40, 80);
	struct marker_row *rows;
	struct status_row row;
	size_t count;
	TRY(viewer_enter(cx));
	TRY(api_status_see_original(cx, &row));
	TRY(q_reblogged_by(cx, row.id, &page, &rows, &count));
	return answer_people(cx, rows, count, &page);
}
