/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/feed.h"

#include "social/community.h"
#include "social/merge.h"
#include "social/viewer.h"
#include "store/q.h"

#include <stdlib.h>

enum { RING = 1 << 14, FEED_KEEP = 400, FEED_ROOM = 2 * FEED_KEEP, LANGUAGE = 8 };

struct ring_entry {
	struct recent_status status; /* id 0: removed; its language points into `language` */
	char language[LANGUAGE];
};

struct recent {
	pthread_rwlock_t lock;
	uint64_t next; /* number of the next one; the ring has the last RING of them */
	struct ring_entry *ring;
};

/* Oldest first, so that new ones are appended; the lower half is dropped when it is full. */
struct feed {
	uint64_t seen; /* the first number in `recent` that was not taken in; 0: never filled */
	size_t count;
	bool complete; /* there is nothing below the first one */
	int64_t ids[FEED_ROOM];
};

struct recent *recent_new(void)
{
	struct recent *recent = calloc(1, sizeof(*recent));
	struct ring_entry *ring = calloc(RING, sizeof(*ring));
	if (!recent || !ring)
		abort();
	recent->ring = ring;
	recent->next = 1;
	pthread_rwlock_init(&recent->lock, NULL);
	return recent;
}

void recent_free(struct recent *recent)
{
	if (!recent)
		return;
	pthread_rwlock_destroy(&recent->lock);
	free(recent->ring);
	free(recent);
}

void recent_add(struct recent *recent, const struct recent_status *status)
{
	pthread_rwlock_wrlock(&recent->lock);
	struct ring_entry *entry = &recent->ring[recent->next++ % RING];
	entry->status = *status;
	size_t n = status->language.n < LANGUAGE ? status->language.n : 0;
	if (n)
		memcpy(entry->language, status->language.p, n);
	entry->status.language = n ? (struct sv){ entry->language, n } : SV_NONE;
	pthread_rwlock_unlock(&recent->lock);
}

void recent_remove(struct recent *recent, int64_t status_id)
{
	pthread_rwlock_wrlock(&recent->lock);
	uint64_t first = recent->next > RING ? recent->next - RING : 1;
	for (uint64_t i = recent->next; i > first;) {
		struct ring_entry *entry = &recent->ring[--i % RING];
		if (entry->status.id == status_id) {
			entry->status.id = 0;
			break;
		}
	}
	pthread_rwlock_unlock(&recent->lock);
}

struct feed *feed_new(void)
{
	struct feed *feed = calloc(1, sizeof(*feed));
	if (!feed)
		abort();
	return feed;
}

void feed_free(struct feed *feed)
{
	free(feed);
}

/* --- what belongs into a home timeline -------------------------------------------------------------------------------------- */

static bool hides(const struct viewer *viewer, int64_t account_id)
{
	return account_id && account_id != viewer->account_id && map_has(&viewer->hidden, account_id);
}

static bool speaks(const struct followee *followee, struct sv language)
{
	struct sv list = followee->languages, one;
	if (!list.n || !language.n)
		return true;
	while (list.n) {
		sv_cut(&list, ' ', &one);
		if (sv_eq(one, language))
			return true;
	}
	return false;
}

/* By its author: one's own, or of somebody who is followed, with the wishes that go with the follow. */
bool feed_follow_wants(const struct viewer *viewer, int64_t account_id, int64_t reblog_account_id, struct sv language)
{
	const uint64_t *follow = map_find(&viewer->follows, account_id);
	if (!follow || (reblog_account_id && !(*follow & FOLLOW_REBLOGS)))
		return false;
	return speaks(&viewer->followees[*follow >> 8], language);
}

static bool wants_author(const struct viewer *viewer, const struct recent_status *s)
{
	if (s->account_id == viewer->account_id)
		return true;
	return feed_follow_wants(viewer, s->account_id, s->reblog_account_id, s->language) && !map_has(&viewer->exclusive, s->account_id);
}

/* A reply to somebody who is not followed is noise here (as in Mastodon). */
static bool is_stray_reply(const struct viewer *viewer, const struct recent_status *s)
{
	int64_t to = s->in_reply_to_account_id;
	return to && to != viewer->account_id && to != s->account_id && s->account_id != viewer->account_id && !map_has(&viewer->follows, to);
}

static bool wants_tag(const struct viewer *viewer, const struct recent_status *s)
{
	if (s->visibility != 0 || s->reblog_account_id || s->in_reply_to_account_id || !viewer->tags.count)
		return false;
	for (size_t i = 0; i < RECENT_TAGS && s->tags[i]; i++)
		if (map_has(&viewer->tags, s->tags[i]))
			return true;
	return false;
}

static enum fail is_addressed(struct ctx *cx, const struct recent_status *s, bool *r)
{
	struct mention_has_row row;
	*r = true;
	if (s->visibility != 3 || s->account_id == cx->viewer->account_id)
		return OK;
	enum fail fail = q_mention_has(cx, s->id, cx->viewer->account_id, &row);
	*r = fail == OK;
	return fail == FAIL_NOT_FOUND ? OK : fail;
}

