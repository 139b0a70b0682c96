/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a member's filters and preferences do to a status on a page. */
#include "social/filter.h"
#include "social/viewer.h"
#include "web/frame.h"
#include "web/web.h"

static struct sv titles_of(struct ctx *cx, const struct filter_hit *hits, size_t count, enum filter_action action)
{
	struct buf out = BUF(&cx->arena, 64 << 10);
	for (size_t i = 0; i < count; i++)
		if (hits[i].filter->action == action)
			buf_printf(&out, "%s" SVF, out.n ? ", " : "", SVA(hits[i].filter->title));
	return buf_sv(&out);
}

static bool any(const struct filter_hit *hits, size_t count, enum filter_action action)
{
	for (size_t i = 0; i < count; i++)
		if (hits[i].filter->action == action)
			return true;
	return false;
}

/* One's own are never filtered. */
static size_t hits_of(struct ctx *cx, const struct status *status, unsigned contexts, struct filter_hit **hits_r)
{
	struct sv *texts;
	if (!contexts || status->row.account_id == cx->who.account_id)
		return 0;
	size_t count = status_texts(cx, status, &texts);
	return filters_match(cx, cx->viewer->filters, contexts, status->row.id, texts, count, hits_r);
}

static void sift_quote(struct ctx *cx, const struct status *quoted, unsigned contexts, struct view_status *view)
{
	struct filter_hit *hits = NULL;
	size_t count = hits_of(cx, quoted, contexts, &hits);
	if (!any(hits, count, FILTER_WARN) && !any(hits, count, FILTER_HIDE))
		return;
	view->quote = NULL;
	view->quote_missing = TR("One of your filters hides the quoted post.");
}

void web_sift(struct ctx *cx, const struct status *status, unsigned contexts, struct view_status *view, bool *hidden_r)
{
	struct filter_hit *hits = NULL;
	*hidden_r = false;
	if (!cx->viewer || !cx->viewer->filters)
		return;
	if (status->reblog)
		status = status->reblog;
	size_t count = hits_of(cx, status, contexts, &hits);
	*hidden_r = any(hits, count, FILTER_HIDE);
	view->filtered = titles_of(cx, hits, count, FILTER_WARN);
	view->sensitive = view->sensitive || any(hits, count, FILTER_BLUR);
	if (view->quote)
		sift_quote(cx, status->quoted, contexts, view);
}

void web_prefer(struct ctx *cx, struct view_status *view)
{
	const struct preferences *p = cx->viewer ? &cx->viewer->preferences : NULL;
	if (!p)
		return;
	view->open = p->reading_expand_spoilers;
	view->sensitive = sv_eq(p->reading_expand_media, SV("hide_all")) || (view->sensitive && !sv_eq(p->reading_expand_media, SV("show_all")));
}

bool web_plays(const struct ctx *cx)
{
	return cx->viewer && cx->viewer->preferences.reading_autoplay_gifs && !sv_eq(cx->viewer->preferences.look_motion, SV("less"));
}
