/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is talked about (documentation: methods/trends, methods/admin/trends). */
#include "api/api.h"
#include "api/entities/trend.h"
#include "social/trend.h"
#include "social/viewer.h"

struct span {
	int64_t limit, offset;
};

static struct span read_span(struct ctx *cx, int64_t usual, int64_t most)
{
	int64_t offset = param_int(cx->params, "offset", 0);
	return (struct span){ page_read(cx, usual, most).limit, offset < 0 || offset > TREND_MOST ? 0 : offset };
}

static void answer_span_links(struct ctx *cx, const struct span *span, size_t count)
{
	struct buf line = BUF(&cx->arena, 1000);
	if ((int64_t)count == span->limit)
		buf_printf(&line, "<" SVF SVF "?limit=%lld&offset=%lld>; rel=\"next\"", SVA(cx->community->url), SVA(cx->http->path),
		           (long long)span->limit, (long long)(span->offset + span->limit));
	if (span->offset > 0)
		buf_printf(&line, "%s<" SVF SVF "?limit=%lld&offset=%lld>; rel=\"prev\"", line.n ? ", " : "", SVA(cx->community->url),
		           SVA(cx->http->path), (long long)span->limit,
		           (long long)(span->offset > span->limit ? span->offset - span->limit : 0));
	if (line.n && !line.overflow)
		answer_header(cx, "Link", buf_sv(&line));
}

static enum fail read_trends(struct ctx *cx, enum trend_kind kind, int64_t usual, int64_t most, int64_t **ids_r, size_t *count_r)
{
	struct span span = read_span(cx, usual, most);
	TRY(trends_read(cx, kind, span.limit, span.offset, ids_r, count_r));
	answer_span_links(cx, &span, *count_r);
	return OK;
}

enum fail api_trends_tags(struct ctx *cx)
{
	int64_t *ids;
	size_t count;
	TRY(read_trends(cx, TREND_TAG, 10, 20, &ids, &count));
	return entity_tags(cx, answer_json(cx), ids, count);
}

enum fail api_trends_statuses(struct ctx *cx)
{
	int64_t *ids;
	size_t count;
	TRY(viewer_enter(cx));
	TRY(read_trends(cx, TREND_STATUS, 20, 40, &ids, &count));
	TRY(trends_sift(cx, ids, &count));
	return entity_statuses(cx, answer_json(cx), ids, count, FILTER_PUBLIC);
}

enum fail api_trends_links(struct ctx *cx)
{
	int64_t *ids;
	size_t count;
	TRY(read_trends(cx, TREND_LINK, 10, 20, &ids, &count));
	return entity_links(cx, answer_json(cx), ids, count);
}

/* --- for moderators ------------------------------------------------------------------------------------------------------------------ */

enum fail api_admin_trends_tags(struct ctx *cx)
{
	int64_t *ids;
	size_t count;
	TRY(read_trends(cx, TREND_TAG, 10, 20, &ids, &count));
	return entity_admin_tags(cx, answer_json(cx), ids, count);
}

static enum fail review(struct ctx *cx, enum trend_kind kind, bool allowed)
{
	int64_t id = path_id(cx, 0);
	TRY(trend_review(cx, kind, id, allowed));
	struct json *j = answer_json(cx);
	return kind == TREND_TAG ? entity_admin_tag(cx, j, id) : kind == TREND_LINK ? entity_link(cx, j, id) : entity_status(cx, j, id, 0);
}

enum fail api_admin_trend_tag_approve(struct ctx *cx)
{
	return review(cx, TREND_TAG, true);
}

enum fail api_admin_trend_tag_reject(struct ctx *cx)
{
	return review(cx, TREND_TAG, false);
}

enum fail api_admin_trend_status_approve(struct ctx *cx)
{
	return review(cx, TREND_STATUS, true);
}

enum fail api_admin_trend_status_reject(struct ctx *cx)
{
	return review(cx, TREND_STATUS, false);
}

enum fail api_admin_trend_link_approve(struct ctx *cx)
{
	return review(cx, TREND_LINK, true);
}

enum fail api_admin_trend_link_reject(struct ctx *cx)
{
	return review(cx, TREND_LINK, false);
}

/* --- hashtags ------------------------------------------------------------------------------------------------------------------------- */

enum fail api_admin_tags(struct ctx *cx)
{
	struct page page = page_read(cx, 100, 200);
	struct admin_tag_row *rows;
	size_t count;
	TRY(q_admin_tags(cx, &page, &rows, &count));
	int64_t *ids = arena_array(&cx->arena, int64_t, count + 1);
	for (size_t i = 0; i < count; i++)
		ids[i] = rows[i].id;
	if (count)
		answer_links(cx, ids[0], ids[count - 1], count, page.limit);
	return entity_admin_tags(cx, answer_json(cx), ids, count);
}

enum fail api_admin_tag(struct ctx *cx)
{
	return entity_admin_tag(cx, answer_json(cx), path_id(cx, 0));
}

enum fail api_admin_tag_change(struct ctx *cx)
{
	struct admin_tag_row row;
	int64_t id = path_id(cx, 0);
	TRY(q_admin_tag_get(cx, id, &row));
	TRY(tag_change(cx, id, &(struct tag_settings){ .display_name = param_sv(cx->params, "display_name"),
	                                               .listable = param_bool(cx->params, "listable", row.listable),
	                                               .trendable = param_bool(cx->params, "trendable", row.trendable),
	                                               .usable = param_bool(cx->params, "usable", row.usable) }));
	return entity_admin_tag(cx, answer_json(cx), id);
}
