/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "push/key.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/param_build.h>
#include <sodium.h>

EVP_PKEY *key_new(void)
{
	return EVP_EC_gen("P-256");
}

static EVP_PKEY *import(const OSSL_PARAM *params, int what)
{
	EVP_PKEY *key = NULL;
	EVP_PKEY_CTX *importer = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
	bool ok = importer && EVP_PKEY_fromdata_init(importer) == 1 && EVP_PKEY_fromdata(importer, &key, what, (OSSL_PARAM *)(uintptr_t)params) == 1;
	EVP_PKEY_CTX_free(importer);
	return ok ? key : NULL;
}

EVP_PKEY *key_public(const unsigned char point[KEY_POINT])
{
	const OSSL_PARAM params[] = {
		OSSL_PARAM_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, (char *)(uintptr_t) "P-256", 0),
		OSSL_PARAM_octet_string(OSSL_PKEY_PARAM_PUB_KEY, (void *)(uintptr_t)point, KEY_POINT),
		OSSL_PARAM_END,
	};
	return import(params, EVP_PKEY_PUBLIC_KEY);
}

EVP_PKEY *key_pair(const unsigned char number[KEY_NUMBER], const unsigned char point[KEY_POINT])
{
	EVP_PKEY *key = NULL;
	BIGNUM *secret = BN_bin2bn(number, KEY_NUMBER, NULL);
	OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
	OSSL_PARAM *params = NULL;
	if (secret && builder && OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) &&
	    OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, point, KEY_POINT) &&
	    OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_PRIV_KEY, secret) && (params = OSSL_PARAM_BLD_to_param(builder)))
		key = import(params, EVP_PKEY_KEYPAIR);
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(builder);
	BN_clear_free(secret);
	return key;
}

bool key_point(EVP_PKEY *key, unsigned char point_r[KEY_POINT])
{
	unsigned char *point = NULL;
	size_t n = EVP_PKEY_get1_encoded_public_key(key, &point);
	if (n == KEY_POINT)
		memcpy(point_r, point, KEY_POINT);
	OPENSSL_free(point);
	return n == KEY_POINT;
}

bool key_number(EVP_PKEY *key, unsigned char number_r[KEY_NUMBER])
{
	BIGNUM *secret = NULL;
	bool ok = EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_PRIV_KEY, &secret) == 1 && BN_bn2binpad(secret, number_r, KEY_NUMBER) == KEY_NUMBER;
	BN_clear_free(secret);
	return ok;
}

bool key_agree(EVP_PKEY *own, EVP_PKEY *other, unsigned char secret_r[KEY_NUMBER])
{
	size_t n = KEY_NUMBER;
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(own, NULL);
	bool ok = context && EVP_PKEY_derive_init(context) == 1 && EVP_PKEY_derive_set_peer(context, other) == 1 &&
	          EVP_PKEY_derive(context, secret_r, &n) == 1 && n == KEY_NUMBER;
	EVP_PKEY_CTX_free(context);
	return ok;
}

static bool plain_signature(const unsigned char *der, size_t n, unsigned char signature_r[KEY_SIGNATURE])
{
	ECDSA_SIG *signature = d2i_ECDSA_SIG(NULL, &der, (long)n);
	bool ok = signature && BN_bn2binpad(ECDSA_SIG_get0_r(signature), signature_r, KEY_NUMBER) == KEY_NUMBER &&
	          BN_bn2binpad(ECDSA_SIG_get0_s(signature), signature_r + KEY_NUMBER, KEY_NUMBER) == KEY_NUMBER;
	ECDSA_SIG_free(signature);
	return ok;
}

bool key_sign(EVP_PKEY *key, struct sv text, unsigned char signature_r[KEY_SIGNATURE])
{
	unsigned char der[128];
	size_t n = sizeof(der);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool ok = context && EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key) == 1 &&
	          EVP_DigestSign(context, der, &n, (const unsigned char *)text.p, text.n) == 1 && plain_signature(der, n, signature_r);
	EVP_MD_CTX_free(context);
	return ok;
}

struct sv base64url(struct arena *arena, struct sv bytes)
{
	size_t room = sodium_base64_ENCODED_LEN(bytes.n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	char *text = arena_alloc(arena, room);
	sodium_bin2base64(text, room, (const unsigned char *)bytes.p, bytes.n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return sv_of(text);
}
