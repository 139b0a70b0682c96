/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How a mail looks on the wire. */
#include "base/buf.h"
#include "social/mail.h"

#include <sodium.h>
#include <time.h>

enum { MESSAGE_MOST = 256 << 10, LINE = 76 };

bool mail_address_ok(struct sv address)
{
	struct sv local = address, domain;
	if (address.n > 254 || !sv_cut_last(&local, '@', &domain) || !local.n || local.n > 64 || sv_has(local, '@'))
		return false;
	for (size_t i = 0; i < address.n; i++)
		if ((unsigned char)address.p[i] <= ' ' || (unsigned char)address.p[i] >= 0x7f || strchr("<>()[]\\,;:\"", address.p[i]))
			return false;
	bool dotted = sv_has(domain, '.') || sv_eq_nocase(domain, SV("localhost"));
	return domain.n && dotted && domain.p[0] != '.' && domain.p[0] != '-' && domain.p[domain.n - 1] != '.' && sv_find(domain, SV("..")) < 0;
}

static bool is_simple(struct sv text)
{
	for (size_t i = 0; i < text.n; i++)
		if ((unsigned char)text.p[i] < ' ' || (unsigned char)text.p[i] >= 0x7f || strchr("=?\"\\<>@", text.p[i]))
			return false;
	return text.n < 60;
}

/* Encoded words (RFC 2047) of at most 39 bytes each, for lines of 76, never cut inside a character; control bytes are encoded like all others, and so
 * cannot end the header. */
static void put_header_text(struct buf *out, struct sv text)
{
	if (is_simple(text)) {
		buf_put(out, text);
		return;
	}
	for (bool first = true; text.n; first = false) {
		char word[80];
		size_t n = text.n < 39 ? text.n : 39;
		while (n < text.n && n > 1 && ((unsigned char)text.p[n] & 0xc0) == 0x80)
			n--;
		sodium_bin2base64(word, sizeof(word), (const unsigned char *)text.p, n, sodium_base64_VARIANT_ORIGINAL);
		buf_printf(out, "%s=?UTF-8?B?%s?=", first ? "" : "\r\n ", word);
		text = sv_from(text, n);
	}
}

/* Quoted-printable (RFC 2045, 6.7): '.' at the start of a line is encoded too, so that no server need stuff it. */
static void put_text(struct buf *out, struct sv text)
{
	size_t column = 0;
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		bool ends = i + 1 == text.n || text.p[i + 1] == '\n';
		if (c == '\r')
			continue;
		if (c == '\n') {
			buf_put(out, SV("\r\n"));
			column = 0;
			continue;
		}
		bool plain = c >= ' ' && c < 0x7f && c != '=' && !(c == ' ' && ends);
		if (column + (plain ? 1 : 3) > LINE - 1) {
			buf_put(out, SV("=\r\n"));
			column = 0;
		}
		plain = plain && !(c == '.' && column == 0);
		if (plain)
			buf_putc(out, (char)c);
		else
			buf_printf(out, "=%02X", c);
		column += plain ? 1 : 3;
	}
	buf_put(out, SV("\r\n"));
}

static void put_date(struct buf *out, int64_t ms)
{
	static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	time_t at_s = (time_t)(ms / 1000);
	struct tm at;
	if (gmtime_r(&at_s, &at)) /* not strftime(): it knows locales */
		buf_printf(out, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n", days[at.tm_wday], at.tm_mday, months[at.tm_mon], at.tm_year + 1900,
		           at.tm_hour, at.tm_min, at.tm_sec);
}

enum fail mail_format(struct ctx *cx, const struct mail *mail, struct sv *message_r)
{
	struct sv domain = mail->from, local;
	struct buf out = BUF(&cx->arena, MESSAGE_MOST);
	if (!mail_address_ok(mail->to) || !mail_address_ok(mail->from))
		return refuse(cx, FAIL_INVALID, "An address of this mail cannot be written to.");
	sv_cut(&domain, '@', &local);
	buf_put(&out, SV("From: "));
	put_header_text(&out, mail->from_name);
	buf_printf(&out, " <" SVF ">\r\nTo: <" SVF ">\r\nSubject: ", SVA(mail->from), SVA(mail->to));
	put_header_text(&out, mail->subject);
	buf_put(&out, SV("\r\n"));
	put_date(&out, mail->at);
	buf_printf(&out, "Message-ID: <" SVF "@" SVF ">\r\n", SVA(mail->id), SVA(domain));
	buf_put(&out, SV("Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
	                 "Content-Transfer-Encoding: quoted-printable\r\n\r\n"));
	put_text(&out, mail->text);
	if (out.overflow)
		return broken(cx, "a mail is over %d bytes", MESSAGE_MOST);
	*message_r = buf_sv(&out);
	return OK;
}
