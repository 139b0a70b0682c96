/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/text.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <unicase.h>
#include <unigbrk.h>
#include <uninorm.h>

/* --- length ---------------------------------------------------------------------------------------------------------- */

static bool is_ascii(struct sv s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

size_t text_graphemes(struct arena *arena, struct sv text)
{
	size_t count = 0;
	if (is_ascii(text)) { /* only CR LF is one cluster of two */
		for (size_t i = 0; i < text.n; i++)
			count += !(text.p[i] == '\n' && i && text.p[i - 1] == '\r');
		return count;
	}
	char *breaks = arena_alloc(arena, text.n);
	u8_grapheme_breaks((const uint8_t *)text.p, text.n, breaks);
	for (size_t i = 0; i < text.n; i++)
		count += breaks[i] != 0;
	return count;
}

size_t text_length(struct arena *arena, struct sv text)
{
	struct text_span *spans;
	size_t n = text_scan(arena, text, &spans), length = 0;
	const char *at = text.p;
	for (size_t i = 0; i < n; i++) {
		struct sv whole = spans[i].whole;
		if (spans[i].kind != TEXT_URL && spans[i].kind != TEXT_MENTION)
			continue;
		length += text_graphemes(arena, (struct sv){ at, (size_t)(whole.p - at) });
		length += spans[i].kind == TEXT_URL ? TEXT_LINK_LENGTH : spans[i].name.n + 1;
		at = whole.p + whole.n;
	}
	return length + text_graphemes(arena, sv_from(text, (size_t)(at - text.p)));
}

/* --- HTML ------------------------------------------------------------------------------------------------------------ */

/* Percent-encodes what a path segment may not have (RFC 3986, 3.3), non-ASCII letters included. */
static void put_segment(struct buf *b, struct sv s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c < 0x80 && (c == '_' || c == '-' || c == '.' || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')))
			buf_putc(b, (char)c);
		else
			buf_put(b, (struct sv){ (char[]){ '%', "0123456789ABCDEF"[c >> 4], "0123456789ABCDEF"[c & 15] }, 3 });
	}
}

static size_t url_prefix(struct sv url)
{
	static const struct sv prefixes[] = { SV_INIT("https://www."), SV_INIT("http://www."), SV_INIT("https://"), SV_INIT("http://"),
					      SV_INIT("xmpp:") };
	for (size_t i = 0; i < COUNT_OF(prefixes); i++)
		if (sv_starts(url, prefixes[i]))
			return prefixes[i].n;
	return 0;
}

/* The scheme and what is past 30 characters are there for copying and for readers that have no style sheet. */
static void put_link(struct buf *b, struct sv url, bool me)
{
	enum { SHOWN = 30 };
	struct sv prefix = sv_first(url, url_prefix(url)), rest = sv_from(url, prefix.n);
	struct sv shown = utf8_first(rest, SHOWN), hidden = sv_from(rest, shown.n);
	if (hidden.n && utf8_first(hidden, 1).n == hidden.n) { /* an ellipsis would take the room of the one character it saves */
		shown = rest;
		hidden.n = 0;
	}
	buf_put(b, SV("<a href=\""));
	html_text(b, url);
	buf_put(b, me ? SV("\" target=\"_blank\" rel=\"nofollow noopener me\" translate=\"no\"><span class=\"invisible\">") :
			SV("\" target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\"><span class=\"invisible\">"));
	html_text(b, prefix);
	buf_put(b, hidden.n ? SV("</span><span class=\"ellipsis\">") : SV("</span><span class=\"\">"));
	html_text(b, shown);
	buf_put(b, SV("</span><span class=\"invisible\">"));
	html_text(b, hidden);
	buf_put(b, SV("</span></a>"));
}

static void put_hashtag(struct buf *b, struct sv name, struct sv base)
{
	buf_put(b, SV("<a href=\""));
	html_text(b, base);
	buf_put(b, SV("/tags/"));
	put_segment(b, name);
	buf_put(b, SV("\" class=\"mention hashtag\" rel=\"tag\">#<span>"));
	html_text(b, name);
	buf_put(b, SV("</span></a>"));
}

static void put_mention(struct buf *b, const struct text_span *span, const struct text_style *style)
{
	struct text_mention who = { 0 };
	if (!style->mention || !style->mention(style->data, span->name, span->domain, &who)) {
		html_text(b, span->whole);
		return;
	}
	buf_put(b, SV("<span class=\"h-card\" translate=\"no\"><a href=\""));
	html_url(b, who.url);
	buf_put(b, SV("\" class=\"u-url mention\">@<span>"));
	html_text(b, who.shown);
	buf_put(b, SV("</span></a></span>"));
}

/* Text between entities: two newlines or more end a paragraph, one breaks the line. */
static void put_lines(struct buf *b, struct sv text, bool one_line)
{
	if (one_line) {
		html_text(b, text);
		return;
	}
	while (text.n) {
		struct sv line;
		if (!sv_cut(&text, '\n', &line)) {
			html_text(b, line);
			return;
		}
		html_text(b, line);
		size_t more = 0;
		while (more < text.n && text.p[more] == '\n')
			more++;
		text = sv_from(text, more);
		buf_put(b, more ? SV("</p><p>") : SV("<br />"));
	}
}

static void put_span(struct buf *b, const struct text_span *span, const struct text_style *style)
{
	switch (span->kind) {
	case TEXT_URL:
		put_link(b, span->whole, style->me);
		break;
	case TEXT_HASHTAG:
		put_hashtag(b, span->name, style->base);
		break;
	case TEXT_MENTION:
		put_mention(b, span, style);
		break;
	case TEXT_EMOJI:
		html_text(b, span->whole);
		break;
	}
}

/* CR LF and CR become LF: browsers send forms with CR LF. */
static struct sv unix_lines(struct arena *arena, struct sv text)
{
	if (!sv_has(text, '\r'))
		return text;
	char *out = arena_alloc(arena, text.n);
	size_t n = 0;
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '\r' && i + 1 < text.n && text.p[i + 1] == '\n')
			continue;
		out[n++] = text.p[i] == '\r' ? '\n' : text.p[i];
	}
	return (struct sv){ out, n };
}

