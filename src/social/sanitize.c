/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/sanitize.h"

#include "base/utf8.h"
#include "social/html_tree.h"

/* --- parsing, within bounds ------------------------------------------------------------------------------------------ */

enum { PARSE_CPU_US = 100000 }; /* six times what honest HTML of the largest size takes */

/* At most SANITIZE_MOST bytes of valid UTF-8. */
static struct sv bounded(struct arena *arena, struct sv html)
{
	html = sv_first(html, SANITIZE_MOST);
	return utf8_valid(html) ? html : utf8_repair(arena, html);
}

/* --- the allow-list -------------------------------------------------------------------------------------------------- */

enum element {
	UNWRAP,  /* the tag goes, what is in it stays */
	SPACED,  /* the same with a space on both sides: it stood on lines of its own */
	DROP,    /* goes with all that is in it: code, or text for machines */
	KEEP,
	BREAK,   /* <br> */
	LINK,    /* <a> */
	HEADING, /* becomes a paragraph in bold */
};

static const uint8_t elements[GUMBO_TAG_LAST + 1] = {
	[GUMBO_TAG_P] = KEEP,          [GUMBO_TAG_SPAN] = KEEP,      [GUMBO_TAG_DEL] = KEEP,        [GUMBO_TAG_S] = KEEP,
	[GUMBO_TAG_PRE] = KEEP,        [GUMBO_TAG_BLOCKQUOTE] = KEEP, [GUMBO_TAG_CODE] = KEEP,      [GUMBO_TAG_B] = KEEP,
	[GUMBO_TAG_STRONG] = KEEP,     [GUMBO_TAG_U] = KEEP,         [GUMBO_TAG_I] = KEEP,          [GUMBO_TAG_EM] = KEEP,
	[GUMBO_TAG_UL] = KEEP,         [GUMBO_TAG_OL] = KEEP,        [GUMBO_TAG_LI] = KEEP,         [GUMBO_TAG_RUBY] = KEEP,
	[GUMBO_TAG_RT] = KEEP,         [GUMBO_TAG_RP] = KEEP,        [GUMBO_TAG_BR] = BREAK,        [GUMBO_TAG_A] = LINK,
	[GUMBO_TAG_H1] = HEADING,      [GUMBO_TAG_H2] = HEADING,     [GUMBO_TAG_H3] = HEADING,      [GUMBO_TAG_H4] = HEADING,
	[GUMBO_TAG_H5] = HEADING,      [GUMBO_TAG_H6] = HEADING,     [GUMBO_TAG_DIV] = SPACED,      [GUMBO_TAG_SECTION] = SPACED,
	[GUMBO_TAG_ARTICLE] = SPACED,  [GUMBO_TAG_HEADER] = SPACED,  [GUMBO_TAG_FOOTER] = SPACED,   [GUMBO_TAG_ASIDE] = SPACED,
	[GUMBO_TAG_NAV] = SPACED,      [GUMBO_TAG_FIGURE] = SPACED,  [GUMBO_TAG_FIGCAPTION] = SPACED, [GUMBO_TAG_TABLE] = SPACED,
	[GUMBO_TAG_TR] = SPACED,       [GUMBO_TAG_TD] = SPACED,      [GUMBO_TAG_TH] = SPACED,       [GUMBO_TAG_DL] = SPACED,
	[GUMBO_TAG_DT] = SPACED,       [GUMBO_TAG_DD] = SPACED,      [GUMBO_TAG_HR] = SPACED,       [GUMBO_TAG_ADDRESS] = SPACED,
	[GUMBO_TAG_SCRIPT] = DROP,     [GUMBO_TAG_STYLE] = DROP,     [GUMBO_TAG_TITLE] = DROP,      [GUMBO_TAG_TEXTAREA] = DROP,
	[GUMBO_TAG_IFRAME] = DROP,     [GUMBO_TAG_NOEMBED] = DROP,   [GUMBO_TAG_NOFRAMES] = DROP,   [GUMBO_TAG_XMP] = DROP,
	[GUMBO_TAG_PLAINTEXT] = DROP,  [GUMBO_TAG_NOSCRIPT] = DROP,  [GUMBO_TAG_OBJECT] = DROP,     [GUMBO_TAG_TEMPLATE] = DROP,
	[GUMBO_TAG_SELECT] = DROP,     [GUMBO_TAG_HEAD] = DROP,      [GUMBO_TAG_VIDEO] = DROP,      [GUMBO_TAG_AUDIO] = DROP,
};

