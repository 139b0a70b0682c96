/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/viewer.h"

#include "social/community.h"
#include "social/feed.h"
#include "social/filter.h"
#include "social/standing.h"
#include "store/q.h"

#include <stdlib.h>

enum { MOST_VIEWERS = 4096, MOST_FLAGS = 20000 };

struct viewers {
	pthread_mutex_t lock; /* of the map and of every viewer's refs and dropped; never taken while a viewer's lock is held */
	struct map by_account;
};

struct viewers *viewers_new(void)
{
	struct viewers *viewers = calloc(1, sizeof(*viewers));
	if (!viewers)
		abort();
	pthread_mutex_init(&viewers->lock, NULL);
	return viewers;
}

static void viewer_free(struct viewer *viewer)
{
	map_free(&viewer->follows);
	map_free(&viewer->hidden);
	map_free(&viewer->exclusive);
	map_free(&viewer->tags);
	map_free(&viewer->flags);
	filters_free(viewer->filters);
	feed_free(viewer->feed);
	arena_free(&viewer->arena);
	pthread_mutex_destroy(&viewer->lock);
	free(viewer);
}

static struct viewer *viewer_at(const struct map_slot *slot)
{
	return (struct viewer *)(uintptr_t)slot->value;
}

void viewers_free(struct viewers *viewers)
{
	if (!viewers)
		return;
	for (size_t i = 0; i < viewers->by_account.capacity; i++)
		if (viewers->by_account.slots[i].key)
			viewer_free(viewer_at(&viewers->by_account.slots[i]));
	map_free(&viewers->by_account);
	pthread_mutex_destroy(&viewers->lock);
	free(viewers);
}

/* Makes room by forgetting the one that was used longest ago among a few: exact order is not worth a list. */
static void evict_one(struct viewers *viewers)
{
	struct viewer *oldest = NULL;
	size_t start = (size_t)(hash_id((int64_t)viewers->by_account.count) % viewers->by_account.capacity);
	for (size_t seen = 0, i = 0; i < viewers->by_account.capacity && seen < 32; i++) {
		const struct map_slot *slot = &viewers->by_account.slots[(start + i) & (viewers->by_account.capacity - 1)];
		if (!slot->key)
			continue;
		seen++;
		if (viewer_at(slot)->refs == 0 && (!oldest || viewer_at(slot)->used_at < oldest->used_at))
			oldest = viewer_at(slot);
	}
	if (oldest) {
		map_remove(&viewers->by_account, oldest->account_id);
		viewer_free(oldest);
	}
}

static struct viewer *viewer_take(struct viewers *viewers, int64_t account_id, int64_t now)
{
	pthread_mutex_lock(&viewers->lock);
	uint64_t *found = map_find(&viewers->by_account, account_id);
	struct viewer *viewer = found ? (struct viewer *)(uintptr_t)*found : NULL;
	if (!viewer) {
		if (viewers->by_account.count >= MOST_VIEWERS)
			evict_one(viewers);
		viewer = calloc(1, sizeof(*viewer));
		if (!viewer)
			abort();
		viewer->account_id = account_id;
		pthread_mutex_init(&viewer->lock, NULL);
		map_put(&viewers->by_account, account_id, (uintptr_t)viewer);
	}
	viewer->refs++;
	viewer->used_at = now;
	pthread_mutex_unlock(&viewers->lock);
	return viewer;
}

static void viewer_release(struct viewers *viewers, struct viewer *viewer)
{
	pthread_mutex_lock(&viewers->lock);
	bool last = --viewer->refs == 0 && viewer->dropped;
	pthread_mutex_unlock(&viewers->lock);
	if (last)
		viewer_free(viewer);
}

static enum fail load_follows(struct ctx *cx, struct viewer *viewer)
{
	struct follows_of_row *rows;
	size_t count;
	TRY(q_follows_of(cx, viewer->account_id, &rows, &count));
	viewer->followees = arena_array(&viewer->arena, struct followee, count + 1);
	viewer->followee_count = count;
	for (size_t i = 0; i < count; i++) {
		viewer->followees[i] = (struct followee){
			.id = rows[i].target_id,
			.languages = arena_dup(&viewer->arena, rows[i].languages),
		};
		unsigned bits = FOLLOW_YES | (rows[i].reblogs ? FOLLOW_REBLOGS : 0) | (rows[i].notify ? FOLLOW_NOTIFY : 0);
		map_put(&viewer->follows, rows[i].target_id, bits | (uint64_t)i << 8);
	}
	return OK;
}

