/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* token.h - bearer tokens: who one stands for. Only a hash is stored (RFC 6819, 5.1.4.1.3); answers are kept in memory until
 * the token, or what its owner may do, changes. */
#ifndef SOCIAL_TOKEN_H
#define SOCIAL_TOKEN_H

#include "social/principals.h"

enum { TOKEN_HASH = PRINCIPAL_HASH };
void token_hash(struct sv token, unsigned char hash_r[TOKEN_HASH]); /* BLAKE2b-256 */
struct sv token_hash_sv(struct arena *arena, struct sv token);

/* FAIL_UNAUTHENTICATED for a token that is not, or no longer, good; FAIL_FORBIDDEN, with the reason, when its owner may not use
 * it (not confirmed, not approved, disabled). */
enum fail token_principal(struct ctx *cx, struct sv token, struct principal *who_r) MUST_USE;

/* The same, also for somebody who has not confirmed an address or waits for approval: for what they can do about that. Not kept. */
enum fail token_principal_waiting(struct ctx *cx, struct sv token, struct principal *who_r) MUST_USE;

#endif