static enum element element_kind(const GumboNode *node)
{
	if (node->type == GUMBO_NODE_TEMPLATE || node->v.element.tag_namespace != GUMBO_NAMESPACE_HTML)
		return DROP; /* SVG and MathML parse by other rules: nothing of them is let through */
	return node->v.element.tag <= GUMBO_TAG_LAST ? elements[node->v.element.tag] : UNWRAP;
}

static struct sv attribute(const GumboNode *node, const char *name)
{
	const GumboAttribute *found = gumbo_get_attribute(&node->v.element.attributes, name);
	return found ? sv_of(found->value) : SV_NONE;
}

static bool is_html_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Takes the first word off; none left: empty. */
static struct sv next_word(struct sv *s)
{
	*s = sv_trim(*s);
	size_t n = 0;
	while (n < s->n && !is_html_space(s->p[n]))
		n++;
	struct sv word = sv_first(*s, n);
	*s = sv_from(*s, n);
	return word;
}

static bool class_allowed(struct sv word)
{
	static const struct sv prefixes[] = { SV_INIT("h-"), SV_INIT("p-"), SV_INIT("u-"), SV_INIT("dt-"), SV_INIT("e-") }; /* microformats */
	static const struct sv words[] = { SV_INIT("mention"), SV_INIT("hashtag"), SV_INIT("ellipsis"), SV_INIT("invisible"),
					   SV_INIT("quote-inline") };
	for (size_t i = 0; i < COUNT_OF(prefixes); i++)
		if (sv_starts(word, prefixes[i]))
			return true;
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (sv_eq(word, words[i]))
			return true;
	return false;
}

static bool link_allowed(struct sv url)
{
	static const struct sv schemes[] = { SV_INIT("https://"), SV_INIT("http://"), SV_INIT("dat:"), SV_INIT("dweb:"),
					     SV_INIT("ipfs:"),    SV_INIT("ipns:"),   SV_INIT("ssb:"), SV_INIT("gopher:"),
					     SV_INIT("xmpp:"),    SV_INIT("magnet:"), SV_INIT("gemini:") };
	for (size_t i = 0; i < url.n; i++)
		if ((unsigned char)url.p[i] <= ' ' || url.p[i] == 0x7f)
			return false;
	for (size_t i = 0; i < COUNT_OF(schemes); i++)
		if (sv_starts_nocase(url, schemes[i]))
			return true;
	return false;
}

/* A language tag (RFC 5646): letters, digits, hyphens. */
static bool lang_allowed(struct sv lang)
{
	for (size_t i = 0; i < lang.n; i++)
		if (lang.p[i] != '-' && !(lang.p[i] >= '0' && lang.p[i] <= '9') && !((lang.p[i] | 0x20) >= 'a' && (lang.p[i] | 0x20) <= 'z'))
			return false;
	return lang.n && lang.n <= 35;
}

/* --- writing it again ------------------------------------------------------------------------------------------------ */

static void put_attribute(struct buf *b, struct sv name, struct sv value)
{
	buf_putc(b, ' ');
	buf_put(b, name);
	buf_put(b, SV("=\""));
	html_text(b, value);
	buf_putc(b, '"');
}

