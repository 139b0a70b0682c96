/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Timelines (documentation: methods/timelines). */
#include "api/api.h"
#include "social/card.h"
#include "social/feed.h"
#include "social/filter.h"
#include "social/public_top.h"
#include "social/tag_feed.h"
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

typedef enum fail public_page(struct ctx *cx, const struct page *page, struct feed_row **rows_r, size_t *count_r);

/* Each choice has an index of its own: none of them reads more than its page. */
static public_page *choose_page(const struct ctx *cx)
{
	static public_page *const pages[2][3] = { { public_top_page, q_timeline_local, q_timeline_remote },
						  { q_timeline_media, q_timeline_media_local, q_timeline_media_remote } };
	unsigned from = param_bool(cx->params, "local", false) ? 1 : param_bool(cx->params, "remote", false) ? 2 : 0;
	return pages[param_bool(cx->params, "only_media", false)][from];
}

enum fail api_timeline_public(struct ctx *cx)
{
	struct page page = page_read(cx, USUAL, MOST);
	struct feed_row *rows = NULL;
	size_t count = 0;
	TRY(visitors_may_read(cx));
	TRY(viewer_enter(cx));
	TRY(choose_page(cx)(cx, &page, &rows, &count));
	return api_answer_feed(cx, rows, count, &page, FILTER_PUBLIC);
}

static void read_names(struct ctx *cx, const char *name, struct sv *names)
{
	struct sv *sent;
	size_t count = param_list(&cx->arena, cx->params, name, &sent);
	for (size_t i = 0; i < count && i < TAG_FEED_MOST; i++)
		names[i] = sent[i];
}

enum fail api_timeline_tag(struct ctx *cx)
{
	struct page page = page_read(cx, USUAL, MOST);
	struct feed_row *rows;
	size_t count;
	struct tag_choice choice = { .any = { cx->path[0] },
				     .only_media = param_bool(cx->params, "only_media", false),
				     .local = param_bool(cx->params, "local", false),
				     .remote = param_bool(cx->params, "remote", false) };
	read_names(cx, "any", choice.any + 1);
	read_names(cx, "all", choice.all);
	read_names(cx, "none", choice.none);
	TRY(visitors_may_read(cx));
	TRY(viewer_enter(cx));
	TRY(tag_feed(cx, &choice, &page, &rows, &count));
	return api_answer_feed(cx, rows, count, &page, FILTER_PUBLIC);
}

enum fail api_timeline_link(struct ctx *cx)
{
	struct page page = page_read(cx, USUAL, MOST);
	struct card_by_url_row card;
	struct feed_row *rows;
	size_t count;
	struct sv url = param_sv(cx->params, "url");
	if (!url.n)
		return refuse(cx, FAIL_UNREADABLE, "The parameter url is missing: the address of a page that statuses link to.");
	TRY(visitors_may_read(cx));
	TRY(viewer_enter(cx));
	TRY(q_card_by_url(cx, card_url(&cx->arena, url), &card));
	if (!card.title.n)
		return FAIL_NOT_FOUND; /* the page gave nothing */
	TRY(q_timeline_card(cx, card.id, &page, &rows, &count));
	return api_answer_feed(cx, rows, count, &page, FILTER_PUBLIC);
}
