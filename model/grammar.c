/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "grammar.h"

#include "rewrite.h"

#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>

enum { NAMES_MOST = 64, LINES_MOST = 1024, DEEPEST = 8, TEXT_MOST = 4096 };

struct grammar {
	struct sv names[NAMES_MOST], choices[NAMES_MOST];
	size_t name_count;
	struct rows *rows;
	size_t harmless; /* rows that were there before: what stands beside a made-up sentence comes of them */
};

static void bad_line(struct sv line, const char *what)
{
	fprintf(stderr, "grammar: %s: " SVF "\n", what, SVA(line));
	exit(1);
}

static struct sv read_file(struct arena *arena, const char *path)
{
	FILE *file = fopen(path, "rb");
	enum { MOST = 1 << 20 };
	char *text = arena_alloc(arena, MOST);
	if (!file) {
		fprintf(stderr, "%s cannot be read.\n", path);
		exit(1);
	}
	size_t n = fread(text, 1, MOST, file);
	fclose(file);
	return (struct sv){ text, n };
}

/* --- one text ---------------------------------------------------------------------------------------------------------------------------- */

/* A choice of those between bars. Bars inside of brackets are somebody else's. */
static struct sv choose(struct sv choices)
{
	struct sv parts[256];
	size_t count = 0, from = 0;
	int depth = 0;
	for (size_t i = 0; i <= choices.n; i++) {
		char c = i < choices.n ? choices.p[i] : '|';
		depth += c == '(' ? 1 : c == ')' ? -1 : 0;
		if (c == '|' && depth == 0 && count < COUNT_OF(parts)) {
			parts[count++] = (struct sv){ choices.p + from, i - from };
			from = i + 1;
		}
	}
	return parts[chance() % count];
}

static size_t closing(struct sv text, size_t at)
{
	int depth = 0;
	for (size_t i = at; i < text.n; i++) {
		depth += text.p[i] == '(' ? 1 : text.p[i] == ')' ? -1 : 0;
		if (text.p[at] == '{' ? text.p[i] == '}' : depth == 0)
			return i;
	}
	bad_line(text, "a bracket is open");
	return 0;
}

static struct sv choices_of(const struct grammar *g, struct sv name)
{
	for (size_t i = 0; i < g->name_count; i++)
		if (sv_eq(g->names[i], name))
			return g->choices[i];
	bad_line(name, "no such name");
	return SV_NONE;
}

static void expand(const struct grammar *g, struct sv line, unsigned depth, struct buf *out)
{
	if (depth > DEEPEST)
		bad_line(line, "it leads to itself");
	for (size_t i = 0; i < line.n; i++) {
		char c = line.p[i];
		if (c != '{' && c != '(') {
			buf_putc(out, c);
			continue;
		}
		size_t end = closing(line, i);
		struct sv inside = { line.p + i + 1, end - i - 1 };
		expand(g, c == '{' ? sv_trim(choose(choices_of(g, inside))) : choose(inside), depth + 1, out);
		i = end;
	}
}

/* "I 'm": the space goes; before a quotation it stays. */
static bool is_short_verb(struct sv rest)
{
	return rest.n > 3 && rest.p[1] == '\'' && (rest.p[3] == ' ' || (rest.p[2] == 'l' && rest.p[3] == 'l'));
}

/* Spaces that a choice of nothing left behind go; the first letter may be a capital, all may. */
static struct sv polish(struct arena *arena, struct sv text)
{
	char *to = arena_alloc(arena, text.n + 1);
	size_t n = 0;
	unsigned how = (unsigned)(chance() % 16);
	for (size_t i = 0; i < text.n; i++) {
		char next = i + 1 < text.n ? text.p[i + 1] : 0;
		if (text.p[i] == ' ' && (n == 0 || next == ' ' || next == 0 || strchr(".,!?", next) || is_short_verb(sv_from(text, i))))
			continue;
		char c = text.p[i];
		bool small = c >= 'a' && c <= 'z';
		bool raised = small && ((n == 0 && how < 9) || how == 15);
		to[n++] = (char)(raised ? c - 32 : c);
	}
	return (struct sv){ to, n };
}