static void put_class(struct buf *b, const GumboNode *node)
{
	bool first = true;
	struct sv classes = attribute(node, "class");
	for (struct sv word; (word = next_word(&classes)).n;) {
		if (!class_allowed(word))
			continue;
		buf_put(b, first ? SV(" class=\"") : SV(" "));
		html_text(b, word);
		first = false;
	}
	if (!first)
		buf_putc(b, '"');
}

static void put_number(struct buf *b, const GumboNode *node, const char *name)
{
	int64_t number;
	if (sv_to_i64(sv_trim(attribute(node, name)), &number) && number >= INT32_MIN && number <= INT32_MAX)
		buf_printf(b, " %s=\"%d\"", name, (int)number);
}

static void put_attributes(struct buf *b, const GumboNode *node)
{
	GumboTag tag = node->v.element.tag;
	struct sv lang = attribute(node, "lang");
	if (lang_allowed(lang))
		put_attribute(b, SV("lang"), lang);
	if (tag == GUMBO_TAG_A || tag == GUMBO_TAG_SPAN || tag == GUMBO_TAG_P)
		put_class(b, node);
	if ((tag == GUMBO_TAG_A || tag == GUMBO_TAG_SPAN) && sv_eq(attribute(node, "translate"), SV("no")))
		buf_put(b, SV(" translate=\"no\""));
	if (tag == GUMBO_TAG_OL) {
		put_number(b, node, "start");
		buf_put(b, attribute(node, "reversed").p ? SV(" reversed=\"\"") : SV(""));
	}
	if (tag == GUMBO_TAG_LI)
		put_number(b, node, "value");
}

static bool has_word(struct sv words, struct sv wanted)
{
	for (struct sv word; (word = next_word(&words)).n;)
		if (sv_eq_nocase(word, wanted))
			return true;
	return false;
}

static void put_children(struct buf *b, const GumboNode *node, unsigned depth);

static void put_element(struct buf *b, const GumboNode *node, unsigned depth)
{
	struct sv name = sv_of(gumbo_normalized_tagname(node->v.element.tag));
	buf_putc(b, '<');
	buf_put(b, name);
	put_attributes(b, node);
	buf_putc(b, '>');
	put_children(b, node, depth);
	buf_put(b, SV("</"));
	buf_put(b, name);
	buf_putc(b, '>');
}

static void put_link(struct buf *b, const GumboNode *node, unsigned depth)
{
	struct sv url = sv_trim(attribute(node, "href"));
	if (!link_allowed(url)) {
		put_children(b, node, depth);
		return;
	}
	buf_put(b, SV("<a"));
	put_attribute(b, SV("href"), url);
	put_attributes(b, node);
	buf_put(b, has_word(attribute(node, "rel"), SV("tag")) ? SV(" rel=\"tag nofollow noopener\"") : SV(" rel=\"nofollow noopener\""));
	buf_put(b, SV(" target=\"_blank\">"));
	put_children(b, node, depth);
	buf_put(b, SV("</a>"));
}

static void put_node(struct buf *b, const GumboNode *node, unsigned depth)
{
	enum element kind = element_kind(node);
	switch (kind) {
	case KEEP:
		put_element(b, node, depth);
		break;
	case BREAK:
		buf_put(b, SV("<br>"));
		break;
	case LINK:
		put_link(b, node, depth);
		break;
	case HEADING:
		buf_put(b, SV("<p><strong>"));
		put_children(b, node, depth);
		buf_put(b, SV("</strong></p>"));
		break;
	case SPACED:
	case UNWRAP:
		buf_put(b, kind == SPACED ? SV(" ") : SV(""));
		put_children(b, node, depth);
		buf_put(b, kind == SPACED ? SV(" ") : SV(""));
		break;
	case DROP:
		break;
	}
}

static bool is_text(const GumboNode *node)
{
	return node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE || node->type == GUMBO_NODE_CDATA;
}

static bool is_element(const GumboNode *node)
{
	return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE;
}

