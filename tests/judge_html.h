/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* judge_html.h - is this HTML the sanitizer's? Its output is simple enough to be read with a scanner: '<' and '>' stand for tags
 * only, every tag is known, every attribute is known and quoted, tags are closed in order, links lead to allowed schemes. */
#ifndef TESTS_JUDGE_HTML_H
#define TESTS_JUDGE_HTML_H

#include "base/sv.h"

struct judge {
	struct sv open[512];
	size_t depth;
	const char *wrong; /* NULL: nothing */
};

static inline bool judge_known(struct sv word, const char *list) /* " a b c " */
{
	const char *hit = list;
	while (word.n && (hit = memmem(hit, strlen(hit), word.p, word.n))) {
		if (hit[-1] == ' ' && hit[word.n] == ' ')
			return true;
		hit++;
	}
	return false;
}

static inline bool judge_link(struct sv url)
{
	char scheme[8] = "";
	struct sv head;
	if (!sv_cut(&url, ':', &head) || head.n >= sizeof(scheme))
		return false;
	for (size_t i = 0; i < head.n; i++)
		scheme[i] = (char)(head.p[i] >= 'A' && head.p[i] <= 'Z' ? head.p[i] | 0x20 : head.p[i]);
	return judge_known((struct sv){ scheme, head.n }, " https http dat dweb ipfs ipns ssb gopher xmpp magnet gemini ");
}

static inline void judge_attributes(struct judge *judge, struct sv rest)
{
	while (rest.n && !judge->wrong) {
		struct sv name, value;
		sv_cut(&rest, '=', &name);
		if (rest.n < 2 || rest.p[0] != '"')
			judge->wrong = "an attribute without quotes";
		rest = sv_from(rest, 1);
		sv_cut(&rest, '"', &value);
		rest = sv_from(rest, 1); /* the space */
		if (!judge_known(name, " href class lang translate rel target start reversed value "))
			judge->wrong = "an unknown attribute";
		if (sv_eq(name, SV("href")) && !judge_link(value))
			judge->wrong = "a link to where no link may lead";
	}
}

static inline void judge_tag(struct judge *judge, struct sv tag)
{
	static const char known[] = " p br span a del s pre blockquote code b strong u i em ul ol li ruby rt rp ";
	bool closing = sv_starts(tag, SV("/"));
	struct sv name, rest = closing ? sv_from(tag, 1) : tag;
	sv_cut(&rest, ' ', &name);
	if (!judge_known(name, known))
		judge->wrong = "an unknown tag";
	else if (closing && (!judge->depth || !sv_eq(judge->open[--judge->depth], name)))
		judge->wrong = "a closing tag of something else";
	else if (!closing && !sv_eq(name, SV("br")) && judge->depth < 512)
		judge->open[judge->depth++] = name;
	judge_attributes(judge, rest);
}

/* What is wrong with it, or NULL. */
static inline const char *judge_html(struct sv html)
{
	struct judge judge = { .depth = 0 };
	struct sv text, tag;
	while (sv_cut(&html, '<', &text) && !judge.wrong) {
		if (sv_has(text, '>') || !sv_cut(&html, '>', &tag) || sv_has(tag, '<'))
			return "a lone < or >";
		judge_tag(&judge, tag);
	}
	return judge.wrong ? judge.wrong : sv_has(text, '>') ? "a lone >" : judge.depth ? "a tag that is not closed" : NULL;
}

#endif
