/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "api/api.h"

#include "social/profile_feed.h"
#include "social/standing.h"
#include "social/viewer.h"

const struct route api_routes[] = {
#define ROUTE(method_, path_, who_, scope_, lane_, limit_, handler_)                                                                    \
	{ .method = HTTP_##method_,                                                                                                     \
	  .pattern = path_,                                                                                                             \
	  .who = WHO_##who_,                                                                                                            \
	  .scopes = SCOPE_BIT_##scope_,                                                                                                 \
	  .lane = LANE_##lane_,                                                                                                         \
	  .limit = LIMIT_##limit_,                                                                                                      \
	  .handle = api_##handler_,                                                                                                     \
	  .name = #handler_,                                                                                                            \
	  .kind = ROUTE_API },
#include "api/routes.def"
#undef ROUTE
	{ .pattern = NULL },
};

enum fail api_status_see(struct ctx *cx, struct status_row *row_r)
{
	return status_see(cx, path_id(cx, 0), row_r);
}

enum fail api_status_see_original(struct ctx *cx, struct status_row *row_r)
{
	TRY(api_status_see(cx, row_r));
	return row_r->reblog_of_id ? status_see(cx, row_r->reblog_of_id, row_r) : OK;
}

enum fail api_status_own(struct ctx *cx, struct status_row *row_r)
{
	TRY(api_status_see(cx, row_r));
	return row_r->account_id == cx->who.account_id ? OK : FAIL_NOT_FOUND;
}

enum fail api_answer_status(struct ctx *cx, int64_t id)
{
	return entity_status(cx, answer_json(cx), id, 0);
}

enum fail api_answer_statuses(struct ctx *cx, const int64_t *ids, size_t count, const struct page *page, unsigned context)
{
	if (count)
		answer_links(cx, ids[0], ids[count - 1], count, page->limit);
	return entity_statuses(cx, answer_json(cx), ids, count, context);
}

/* Blocked either way, muted, suspended, in public also limited. A page may so become shorter than asked: clients go by Link. */
static enum fail feed_row_shown(struct ctx *cx, const struct feed_row *row, unsigned context, bool *shown_r)
{
	unsigned hidden, boosted_hidden = 0;
	bool limited = false;
	if (context & FILTER_PUBLIC)
		TRY(standing_hides(cx, row->account_id, &limited));
	TRY(viewer_hides(cx, row->account_id, &hidden));
	if (row->reblog_account_id)
		TRY(viewer_hides(cx, row->reblog_account_id, &boosted_hidden));
	*shown_r = !hidden && !boosted_hidden && !limited;
	return OK;
}

enum fail api_answer_profile(struct ctx *cx, const struct feed_row *rows, size_t count, const struct page *page)
{
	int64_t *ids = arena_array(&cx->arena, int64_t, count + 1);
	size_t shown = 0;
	for (size_t i = 0; i < count; i++) {
		bool is_shown;
		TRY(profile_row_shown(cx, &rows[i], &is_shown));
		if (is_shown)
			ids[shown++] = rows[i].id;
	}
	if (count)
		answer_links(cx, rows[0].id, rows[count - 1].id, count, page->limit);
	return entity_statuses(cx, answer_json(cx), ids, shown, FILTER_ACCOUNT);
}

enum fail api_answer_feed(struct ctx *cx, const struct feed_row *rows, size_t count, const struct page *page, unsigned context)
{
	int64_t *ids = arena_array(&cx->arena, int64_t, count + 1);
	size_t shown = 0;
	for (size_t i = 0; i < count; i++) {
		bool is_shown;
		TRY(feed_row_shown(cx, &rows[i], context, &is_shown));
		if (is_shown)
			ids[shown++] = rows[i].id;
	}
	if (count)
		answer_links(cx, rows[0].id, rows[count - 1].id, count, page->limit);
	return entity_statuses(cx, answer_json(cx), ids, shown, context);
}
