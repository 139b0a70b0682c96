/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/xml.h"

/* How many bytes at the start of `s` may not stand in XML: a control character, U+FFFE, U+FFFF, or what is no UTF-8. */
static size_t forbidden(struct sv s)
{
	unsigned char c = (unsigned char)s.p[0];
	if (c < ' ')
		return c != '\t' && c != '\n' && c != '\r';
	if (c < 0x80)
		return 0;
	size_t n = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
	if (c < 0xc2 || c > 0xf4 || n > s.n)
		return 1;
	for (size_t i = 1; i < n; i++)
		if (((unsigned char)s.p[i] & 0xc0) != 0x80)
			return 1;
	bool surrogate = c == 0xed && (unsigned char)s.p[1] >= 0xa0;
	bool last_two = c == 0xef && (unsigned char)s.p[1] == 0xbf && (unsigned char)s.p[2] >= 0xbe;
	bool too_long = (c == 0xe0 && (unsigned char)s.p[1] < 0xa0) || (c == 0xf0 && (unsigned char)s.p[1] < 0x90);
	bool too_high = c == 0xf4 && (unsigned char)s.p[1] > 0x8f;
	return surrogate || last_two || too_long || too_high ? n : 0;
}

static size_t length(struct sv s)
{
	unsigned char c = (unsigned char)s.p[0];
	return c < 0x80 ? 1 : c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
}

static struct sv entity(char c)
{
	switch (c) {
	case '&': return SV("&amp;");
	case '<': return SV("&lt;");
	case '>': return SV("&gt;");
	case '"': return SV("&quot;");
	case '\'': return SV("&#39;");
	default: return SV_NONE;
	}
}

void xml_text(struct buf *b, struct sv text)
{
	size_t run = 0;
	for (size_t i = 0; i < text.n;) {
		size_t skip = forbidden(sv_from(text, i));
		struct sv instead = entity(text.p[i]);
		size_t n = skip || instead.n ? 0 : length(sv_from(text, i));
		i += n;
		if (n)
			continue;
		buf_put(b, (struct sv){ text.p + run, i - run });
		buf_put(b, instead);
		i += skip ? skip : 1;
		run = i;
	}
	buf_put(b, sv_from(text, run));
}

void xml_open(struct buf *b, const char *name)
{
	buf_putc(b, '<');
	buf_put(b, sv_of(name));
	buf_putc(b, '>');
}

void xml_close(struct buf *b, const char *name)
{
	buf_put(b, SV("</"));
	buf_put(b, sv_of(name));
	buf_put(b, SV(">\n"));
}

void xml_element(struct buf *b, const char *name, struct sv text)
{
	if (!text.n)
		return;
	xml_open(b, name);
	xml_text(b, text);
	xml_close(b, name);
}

void xml_attribute(struct buf *b, const char *name, struct sv value)
{
	if (!value.n)
		return;
	buf_putc(b, ' ');
	buf_put(b, sv_of(name));
	buf_put(b, SV("=\""));
	xml_text(b, value);
	buf_putc(b, '"');
}
