/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/packed.h"

#include "base/map.h"
#include "base/metrics.h"
#include "http/encoding.h"

#include <pthread.h>
#include <stdlib.h>
#include <zlib.h>

enum { SLOTS = 512, STORED_MOST = 65535, /* bytes of a stored block */ STORED_HEAD = 5, TRAILER = 8 };

/* The head of gzip and the blocks of the shared part, which end at a whole byte; how its checksum begins. */
struct part {
	struct hash128 hash;
	int64_t owner;
	size_t length; /* of what was compressed */
	uint32_t crc;
	int refs;      /* under the lock */
	size_t n;
	char text[];
};
struct packed {
	pthread_mutex_t lock;
	struct part *slots[SLOTS];
};

struct packed *packed_new(void)
{
	struct packed *packed = calloc(1, sizeof(*packed));
	if (!packed)
		abort();
	pthread_mutex_init(&packed->lock, NULL);
	return packed;
}

void packed_free(struct packed *packed)
{
	if (!packed)
		return;
	for (size_t i = 0; i < SLOTS; i++)
		free(packed->slots[i]);
	pthread_mutex_destroy(&packed->lock);
	free(packed);
}

/* --- the parts that are kept ----------------------------------------------------------------------------------------------------- */

static struct part **slot_of(struct packed *packed, const struct hash128 *hash, int64_t owner)
{
	return &packed->slots[(hash->low ^ hash_id(owner)) % SLOTS];
}

static void release(struct packed *packed, struct part *part)
{
	pthread_mutex_lock(&packed->lock);
	bool last = part && --part->refs == 0;
	pthread_mutex_unlock(&packed->lock);
	if (last)
		free(part);
}

static struct part *find(struct packed *packed, const struct hash128 *hash, size_t length, int64_t owner)
{
	pthread_mutex_lock(&packed->lock);
	struct part *part = *slot_of(packed, hash, owner);
	bool same = part && part->hash.low == hash->low && part->hash.high == hash->high && part->length == length && part->owner == owner;
	if (same)
		part->refs++;
	pthread_mutex_unlock(&packed->lock);
	return same ? part : NULL;
}

static void keep(struct packed *packed, struct part *part)
{
	struct part **slot = slot_of(packed, &part->hash, part->owner), *old;
	pthread_mutex_lock(&packed->lock);
	old = *slot;
	*slot = part;
	part->refs++;
	pthread_mutex_unlock(&packed->lock);
	release(packed, old);
}

static struct part *make(struct arena *arena, struct sv shared, const struct hash128 *hash, int64_t owner)
{
	struct sv blocks = http_gzip_begin(arena, shared);
	if (!blocks.n)
		return NULL;
	struct part *part = malloc(sizeof(*part) + blocks.n);
	if (!part)
		abort();
	*part = (struct part){ .hash = *hash, .owner = owner, .length = shared.n, .refs = 1, .n = blocks.n };
	part->crc = (uint32_t)crc32(0, (const Bytef *)shared.p, (uInt)shared.n);
	memcpy(part->text, blocks.p, blocks.n);
	return part;
}

/* --- putting together ---------------------------------------------------------------------------------------------------------------- */

static char *put_number(char *to, uint64_t number, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		*to++ = (char)(number >> 8 * i);
	return to;
}

static struct sv join(struct arena *arena, const struct part *part, struct sv rest)
{
	size_t n = part->n + STORED_HEAD + rest.n + TRAILER;
	char *text = arena_alloc(arena, n), *to = text;
	memcpy(to, part->text, part->n);
	to += part->n;
	*to++ = 1; /* the last block, stored */
	to = put_number(to, rest.n, 2);
	to = put_number(to, ~rest.n, 2);
	memcpy(to, rest.p, rest.n);
	to = put_number(to + rest.n, crc32(part->crc, (const Bytef *)rest.p, (uInt)rest.n), 4);
	put_number(to, part->length + rest.n, 4);
	return (struct sv){ text, n };
}

struct sv packed_gzip(struct packed *packed, struct arena *arena, struct sv body, size_t shared_n, int64_t owner)
{
	struct sv shared = sv_first(body, shared_n), rest = sv_from(body, shared_n);
	if (rest.n > STORED_MOST || body.n > UINT32_MAX / 2)
		return SV_NONE;
	struct hash128 hash = hash_long(shared);
	struct part *part = find(packed, &hash, shared.n, owner);
	metric_add(part ? METRIC_packed_hits_total : METRIC_packed_misses_total, 1);
	if (!part) {
		part = make(arena, shared, &hash, owner);
		if (!part)
			return SV_NONE;
		keep(packed, part);
	}
	struct sv joined = join(arena, part, rest);
	release(packed, part);
	return joined;
}