static void put_children(struct buf *b, const GumboNode *node, unsigned depth)
{
	if (depth == SANITIZE_DEPTH)
		return;
	const GumboVector *children = &node->v.element.children;
	for (unsigned i = 0; i < children->length; i++) {
		const GumboNode *child = children->data[i];
		if (is_text(child))
			html_text(b, sv_of(child->v.text.text));
		else if (is_element(child))
			put_node(b, child, depth + 1);
	}
}

static size_t parse_budget(struct sv html)
{
	return (1 << 20) + html.n * 256; /* dense markup takes about a third of that */
}

struct html sanitize_html(struct arena *arena, struct sv html)
{
	html = bounded(arena, html);
	CLEANUP(html_tree_close) struct html_tree tree = { .budget = parse_budget(html), .cpu_us = PARSE_CPU_US };
	const GumboNode *root = html_tree_fragment(&tree, html);
	struct buf b = BUF(arena, SANITIZE_MOST * 16);
	if (root)
		put_children(&b, root, 0);
	if (!root || b.overflow)
		return html_of_text(arena, html);
	return (struct html){ sv_trim(buf_sv(&b)) };
}

/* --- as text --------------------------------------------------------------------------------------------------------- */

/* Makes sure that at least `lines` line ends stand before what comes next. */
static void line_ends(struct buf *b, size_t lines)
{
	size_t there = 0;
	while (there < b->n && b->p[b->n - 1 - there] == '\n')
		there++;
	for (; b->n && there < lines; there++)
		buf_putc(b, '\n');
}

static size_t lines_around(GumboTag tag)
{
	switch (tag) {
	case GUMBO_TAG_P: case GUMBO_TAG_UL: case GUMBO_TAG_OL: case GUMBO_TAG_PRE: case GUMBO_TAG_BLOCKQUOTE: case GUMBO_TAG_H1:
	case GUMBO_TAG_H2: case GUMBO_TAG_H3: case GUMBO_TAG_H4: case GUMBO_TAG_H5: case GUMBO_TAG_H6:
		return 2;
	case GUMBO_TAG_DIV: case GUMBO_TAG_LI: case GUMBO_TAG_TR:
		return 1;
	default:
		return 0;
	}
}

static void say_children(struct buf *b, const GumboNode *node, unsigned depth);

static void say_element(struct buf *b, const GumboNode *node, unsigned depth)
{
	GumboTag tag = node->v.element.tag;
	enum element kind = element_kind(node);
	if (kind == DROP)
		return;
	if (kind == BREAK) {
		buf_putc(b, '\n');
		return;
	}
	size_t lines = lines_around(tag);
	line_ends(b, lines);
	if (tag == GUMBO_TAG_LI)
		buf_put(b, SV("- "));
	say_children(b, node, depth);
	line_ends(b, lines);
}

static void say_children(struct buf *b, const GumboNode *node, unsigned depth)
{
	if (depth == SANITIZE_DEPTH)
		return;
	const GumboVector *children = &node->v.element.children;
	for (unsigned i = 0; i < children->length; i++) {
		const GumboNode *child = children->data[i];
		if (is_element(child))
			say_element(b, child, depth + 1);
		else if (child->type == GUMBO_NODE_TEXT || (is_text(child) && b->n && b->p[b->n - 1] != '\n'))
			buf_put(b, sv_of(child->v.text.text));
	}
}

struct sv html_to_text(struct arena *arena, struct sv html)
{
	html = bounded(arena, html);
	CLEANUP(html_tree_close) struct html_tree tree = { .budget = parse_budget(html), .cpu_us = PARSE_CPU_US };
	const GumboNode *root = html_tree_fragment(&tree, html);
	if (!root)
		return html;
	struct buf b = BUF(arena, SANITIZE_MOST * 4);
	say_children(&b, root, 0);
	return sv_trim(buf_sv(&b));
}
