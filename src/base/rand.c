/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/rand.h"

#include <sodium.h>

/* A small store for each thread: the kernel is asked once for many ids. What was given out is wiped. */
enum { POOL = 512, SMALL = 64 };
static _Thread_local struct {
	unsigned char bytes[POOL];
	size_t left;
} pool;

void rand_bytes(void *to, size_t n)
{
	if (n > SMALL) {
		randombytes_buf(to, n);
		return;
	}
	if (pool.left < n) {
		randombytes_buf(pool.bytes, POOL);
		pool.left = POOL;
	}
	pool.left -= n;
	memcpy(to, pool.bytes + pool.left, n);
	sodium_memzero(pool.bytes + pool.left, n);
}

uint32_t rand_below(uint32_t limit)
{
	uint32_t drawn, uneven = limit < 2 ? 0 : -limit % limit; /* the lowest few would come up more often */
	do
		rand_bytes(&drawn, sizeof(drawn));
	while (drawn < uneven);
	return limit < 2 ? 0 : drawn % limit;
}

struct sv rand_token(struct arena *arena)
{
	unsigned char bytes[32];
	rand_bytes(bytes, sizeof(bytes));
	size_t room = sodium_base64_encoded_len(sizeof(bytes), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	char *text = arena_alloc(arena, room);
	sodium_bin2base64(text, room, bytes, sizeof(bytes), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return (struct sv){ text, room - 1 };
}
