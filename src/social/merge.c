/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/merge.h"

#include "base/clock.h"
#include "base/id.h"
#include "social/feed.h"
#include "social/viewer.h"
#include "store/q.h"

/* One author's or followed tag's statuses, read a chunk at a time. `next` is a bound until the first chunk is read: nothing
 * of this source comes before it in the direction of the merge. */
struct source {
	int64_t author, tag; /* one of the two */
	int64_t next;
	struct feed_row *rows;
	size_t at, count;
	bool started, ended;
};

struct merge {
	struct source *heap; /* the one that comes first on top */
	size_t count;
	struct page page;
	bool up; /* oldest first, above min_id */
	const struct merge_list *list; /* NULL: home */
};

enum { CHUNK = 12 };

static bool before(const struct merge *merge, const struct source *a, const struct source *b)
{
	return merge->up ? a->next < b->next : a->next > b->next;
}

static void sift_down(struct merge *merge, size_t at)
{
	for (;;) {
		size_t first = at, left = 2 * at + 1;
		for (size_t child = left; child < left + 2 && child < merge->count; child++)
			if (before(merge, &merge->heap[child], &merge->heap[first]))
				first = child;
		if (first == at)
			return;
		struct source moved = merge->heap[at];
		merge->heap[at] = merge->heap[first];
		merge->heap[first] = moved;
		at = first;
	}
}

/* The next chunk of the source on top; the source leaves when there is none. */
static enum fail read_chunk(struct ctx *cx, struct merge *merge, struct source *source)
{
	struct page page = merge->page;
	page.limit = CHUNK;
	if (source->started && merge->up)
		page.min_id = source->next;
	else if (source->started)
		page.max_id = source->next;
	TRY(source->tag ? q_timeline_tag(cx, source->tag, &page, &source->rows, &source->count)
	                : q_feed_of_account(cx, source->author, &page, &source->rows, &source->count));
	if (merge->up)
		query_rows_reverse(source->rows, source->count, sizeof(*source->rows));
	source->at = 0;
	source->started = true;
	source->ended = source->count < CHUNK;
	return OK;
}

static enum fail advance(struct ctx *cx, struct merge *merge)
{
	struct source *top = &merge->heap[0];
	if (top->at == top->count && !(top->started && top->ended))
		TRY(read_chunk(cx, merge, top));
	if (top->at < top->count)
		top->next = top->rows[top->at].id;
	else
		*top = merge->heap[--merge->count];
	sift_down(merge, 0);
	return OK;
}

static void add_source(struct merge *merge, int64_t author, int64_t tag, int64_t last_status_at)
{
	int64_t bound = last_status_at ? id_at(last_status_at + ID_AHEAD_MS + 2) : 0;
	if (!tag && bound <= (merge->up ? merge->page.min_id : merge->page.since_id))
		return; /* has posted nothing in the span */
	int64_t next = merge->up ? merge->page.min_id : tag || bound > merge->page.max_id ? merge->page.max_id : bound;
	merge->heap[merge->count++] = (struct source){ .author = author, .tag = tag, .next = next };
}

static enum fail collect_sources(struct ctx *cx, struct merge *merge)
{
	const struct viewer *viewer = cx->viewer;
	struct followees_posted_row *authors;
	size_t count;
	TRY(q_followees_posted(cx, viewer->account_id, &authors, &count));
	merge->heap = arena_array(&cx->arena, struct source, count + viewer->tags.count + 1);
	add_source(merge, viewer->account_id, 0, cx->now);
	for (size_t i = 0; i < count; i++)
		add_source(merge, authors[i].id, 0, authors[i].last_status_at);
	for (size_t i = 0; i < viewer->tags.capacity; i++)
		if (viewer->tags.slots[i].key)
			add_source(merge, 0, viewer->tags.slots[i].key, 0);
	for (size_t i = merge->count; i-- > 0;)
		sift_down(merge, i);
	return OK;
}

