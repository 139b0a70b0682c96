/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* encrypt.h - a push message that only the app can read: aes128gcm (RFC 8291 over RFC 8188), and the draft before it (aesgcm,
 * draft-ietf-webpush-encryption-04), which apps of before 2025 subscribe with. */
#ifndef PUSH_ENCRYPT_H
#define PUSH_ENCRYPT_H

#include "push/key.h"

enum { PUSH_SALT = 16, PUSH_SECRET = 16, PUSH_TEXT_MOST = 3993 }; /* the last: what fits into 4,096 bytes (RFC 8291, 4) */

struct push_keys {
	const unsigned char *app_point;  /* KEY_POINT bytes: of the subscription */
	const unsigned char *app_secret; /* PUSH_SECRET bytes: its "auth" */
	EVP_PKEY *own;                   /* made for this message */
	unsigned char salt[PUSH_SALT];   /* random */
};

/* The body to send. FAIL_INVALID: the app's point is none, or the text is too long; trying again will not help. */
enum fail push_encrypt(struct ctx *cx, const struct push_keys *keys, struct sv text, struct sv *body_r) MUST_USE;
/* The older one: salt and the own point go into headers. */
enum fail push_encrypt_draft(struct ctx *cx, const struct push_keys *keys, struct sv text, struct sv *body_r) MUST_USE;

#endif
