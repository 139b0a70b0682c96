/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* password.h - Argon2id (RFC 9106) by libsodium. Slow on purpose (some 60 ms): never on a worker or the writer. */
#ifndef SOCIAL_PASSWORD_H
#define SOCIAL_PASSWORD_H

#include "base/ctx.h"

/* FAIL_INVALID when it is under 8 characters or over 128 bytes. */
enum fail password_hash(struct ctx *cx, struct sv password, struct sv *hash_r) MUST_USE;
bool password_fits(struct ctx *cx, struct sv password, struct sv hash);
/* Takes as long as password_fits() on a real one: for a name that does not exist. */
void password_pretend(struct ctx *cx, struct sv password);

#endif