enum fail feed_wants(struct ctx *cx, const struct recent_status *s, bool *wants_r)
{
	const struct viewer *viewer = cx->viewer;
	*wants_r = false;
	if (!s->id || hides(viewer, s->account_id) || hides(viewer, s->reblog_account_id) || hides(viewer, s->in_reply_to_account_id))
		return OK;
	if (!wants_tag(viewer, s) && (!wants_author(viewer, s) || is_stray_reply(viewer, s)))
		return OK;
	return is_addressed(cx, s, wants_r);
}

/* --- the top, kept in memory -------------------------------------------------------------------------------------------------- */

static void append(struct feed *feed, int64_t id)
{
	if (feed->count == FEED_ROOM) {
		memmove(feed->ids, feed->ids + FEED_KEEP, (FEED_ROOM - FEED_KEEP) * sizeof(feed->ids[0]));
		feed->count -= FEED_KEEP;
		feed->complete = false;
	}
	size_t at = feed->count++;
	for (; at > 0 && feed->ids[at - 1] > id; at--) /* two threads may have drawn ids in another order than they were committed */
		feed->ids[at] = feed->ids[at - 1];
	feed->ids[at] = id;
}

static enum fail fill(struct ctx *cx, struct feed *feed)
{
	int64_t *ids;
	size_t count;
	struct recent *recent = cx->community->recent;
	pthread_rwlock_rdlock(&recent->lock);
	uint64_t next = recent->next; /* before the read: what comes between is taken in twice at most, never lost */
	pthread_rwlock_unlock(&recent->lock);
	TRY(merge_home(cx, &PAGE_NEWEST(FEED_KEEP), &ids, &count));
	feed->count = 0;
	while (count)
		feed->ids[feed->count++] = ids[--count];
	feed->complete = feed->count < FEED_KEEP;
	feed->seen = next;
	return OK;
}

static bool feed_has(const struct feed *feed, int64_t id)
{
	for (size_t i = feed->count; i > 0 && feed->ids[i - 1] >= id; i--)
		if (feed->ids[i - 1] == id)
			return true;
	return false;
}

/* Copies what is new in the ring, so that nobody waits for the statements that may follow. */
static size_t news(struct ctx *cx, struct feed *feed, struct recent_status **list_r)
{
	struct recent *recent = cx->community->recent;
	pthread_rwlock_rdlock(&recent->lock);
	size_t count = (size_t)(recent->next - feed->seen);
	*list_r = count ? arena_array(&cx->arena, struct recent_status, count) : NULL;
	for (size_t i = 0; i < count; i++) {
		const struct recent_status *s = &recent->ring[(feed->seen + i) % RING].status;
		(*list_r)[i] = *s;
		(*list_r)[i].language = arena_dup(&cx->arena, s->language);
	}
	feed->seen = recent->next;
	pthread_rwlock_unlock(&recent->lock);
	return count;
}

static enum fail refresh(struct ctx *cx, struct feed *feed)
{
	struct recent *recent = cx->community->recent;
	pthread_rwlock_rdlock(&recent->lock);
	bool lost = !feed->seen || recent->next - feed->seen > RING / 2;
	pthread_rwlock_unlock(&recent->lock);
	if (lost)
		return fill(cx, feed);
	struct recent_status *list;
	size_t count = news(cx, feed, &list);
	for (size_t i = 0; i < count; i++) {
		bool wants;
		TRY(feed_wants(cx, &list[i], &wants));
		if (wants && !feed_has(feed, list[i].id))
			append(feed, list[i].id);
	}
	return OK;
}

/* The number of ids below `id`. */
static size_t rank(const struct feed *feed, int64_t id)
{
	size_t low = 0, high = feed->count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (feed->ids[middle] < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* A page from memory; false when it reaches below what is kept. */
static bool page_from_memory(struct ctx *cx, const struct feed *feed, const struct page *page, int64_t **ids_r, size_t *count_r)
{
	size_t top = rank(feed, page->max_id), limit = (size_t)page->limit, bottom;
	if (page->min_id) {
		if (!feed->complete && (!feed->count || page->min_id < feed->ids[0]))
			return false;
		bottom = rank(feed, page->min_id + 1);
		if (top > bottom + limit)
			top = bottom + limit;
	} else {
		size_t floor = page->since_id ? rank(feed, page->since_id + 1) : 0;
		bottom = top > floor + limit ? top - limit : floor;
		bool bounded = page->since_id && feed->count && page->since_id >= feed->ids[0];
		if (!feed->complete && !bounded && top < limit)
			return false;
	}
	*count_r = top > bottom ? top - bottom : 0;
	*ids_r = arena_array(&cx->arena, int64_t, *count_r + 1);
	for (size_t i = 0; i < *count_r; i++)
		(*ids_r)[i] = feed->ids[top - 1 - i];
	return true;
}

enum fail feed_home(struct ctx *cx, const struct page *page, int64_t **ids_r, size_t *count_r)
{
	struct feed *feed = cx->viewer->feed;
	TRY(refresh(cx, feed));
	if (page_from_memory(cx, feed, page, ids_r, count_r))
		return OK;
	return merge_home(cx, page, ids_r, count_r);
}
