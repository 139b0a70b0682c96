/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The scanner: one pass, each thing decided where it begins; the earliest one wins, as after Mastodon's sorting of overlaps. */
#include "base/utf8.h"
#include "social/text.h"

#include <unictype.h>

enum { LONGEST_DOMAIN = 253, LONGEST_URL = 4096 };

/* --- classes of characters ------------------------------------------------------------------------------------------- */

static bool is_ascii_alnum(uint32_t c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static bool is_category(uint32_t c, uint32_t mask)
{
	return uc_is_general_category_withtable(c, mask);
}

static bool is_alpha(uint32_t c)
{
	if (c < 0x80)
		return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
	return is_category(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M);
}

static bool is_alnum(uint32_t c)
{
	return c < 0x80 ? is_ascii_alnum(c) : is_category(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_Nd);
}

static bool is_word(uint32_t c)
{
	return c < 0x80 ? is_ascii_alnum(c) || c == '_' : is_alnum(c) || is_category(c, UC_CATEGORY_MASK_Pc);
}

static bool is_space(uint32_t c)
{
	return c < 0x80 ? c == ' ' || (c >= '\t' && c <= '\r') : uc_is_property_white_space(c);
}

/* Joins the words of a hashtag: underscore, middle dot, katakana middle dot, zero-width non-joiner. */
static bool is_tag_joint(uint32_t c)
{
	return c == '_' || c == 0xb7 || c == 0x30fb || c == 0x200c;
}

static bool is_one_of(uint32_t c, const char *ascii)
{
	return c && c < 0x80 && strchr(ascii, (int)c);
}

/* The character at the front, 0 at the end. */
static uint32_t peek(struct sv s)
{
	return s.n ? utf8_next(&s) : 0;
}

/* --- mentions -------------------------------------------------------------------------------------------------------- */

static bool is_user_char(uint32_t c)
{
	return c < 0x80 && (is_ascii_alnum(c) || c == '_');
}

/* The length of words joined by dots and hyphens at the front: a user name or a domain. */
static size_t joined_words(struct sv s, bool (*is_part)(uint32_t c))
{
	size_t end = 0;
	for (struct sv rest = s; rest.n;) {
		uint32_t c = utf8_next(&rest);
		if (is_part(c))
			end = s.n - rest.n;
		else if (end == 0 || (c != '.' && c != '-'))
			break;
	}
	return end;
}

/* "@a@b", "@usér" and "@scheme://" are not mentions of the part that would fit. */
static bool spoils_mention(struct sv after)
{
	uint32_t c = peek(after);
	return c == '@' || c == 0xff20 || (c >= 0xc0 && c <= 0x24f && is_alpha(c)) || sv_starts(after, SV("://"));
}

static bool mention_at(struct sv s, uint32_t before, struct text_span *span)
{
	if (before == '=' || before == '/' || is_word(before))
		return false;
	struct sv rest = sv_from(s, 1);
	size_t user = joined_words(rest, is_user_char);
	if (user == 0)
		return false;
	span->name = sv_first(rest, user);
	rest = sv_from(rest, user);
	size_t domain = peek(rest) == '@' ? joined_words(sv_from(rest, 1), is_word) : 0;
	span->domain = domain ? sv_first(sv_from(rest, 1), domain) : SV_NONE;
	rest = sv_from(rest, domain ? domain + 1 : 0);
	span->whole = sv_first(s, s.n - rest.n);
	return domain <= LONGEST_DOMAIN && !spoils_mention(rest);
}

/* --- hashtags -------------------------------------------------------------------------------------------------------- */

/* Words with joints between them: there must be a letter or a joint somewhere between the first and the last character. */
static size_t joined_tag(struct sv s)
{
	size_t end = 0, at = 0;
	bool inner = false, inner_at_end = false;
	for (struct sv rest = s; rest.n; at++) {
		uint32_t c = utf8_next(&rest);
		if (!is_word(c) && !(at && is_tag_joint(c)))
			break;
		if (is_word(c)) {
			end = s.n - rest.n;
			inner_at_end = inner;
		}
		inner = inner || (at && (is_alpha(c) || is_tag_joint(c)));
	}
	return inner_at_end ? end : 0;
}

/* One word, with a letter in it. */
static size_t plain_tag(struct sv s)
{
	bool letter = false;
	struct sv rest = s;
	while (is_word(peek(rest)))
		letter |= is_alpha(utf8_next(&rest));
	return letter ? s.n - rest.n : 0;
}

static size_t tag_length(struct sv s)
{
	size_t n = joined_tag(s);
	return n ? n : plain_tag(s);
}

static bool hashtag_at(struct sv s, uint32_t before, struct text_span *span)
{
	if (before == '=' || before == '/' || before == ')' || is_alnum(before))
		return false;
	struct sv rest = s;
	utf8_next(&rest);
	struct sv name = sv_first(rest, tag_length(rest));
	if (sv_starts(sv_from(rest, name.n), SV("://"))) { /* "#tagshttps://…": the scheme is not its */
		size_t scheme = sv_ends(name, SV("https")) ? 5 : sv_ends(name, SV("http")) ? 4 : 0;
		name.n -= name.n > scheme ? scheme : 0;
	}
	*span = (struct text_span){ .name = name, .whole = sv_first(s, s.n - rest.n + name.n) };
	return name.n > 0;
}

bool text_is_tag(struct sv name)
{
	return name.n && tag_length(name) == name.n;
}

/* --- emoji ----------------------------------------------------------------------------------------------------------- */

static bool emoji_at(struct sv s, uint32_t before, struct text_span *span)
{
	if (before == ':' || is_alnum(before))
		return false;
	size_t n = 1;
	while (n < s.n && is_user_char((unsigned char)s.p[n]))
		n++;
	if (n < 3 || n == s.n || s.p[n] != ':')
		return false;
	*span = (struct text_span){ .name = { s.p + 1, n - 1 }, .whole = sv_first(s, n + 1) };
	uint32_t after = peek(sv_from(s, n + 1));
	return after != ':' && !is_alnum(after);
}

/* --- links ----------------------------------------------------------------------------------------------------------- */

static bool is_host_char(uint32_t c)
{
	return is_alnum(c) || c == '-' || c == '_' || c == '.';
}

/* The length of a top level domain at the front of a label: ASCII letters, another script's letters, or xn--…; 0: none. */
static size_t top_level(struct sv label)
{
	if (sv_starts_nocase(label, SV("xn--")) && label.n > 4)
		return label.n;
	bool ascii = peek(label) < 0x80;
	size_t n = 0, letters = 0;
	for (struct sv rest = label; rest.n; letters++) {
		uint32_t c = utf8_next(&rest);
		if (ascii && c >= 0x80)
			break; /* "example.comと" */
		if (!is_alpha(c))
			return 0;
		n = label.n - rest.n;
	}
	return letters >= 2 ? n : 0;
}

static bool label_fits(struct sv label)
{
	return label.n && label.p[0] != '-' && label.p[0] != '_' && label.p[label.n - 1] != '-' && label.p[label.n - 1] != '_';
}

/* The length of a host name of at least two labels at the front; a run like "example.com.7" gives its "example.com". */
static size_t host_length(struct sv s)
{
	size_t end = 0, label_at = 0, count = 0;
	struct sv rest = s;
	for (;;) {
		struct sv here = rest;
		uint32_t c = rest.n ? utf8_next(&rest) : 0;
		if (c && c != '.' && is_host_char(c))
			continue;
		size_t at = s.n - here.n;
		struct sv label = { s.p + label_at, at - label_at };
		size_t top = count && at - label_at ? top_level(label) : 0;
		if (top && (c != '@' || label_at + top < at))
			end = label_at + top;
		if (c != '.' || !label_fits(label) || at > LONGEST_DOMAIN)
			return end <= LONGEST_DOMAIN ? end : 0;
		label_at = at + 1;
		count++;
	}
}

static bool is_path_char(uint32_t c)
{
	return c && !is_space(c) && !is_one_of(c, "<>()?");
}

static bool may_end_path(uint32_t c)
{
	return is_path_char(c) && !is_one_of(c, "!*\"';:=,.$%[]~&|@") && c != 0x300c && c != 0x300d;
}

/* "(…)" at the front, with at most one more pair inside: as Wikipedia's addresses have them. 0: not so. */
static size_t balanced(struct sv s)
{
	int depth = 0;
	size_t inside = 0;
	for (struct sv rest = s; rest.n;) {
		uint32_t c = utf8_next(&rest);
		if (c == '(') {
			if (++depth > 2)
				return 0;
			inside = 0;
		} else if (c == ')') {
			if (!inside)
				return 0;
			if (--depth == 0)
				return s.n - rest.n;
		} else if (is_path_char(c)) {
			inside++;
		} else {
			return 0;
		}
	}
	return 0;
}

static size_t path_length(struct sv s)
{
	size_t end = 0;
	if (peek(s) != '/')
		return 0;
	for (struct sv rest = s; rest.n;) {
		uint32_t c = peek(rest);
		size_t pair = c == '(' ? balanced(rest) : 0;
		if (pair)
			rest = sv_from(rest, pair);
		else if (is_path_char(c))
			utf8_next(&rest);
		else
			break;
		if (pair || may_end_path(c))
			end = s.n - rest.n;
	}
	return end;
}

static size_t query_length(struct sv s)
{
	size_t end = 0;
	if (peek(s) != '?')
		return 0;
	for (struct sv rest = s; rest.n;) {
		uint32_t c = utf8_next(&rest);
		bool letter = c < 0x80 ? is_ascii_alnum(c) : c >= 0xa0 && !is_space(c);
		if (!letter && !is_one_of(c, "!?*'();:&=+$/%#[]-_.,~|@^"))
			break;
		if (letter || is_one_of(c, "_&=#/-"))
			end = s.n - rest.n;
	}
	return end;
}

static size_t port_length(struct sv s)
{
	size_t n = 1;
	if (peek(s) != ':')
		return 0;
	while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	return n > 1 ? n : 0;
}

/* The rest of scheme://host:port/path?query, from the host on. */
static size_t hier_length(struct sv s)
{
	size_t n = host_length(s);
	if (!n)
		return 0;
	n += port_length(sv_from(s, n));
	n += path_length(sv_from(s, n));
	return n + query_length(sv_from(s, n));
}

/* xmpp:user@host/resource?query (RFC 5122), from behind the colon on. */
static size_t xmpp_length(struct sv s)
{
	size_t user = joined_words(s, is_word);
	size_t n = user && user < s.n && s.p[user] == '@' ? user + 1 : 0;
	size_t host = host_length(sv_from(s, n));
	if (!host)
		return 0;
	n += host;
	n += path_length(sv_from(s, n));
	return n + query_length(sv_from(s, n));
}

static const struct scheme {
	struct sv prefix;
	size_t (*length)(struct sv rest);
} schemes[] = {
	{ SV_INIT("https://"), hier_length }, { SV_INIT("http://"), hier_length }, { SV_INIT("dat://"), hier_length },
	{ SV_INIT("dweb://"), hier_length },  { SV_INIT("ipfs://"), hier_length }, { SV_INIT("ipns://"), hier_length },
	{ SV_INIT("ssb://"), hier_length },   { SV_INIT("gopher://"), hier_length }, { SV_INIT("gemini://"), hier_length },
	{ SV_INIT("xmpp:"), xmpp_length },    { SV_INIT("magnet:"), query_length },
};

static bool url_at(struct sv s, uint32_t before, struct text_span *span)
{
	if (is_ascii_alnum(before) || is_one_of(before, "@$#") || before == 0xff20 || before == 0xff03 || before == 0xfeff)
		return false;
	for (size_t i = 0; i < COUNT_OF(schemes); i++) {
		if (!sv_starts_nocase(s, schemes[i].prefix))
			continue;
		size_t n = schemes[i].length(sv_from(s, schemes[i].prefix.n));
		struct sv url = sv_first(s, schemes[i].prefix.n + n);
		*span = (struct text_span){ .name = url, .whole = url };
		return n && url.n <= LONGEST_URL;
	}
	return false;
}

/* --- all of them ----------------------------------------------------------------------------------------------------- */

static bool span_at(struct sv s, uint32_t c, uint32_t before, struct text_span *span)
{
	bool found = false;
	*span = (struct text_span){ 0 };
	enum text_kind kind = TEXT_URL;
	if (c == '@')
		found = mention_at(s, before, span), kind = TEXT_MENTION;
	else if (c == '#' || c == 0xff03)
		found = hashtag_at(s, before, span), kind = TEXT_HASHTAG;
	else if (c == ':')
		found = emoji_at(s, before, span), kind = TEXT_EMOJI;
	else if (is_one_of(c | 0x20, "hdigsxm"))
		found = url_at(s, before, span);
	span->kind = kind;
	return found;
}

static uint32_t last_char(struct sv s)
{
	size_t at = s.n - 1;
	while (at && ((unsigned char)s.p[at] & 0xc0) == 0x80)
		at--;
	return peek(sv_from(s, at));
}

size_t text_scan(struct arena *arena, struct sv text, struct text_span **spans_r)
{
	size_t count = 0, room = 0;
	struct text_span *spans = NULL, span;
	uint32_t before = 0;
	for (struct sv rest = text; rest.n;) {
		struct sv here = rest;
		uint32_t c = utf8_next(&rest);
		if (!span_at(here, c, before, &span)) {
			before = c;
			continue;
		}
		if (count == room) {
			struct text_span *more = arena_array(arena, struct text_span, room = room ? room * 2 : 8);
			if (count)
				memcpy(more, spans, count * sizeof(*spans));
			spans = more;
		}
		spans[count++] = span;
		rest = sv_from(here, span.whole.n);
		before = last_char(span.whole);
	}
	*spans_r = spans;
	return count;
}
