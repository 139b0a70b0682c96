/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/totp.h"

#include "base/buf.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

enum { STEP_MS = 30000 };

uint32_t totp_code(struct sv secret, int64_t step, unsigned digits)
{
	unsigned char counter[8], mac[EVP_MAX_MD_SIZE];
	unsigned length = 0;
	uint32_t limit = 1;
	for (int i = 0; i < 8; i++)
		counter[i] = (unsigned char)((uint64_t)step >> (56 - 8 * i));
	if (!HMAC(EVP_sha1(), secret.p, (int)secret.n, counter, sizeof(counter), mac, &length) || length < 20)
		return UINT32_MAX; /* matches no code */
	unsigned at = mac[length - 1] & 0xf; /* RFC 4226, 5.3 */
	uint32_t number = (uint32_t)(mac[at] & 0x7f) << 24 | (uint32_t)mac[at + 1] << 16 | (uint32_t)mac[at + 2] << 8 | mac[at + 3];
	while (digits--)
		limit *= 10;
	return number % limit;
}

static bool read_code(struct sv code, uint32_t *number_r)
{
	unsigned digits = 0;
	*number_r = 0;
	for (size_t i = 0; i < code.n; i++) {
		if (code.p[i] == ' ')
			continue;
		if (code.p[i] < '0' || code.p[i] > '9' || ++digits > TOTP_DIGITS)
			return false;
		*number_r = *number_r * 10 + (uint32_t)(code.p[i] - '0');
	}
	return digits == TOTP_DIGITS;
}

int64_t totp_match(struct sv secret, struct sv code, int64_t now_ms, int64_t last_step)
{
	uint32_t number;
	int64_t step = now_ms / STEP_MS;
	if (!read_code(code, &number))
		return 0;
	for (int64_t at = step - 1; at <= step + 1; at++)
		if (at > last_step && totp_code(secret, at, TOTP_DIGITS) == number)
			return at;
	return 0;
}

struct sv base32(struct arena *arena, struct sv bytes)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	struct buf out = BUF(arena, bytes.n * 8 / 5 + 8);
	uint32_t bits = 0;
	unsigned held = 0;
	for (size_t i = 0; i < bytes.n; i++) {
		bits = bits << 8 | (unsigned char)bytes.p[i];
		for (held += 8; held >= 5; held -= 5)
			buf_putc(&out, digits[bits >> (held - 5) & 31]);
	}
	if (held)
		buf_putc(&out, digits[bits << (5 - held) & 31]);
	return buf_sv(&out);
}

static void put_escaped(struct buf *out, struct sv text)
{
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		bool plain = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '-' || c == '.' || c == '_';
		if (plain)
			buf_putc(out, (char)c);
		else
			buf_printf(out, "%%%02X", c);
	}
}

struct sv totp_uri(struct arena *arena, struct sv secret, struct sv issuer, struct sv account)
{
	struct buf out = BUF(arena, 4096);
	buf_put(&out, SV("otpauth://totp/"));
	put_escaped(&out, issuer);
	buf_putc(&out, ':');
	put_escaped(&out, account);
	buf_put(&out, SV("?secret="));
	buf_put(&out, base32(arena, secret));
	buf_put(&out, SV("&issuer="));
	put_escaped(&out, issuer);
	return buf_sv(&out);
}
