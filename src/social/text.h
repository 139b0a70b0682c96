/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* text.h - what people write: the links, mentions, hashtags and emoji in it, its length, and its HTML; all as Mastodon 4.5 does
 * it (docs.joinmastodon.org, "Posting to your profile"), because apps and other servers count and compare.
 *
 * Text is UTF-8 (utf8_valid) and any length the caller allowed; nothing here fails. Views in results point into the text. */
#ifndef SOCIAL_TEXT_H
#define SOCIAL_TEXT_H

#include "base/html.h"

enum text_kind { TEXT_URL, TEXT_MENTION, TEXT_HASHTAG, TEXT_EMOJI };

struct text_span {
	enum text_kind kind;
	struct sv whole;  /* its place in the text: "@ada@talk.example", "#Moot", ":blobcat:" */
	struct sv name;   /* "ada", "Moot", "blobcat"; of a link: all of it */
	struct sv domain; /* of a mention, as written; none when it has none */
};

/* Finds them all, in order, without overlap. Returns how many. */
size_t text_scan(struct arena *arena, struct sv text, struct text_span **spans_r);

/* How many characters it counts: grapheme clusters (UAX #29), a link for 23, a mention for its local part. A content warning
 * counts with text_graphemes(). */
size_t text_length(struct arena *arena, struct sv text);
size_t text_graphemes(struct arena *arena, struct sv text);
enum { TEXT_LINK_LENGTH = 23 };

/* Who is mentioned, as the caller's table of accounts knows. */
struct text_mention {
	struct sv url;   /* of the profile page */
	struct sv shown; /* behind the @: the user name; with its domain where it would be ambiguous */
};

struct text_style {
	struct sv base;       /* "https://talk.example": a hashtag leads to base/tags/name */
	bool one_line;        /* a name or a profile field: no <p> and <br> around it */
	bool me;              /* the author's own links, in a profile: rel="me" too */
	struct sv quoted_url; /* of a quoted status, for readers that know no quotes; none: none */
	/* Tells who user@domain is (domain none: somebody here). false: it stays plain text. NULL: all do. */
	bool (*mention)(void *data, struct sv user, struct sv domain, struct text_mention *mention_r);
	void *data;
};

/* Its HTML: paragraphs and line breaks, links shortened, mentions and hashtags linked, :shortcodes: left as they are. */
struct html text_html(struct arena *arena, struct sv text, const struct text_style *style);

/* What two spellings of a hashtag have in common: compatibility forms, case and accents of Latin letters folded ("#Café" and
 * "#CAFE": "cafe"). For look-ups; people see the spelling they chose. */
struct sv text_tag_key(struct arena *arena, struct sv name);
bool text_is_tag(struct sv name); /* would "#name" be one hashtag? */

#endif
