/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/fragment.h"

#include "app/answer.h"
#include "base/map.h"
#include "base/metrics.h"
#include "social/community.h"
#include "store/store.h"

#include <pthread.h>
#include <stdlib.h>

enum { SLOTS = 1 << 13, FRAGMENT_MOST = 1 << 20 };

struct slot {
	struct fragment *fragment; /* or NULL */
	uint32_t changes;          /* grows with every write to something that lives here */
};
struct fragments {
	pthread_mutex_t lock;
	_Atomic uint64_t changes; /* of all slots together; grows under the lock */
	struct slot *slots; /* [kind][hash] */
};

struct fragments *fragments_new(void)
{
	struct fragments *fragments = calloc(1, sizeof(*fragments));
	struct slot *slots = calloc((size_t)SLOTS * FRAGMENT_KINDS, sizeof(*slots));
	if (!fragments || !slots)
		abort();
	fragments->slots = slots;
	pthread_mutex_init(&fragments->lock, NULL);
	return fragments;
}

void fragment_release(struct fragment *fragment)
{
	if (fragment && --fragment->refs == 0)
		free(fragment);
}

struct sv fragment_hold(struct ctx *cx, struct fragment *fragment)
{
	struct answer *answer = cx->answer;
	struct sv text = fragment->text;
	if (answer && answer->held_count < COUNT_OF(answer->held)) {
		answer->held[answer->held_count++] = fragment;
		return text;
	}
	text = arena_dup(&cx->arena, text);
	fragment_release(fragment);
	return text;
}

void fragments_free(struct fragments *fragments)
{
	if (!fragments)
		return;
	for (size_t i = 0; i < (size_t)SLOTS * FRAGMENT_KINDS; i++)
		fragment_release(fragments->slots[i].fragment);
	pthread_mutex_destroy(&fragments->lock);
	free(fragments->slots);
	free(fragments);
}

static struct slot *slot_of(struct fragments *fragments, enum fragment_kind kind, int64_t id)
{
	return &fragments->slots[(size_t)kind * SLOTS + hash_id(id) % SLOTS];
}

void fragment_hole(struct fragment_draft *draft, enum hole_kind kind, int64_t id)
{
	if (draft->about.hole_count == MOST_HOLES)
		abort(); /* their number is fixed in code */
	draft->about.holes[draft->about.hole_count++] = (struct hole){ (uint32_t)draft->text.n, kind, id };
}

static struct fragment *fragment_of(const struct fragment_draft *draft, int64_t id)
{
	size_t filter_n = draft->about.filter_text.n;
	struct fragment *fragment = malloc(sizeof(*fragment) + draft->text.n + filter_n);
	if (!fragment)
		abort();
	*fragment = draft->about;
	fragment->id = id;
	fragment->refs = 1;
	char *at = (char *)(fragment + 1);
	if (draft->text.n)
		memcpy(at, draft->text.p, draft->text.n);
	fragment->text = (struct sv){ at, draft->text.n };
	if (filter_n)
		memcpy(at + draft->text.n, draft->about.filter_text.p, filter_n);
	fragment->filter_text = (struct sv){ at + draft->text.n, filter_n };
	return fragment;
}

static enum fail render_one(struct ctx *cx, int64_t id, fragment_render *render, struct fragment **fragment_r)
{
	struct fragment_draft draft = { .text = BUF(&cx->arena, FRAGMENT_MOST) };
	TRY(render(cx, id, &draft));
	if (draft.text.overflow)
		return broken(cx, "the JSON of %lld is over %d bytes", (long long)id, FRAGMENT_MOST);
	*fragment_r = fragment_of(&draft, id);
	return OK;
}

enum fail fragment_get(struct ctx *cx, enum fragment_kind kind, int64_t id, fragment_render *render, struct fragment **fragment_r)
{
	struct fragments *fragments = cx->community->fragments;
	if (db_is_writer(cx->db))
		return render_one(cx, id, render, fragment_r);
	struct slot *slot = slot_of(fragments, kind, id);
	pthread_mutex_lock(&fragments->lock);
	uint32_t changes = slot->changes;
	struct fragment *found = slot->fragment && slot->fragment->id == id ? slot->fragment : NULL;
	if (found)
		found->refs++;
	pthread_mutex_unlock(&fragments->lock);
	metric_add(found ? METRIC_fragment_hits_total : METRIC_fragment_misses_total, 1);
	if (found) {
		*fragment_r = found;
		return OK;
	}
	TRY(render_one(cx, id, render, fragment_r));
	struct fragment *old = NULL;
	pthread_mutex_lock(&fragments->lock);
	if (slot->changes == changes) {
		old = slot->fragment;
		slot->fragment = *fragment_r;
		(*fragment_r)->refs++;
	}
	pthread_mutex_unlock(&fragments->lock);
	fragment_release(old);
	return OK;
}

struct fragment *fragment_find(struct ctx *cx, enum fragment_kind kind, int64_t id)
{
	struct fragments *fragments = cx->community->fragments;
	if (db_is_writer(cx->db))
		return NULL;
	struct slot *slot = slot_of(fragments, kind, id);
	pthread_mutex_lock(&fragments->lock);
	struct fragment *found = slot->fragment && slot->fragment->id == id ? slot->fragment : NULL;
	if (found)
		found->refs++;
	pthread_mutex_unlock(&fragments->lock);
	return found;
}

uint64_t fragments_changes(const struct fragments *fragments)
{
	return fragments->changes;
}

void fragment_keep(struct ctx *cx, enum fragment_kind kind, int64_t id, const struct fragment_draft *draft, uint64_t changes)
{
	struct fragments *fragments = cx->community->fragments;
	if (db_is_writer(cx->db) || draft->text.overflow)
		return;
	struct fragment *fragment = fragment_of(draft, id), *old = fragment;
	struct slot *slot = slot_of(fragments, kind, id);
	pthread_mutex_lock(&fragments->lock);
	if (fragments->changes == changes) {
		old = slot->fragment;
		slot->fragment = fragment;
	}
	pthread_mutex_unlock(&fragments->lock);
	fragment_release(old);
}

/* The caller holds the lock; what comes back is to be released without it. */
static struct fragment *slot_empty(struct slot *slot)
{
	struct fragment *old = slot->fragment;
	slot->fragment = NULL;
	slot->changes++;
	return old;
}

void fragment_forget(struct fragments *fragments, enum fragment_kind kind, int64_t id)
{
	struct slot *slot = slot_of(fragments, kind, id);
	struct fragment *old = NULL;
	pthread_mutex_lock(&fragments->lock);
	fragments->changes++;
	if (slot->fragment && slot->fragment->id == id)
		old = slot_empty(slot);
	else
		slot->changes++;
	pthread_mutex_unlock(&fragments->lock);
	fragment_release(old);
}

void fragments_forget_all(struct fragments *fragments, enum fragment_kind kind)
{
	for (size_t i = 0; i < SLOTS; i++) {
		pthread_mutex_lock(&fragments->lock);
		fragments->changes++;
		struct fragment *old = slot_empty(&fragments->slots[(size_t)kind * SLOTS + i]);
		pthread_mutex_unlock(&fragments->lock);
		fragment_release(old);
	}
}
