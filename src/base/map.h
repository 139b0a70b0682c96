/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* map.h - a hash map from 64-bit ids (never 0) to 64-bit values: open addressing, grows by itself, owns its memory.
 * A zeroed struct is an empty map. Not safe for concurrent writes. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/sv.h"

struct map {
	struct map_slot {
		int64_t key; /* 0: free */
		uint64_t value;
	} *slots;
	size_t capacity, count; /* capacity is a power of two or 0 */
};

uint64_t *map_find(const struct map *map, int64_t key); /* NULL when it is not there; valid until the next put or remove */
void map_put(struct map *map, int64_t key, uint64_t value);
bool map_remove(struct map *map, int64_t key);
void map_free(struct map *map);

static inline bool map_has(const struct map *map, int64_t key)
{
	return map_find(map, key) != NULL;
}

static inline uint64_t hash_id(int64_t key)
{
	uint64_t h = (uint64_t)key * UINT64_C(0x9e3779b97f4a7c15); /* Fibonacci hashing; the high bits are the good ones */
	return h ^ h >> 32;
}

uint64_t hash_sv(struct sv s); /* keyed per process: nobody can aim for collisions */
struct hash128 {
	uint64_t low, high;
};
struct hash128 hash_long(struct sv s); /* the same, so wide that two texts which have it are taken for one */

#endif
