/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "push/encrypt.h"

#include "base/buf.h"

#include <openssl/hmac.h>
#include <openssl/sha.h>

enum { HASH = SHA256_DIGEST_LENGTH, CEK = 16, NONCE = 12, TAG = 16, RECORD = 4096 };

struct points {
	unsigned char own[KEY_POINT], shared[KEY_NUMBER];
};

static enum fail agree(struct ctx *cx, const struct push_keys *keys, struct points *points_r)
{
	EVP_PKEY *app = key_public(keys->app_point);
	if (!app)
		return refuse(cx, FAIL_INVALID, "p256dh is not a point of P-256");
	bool ok = key_agree(keys->own, app, points_r->shared) && key_point(keys->own, points_r->own);
	EVP_PKEY_free(app);
	return ok ? OK : broken(cx, "OpenSSL cannot agree on a key");
}

/* HKDF with SHA-256 (RFC 5869) for one block: extract, then expand to `n` bytes. */
static void hkdf(struct sv salt, struct sv secret, struct sv info, unsigned char *to, size_t n)
{
	unsigned char prk[HASH], block[HASH], text[256];
	HMAC(EVP_sha256(), salt.p, (int)salt.n, (const unsigned char *)secret.p, secret.n, prk, NULL);
	memcpy(text, info.p, info.n);
	text[info.n] = 1;
	HMAC(EVP_sha256(), prk, HASH, text, info.n + 1, block, NULL);
	memcpy(to, block, n);
}

static struct sv bytes(const unsigned char *p, size_t n)
{
	return (struct sv){ (const char *)p, n };
}

/* AES-128-GCM: the text, then the tag. */
static bool seal_with(const unsigned char cek[CEK], const unsigned char nonce[NONCE], struct sv text, unsigned char *to)
{
	int n = 0, end = 0;
	EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
	bool ok = cipher && EVP_EncryptInit_ex(cipher, EVP_aes_128_gcm(), NULL, cek, nonce) == 1 &&
	          EVP_EncryptUpdate(cipher, to, &n, (const unsigned char *)text.p, (int)text.n) == 1 &&
	          EVP_EncryptFinal_ex(cipher, to + n, &end) == 1 &&
	          EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_GCM_GET_TAG, TAG, to + text.n) == 1;
	EVP_CIPHER_CTX_free(cipher);
	return ok;
}

static enum fail check_length(struct ctx *cx, struct sv text)
{
	if (text.n <= PUSH_TEXT_MOST)
		return OK;
	return refuse(cx, FAIL_INVALID, "a push message has %d bytes at most, this one %zu", PUSH_TEXT_MOST, text.n);
}

/* RFC 8188, 2.1: salt, record size, the length of the key's name, the name: here, our point. */
static void put_head(struct buf *body, const struct push_keys *keys, const struct points *points)
{
	static const unsigned char sizes[] = { 0, 0, RECORD >> 8, RECORD & 255, KEY_POINT };
	buf_put(body, bytes(keys->salt, PUSH_SALT));
	buf_put(body, bytes(sizes, sizeof(sizes)));
	buf_put(body, bytes(points->own, KEY_POINT));
}

enum fail push_encrypt(struct ctx *cx, const struct push_keys *keys, struct sv text, struct sv *body_r)
{
	struct points points;
	unsigned char secret[HASH], cek[CEK], nonce[NONCE];
	struct buf body = BUF(&cx->arena, RECORD), info = BUF(&cx->arena, 256), padded = BUF(&cx->arena, RECORD);
	TRY(check_length(cx, text));
	TRY(agree(cx, keys, &points));
	buf_put(&info, SV("WebPush: info\0"));
	buf_put(&info, bytes(keys->app_point, KEY_POINT));
	buf_put(&info, bytes(points.own, KEY_POINT));
	hkdf(bytes(keys->app_secret, PUSH_SECRET), bytes(points.shared, KEY_NUMBER), buf_sv(&info), secret, HASH);
	hkdf(bytes(keys->salt, PUSH_SALT), bytes(secret, HASH), SV("Content-Encoding: aes128gcm\0"), cek, CEK);
	hkdf(bytes(keys->salt, PUSH_SALT), bytes(secret, HASH), SV("Content-Encoding: nonce\0"), nonce, NONCE);
	put_head(&body, keys, &points);
	buf_put(&padded, text);
	buf_putc(&padded, 2); /* this is the last record */
	unsigned char *sealed = (unsigned char *)buf_room(&body, padded.n + TAG);
	if (!sealed || !seal_with(cek, nonce, buf_sv(&padded), sealed))
		return broken(cx, "OpenSSL cannot encrypt a push message");
	buf_took(&body, padded.n + TAG);
	*body_r = buf_sv(&body);
	return OK;
}

static struct sv draft_info(struct ctx *cx, struct sv what, const struct push_keys *keys, const struct points *points)
{
	static const unsigned char length[] = { 0, KEY_POINT };
	struct buf info = BUF(&cx->arena, 256);
	buf_put(&info, what);
	buf_put(&info, SV("P-256\0"));
	buf_put(&info, bytes(length, sizeof(length)));
	buf_put(&info, bytes(keys->app_point, KEY_POINT));
	buf_put(&info, bytes(length, sizeof(length)));
	buf_put(&info, bytes(points->own, KEY_POINT));
	return buf_sv(&info);
}

enum fail push_encrypt_draft(struct ctx *cx, const struct push_keys *keys, struct sv text, struct sv *body_r)
{
	struct points points;
	unsigned char secret[HASH], cek[CEK], nonce[NONCE];
	struct buf body = BUF(&cx->arena, RECORD), padded = BUF(&cx->arena, RECORD);
	struct sv salt = bytes(keys->salt, PUSH_SALT);
	TRY(check_length(cx, text));
	TRY(agree(cx, keys, &points));
	hkdf(bytes(keys->app_secret, PUSH_SECRET), bytes(points.shared, KEY_NUMBER), SV("Content-Encoding: auth\0"), secret, HASH);
	hkdf(salt, bytes(secret, HASH), draft_info(cx, SV("Content-Encoding: aesgcm\0"), keys, &points), cek, CEK);
	hkdf(salt, bytes(secret, HASH), draft_info(cx, SV("Content-Encoding: nonce\0"), keys, &points), nonce, NONCE);
	buf_put(&padded, SV("\0\0")); /* no padding follows */
	buf_put(&padded, text);
	unsigned char *sealed = (unsigned char *)buf_room(&body, padded.n + TAG);
	if (!sealed || !seal_with(cek, nonce, buf_sv(&padded), sealed))
		return broken(cx, "OpenSSL cannot encrypt a push message");
	buf_took(&body, padded.n + TAG);
	*body_r = buf_sv(&body);
	return OK;
}