struct html text_html(struct arena *arena, struct sv text, const struct text_style *style)
{
	struct buf b = BUF(arena, text.n * 512 + (64 << 10));
	text = sv_trim(unix_lines(arena, text));
	if (style->quoted_url.n) {
		buf_put(&b, SV("<p class=\"quote-inline\">RE: "));
		put_link(&b, style->quoted_url, false);
		buf_put(&b, SV("</p>"));
	}
	if (text.n == 0)
		return (struct html){ buf_sv(&b) };
	struct text_span *spans;
	size_t count = text_scan(arena, text, &spans), at = 0;
	if (!style->one_line)
		buf_put(&b, SV("<p>"));
	for (size_t i = 0; i < count; i++) {
		size_t begin = (size_t)(spans[i].whole.p - text.p);
		put_lines(&b, (struct sv){ text.p + at, begin - at }, style->one_line);
		put_span(&b, &spans[i], style);
		at = begin + spans[i].whole.n;
	}
	put_lines(&b, sv_from(text, at), style->one_line);
	if (!style->one_line)
		buf_put(&b, SV("</p>"));
	return b.overflow ? html_of_text(arena, text) : (struct html){ buf_sv(&b) };
}

/* --- keys of hashtags ------------------------------------------------------------------------------------------------ */

/* Letters with a stroke have no decomposition in Unicode; Mastodon folds them all the same. */
static uint32_t without_stroke(uint32_t c)
{
	static const struct {
		uint16_t from;
		char to;
	} strokes[] = { { 0xf8, 'o' }, { 0x111, 'd' }, { 0xf0, 'd' }, { 0x127, 'h' }, { 0x131, 'i' },
			{ 0x142, 'l' }, { 0x14b, 'n' }, { 0x167, 't' }, { 0x138, 'k' } };
	for (size_t i = 0; i < COUNT_OF(strokes); i++)
		if (strokes[i].from == c)
			return (uint32_t)strokes[i].to;
	return c;
}

/* Accents on ASCII letters go; those of other scripts tell words apart and stay. */
static struct sv without_accents(struct arena *arena, struct sv decomposed)
{
	char *out = arena_alloc(arena, decomposed.n + 1);
	size_t n = 0;
	bool latin = false;
	while (decomposed.n) {
		uint32_t c = without_stroke(utf8_next(&decomposed));
		if (latin && c >= 0x300 && c <= 0x36f)
			continue;
		latin = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		n += utf8_put(out + n, c);
	}
	return (struct sv){ out, n };
}

static struct sv normalised(struct arena *arena, uninorm_t form, struct sv s)
{
	size_t n = 0;
	uint8_t *made = u8_normalize(form, (const uint8_t *)s.p, s.n, NULL, &n);
	struct sv copy = arena_dup(arena, made ? (struct sv){ (char *)made, n } : s);
	free(made);
	return copy;
}

static struct sv ascii_lower(struct arena *arena, struct sv s)
{
	struct sv copy = arena_dup(arena, s);
	for (size_t i = 0; i < copy.n; i++)
		if (copy.p[i] >= 'A' && copy.p[i] <= 'Z')
			((char *)copy.p)[i] |= 0x20;
	return copy;
}

struct sv text_tag_key(struct arena *arena, struct sv name)
{
	if (is_ascii(name))
		return ascii_lower(arena, name);
	size_t n = 0;
	uint8_t *folded = u8_casefold((const uint8_t *)name.p, name.n, NULL, UNINORM_NFKC, NULL, &n);
	struct sv key = folded ? arena_dup(arena, (struct sv){ (char *)folded, n }) : name;
	free(folded);
	return normalised(arena, UNINORM_NFC, without_accents(arena, normalised(arena, UNINORM_NFD, key)));
}
