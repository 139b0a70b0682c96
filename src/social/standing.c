/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/standing.h"

#include "base/map.h"
#include "social/community.h"
#include "social/viewer.h"
#include "store/q.h"

#include <stdlib.h>

struct standings {
	pthread_rwlock_t lock;
	struct map bits; /* account → standing_bits */
};

struct standings *standings_new(void)
{
	struct standings *standings = calloc(1, sizeof(*standings));
	if (!standings)
		abort();
	pthread_rwlock_init(&standings->lock, NULL);
	return standings;
}

void standings_free(struct standings *standings)
{
	if (!standings)
		return;
	map_free(&standings->bits);
	pthread_rwlock_destroy(&standings->lock);
	free(standings);
}

void standing_set(struct community *community, int64_t account_id, unsigned bits)
{
	struct standings *standings = community->standings;
	pthread_rwlock_wrlock(&standings->lock);
	if (bits)
		map_put(&standings->bits, account_id, bits);
	else
		map_remove(&standings->bits, account_id);
	pthread_rwlock_unlock(&standings->lock);
}

enum fail standings_load(struct ctx *cx)
{
	struct standings_all_row *rows;
	size_t count;
	TRY(q_standings_all(cx, &rows, &count));
	for (size_t i = 0; i < count; i++)
		standing_set(cx->community, rows[i].id, (rows[i].suspended_at ? STANDING_SUSPENDED : 0) | (rows[i].silenced_at ? STANDING_LIMITED : 0));
	return OK;
}

unsigned standing_of(struct ctx *cx, int64_t account_id)
{
	struct standings *standings = cx->community->standings;
	if (!standings)
		return 0;
	pthread_rwlock_rdlock(&standings->lock);
	uint64_t *found = map_find(&standings->bits, account_id);
	unsigned bits = found ? (unsigned)*found : 0;
	pthread_rwlock_unlock(&standings->lock);
	return bits;
}

enum fail standing_hides(struct ctx *cx, int64_t account_id, bool *hides_r)
{
	unsigned bits = standing_of(cx, account_id);
	bool follows;
	*hides_r = bits && cx->who.account_id != account_id;
	if (!*hides_r || bits & STANDING_SUSPENDED)
		return OK;
	TRY(viewer_follows(cx, account_id, &follows));
	*hides_r = !follows;
	return OK;
}

void standings_each(struct ctx *cx, void (*each)(void *data, int64_t account_id, unsigned bits), void *data)
{
	struct standings *standings = cx->community->standings;
	if (!standings)
		return;
	pthread_rwlock_rdlock(&standings->lock);
	for (size_t i = 0; i < standings->bits.capacity; i++)
		if (standings->bits.slots[i].key)
			each(data, standings->bits.slots[i].key, (unsigned)standings->bits.slots[i].value);
	pthread_rwlock_unlock(&standings->lock);
}
