/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/seal.h"

#include <sodium.h>

enum { NONCE = crypto_secretbox_NONCEBYTES, MAC = crypto_secretbox_MACBYTES, NOTE_MOST = 64 << 10 };
_Static_assert(SEAL_KEY == crypto_secretbox_KEYBYTES, "the key of the box");

static unsigned char host_key[SEAL_KEY];
static bool has_key;

void seal_set_key(const unsigned char key[SEAL_KEY])
{
	memcpy(host_key, key, SEAL_KEY);
	has_key = true;
}

enum fail seal(struct ctx *cx, struct sv plain, struct sv *sealed_r)
{
	if (!has_key)
		return broken(cx, "a secret was to be sealed, and there is no key");
	unsigned char *box = arena_alloc(&cx->arena, NONCE + MAC + plain.n);
	randombytes_buf(box, NONCE);
	crypto_secretbox_easy(box + NONCE, (const unsigned char *)(plain.p ? plain.p : ""), plain.n, box, host_key);
	*sealed_r = (struct sv){ (char *)box, NONCE + MAC + plain.n };
	return OK;
}

bool unseal(struct arena *arena, struct sv sealed, struct sv *plain_r)
{
	if (!has_key || sealed.n < NONCE + MAC)
		return false;
	const unsigned char *box = (const unsigned char *)sealed.p;
	unsigned char *plain = arena_alloc(arena, sealed.n - NONCE - MAC + 1);
	*plain_r = (struct sv){ (char *)plain, sealed.n - NONCE - MAC };
	return crypto_secretbox_open_easy(plain, box + NONCE, sealed.n - NONCE, box, host_key) == 0;
}

enum fail seal_note(struct ctx *cx, struct sv plain, int64_t expires_at, struct sv *note_r)
{
	struct sv sealed, dated = arena_printf(&cx->arena, "%lld " SVF, (long long)expires_at, SVA(plain));
	TRY(seal(cx, dated, &sealed));
	size_t room = sodium_base64_ENCODED_LEN(sealed.n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	char *text = arena_alloc(&cx->arena, room);
	sodium_bin2base64(text, room, (const unsigned char *)sealed.p, sealed.n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	*note_r = sv_of(text);
	return OK;
}

bool unseal_note(struct arena *arena, struct sv note, int64_t now, struct sv *plain_r)
{
	size_t n;
	struct sv plain, until;
	int64_t expires_at;
	if (!note.n || note.n > NOTE_MOST)
		return false;
	unsigned char *sealed = arena_alloc(arena, note.n);
	if (sodium_base642bin(sealed, note.n, note.p, note.n, NULL, &n, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
		return false;
	if (!unseal(arena, (struct sv){ (char *)sealed, n }, &plain) || !sv_cut(&plain, ' ', &until))
		return false;
	*plain_r = plain;
	return sv_to_i64(until, &expires_at) && expires_at > now;
}
