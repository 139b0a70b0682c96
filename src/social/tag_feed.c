/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/tag_feed.h"

#include "social/tag.h"

#include <stdlib.h>

/* 0: not asked for; -1: nobody has used it. */
static enum fail look_up(struct ctx *cx, const struct sv *names, size_t count, int64_t *ids)
{
	for (size_t i = 0; i < count; i++) {
		ids[i] = 0;
		enum fail fail = names[i].n ? tag_by_name(cx, names[i], &ids[i]) : OK;
		if (fail == FAIL_NOT_FOUND)
			ids[i] = -1;
		else
			TRY(fail);
	}
	return OK;
}

static int by_newest(const void *a, const void *b)
{
	const struct feed_row *x = a, *y = b;
	return x->id < y->id ? 1 : x->id > y->id ? -1 : 0;
}

/* Of rows that are in order, each once, at most the page's limit: those next to where the page begins. */
static size_t cut(struct feed_row *rows, size_t count, const struct page *page, struct feed_row **rows_r)
{
	size_t kept = 0, limit = (size_t)page->limit;
	for (size_t i = 0; i < count; i++)
		if (!kept || rows[kept - 1].id != rows[i].id)
			rows[kept++] = rows[i];
	bool from_below = page->min_id != 0 && kept > limit;
	*rows_r = from_below ? rows + (kept - limit) : rows;
	return kept > limit ? limit : kept;
}

static enum fail read_one(struct ctx *cx, int64_t tag, const int64_t *all, const int64_t *none, const struct tag_choice *choice,
			  const struct page *page, struct feed_row *to, size_t *count)
{
	struct feed_row *rows;
	size_t found;
	TRY(q_timeline_tag_chosen(cx, tag, all[0], all[1], all[2], all[3], none[0], none[1], none[2], none[3], choice->only_media,
				  choice->local, choice->remote, page, &rows, &found));
	if (found)
		memcpy(to + *count, rows, found * sizeof(*rows));
	*count += found;
	return OK;
}

enum fail tag_feed(struct ctx *cx, const struct tag_choice *choice, const struct page *page, struct feed_row **rows_r,
		   size_t *count_r)
{
	int64_t any[TAG_FEED_MOST + 1], all[TAG_FEED_MOST], none[TAG_FEED_MOST];
	struct feed_row *rows = arena_array(&cx->arena, struct feed_row, COUNT_OF(any) * (size_t)page->limit);
	size_t count = 0;
	TRY(look_up(cx, choice->any, COUNT_OF(any), any));
	TRY(look_up(cx, choice->all, COUNT_OF(all), all));
	TRY(look_up(cx, choice->none, COUNT_OF(none), none));
	for (size_t i = 0; i < COUNT_OF(any); i++)
		if (any[i] > 0)
			TRY(read_one(cx, any[i], all, none, choice, page, rows, &count));
	qsort(rows, count, sizeof(*rows), by_newest);
	*count_r = cut(rows, count, page, rows_r);
	return OK;
}
