/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/throttle.h"

#include "base/map.h"
#include "social/community.h"

enum { SLOTS = 4096, PROBES = 4 };

static const struct {
	int tries;
	int64_t window_ms;
} rules[] = {
	[THROTTLE_PASSWORD] = { 10, 15 * 60 * 1000 },
	[THROTTLE_CODE] = { 10, 15 * 60 * 1000 },
	[THROTTLE_MAIL] = { 5, 60 * 60 * 1000 },
};

static struct tries {
	uint64_t key;
	int64_t until;
	int used;
} table[SLOTS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static uint64_t key_of(struct ctx *cx, enum throttle_kind kind, int64_t key)
{
	return (hash_id(key) ^ hash_sv(cx->community->domain) ^ (uint64_t)kind << 60) | 1;
}

/* The slot of a key, or, when it has none, of the one that may be forgotten first. Under the lock. */
static struct tries *slot_of(uint64_t key, int64_t now)
{
	struct tries *first = NULL;
	for (unsigned i = 0; i < PROBES; i++) {
		struct tries *at = &table[(key / 2 + i) % SLOTS];
		if (at->key == key && at->until > now)
			return at;
		if (!first || at->until < first->until)
			first = at;
	}
	return first;
}

enum fail throttle_check(struct ctx *cx, enum throttle_kind kind, int64_t key)
{
	uint64_t hashed = key_of(cx, kind, key);
	pthread_mutex_lock(&lock);
	struct tries *at = slot_of(hashed, cx->now);
	bool full = at->key == hashed && at->until > cx->now && at->used >= rules[kind].tries;
	int64_t wait_ms = at->until - cx->now;
	pthread_mutex_unlock(&lock);
	if (!full)
		return OK;
	return refuse(cx, FAIL_LIMITED, "That was tried too often. Wait %d minutes and try again.", (int)(wait_ms / 60000 + 1));
}

void throttle_count(struct ctx *cx, enum throttle_kind kind, int64_t key)
{
	uint64_t hashed = key_of(cx, kind, key);
	pthread_mutex_lock(&lock);
	struct tries *at = slot_of(hashed, cx->now);
	if (at->key != hashed || at->until <= cx->now)
		*at = (struct tries){ .key = hashed, .until = cx->now + rules[kind].window_ms };
	at->used++;
	pthread_mutex_unlock(&lock);
}

void throttle_forget(struct ctx *cx, enum throttle_kind kind, int64_t key)
{
	uint64_t hashed = key_of(cx, kind, key);
	pthread_mutex_lock(&lock);
	struct tries *at = slot_of(hashed, cx->now);
	if (at->key == hashed)
		at->used = 0;
	pthread_mutex_unlock(&lock);
}
