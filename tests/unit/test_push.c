/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Web Push: encryption with the vectors of RFC 8291, signatures, and where nothing is sent to. */
#include "base/clock.h"
#include "http/client.h"
#include "push/encrypt.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <cmocka.h>
#include <openssl/ecdsa.h>

/* RFC 8291, 5 and appendix A */
#define TEXT      "When I grow up, I want to be a watermelon"
#define OWN_KEY   "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
#define OWN_POINT "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"
#define APP_POINT "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
#define APP_KEY   "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
#define AUTH      "BTBZMqHH6r4Tts7J_aSIgg"
#define SALT      "DGv6ra1nlYgDCS1FRnbzlw"
#define MESSAGE   "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT" \
	"pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"

struct fixture {
	struct ctx cx;
	unsigned char own_number[KEY_NUMBER], own_point[KEY_POINT], app_point[KEY_POINT], app_secret[PUSH_SECRET];
	struct push_keys keys;
};

static void decode(const char *text, unsigned char *to, size_t n)
{
	size_t got;
	assert_int_equal(sodium_base642bin(to, n, text, strlen(text), NULL, &got, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING), 0);
	assert_int_equal(got, n);
}

static int setup(void **state)
{
	static struct fixture f;
	memset(&f, 0, sizeof(f));
	ctx_open(&f.cx, clock_now());
	decode(OWN_KEY, f.own_number, KEY_NUMBER);
	decode(OWN_POINT, f.own_point, KEY_POINT);
	decode(APP_POINT, f.app_point, KEY_POINT);
	decode(AUTH, f.app_secret, PUSH_SECRET);
	decode(SALT, f.keys.salt, PUSH_SALT);
	f.keys.own = key_pair(f.own_number, f.own_point);
	f.keys.app_point = f.app_point;
	f.keys.app_secret = f.app_secret;
	assert_non_null(f.keys.own);
	*state = &f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	EVP_PKEY_free(f->keys.own);
	ctx_close(&f->cx);
	return 0;
}

static void the_example_of_rfc_8291_comes_out_byte_for_byte(void **state)
{
	struct fixture *f = *state;
	struct sv body;
	assert_int_equal(push_encrypt(&f->cx, &f->keys, SV(TEXT), &body), OK);
	assert_true(sv_eq(base64url(&f->cx.arena, body), SV(MESSAGE)));
}

static void both_sides_agree_on_the_secret(void **state)
{
	struct fixture *f = *state;
	unsigned char number[KEY_NUMBER], ours[KEY_NUMBER], theirs[KEY_NUMBER], expected[KEY_NUMBER];
	decode(APP_KEY, number, KEY_NUMBER);
	decode("kyrL1jIIOHEzg3sM2ZWRHDRB62YACZhhSlknJ672kSs", expected, KEY_NUMBER);
	EVP_PKEY *app = key_pair(number, f->app_point), *app_public = key_public(f->app_point), *own_public = key_public(f->own_point);
	assert_true(key_agree(f->keys.own, app_public, ours) && key_agree(app, own_public, theirs));
	assert_memory_equal(ours, theirs, KEY_NUMBER);
	assert_memory_equal(ours, expected, KEY_NUMBER);
	EVP_PKEY_free(app);
	EVP_PKEY_free(app_public);
	EVP_PKEY_free(own_public);
}

static void a_point_off_the_curve_is_refused(void **state)
{
	struct fixture *f = *state;
	struct sv body;
	f->app_point[40] ^= 1;
	assert_null(key_public(f->app_point));
	assert_int_equal(push_encrypt(&f->cx, &f->keys, SV(TEXT), &body), FAIL_INVALID);
	assert_int_equal(push_encrypt_draft(&f->cx, &f->keys, SV(TEXT), &body), FAIL_INVALID);
}

static void a_text_fits_or_is_refused(void **state)
{
	struct fixture *f = *state;
	struct sv body, text = { arena_zeroed(&f->cx.arena, PUSH_TEXT_MOST + 1), PUSH_TEXT_MOST };
	assert_int_equal(push_encrypt(&f->cx, &f->keys, text, &body), OK);
	assert_int_equal(body.n, 4096);
	text.n++;
	assert_int_equal(push_encrypt(&f->cx, &f->keys, text, &body), FAIL_INVALID);
}

