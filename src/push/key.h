/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* key.h - P-256 keys as Web Push uses them: 65 bytes of an uncompressed point, 32 bytes of a number (SEC 1). */
#ifndef PUSH_KEY_H
#define PUSH_KEY_H

#include "base/ctx.h"

#include <openssl/evp.h>

enum { KEY_POINT = 65, KEY_NUMBER = 32, KEY_SIGNATURE = 64 };

/* NULL when OpenSSL cannot, or the bytes are no key. Freed by EVP_PKEY_free(). */
EVP_PKEY *key_new(void);
EVP_PKEY *key_pair(const unsigned char number[KEY_NUMBER], const unsigned char point[KEY_POINT]);
EVP_PKEY *key_public(const unsigned char point[KEY_POINT]); /* the point is checked to be on the curve */

bool key_point(EVP_PKEY *key, unsigned char point_r[KEY_POINT]);
bool key_number(EVP_PKEY *key, unsigned char number_r[KEY_NUMBER]);
/* What both sides can compute: ECDH. */
bool key_agree(EVP_PKEY *own, EVP_PKEY *other, unsigned char secret_r[KEY_NUMBER]);
/* ES256 (RFC 7518, 3.4): two numbers in a row. */
bool key_sign(EVP_PKEY *key, struct sv text, unsigned char signature_r[KEY_SIGNATURE]);

struct sv base64url(struct arena *arena, struct sv bytes); /* without padding */

#endif
