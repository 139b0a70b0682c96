/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/html.h"

static const struct sv entities[256] = {
	['&'] = SV_INIT("&amp;"), ['<'] = SV_INIT("&lt;"), ['>'] = SV_INIT("&gt;"), ['"'] = SV_INIT("&quot;"), ['\''] = SV_INIT("&#39;"),
};

/* Eight bytes at once: which of them is zero has its highest bit set (and perhaps one above it, which is looked at in vain). */
static uint64_t zeros(uint64_t word)
{
	return (word - UINT64_C(0x0101010101010101)) & ~word & UINT64_C(0x8080808080808080);
}

static bool is_plain(const char *eight)
{
	uint64_t word, ones = UINT64_C(0x0101010101010101);
	memcpy(&word, eight, sizeof(word));
	uint64_t quote = zeros(word ^ ones * '"'), and = zeros((word | ones) ^ ones * '\''), angle = zeros((word | ones * 2) ^ ones * '>'); /* & and ', < and > */
	return !(quote | and | angle);
}

void html_text(struct buf *b, struct sv text)
{
	size_t run = 0;
	for (size_t i = 0; i < text.n; i++) {
		while (i + 8 < text.n && is_plain(text.p + i))
			i += 8;
		struct sv entity = entities[(unsigned char)text.p[i]];
		if (!entity.n)
			continue;
		buf_put(b, (struct sv){ text.p + run, i - run });
		buf_put(b, entity);
		run = i + 1;
	}
	buf_put(b, sv_from(text, run));
}

void html_format(struct buf *b, struct sv format, const struct tr_arg *args)
{
	tr_put_format(b, format, args, html_text);
}

/* Browsers drop tabs and newlines inside of an address and take '\' for '/': none of them has business in one. */
static bool has_odd_bytes(struct sv url)
{
	for (size_t i = 0; i < url.n; i++)
		if ((unsigned char)url.p[i] <= ' ' || url.p[i] == 0x7f || url.p[i] == '\\')
			return true;
	return false;
}

bool html_url_safe(struct sv url)
{
	if (url.n == 0 || has_odd_bytes(url))
		return false;
	if (url.p[0] == '/')
		return url.n == 1 || url.p[1] != '/';
	return url.p[0] == '?' || url.p[0] == '#' || sv_starts_nocase(url, SV("https://")) || sv_starts_nocase(url, SV("http://")) ||
	       sv_starts_nocase(url, SV("mailto:"));
}

void html_url(struct buf *b, struct sv url)
{
	html_text(b, html_url_safe(url) ? url : SV("#"));
}

void html_json(struct buf *b, struct sv json)
{
	static const char digits[] = "0123456789abcdef";
	size_t run = 0;
	for (size_t i = 0; i < json.n; i++) {
		char c = json.p[i];
		if (c != '<' && c != '>' && c != '&')
			continue;
		buf_put(b, (struct sv){ json.p + run, i - run });
		buf_put(b, SV("\\u00"));
		buf_putc(b, digits[c >> 4]);
		buf_putc(b, digits[c & 15]);
		run = i + 1;
	}
	buf_put(b, sv_from(json, run));
}

struct html html_of_text(struct arena *arena, struct sv text)
{
	struct buf b = BUF(arena, text.n * 6);
	html_text(&b, text);
	return (struct html){ buf_sv(&b) };
}
