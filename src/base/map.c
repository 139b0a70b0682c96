/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/map.h"

#include "base/rand.h"

#include <pthread.h>
#include <stdlib.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

static size_t slot_of(const struct map *map, int64_t key)
{
	size_t at = hash_id(key) & (map->capacity - 1);
	while (map->slots[at].key && map->slots[at].key != key)
		at = (at + 1) & (map->capacity - 1);
	return at;
}

uint64_t *map_find(const struct map *map, int64_t key)
{
	if (!map->count)
		return NULL;
	struct map_slot *slot = &map->slots[slot_of(map, key)];
	return slot->key ? &slot->value : NULL;
}

static void grow(struct map *map)
{
	struct map bigger = { .capacity = map->capacity ? map->capacity * 2 : 16 };
	bigger.slots = calloc(bigger.capacity, sizeof(*bigger.slots));
	if (!bigger.slots)
		abort();
	for (size_t i = 0; i < map->capacity; i++)
		if (map->slots[i].key)
			bigger.slots[slot_of(&bigger, map->slots[i].key)] = map->slots[i];
	bigger.count = map->count;
	free(map->slots);
	*map = bigger;
}

void map_put(struct map *map, int64_t key, uint64_t value)
{
	if ((map->count + 1) * 4 > map->capacity * 3)
		grow(map);
	struct map_slot *slot = &map->slots[slot_of(map, key)];
	map->count += slot->key == 0;
	*slot = (struct map_slot){ key, value };
}

bool map_remove(struct map *map, int64_t key)
{
	if (!map->count)
		return false;
	size_t hole = slot_of(map, key);
	if (!map->slots[hole].key)
		return false;
	/* Close the gap: whatever cannot be found any more from its home moves into the hole. */
	for (size_t at = (hole + 1) & (map->capacity - 1); map->slots[at].key; at = (at + 1) & (map->capacity - 1)) {
		size_t home = hash_id(map->slots[at].key) & (map->capacity - 1);
		if (((at - home) & (map->capacity - 1)) >= ((at - hole) & (map->capacity - 1))) {
			map->slots[hole] = map->slots[at];
			hole = at;
		}
	}
	map->slots[hole] = (struct map_slot){ 0 };
	map->count--;
	return true;
}

void map_free(struct map *map)
{
	free(map->slots);
	*map = (struct map){ 0 };
}

static uint64_t seed;
static pthread_once_t seed_once = PTHREAD_ONCE_INIT;

static void draw_seed(void)
{
	rand_bytes(&seed, sizeof(seed));
}

uint64_t hash_sv(struct sv s)
{
	pthread_once(&seed_once, draw_seed);
	return XXH3_64bits_withSeed(s.p, s.n, seed);
}

struct hash128 hash_long(struct sv s)
{
	pthread_once(&seed_once, draw_seed);
	XXH128_hash_t hash = XXH3_128bits_withSeed(s.p, s.n, seed);
	return (struct hash128){ hash.low64, hash.high64 };
}
