/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/rand.h"

#include <sodium.h>

void rand_bytes(void *to, size_t n)
{
	randombytes_buf(to, n);
}

uint32_t rand_below(uint32_t limit)
{
	return randombytes_uniform(limit);
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
