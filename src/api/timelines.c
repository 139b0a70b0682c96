/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Timelines (documentation: methods/timelines). */
#include "api/api.h"
#include "social/feed.h"
#include "social/filter.h"
#include "social/tag.h"
#include "social/viewer.h"

enum { USUAL = 20, MOST = 40 };

static enum fail visitors_may_read(struct ctx *cx)
{
	if (cx->who.account_id || settings(cx)->public_timelines)
		return OK;
	return refuse(cx, FAIL_INVALID, "This method requires an authenticated user");
}

enum fail api_timeline_home(struct ctx *cx)
{
	struct page page = page_read(cx, USUAL, MOST);
	int64_t *ids;
	size_t count;
	TRY(viewer_enter(cx));
	TRY(feed_home(cx, &page, &ids, &count));
	return api_answer_statuses(cx, ids, count, &page, FILTER_HOME);
}

enum fail api_timeline_public(struct ctx *cx)
{
	struct page page = page_read(cx, USUAL, MOST);
	struct feed_row *rows = NULL;
	size_t count = 0;
	TRY(visitors_may_read(cx));
	TRY(viewer_enter(cx));
	TRY(q_timeline_public(cx, &page, &rows, &count));
	return api_answer_feed(cx, rows, count, &page, FILTER_PUBLIC);
}

enum fail api_timeline_tag(struct ctx *cx)
{
	struct page page = page_read(cx, USUAL, MOST);
	struct feed_row *rows = NULL;
	size_t count = 0;
	int64_t tag_id;
	TRY(visitors_may_read(cx));
	TRY(viewer_enter(cx));
	enum fail fail = tag_by_name(cx, cx->path[0], &tag_id);
	if (fail == OK)
		fail = q_timeline_tag(cx, tag_id, &page, &rows, &count);
	if (fail != OK && fail != FAIL_NOT_FOUND)
		return fail;
	return api_answer_feed(cx, rows, count, &page, FILTER_PUBLIC);
}
