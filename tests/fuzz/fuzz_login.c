/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Any text as address, subject, network, redirect URI, code: what passes is safe where it goes. The input's lines are the parts. */
#include "social/mail.h"
#include "social/oauth.h"
#include "social/seal.h"
#include "social/sign_up.h"
#include "social/totp.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void expect(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "%s\n", what);
	abort();
}

static void one_mail(struct ctx *cx, struct sv to, struct sv subject, struct sv text)
{
	struct mail mail = { .from_name = subject, .from = SV("moot@talk.example"), .to = to, .subject = subject, .text = text, .id = SV("1") };
	struct sv message, rest, line;
	enum fail fail = mail_format(cx, &mail, &message);
	expect((fail == OK) == mail_address_ok(to) || fail == FAIL_BROKEN, "a mail to no address");
	if (fail != OK)
		return;
	size_t headers = 0;
	for (rest = message; sv_cut(&rest, '\n', &line) && line.n > 1; headers += line.p[0] != ' ')
		expect(line.p[line.n - 1] == '\r' && line.n < 400, "a line of a mail's head is not one");
	expect(headers == 9, "somebody added a header");
	while (sv_cut(&rest, '\n', &line))
		expect(line.n && line.n <= 78 && line.p[line.n - 1] == '\r' && !(line.n == 2 && line.p[0] == '.'), "a line of a mail's text");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ctx cx;
	static const unsigned char key[SEAL_KEY] = { 7 };
	struct sv rest = { (const char *)data, size }, first, second, plain;
	ctx_open(&cx, INT64_C(1795000000000));
	seal_set_key(key);
	sv_cut(&rest, '\n', &first);
	sv_cut(&rest, '\n', &second);
	one_mail(&cx, first, second, rest);
	one_mail(&cx, SV("ada@mail.example"), second, rest);
	expect(!ip_in_block(first, second) || first.n, "an address that is none is in a network");
	(void)email_canonical_hash(&cx.arena, first);
	expect(!unseal_note(&cx.arena, first, cx.now, &plain), "what was never sealed opens");
	(void)totp_match(SV("12345678901234567890"), first, cx.now, 0);
	struct oauth_app_row app = { .redirect_uris = second, .scopes = rest };
	expect(!oauth_redirect_registered(&app, first) || (first.n && !sv_has(first, '\n')), "a redirect that is not one line");
	(void)oauth_scope_allowed(&app, first);
	ctx_close(&cx);
	return 0;
}
