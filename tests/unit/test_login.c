/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What signing in, apps and mails stand on, against the vectors of their standards. */
#include "base/id.h"
#include "social/mail.h"
#include "social/oauth.h"
#include "social/scope.h"
#include "social/seal.h"
#include "social/session.h"
#include "social/sign_up.h"
#include "social/totp.h"

#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <cmocka.h>

static struct ctx cx;

static int set_up(void **state)
{
	(void)state;
	ctx_open(&cx, INT64_C(1795000000000));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	ctx_close(&cx);
	return 0;
}

#define assert_sv(got, want)                                           \
	do {                                                           \
		struct sv got_ = (got);                                \
		assert_int_equal(got_.n, strlen(want));                \
		assert_memory_equal(got_.p ? got_.p : "", want, got_.n); \
	} while (0)

/* --- codes -------------------------------------------------------------------------------------------------------------------- */

static void codes_are_those_of_rfc_6238(void **state)
{
	(void)state;
	static const struct {
		int64_t seconds;
		uint32_t code;
	} vectors[] = { { 59, 94287082 }, { 1111111109, 7081804 }, { 1111111111, 14050471 }, { 1234567890, 89005924 }, { 2000000000, 69279037 }, { 20000000000, 65353130 } };
	for (size_t i = 0; i < COUNT_OF(vectors); i++)
		assert_int_equal(totp_code(SV("12345678901234567890"), vectors[i].seconds / 30, 8), vectors[i].code);
}

static void a_code_fits_one_step_around_and_only_once(void **state)
{
	(void)state;
	struct sv secret = SV("12345678901234567890");
	int64_t now = INT64_C(1795000000000), step = now / 30000;
	for (int64_t at = -2; at <= 2; at++) {
		struct sv code = arena_printf(&cx.arena, "%06u", totp_code(secret, step + at, 6));
		assert_int_equal(totp_match(secret, code, now, 0), at >= -1 && at <= 1 ? step + at : 0);
	}
	struct sv code = arena_printf(&cx.arena, "%06u", totp_code(secret, step, 6));
	assert_int_equal(totp_match(secret, code, now, step), 0);
	struct sv spaced = arena_printf(&cx.arena, "%.3s %.3s", code.p, code.p + 3);
	assert_int_equal(totp_match(secret, spaced, now, step - 1), step);
	static const char *const bad[] = { "", "12345", "1234567", "12345a", "-12345", "000000000000000000000000" };
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_int_equal(totp_match(secret, sv_of(bad[i]), now, 0), 0);
}

static void secrets_are_written_as_rfc_4648_does(void **state)
{
	(void)state;
	static const char *const vectors[][2] = { { "", "" }, { "f", "MY" }, { "fo", "MZXQ" }, { "foo", "MZXW6" }, { "foob", "MZXW6YQ" }, { "fooba", "MZXW6YTB" }, { "foobar", "MZXW6YTBOI" } };
	for (size_t i = 0; i < COUNT_OF(vectors); i++)
		assert_sv(base32(&cx.arena, sv_of(vectors[i][0])), vectors[i][1]);
	assert_sv(totp_uri(&cx.arena, SV("foobar"), SV("A & B: ü"), SV("ada")), "otpauth://totp/A%20%26%20B%3A%20%C3%BC:ada?secret=MZXW6YTBOI&issuer=A%20%26%20B%3A%20%C3%BC");
}

/* --- secrets --------------------------------------------------------------------------------------------------------------------- */

