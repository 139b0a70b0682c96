/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/password.h"

#include "base/utf8.h"

#include <sodium.h>

enum { SHORTEST = 8, LONGEST = 128, PASSES = 2, MEMORY = 64 << 20 };

enum fail password_hash(struct ctx *cx, struct sv password, struct sv *hash_r)
{
	if (utf8_count(password) < SHORTEST)
		return refuse(cx, FAIL_INVALID, "Validation failed: Password is too short (minimum is %d characters)", SHORTEST);
	if (password.n > LONGEST)
		return refuse(cx, FAIL_INVALID, "Validation failed: Password is too long (maximum is %d bytes)", LONGEST);
	char *hash = arena_zeroed(&cx->arena, crypto_pwhash_STRBYTES);
	if (crypto_pwhash_str_alg(hash, password.p, password.n, PASSES, MEMORY, crypto_pwhash_ALG_ARGON2ID13) < 0)
		return broken(cx, "there was no memory to hash a password");
	*hash_r = sv_of(hash);
	return OK;
}

bool password_fits(struct ctx *cx, struct sv password, struct sv hash)
{
	return password.n <= LONGEST && hash.n && crypto_pwhash_str_verify(arena_cstr(&cx->arena, hash), password.p, password.n) == 0;
}

void password_pretend(struct ctx *cx, struct sv password)
{
	char *hash = arena_zeroed(&cx->arena, crypto_pwhash_STRBYTES);
	struct sv some = password.n && password.n <= LONGEST ? password : SV("nobody");
	if (crypto_pwhash_str_alg(hash, some.p, some.n, PASSES, MEMORY, crypto_pwhash_ALG_ARGON2ID13) < 0)
		hash[0] = 0; /* what comes of it is thrown away */
}
