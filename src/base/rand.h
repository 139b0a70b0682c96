/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* rand.h - unpredictable bytes (libsodium's generator). Safe from any thread. */
#ifndef BASE_RAND_H
#define BASE_RAND_H

#include "base/arena.h"

void rand_bytes(void *to, size_t n);
uint32_t rand_below(uint32_t limit);               /* 0 … limit-1, evenly */
struct sv rand_token(struct arena *arena);         /* 43 characters of base64url: 256 bits */

#endif