static void what_is_sealed_opens_only_whole_and_in_time(void **state)
{
	(void)state;
	static const unsigned char key[SEAL_KEY] = { 1, 2, 3 }, other[SEAL_KEY] = { 4 };
	struct sv note, again, plain;
	seal_set_key(key);
	assert_int_equal(seal_note(&cx, SV("account 7"), cx.now + 1000, &note), OK);
	assert_int_equal(seal_note(&cx, SV("account 7"), cx.now + 1000, &again), OK);
	assert_false(sv_eq(note, again));
	assert_true(unseal_note(&cx.arena, note, cx.now, &plain));
	assert_sv(plain, "account 7");
	assert_false(unseal_note(&cx.arena, note, cx.now + 1000, &plain));
	assert_false(unseal_note(&cx.arena, sv_first(note, note.n - 1), cx.now, &plain));
	assert_false(unseal_note(&cx.arena, SV(""), cx.now, &plain));
	assert_false(unseal_note(&cx.arena, SV("!!"), cx.now, &plain));
	for (size_t i = 0; i < note.n; i++) {
		char *changed = arena_alloc(&cx.arena, note.n);
		memcpy(changed, note.p, note.n);
		changed[i] = changed[i] == 'A' ? 'B' : 'A';
		assert_false(unseal_note(&cx.arena, (struct sv){ changed, note.n }, cx.now, &plain));
	}
	seal_set_key(other);
	assert_false(unseal_note(&cx.arena, note, cx.now, &plain));
}

