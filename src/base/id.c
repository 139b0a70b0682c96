/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/id.h"

#include "base/rand.h"

#include <pthread.h>

/* Of one millisecond, ids still grow in the order they are drawn, each by a step that nobody can guess; a burst runs into the next
 * millisecond. So a member's statuses are in the order they were posted, however fast. */
enum { FIRST = 1 << 15, STEP = 1 << 12 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int64_t last;

int64_t id_new(int64_t now_ms)
{
	int64_t id = id_at(now_ms) | rand_below(FIRST);
	pthread_mutex_lock(&lock);
	if (id <= last && now_ms > id_time(last) - ID_AHEAD_MS) /* the clock stands still or stepped back a little */
		id = last + 1 + rand_below(STEP);
	if (id > last)
		last = id;
	pthread_mutex_unlock(&lock);
	return id;
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
