/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* seal.h - secrets that the database must be able to read back (of second factors, of keys) are kept sealed with the host's key,
 * which is not in the database: XSalsa20-Poly1305 by libsodium, a random nonce in front. */
#ifndef SOCIAL_SEAL_H
#define SOCIAL_SEAL_H

#include "base/ctx.h"

enum { SEAL_KEY = 32 };
/* Once, before the threads start. */
void seal_set_key(const unsigned char key[SEAL_KEY]);

/* BROKEN when there is no key. */
enum fail seal(struct ctx *cx, struct sv plain, struct sv *sealed_r) MUST_USE;
/* false: made with another key, or changed. */
bool unseal(struct arena *arena, struct sv sealed, struct sv *plain_r);

/* The same as text (for a cookie, for JSON), good until `expires_at` (ms). */
enum fail seal_note(struct ctx *cx, struct sv plain, int64_t expires_at, struct sv *note_r) MUST_USE;
bool unseal_note(struct arena *arena, struct sv note, int64_t now, struct sv *plain_r);

#endif