static enum fail wants_row(struct ctx *cx, const struct feed_row *row, bool tagged, bool *wants_r)
{
	struct recent_status s = { .id = row->id,
		                   .account_id = row->account_id,
		                   .reblog_account_id = row->reblog_account_id,
		                   .in_reply_to_account_id = row->in_reply_to_account_id,
		                   .language = row->language,
		                   .visibility = (int)row->visibility };
	if (tagged && cx->viewer->tags.count) /* it came by a tag that is followed: any of them will do */
		for (size_t i = 0; i < cx->viewer->tags.capacity && !s.tags[0]; i++)
			s.tags[0] = cx->viewer->tags.slots[i].key;
	return feed_wants(cx, &s, wants_r);
}

/* Whether an answer belongs into a list; what is no answer, or one to its own author, always does. */
static bool policy_wants(const struct ctx *cx, const struct merge_list *list, const struct feed_row *row)
{
	int64_t to = row->in_reply_to_account_id;
	if (!to || to == row->account_id || to == cx->viewer->account_id)
		return true;
	if (sv_eq(list->replies_policy, SV("list")))
		return map_has(&list->members, to);
	return sv_eq(list->replies_policy, SV("followed")) && map_has(&cx->viewer->follows, to);
}

/* A member may only have been asked yet whether the owner may follow: nothing of theirs is shown before. */
enum fail merge_list_wants(struct ctx *cx, const struct merge_list *list, const struct feed_row *row, bool *wants_r)
{
	unsigned hidden, boosted_hidden = 0;
	bool own = row->account_id == cx->viewer->account_id;
	*wants_r = false;
	if (!own && !feed_follow_wants(cx->viewer, row->account_id, row->reblog_account_id, row->language))
		return OK;
	TRY(viewer_hides(cx, row->account_id, &hidden));
	if (row->reblog_account_id)
		TRY(viewer_hides(cx, row->reblog_account_id, &boosted_hidden));
	*wants_r = !hidden && !boosted_hidden && row->visibility <= 2 && policy_wants(cx, list, row);
	return OK;
}

static enum fail run(struct ctx *cx, struct merge *merge, int64_t **ids_r, size_t *count_r)
{
	int64_t *ids = arena_array(&cx->arena, int64_t, (size_t)merge->page.limit + 1);
	size_t count = 0;
	while (merge->count && count < (size_t)merge->page.limit) {
		struct source *top = &merge->heap[0];
		if (top->at < top->count) {
			const struct feed_row *row = &top->rows[top->at++];
			bool wants;
			TRY(merge->list ? merge_list_wants(cx, merge->list, row, &wants) : wants_row(cx, row, top->tag != 0, &wants));
			if (wants && (!count || ids[count - 1] != row->id)) /* by its author and by a tag: once */
				ids[count++] = row->id;
		}
		TRY(advance(cx, merge));
	}
	if (merge->up)
		query_rows_reverse(ids, count, sizeof(*ids));
	*ids_r = ids;
	*count_r = count;
	return OK;
}

enum fail merge_home(struct ctx *cx, const struct page *page, int64_t **ids_r, size_t *count_r)
{
	struct merge merge = { .page = *page, .up = page->min_id != 0 };
	TRY(collect_sources(cx, &merge));
	return run(cx, &merge, ids_r, count_r);
}

enum fail merge_list(struct ctx *cx, const struct merge_list *list, const struct page *page, int64_t **ids_r, size_t *count_r)
{
	struct merge merge = { .page = *page, .up = page->min_id != 0, .list = list };
	merge.heap = arena_array(&cx->arena, struct source, list->author_count + 1);
	for (size_t i = 0; i < list->author_count; i++)
		add_source(&merge, list->authors[i].id, 0, list->authors[i].last_status_at);
	for (size_t i = merge.count; i-- > 0;)
		sift_down(&merge, i);
	return run(cx, &merge, ids_r, count_r);
}