static struct sv beside(struct grammar *g, struct arena *arena, struct sv text)
{
	enum { SHARE = 5, LONGEST = 160 };
	if (chance() % SHARE)
		return text;
	for (int turn = 0; turn < 50 && g->harmless; turn++) {
		const struct row *other = &g->rows->list[chance() % g->harmless];
		if (other->text.n > LONGEST || other->label[CATEGORY_violence] != 0 || other->label[CATEGORY_hate] == 1 || !sv_eq(other->source, SV("goemotions")))
			continue;
		return chance() & 1 ? arena_printf(arena, SVF " " SVF, SVA(text), SVA(other->text)) : arena_printf(arena, SVF ". " SVF, SVA(other->text), SVA(text));
	}
	return text;
}

/* --- the file ------------------------------------------------------------------------------------------------------------------------------ */

static void label(struct row *row, struct sv words)
{
	static const struct {
		const char *word;
		unsigned category;
		signed char value;
	} meanings[] = { { "threat", CATEGORY_threat, 1 },   { "threat", CATEGORY_violence, 1 },   { "violence", CATEGORY_violence, 1 }, { "hate", CATEGORY_hate, 1 },
		         { "harmless", CATEGORY_threat, 0 }, { "harmless", CATEGORY_violence, 0 }, { "nothreat", CATEGORY_threat, 0 },   { "nothreat", CATEGORY_violence, 0 },
		         { "neutral", CATEGORY_hate, 0 } };
	struct sv word;
	for (unsigned c = 0; c < CATEGORIES; c++)
		row->label[c] = UNKNOWN;
	while (words.n) {
		sv_cut(&words, ' ', &word);
		for (size_t i = 0; i < COUNT_OF(meanings); i++)
			if (sv_eq(word, sv_of(meanings[i].word)))
				row->label[meanings[i].category] = meanings[i].value;
	}
}

static void make_texts(struct grammar *g, struct sv head, const struct sv *lines, size_t line_count)
{
	struct arena *arena = &g->rows->arena;
	struct sv labels = head, number;
	unsigned long count = 0;
	if (!sv_cut_last(&labels, ' ', &number) || !line_count)
		bad_line(head, "labels and a number, then lines");
	count = strtoul(number.p, NULL, 10);
	for (unsigned long i = 0; i < count; i++) {
		struct buf out = BUF(arena, TEXT_MOST);
		expand(g, lines[chance() % line_count], 0, &out);
		struct row row = { .text = beside(g, arena, polish(arena, buf_sv(&out))), .source = SV("grammar") };
		label(&row, labels);
		rows_add(g->rows, row);
	}
}

void grammar_add(const char *path, struct rows *rows)
{
	static struct sv lines[LINES_MOST];
	struct grammar g = { .rows = rows, .harmless = rows->count };
	struct sv text = read_file(&rows->arena, path), line, head = SV_NONE, name;
	size_t count = 0;
	while (text.n) {
		sv_cut(&text, '\n', &line);
		struct sv rest = line;
		if (!line.n || line.p[0] == '#')
			continue;
		if (sv_starts(line, SV("== "))) {
			if (head.n)
				make_texts(&g, head, lines, count);
			head = sv_from(line, 3);
			count = 0;
		} else if (!head.n && sv_cut(&rest, '=', &name) && g.name_count < NAMES_MOST) {
			g.names[g.name_count] = sv_trim(name);
			g.choices[g.name_count++] = rest;
		} else if (head.n && count < LINES_MOST) {
			lines[count++] = line;
		} else {
			bad_line(line, "neither a name nor a line to make");
		}
	}
	if (head.n)
		make_texts(&g, head, lines, count);
}

void disguised_add(struct rows *rows)
{
	enum { RARE = 25, OFTEN = 3 };
	size_t count = rows->count;
	for (size_t i = 0; i < count; i++) {
		struct row row = rows->list[i];
		bool violent = row.label[CATEGORY_violence] == 1;
		if (chance() % (violent ? OFTEN : RARE))
			continue;
		row.disguised = true;
		row.text = rewrite_text(&rows->arena, (enum rewrite)(chance() % REWRITES), row.text);
		rows_add(rows, row);
	}
}
