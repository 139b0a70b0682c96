/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/public_top.h"

#include "social/community.h"

#include <stdlib.h>

enum { KEPT = 40 };

struct public_top {
	pthread_mutex_t lock;
	uint64_t changes; /* what is read before one is not kept after it */
	bool filled;
	size_t count;
	struct feed_row rows[KEPT]; /* without language: nobody asks for it here */
};

struct public_top *public_top_new(void)
{
	struct public_top *top = calloc(1, sizeof(*top));
	if (!top)
		abort();
	pthread_mutex_init(&top->lock, NULL);
	return top;
}

void public_top_free(struct public_top *top)
{
	if (!top)
		return;
	pthread_mutex_destroy(&top->lock);
	free(top);
}

void public_top_forget(struct public_top *top)
{
	pthread_mutex_lock(&top->lock);
	top->changes++;
	top->filled = false;
	pthread_mutex_unlock(&top->lock);
}

static bool copy(struct ctx *cx, struct public_top *top, size_t limit, struct feed_row **rows_r, size_t *count_r, uint64_t *changes_r)
{
	*rows_r = arena_array(&cx->arena, struct feed_row, KEPT);
	pthread_mutex_lock(&top->lock);
	bool filled = top->filled;
	*count_r = top->count < limit ? top->count : limit;
	memcpy(*rows_r, top->rows, *count_r * sizeof(**rows_r));
	*changes_r = top->changes;
	pthread_mutex_unlock(&top->lock);
	return filled;
}

static void keep(struct public_top *top, const struct feed_row *rows, size_t count, uint64_t changes)
{
	pthread_mutex_lock(&top->lock);
	if (top->changes == changes) {
		top->count = count;
		for (size_t i = 0; i < count; i++) {
			top->rows[i] = rows[i];
			top->rows[i].language = SV_NONE;
		}
		top->filled = true;
	}
	pthread_mutex_unlock(&top->lock);
}

enum fail public_top_page(struct ctx *cx, const struct page *page, struct feed_row **rows_r, size_t *count_r)
{
	struct public_top *top = cx->community->public_top;
	uint64_t changes;
	if (page->max_id != INT64_MAX || page->since_id || page->min_id || page->limit > KEPT)
		return q_timeline_public(cx, page, rows_r, count_r);
	if (copy(cx, top, (size_t)page->limit, rows_r, count_r, &changes))
		return OK;
	TRY(q_timeline_public(cx, &PAGE_NEWEST(KEPT), rows_r, count_r));
	keep(top, *rows_r, *count_r, changes);
	if (*count_r > (size_t)page->limit)
		*count_r = (size_t)page->limit;
	return OK;
}