static void a_forms_token_fits_its_session_alone(void **state)
{
	(void)state;
	struct sv cookie = SV("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), other = SV("baaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
	struct sv token = session_csrf(&cx.arena, cookie);
	assert_true(session_csrf_fits(cookie, token));
	assert_false(session_csrf_fits(other, token));
	struct sv again = session_csrf(&cx.arena, cookie);
	assert_true(session_csrf_fits(cookie, again));
	assert_false(sv_eq(sv_first(again, again.n / 2), sv_first(token, token.n / 2))); /* masked: two pages have no half in common */
	assert_false(sv_eq(sv_from(again, again.n / 2), sv_from(token, token.n / 2)));
	assert_false(session_csrf_fits(cookie, sv_first(token, token.n - 1)));
	assert_false(session_csrf_fits(SV(""), session_csrf(&cx.arena, SV(""))));
	assert_false(session_csrf_fits(cookie, SV_NONE));
}

/* --- apps -------------------------------------------------------------------------------------------------------------------------- */

static void the_challenge_is_that_of_rfc_7636(void **state)
{
	(void)state;
	struct sv verifier = SV("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"), challenge = SV("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
	assert_true(pkce_fits(verifier, challenge));
	assert_false(pkce_fits(challenge, verifier));
	assert_false(pkce_fits(sv_first(verifier, 42), challenge));
	assert_false(pkce_fits(SV(""), SV("")));
}

static void a_redirect_is_one_of_its_lines_byte_for_byte(void **state)
{
	(void)state;
	struct oauth_app_row app = { .redirect_uris = SV("https://a.example/back?x=1\nurn:ietf:wg:oauth:2.0:oob\ntusky://back") };
	static const char *const good[] = { "https://a.example/back?x=1", "urn:ietf:wg:oauth:2.0:oob", "tusky://back" };
	static const char *const bad[] = { "", "https://a.example/back", "https://a.example/back?x=1&y=2", "HTTPS://a.example/back?x=1", "https://a.example/back?x=1\n",
		                           "https://a.example/back?x=1/../evil", "tusky://back\nurn:ietf:wg:oauth:2.0:oob", "tusky://bac" };
	for (size_t i = 0; i < COUNT_OF(good); i++)
		assert_true(oauth_redirect_registered(&app, sv_of(good[i])));
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(oauth_redirect_registered(&app, sv_of(bad[i])));
}

static void an_app_gets_no_more_than_it_registered(void **state)
{
	(void)state;
	struct oauth_app_row app = { .scopes = SV("read write:statuses") };
	static const char *const good[] = { "", "read", "read:statuses", "read:accounts write:statuses", "write:statuses" };
	static const char *const bad[] = { "write", "write:media", "follow", "push", "read push", "admin:read", "fly", "read fly" };
	for (size_t i = 0; i < COUNT_OF(good); i++)
		assert_true(oauth_scope_allowed(&app, sv_of(good[i])));
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(oauth_scope_allowed(&app, sv_of(bad[i])));
}

static void what_comes_back_to_an_app_is_encoded(void **state)
{
	(void)state;
	struct oauth_request request = { .redirect_uri = SV("https://a.example/back?x=1"), .state = SV("a b&c=d\r\nSet-Cookie: x") };
	assert_sv(oauth_answer_uri(&cx, &request, SV("c0-_de"), OAUTH_FINE), "https://a.example/back?x=1&code=c0-_de&state=a%20b%26c%3Dd%0D%0ASet-Cookie%3A%20x");
	request = (struct oauth_request){ .redirect_uri = SV("tusky://back") };
	struct sv uri = oauth_answer_uri(&cx, &request, SV_NONE, OAUTH_ACCESS_DENIED);
	assert_true(sv_starts(uri, SV("tusky://back?error=access_denied&error_description=")));
}

/* --- mails --------------------------------------------------------------------------------------------------------------------------- */

static struct sv formatted(const struct mail *mail)
{
	struct sv message = SV_NONE;
	assert_int_equal(mail_format(&cx, mail, &message), OK);
	return message;
}

static size_t header_count(struct sv message)
{
	size_t count = 0;
	ptrdiff_t end = sv_find(message, SV("\r\n\r\n"));
	for (ptrdiff_t i = 0; i < end; i++)
		count += message.p[i] == '\n' && message.p[i + 1] != ' ';
	return count + 1;
}

static void no_text_adds_a_header_or_a_recipient(void **state)
{
	(void)state;
	struct mail plain = { .from_name = SV("Talk"), .from = SV("moot@talk.example"), .to = SV("ada@mail.example"), .subject = SV("Hello"), .text = SV("Hi"), .id = SV("1"), .at = cx.now };
	size_t usual = header_count(formatted(&plain));
	static const struct sv nasty[] = { SV_INIT("x\r\nBcc: eve@evil.example"), SV_INIT("x\nBcc: eve@evil.example"), SV_INIT("x\rBcc: y"), SV_INIT("x\0y"),
		                           SV_INIT("a\" <eve@evil.example>, \""), SV_INIT("=?UTF-8?Q?x=0D=0ABcc:_y?="), SV_INIT("x\r\n\r\nbody") };
	for (size_t i = 0; i < COUNT_OF(nasty); i++) {
		struct mail mail = plain;
		mail.subject = mail.from_name = nasty[i];
		struct sv message = formatted(&mail);
		assert_int_equal(header_count(message), usual);
		assert_true(sv_find(message, SV("evil.example")) < 0 && sv_find(message, SV("Bcc")) < 0);
	}
}

static void an_address_that_is_none_gets_no_mail(void **state)
{
	(void)state;
	static const char *const good[] = { "ada@mail.example", "a.b+c_d-e@sub.mail.example", "root@localhost" };
	static const char *const bad[] = { "", "ada", "@mail.example", "ada@", "ada@mail", "a@b@mail.example", "ada@mail..example", "ada@.example", "ada@example.", "a b@mail.example",
		                           "ada@mail.example\r\nRCPT TO:<eve@evil.example>", "<ada@mail.example>", "ada@mail.example,eve@mail.example", "\"a\"@mail.example", "ada@-x.example", "\xc3\xa4@mail.example" };
	for (size_t i = 0; i < COUNT_OF(good); i++)
		assert_true(mail_address_ok(sv_of(good[i])));
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct mail mail = { .from = SV("moot@talk.example"), .to = sv_of(bad[i]), .subject = SV("x"), .text = SV("x"), .id = SV("1") };
		struct sv message;
		assert_false(mail_address_ok(sv_of(bad[i])));
		assert_int_equal(mail_format(&cx, &mail, &message), FAIL_INVALID);
	}
}

static void text_is_quoted_printable_in_short_lines(void **state)
{
	(void)state;
	struct mail mail = { .from_name = SV("Tälk"), .from = SV("moot@talk.example"), .to = SV("ada@mail.example"), .id = SV("7"), .at = INT64_C(1795000000000),
		             .subject = SV("Ä subject with letters that are not plain, and so long that it takes more than one word of it"),
		             .text = SV(".dot\nends in space \na = b\nü\nxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx") };
	struct sv message = formatted(&mail), rest = message, line;
	while (rest.n) {
		assert_true(sv_cut(&rest, '\n', &line));
		assert_true(line.n <= 78 && line.p[line.n - 1] == '\r');
		for (size_t i = 0; i + 1 < line.n; i++)
			assert_true((unsigned char)line.p[i] < 0x7f && line.p[i] != '\r');
	}
	assert_true(sv_find(message, SV("\r\n=2Edot\r\nends in space=20\r\na =3D b\r\n=C3=BC\r\n")) > 0);
	assert_true(sv_find(message, SV("From: =?UTF-8?B?VMOkbGs=?= <moot@talk.example>\r\n")) >= 0);
	assert_true(sv_find(message, SV("Date: Wed, 18 Nov 2026 11:06:40 +0000\r\n")) > 0);
	assert_true(sv_find(message, SV("Message-ID: <7@talk.example>\r\n")) > 0);
}

/* --- who may join -------------------------------------------------------------------------------------------------------------------- */

static void networks_are_matched_by_their_bits(void **state)
{
	(void)state;
	static const struct {
		const char *ip, *block;
		bool in;
	} cases[] = { { "192.0.2.7", "192.0.2.0/24", true },    { "192.0.3.7", "192.0.2.0/24", false }, { "192.0.2.7", "192.0.2.7", true },      { "192.0.2.8", "192.0.2.7", false },
		      { "192.0.2.129", "192.0.2.128/25", true }, { "192.0.2.127", "192.0.2.128/25", false }, { "10.1.2.3", "0.0.0.0/0", true },   { "2001:db8::1", "2001:db8::/32", true },
		      { "2001:db9::1", "2001:db8::/32", false }, { "2001:db8::1", "0.0.0.0/0", false },  { "192.0.2.7", "192.0.2.0/33", false },  { "192.0.2.7", "192.0.2.0/-1", false },
		      { "192.0.2.7", "nonsense", false },       { "", "192.0.2.0/24", false },          { "::ffff:192.0.2.7", "192.0.2.0/24", true }, { "192.0.2.7", "", false } };
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(ip_in_block(sv_of(cases[i].ip), sv_of(cases[i].block)), cases[i].in);
}

static void an_address_is_known_again_in_other_spellings(void **state)
{
	(void)state;
	struct sv one = email_canonical_hash(&cx.arena, SV("ada.lovelace@mail.example"));
	assert_int_equal(one.n, 64);
	assert_true(sv_eq(one, email_canonical_hash(&cx.arena, SV("AdaLovelace+moot@Mail.Example"))));
	assert_false(sv_eq(one, email_canonical_hash(&cx.arena, SV("ada@mail.example"))));
}

int main(void)
{
	if (sodium_init() < 0)
		return 1;
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_are_those_of_rfc_6238),
		cmocka_unit_test(a_code_fits_one_step_around_and_only_once),
		cmocka_unit_test(secrets_are_written_as_rfc_4648_does),
		cmocka_unit_test(what_is_sealed_opens_only_whole_and_in_time),
		cmocka_unit_test(a_forms_token_fits_its_session_alone),
		cmocka_unit_test(the_challenge_is_that_of_rfc_7636),
		cmocka_unit_test(a_redirect_is_one_of_its_lines_byte_for_byte),
		cmocka_unit_test(an_app_gets_no_more_than_it_registered),
		cmocka_unit_test(what_comes_back_to_an_app_is_encoded),
		cmocka_unit_test(no_text_adds_a_header_or_a_recipient),
		cmocka_unit_test(an_address_that_is_none_gets_no_mail),
		cmocka_unit_test(text_is_quoted_printable_in_short_lines),
		cmocka_unit_test(networks_are_matched_by_their_bits),
		cmocka_unit_test(an_address_is_known_again_in_other_spellings),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