static void add_hidden(void *viewer_, int64_t account_id, uint64_t bits)
{
	struct viewer *viewer = viewer_;
	uint64_t *before = map_find(&viewer->hidden, account_id);
	map_put(&viewer->hidden, account_id, (before ? *before : 0) | bits);
}

static void add_suspended(void *viewer, int64_t account_id, unsigned standing)
{
	if (standing & STANDING_SUSPENDED)
		add_hidden(viewer, account_id, HIDDEN_SUSPENDED);
}

static enum fail load_hidden(struct ctx *cx, struct viewer *viewer)
{
	struct hidden_from_row *rows;
	size_t count;
	TRY(q_hidden_from(cx, viewer->account_id, &rows, &count));
	for (size_t i = 0; i < count; i++)
		add_hidden(viewer, rows[i].other_id, (uint64_t)rows[i].how);
	standings_each(cx, add_suspended, viewer);
	return OK;
}

static enum fail load_exclusive_and_tags(struct ctx *cx, struct viewer *viewer)
{
	struct exclusive_members_row *members;
	struct followed_tag_ids_row *tags;
	size_t count;
	TRY(q_exclusive_members(cx, viewer->account_id, &members, &count));
	for (size_t i = 0; i < count; i++)
		map_put(&viewer->exclusive, members[i].account_id, 1);
	TRY(q_followed_tag_ids(cx, viewer->account_id, &tags, &count));
	for (size_t i = 0; i < count; i++)
		map_put(&viewer->tags, tags[i].tag_id, 1);
	return OK;
}

static enum fail load_preferences(struct ctx *cx, struct viewer *viewer)
{
	struct preferences *p = &viewer->preferences;
	TRY(preferences_load(cx, viewer->account_id, p));
#define PREFERENCE_TEXT(value) value = arena_dup(&viewer->arena, value)
#define PREFERENCE_BOOL(value) (void)value
#define PREFERENCE(kind, name, otherwise, among, help) PREFERENCE_##kind(p->name);
#include "social/preference.def"
#undef PREFERENCE
#undef PREFERENCE_TEXT
#undef PREFERENCE_BOOL
	return OK;
}

static enum fail viewer_load(struct ctx *cx, struct viewer *viewer)
{
	TRY(load_follows(cx, viewer));
	TRY(load_hidden(cx, viewer));
	TRY(load_exclusive_and_tags(cx, viewer));
	TRY(filters_load(cx, viewer->account_id, &viewer->filters));
	TRY(load_preferences(cx, viewer));
	viewer->feed = feed_new();
	viewer->loaded = true;
	return OK;
}

enum fail viewer_enter(struct ctx *cx)
{
	if (!cx->who.account_id || cx->viewer)
		return OK;
	struct viewers *viewers = cx->community->viewers;
	struct viewer *viewer = viewer_take(viewers, cx->who.account_id, cx->now);
	pthread_mutex_lock(&viewer->lock);
	cx->viewer = viewer;
	if (viewer->loaded)
		return OK;
	enum fail fail = viewer_load(cx, viewer);
	if (fail != OK) {
		viewer_drop(viewers, viewer->account_id); /* half-loaded: nobody shall meet it again */
		viewer_leave(cx);
	}
	return fail;
}

void viewer_leave(struct ctx *cx)
{
	struct viewer *viewer = cx->viewer;
	if (!viewer)
		return;
	cx->viewer = NULL;
	pthread_mutex_unlock(&viewer->lock);
	viewer_release(cx->community->viewers, viewer);
}

