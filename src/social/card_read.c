/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/card_read.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "social/account.h"
#include "social/html_tree.h"

enum { PARSE_CPU_US = 200000, DEPTH_MOST = 20 };

/* --- where it stands --------------------------------------------------------------------------------------------------------- */

enum part { TITLE, DESCRIPTION, AUTHOR, PROVIDER, IMAGE_ALT, PUBLISHED, PARTS };

static const size_t most[PARTS] = { /* characters */
	[TITLE] = 200, [DESCRIPTION] = 500, [AUTHOR] = 100, [PROVIDER] = 100, [IMAGE_ALT] = 500, [PUBLISHED] = 40,
};

/* The best rank that a page has counts; of the same rank, the first. */
static const struct name {
	struct sv name;
	enum part part;
	int rank;
} names[] = {
	{ SV_INIT("og:title"), TITLE, 3 },
	{ SV_INIT("twitter:title"), TITLE, 2 }, /* <title>: 1 */
	{ SV_INIT("og:description"), DESCRIPTION, 3 },
	{ SV_INIT("twitter:description"), DESCRIPTION, 2 },
	{ SV_INIT("description"), DESCRIPTION, 1 },
	{ SV_INIT("author"), AUTHOR, 3 },
	{ SV_INIT("og:author"), AUTHOR, 2 },
	{ SV_INIT("article:author"), AUTHOR, 1 },
	{ SV_INIT("og:site_name"), PROVIDER, 3 },
	{ SV_INIT("application-name"), PROVIDER, 1 },
	{ SV_INIT("og:image:alt"), IMAGE_ALT, 3 },
	{ SV_INIT("twitter:image:alt"), IMAGE_ALT, 2 },
	{ SV_INIT("article:published_time"), PUBLISHED, 3 },
};

struct reading {
	struct arena *arena;
	struct sv text[PARTS];
	int rank[PARTS];
};

/* --- text -------------------------------------------------------------------------------------------------------------------- */

static bool is_gap(uint32_t code)
{
	return code <= ' ' || (code >= 0x7f && code <= 0xa0) || code == 0x2028 || code == 0x2029;
}

/* These turn the direction of what comes after them, also outside the card. */
static bool turns_text(uint32_t code)
{
	return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

/* On one line, at most `characters` of it. */
static struct sv one_line(struct arena *arena, struct sv text, size_t characters)
{
	struct buf b = BUF(arena, characters * 4 + 4);
	bool gap = false;
	char one[4];
	for (size_t n = 0; text.n;) {
		uint32_t code = utf8_next(&text);
		if (is_gap(code))
			gap = true;
		if (is_gap(code) || turns_text(code))
			continue;
		gap = gap && b.n;
		n += gap ? 2 : 1;
		if (n > characters)
			break;
		if (gap)
			buf_putc(&b, ' ');
		gap = false;
		buf_put(&b, (struct sv){ one, utf8_put(one, code) });
	}
	return buf_sv(&b);
}

static void found(struct reading *r, enum part part, int rank, struct sv text)
{
	bool address = part == AUTHOR && (sv_starts_nocase(sv_trim(text), SV("http:")) || sv_starts_nocase(sv_trim(text), SV("https:")));
	if (rank <= r->rank[part] || address)
		return;
	struct sv line = one_line(r->arena, text, most[part]);
	if (!line.n)
		return;
	r->text[part] = line;
	r->rank[part] = rank;
}

/* --- the page ---------------------------------------------------------------------------------------------------------------- */

static struct sv attribute(const GumboNode *node, const char *name)
{
	const GumboAttribute *attribute = gumbo_get_attribute(&node->v.element.attributes, name);
	return attribute ? sv_of(attribute->value) : SV_NONE;
}

/* Open Graph says property, HTML and Twitter say name; pages mix them up. */
static void read_meta(struct reading *r, const GumboNode *node)
{
	struct sv property = sv_trim(attribute(node, "property")), name = sv_trim(attribute(node, "name")), content = attribute(node, "content");
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (sv_eq_nocase(property, names[i].name) || sv_eq_nocase(name, names[i].name))
			found(r, names[i].part, names[i].rank, content);
}

static void read_title(struct reading *r, const GumboNode *node)
{
	const GumboVector *children = &node->v.element.children;
	const GumboNode *text = children->length ? children->data[0] : NULL;
	if (text && text->type == GUMBO_NODE_TEXT)
		found(r, TITLE, 1, sv_of(text->v.text.text));
}

static void read_children(struct reading *r, const GumboNode *node, unsigned depth)
{
	const GumboVector *children = &node->v.element.children;
	for (unsigned i = 0; i < children->length && depth < DEPTH_MOST; i++) {
		const GumboNode *child = children->data[i];
		if (child->type != GUMBO_NODE_ELEMENT || child->v.element.tag_namespace != GUMBO_NAMESPACE_HTML)
			continue;
		if (child->v.element.tag == GUMBO_TAG_META)
			read_meta(r, child);
		else if (child->v.element.tag == GUMBO_TAG_TITLE)
			read_title(r, child);
		else
			read_children(r, child, depth + 1);
	}
}

static bool is_word_at(struct sv html, size_t at, struct sv word)
{
	return sv_starts_nocase(sv_from(html, at), word);
}

/* The page up to where its body begins: nothing behind it is wanted, and most of the work would be there. */
static struct sv head_of(struct sv html)
{
	html = sv_first(html, CARD_HTML_MOST);
	for (size_t i = 0; i < html.n; i++)
		if (html.p[i] == '<' && (is_word_at(html, i, SV("</head")) || is_word_at(html, i, SV("<body"))))
			return sv_first(html, i);
	return html;
}

/* A language tag (RFC 5646), of which the first part is kept. */
static struct sv language(struct arena *arena, struct sv lang)
{
	struct sv first;
	lang = sv_trim(lang);
	sv_cut(&lang, '-', &first);
	for (size_t i = 0; i < first.n; i++)
		if ((first.p[i] | 0x20) < 'a' || (first.p[i] | 0x20) > 'z')
			return SV_NONE;
	return first.n == 2 || first.n == 3 ? ascii_lower(arena, first) : SV_NONE;
}

bool card_read(struct arena *arena, struct sv html, struct card_text *card_r)
{
	struct reading r = { .arena = arena };
	for (size_t i = 0; i < PARTS; i++)
		r.text[i] = SV("");
	html = head_of(html);
	html = utf8_valid(html) ? html : utf8_repair(arena, html);
	CLEANUP(html_tree_close) struct html_tree tree = { .budget = (1 << 20) + html.n * 64, .cpu_us = PARSE_CPU_US };
	const GumboNode *root = html_tree_page(&tree, html);
	*card_r = (struct card_text){ 0 };
	if (!root)
		return false;
	read_children(&r, root, 0);
	*card_r = (struct card_text){ .title = r.text[TITLE],
		                      .description = r.text[DESCRIPTION],
		                      .author_name = r.text[AUTHOR],
		                      .provider_name = r.text[PROVIDER],
		                      .image_description = r.text[IMAGE_ALT],
		                      .language = language(arena, attribute(root, "lang")) };
	if (!time_parse(r.text[PUBLISHED], &card_r->published_at))
		card_r->published_at = 0;
	return card_r->title.n;
}