static void a_key_survives_being_written_down(void **state)
{
	unsigned char point[KEY_POINT], number[KEY_NUMBER], again[KEY_POINT];
	(void)state;
	EVP_PKEY *key = key_new();
	assert_true(key_point(key, point) && key_number(key, number) && point[0] == 4);
	EVP_PKEY *copy = key_pair(number, point);
	assert_true(copy && key_point(copy, again));
	assert_memory_equal(point, again, KEY_POINT);
	EVP_PKEY_free(key);
	EVP_PKEY_free(copy);
}

static void a_signature_is_two_numbers_that_verify(void **state)
{
	struct fixture *f = *state;
	unsigned char plain[KEY_SIGNATURE], *der = NULL;
	assert_true(key_sign(f->keys.own, SV("head.body"), plain));
	ECDSA_SIG *signature = ECDSA_SIG_new();
	ECDSA_SIG_set0(signature, BN_bin2bn(plain, KEY_NUMBER, NULL), BN_bin2bn(plain + KEY_NUMBER, KEY_NUMBER, NULL));
	int n = i2d_ECDSA_SIG(signature, &der);
	EVP_PKEY *public_key = key_public(f->own_point);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	assert_int_equal(EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, public_key), 1);
	assert_int_equal(EVP_DigestVerify(context, der, (size_t)n, (const unsigned char *)"head.body", 9), 1);
	EVP_MD_CTX_free(context);
	EVP_PKEY_free(public_key);
	ECDSA_SIG_free(signature);
	OPENSSL_free(der);
}

static bool is_private(const char *text)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };
	if (inet_pton(AF_INET, text, &v4.sin_addr) == 1)
		return address_is_private((const struct sockaddr *)(const void *)&v4);
	assert_int_equal(inet_pton(AF_INET6, text, &v6.sin6_addr), 1);
	return address_is_private((const struct sockaddr *)(const void *)&v6);
}

static void private_networks_are_known_also_in_disguise(void **state)
{
	static const char *const inside[] = {
		"127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
		"255.255.255.255", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "fd12::1", "ff02::1", "::ffff:10.0.0.1", "64:ff9b::127.0.0.1",
		"2002:7f00:1::", "2001:db8::1", "2001::1", "fec0::1",
	};
	static const char *const outside[] = { "1.1.1.1", "172.15.0.1", "172.32.0.1", "192.169.0.1", "100.128.0.1", "223.255.255.255",
		                               "2606:4700::1111", "2a00:1450:4001::1", "::ffff:1.1.1.1", "2002:101:101::", "64:ff9b::1.1.1.1" };
	(void)state;
	for (size_t i = 0; i < COUNT_OF(inside); i++)
		if (!is_private(inside[i]))
			fail_msg("%s was taken for a public address", inside[i]);
	for (size_t i = 0; i < COUNT_OF(outside); i++)
		if (is_private(outside[i]))
			fail_msg("%s was taken for a private address", outside[i]);
}

static void nothing_is_posted_to_a_private_network_or_in_the_clear(void **state)
{
	static const char *const urls[] = { "https://127.0.0.1:1/", "https://localhost:1/", "https://[::1]:1/", "http://1.1.1.1/", "file:///etc/passwd",
		                            "gopher://1.1.1.1/", "nonsense" };
	struct fixture *f = *state;
	for (size_t i = 0; i < COUNT_OF(urls); i++) {
		int status = 0;
		enum fail fail = http_client_post(&f->cx, sv_of(urls[i]), SV("A: b\r\n"), SV("x"), &status);
		if (fail != FAIL_INVALID || status)
			fail_msg("%s: %s", urls[i], fail_name(fail));
	}
}

int main(void)
{
#define WITH_KEYS(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		WITH_KEYS(the_example_of_rfc_8291_comes_out_byte_for_byte),
		WITH_KEYS(both_sides_agree_on_the_secret),
		WITH_KEYS(a_point_off_the_curve_is_refused),
		WITH_KEYS(a_text_fits_or_is_refused),
		WITH_KEYS(a_key_survives_being_written_down),
		WITH_KEYS(a_signature_is_two_numbers_that_verify),
		cmocka_unit_test(private_networks_are_known_also_in_disguise),
		WITH_KEYS(nothing_is_posted_to_a_private_network_or_in_the_clear),
	};
	return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