enum fail viewer_follows(struct ctx *cx, int64_t account_id, bool *follows_r)
{
	*follows_r = false;
	if (!cx->who.account_id)
		return OK;
	if (cx->viewer) {
		*follows_r = map_has(&cx->viewer->follows, account_id);
		return OK;
	}
	struct follow_has_row row;
	enum fail fail = q_follow_has(cx, cx->who.account_id, account_id, &row);
	*follows_r = fail == OK;
	return fail == FAIL_NOT_FOUND ? OK : fail;
}

enum fail viewer_hides(struct ctx *cx, int64_t account_id, unsigned *bits_r)
{
	*bits_r = standing_of(cx, account_id) & STANDING_SUSPENDED ? HIDDEN_SUSPENDED : 0;
	if (!cx->who.account_id || cx->who.account_id == account_id)
		return OK;
	if (cx->viewer) {
		uint64_t *bits = map_find(&cx->viewer->hidden, account_id);
		*bits_r |= bits ? (unsigned)*bits : 0;
		return OK;
	}
	struct hidden_between_row row;
	TRY(q_hidden_between(cx, cx->who.account_id, account_id, &row));
	*bits_r |= (row.blocks ? HIDDEN_BLOCKS : 0) | (row.blocked_by ? HIDDEN_BLOCKED_BY : 0) | (row.mutes ? HIDDEN_MUTES : 0);
	return OK;
}

enum fail viewer_flags(struct ctx *cx, int64_t status_id, int64_t conversation_id, unsigned *flags_r)
{
	*flags_r = 0;
	if (!cx->who.account_id)
		return OK;
	uint64_t *known = cx->viewer ? map_find(&cx->viewer->flags, status_id) : NULL;
	if (known) {
		*flags_r = (unsigned)*known;
		return OK;
	}
	struct status_flags_row row;
	TRY(q_status_flags(cx, status_id, cx->who.account_id, conversation_id, &row));
	*flags_r = (row.favourited ? FLAG_FAVOURITED : 0) | (row.reblogged ? FLAG_REBLOGGED : 0) | (row.bookmarked ? FLAG_BOOKMARKED : 0) |
	           (row.pinned ? FLAG_PINNED : 0) | (row.muted ? FLAG_MUTED : 0);
	if (!cx->viewer)
		return OK;
	if (cx->viewer->flags.count >= MOST_FLAGS)
		map_free(&cx->viewer->flags);
	map_put(&cx->viewer->flags, status_id, *flags_r);
	return OK;
}

void viewer_drop(struct viewers *viewers, int64_t account_id)
{
	pthread_mutex_lock(&viewers->lock);
	uint64_t *found = map_find(&viewers->by_account, account_id);
	struct viewer *viewer = found ? (struct viewer *)(uintptr_t)*found : NULL;
	if (viewer) {
		map_remove(&viewers->by_account, account_id);
		viewer->dropped = true;
	}
	bool idle = viewer && viewer->refs == 0;
	pthread_mutex_unlock(&viewers->lock);
	if (idle)
		viewer_free(viewer);
}

void viewers_drop_all(struct viewers *viewers)
{
	int64_t id;
	do {
		id = 0;
		pthread_mutex_lock(&viewers->lock);
		for (size_t i = 0; i < viewers->by_account.capacity && !id; i++)
			id = viewers->by_account.slots[i].key;
		pthread_mutex_unlock(&viewers->lock);
		if (id)
			viewer_drop(viewers, id);
	} while (id);
}

static struct viewer *viewer_ref(struct viewers *viewers, int64_t account_id)
{
	pthread_mutex_lock(&viewers->lock);
	uint64_t *found = map_find(&viewers->by_account, account_id);
	struct viewer *viewer = found ? (struct viewer *)(uintptr_t)*found : NULL;
	if (viewer)
		viewer->refs++;
	pthread_mutex_unlock(&viewers->lock);
	return viewer;
}

void viewer_forget_flags(struct viewers *viewers, int64_t account_id, int64_t status_id)
{
	struct viewer *viewer = viewer_ref(viewers, account_id);
	if (!viewer)
		return;
	pthread_mutex_lock(&viewer->lock);
	if (status_id)
		map_remove(&viewer->flags, status_id);
	else
		map_free(&viewer->flags);
	pthread_mutex_unlock(&viewer->lock);
	viewer_release(viewers, viewer);
}
