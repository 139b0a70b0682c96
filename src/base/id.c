/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/id.h"

#include "base/rand.h"

#include <pthread.h>

/* The ids given out for the last millisecond, so that none is given twice. */
enum { NEAR_MS = 1000 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int64_t last_ms;
static uint64_t used[65536 / 64];
static unsigned used_count;

static bool take(unsigned low)
{
	uint64_t bit = UINT64_C(1) << (low % 64);
	bool is_new = !(used[low / 64] & bit);
	used[low / 64] |= bit;
	used_count += is_new;
	return is_new;
}

int64_t id_new(int64_t now_ms)
{
	uint16_t low;
	pthread_mutex_lock(&lock);
	if (now_ms <= last_ms && now_ms > last_ms - NEAR_MS)
		now_ms = last_ms; /* the clock stands still or stepped back a little: what was given out stays given out */
	if (used_count > 60000 && now_ms == last_ms)
		now_ms++;
	if (now_ms > last_ms) {
		last_ms = now_ms;
		memset(used, 0, sizeof(used));
		used_count = 0;
	}
	do
		rand_bytes(&low, sizeof(low));
	while (now_ms == last_ms && !take(low));
	pthread_mutex_unlock(&lock);
	return id_at(now_ms) | low;
}

int64_t id_at(int64_t ms)
{
	return (int64_t)((uint64_t)ms << 16);
}

int64_t id_time(int64_t id)
{
	return id >> 16;
}

bool id_parse(struct sv s, int64_t *id_r)
{
	int64_t id;
	if (!sv_to_i64(s, &id) || id <= 0)
		return false;
	*id_r = id;
	return true;
}
