/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What may be in an expression: strangers write them, so that each construct is one that is known here, and known not to be slow. */
#include "screening/pattern.h"

#include "base/utf8.h"

#include <ctype.h>
#include <stdlib.h>

struct check {
	struct sv text;
	size_t at;
	unsigned depth;
	enum pattern_kind kind;
	const char *fault;
};

struct measure {
	size_t least, size; /* bytes that it matches at least; letters, repeats written out */
};

enum { DEPTH_MOST = 16, LEAST = 2 };

static struct measure check_choice(struct check *c);

static struct measure wrong(struct check *c, const char *fault)
{
	c->fault = c->fault ? c->fault : fault;
	c->at = c->text.n;
	return (struct measure){ 0 };
}

static bool next_is(const struct check *c, char what)
{
	return c->at < c->text.n && c->text.p[c->at] == what;
}

static struct measure check_escape(struct check *c)
{
	char letter = c->at + 1 < c->text.n ? c->text.p[c->at + 1] : 0;
	c->at += 2;
	if (letter == 'b' || letter == 'B')
		return (struct measure){ 0, 1 };
	if (letter < ' ' || letter > '~' || (isalnum(letter) && !strchr("dDwWsSnt", letter)))
		return wrong(c, "a backslash stands before a sign, or makes \\b, \\B, \\d, \\D, \\w, \\W, \\s, \\S, \\n, \\t; nothing else is understood");
	return (struct measure){ 1, 1 };
}

static struct measure check_class(struct check *c)
{
	size_t i = c->at + 1;
	if (i < c->text.n && c->text.p[i] == '^')
		i++;
	if (i < c->text.n && c->text.p[i] == ']')
		return wrong(c, "[] is empty; write \\] for a bracket");
	for (; i < c->text.n && c->text.p[i] != ']'; i++) {
		char letter = c->text.p[i];
		if ((unsigned char)letter >= 128)
			return wrong(c, "between [ and ] only ASCII letters may stand: write (ж|ш), not [жш]");
		if (letter == '[')
			return wrong(c, "write \\[ for a bracket between [ and ]");
		if (letter != '\\')
			continue;
		letter = ++i < c->text.n ? c->text.p[i] : 0;
		if (letter < ' ' || (isalnum(letter) && !strchr("dwsnt", letter)))
			return wrong(c, "between [ and ] a backslash stands before a sign, or makes \\d, \\w, \\s, \\n, \\t");
	}
	if (i >= c->text.n)
		return wrong(c, "a [ is never closed");
	c->at = i + 1;
	return (struct measure){ 1, 1 };
}

static struct measure check_group(struct check *c)
{
	c->at++;
	if (next_is(c, '?')) {
		c->at++;
		if (!next_is(c, ':'))
			return wrong(c, "of what begins with (? only (?:…) is understood: no look-around, no options");
		c->at++;
	}
	if (next_is(c, '*'))
		return wrong(c, "(*…) is not understood");
	if (++c->depth > DEPTH_MOST)
		return wrong(c, "its brackets are nested too deep");
	struct measure inner = check_choice(c);
	c->depth--;
	if (!next_is(c, ')'))
		return wrong(c, "a ( is never closed");
	c->at++;
	return inner;
}

static struct measure check_letter(struct check *c)
{
	unsigned char letter = (unsigned char)c->text.p[c->at];
	if (letter == '\\')
		return check_escape(c);
	if (letter == '[')
		return check_class(c);
	if (letter == '(')
		return check_group(c);
	if (letter && strchr("*+?{", letter))
		return wrong(c, "a repeat stands behind nothing; write a backslash before the sign");
	if (letter && strchr("^$", letter)) {
		c->at++;
		return c->kind == PATTERN_RAW ? (struct measure){ 0, 1 } : wrong(c, "^ and $ match nothing here: words have a space before and behind them");
	}
	if (letter < ' ')
		return wrong(c, "it has a control character");
	size_t n = 1;
	if (letter >= 128) {
		struct sv rest = sv_from(c->text, c->at);
		utf8_next(&rest);
		n = c->text.n - c->at - rest.n;
		if (c->at + n < c->text.n && strchr("*+?{", c->text.p[c->at + n]))
			return wrong(c, "put a letter that is not ASCII into brackets before it is repeated: (ж)+");
	}
	c->at += n;
	return (struct measure){ n, n };
}

/* {n}, {n,}, {n,m} */
static bool read_braces(struct check *c, size_t *least_r, size_t *most_r)
{
	char *end;
	char text[16] = { 0 };
	struct sv inside = sv_from(c->text, c->at + 1), rest = inside;
	if (!sv_cut(&rest, '}', &inside) || !inside.n || inside.n >= sizeof(text) || !isdigit((unsigned char)*inside.p))
		return false;
	memcpy(text, inside.p, inside.n);
	*least_r = *most_r = strtoul(text, &end, 10);
	if (*end == ',')
		*most_r = end[1] ? strtoul(end + 1, &end, 10) : (end++, *least_r + 1);
	c->at += inside.n + 2;
	return !*end && *most_r >= *least_r && *most_r > 0;
}

static bool is_repeat(const struct check *c)
{
	return c->at < c->text.n && c->text.p[c->at] && strchr("*+?{", c->text.p[c->at]);
}

static struct measure check_repeat(struct check *c)
{
	struct measure one = check_letter(c);
	size_t least = 1, most = 1;
	if (!is_repeat(c))
		return one;
	if (next_is(c, '{')) {
		if (!read_braces(c, &least, &most))
			return wrong(c, "behind a { stands how often: {3}, {2,}, {2,5}; write \\{ for the sign");
		if (most > PATTERN_REPEAT)
			return wrong(c, "a repeat of more than 100 is too much");
	} else {
		least = next_is(c, '+');
		c->at++;
	}
	if (next_is(c, '?')) /* the lazy form of the same */
		c->at++;
	if (is_repeat(c))
		return wrong(c, "a repeat stands behind a repeat");
	return (struct measure){ one.least * least, one.size * most };
}

static struct measure check_choice(struct check *c)
{
	struct measure all = { SIZE_MAX, 0 }, branch = { 0 };
	while (!c->fault && c->at < c->text.n && c->text.p[c->at] != ')') {
		if (next_is(c, '|')) {
			all.least = branch.least < all.least ? branch.least : all.least;
			branch = (struct measure){ 0, branch.size };
			c->at++;
			continue;
		}
		struct measure one = check_repeat(c);
		branch.least += one.least;
		branch.size += one.size;
		if (branch.size > PATTERN_SIZE)
			return wrong(c, "it is too long when its repeats are written out");
	}
	all.least = branch.least < all.least ? branch.least : all.least;
	all.size = branch.size;
	return all;
}

const char *pattern_fault(struct arena *arena, const struct pattern *pattern)
{
	if (pattern->text.n > PATTERN_MOST)
		return arena_printf(arena, "it has more than %d bytes", PATTERN_MOST).p;
	if (sv_has(pattern->text, '\0') || !utf8_valid(pattern->text))
		return "it is not text in UTF-8";
	if (pattern->kind == PATTERN_PHRASE)
		return pattern_words(arena, pattern->text).n > LEAST ? NULL : "there is no word in it";
	struct check check = { .text = pattern->text, .kind = pattern->kind };
	struct measure all = check_choice(&check);
	if (!check.fault && check.at < check.text.n)
		return "a ) closes nothing; write \\) for the sign";
	if (!check.fault && all.least < LEAST)
		return "it would match nearly every text: it must need two letters at least";
	return check.fault;
}
