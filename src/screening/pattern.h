/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* pattern.h - thousands of phrases and regular expressions, looked for at once: phrases by their first words, expressions (PCRE2) only
 * where a piece of text that they need was seen (pattern_need.h).
 *
 * An expression may have letters, classes, groups, alternatives, repeats of at most PATTERN_REPEAT; no look-around, no back-references,
 * nothing that matches the empty text. Bytes, not characters: a class holds ASCII only. Case does not matter. */
#ifndef SCREENING_PATTERN_H
#define SCREENING_PATTERN_H

#include "base/arena.h"

enum {
	PATTERN_MOST = 8192,   /* bytes of one */
	PATTERN_REPEAT = 100,  /* the most that {n} says */
	PATTERN_SIZE = 8000,   /* letters, repeats written out */
	PATTERN_GROUPS = 256,
	PATTERN_SHOWN = 4,     /* hits that are kept of each group */
	PATTERN_HITS = 128,    /* hits that are kept of all */
};

enum pattern_kind {
	PATTERN_PHRASE, /* words, looked for in a line (line.h) */
	PATTERN_WORDS,  /* an expression over whole words of a line; letters with accents are folded as the line's are */
	PATTERN_RAW,    /* one over the text as it was written */
};

struct pattern {
	struct sv text;
	enum pattern_kind kind;
	unsigned group; /* below PATTERN_GROUPS: what a hit is counted for */
};

/* NULL, or what is wrong with it and what to do, in `arena`. */
const char *pattern_fault(struct arena *arena, const struct pattern *pattern);
/* A phrase as it stands in a line: " free crypto ". */
struct sv pattern_words(struct arena *arena, struct sv phrase);

struct patterns;

/* Copies what it needs. Each must be without fault; should PCRE2 refuse one even so: NULL, and why, in `arena`. */
struct patterns *patterns_new(struct arena *arena, const struct pattern *list, size_t count, const char **why_r);
void patterns_free(struct patterns *patterns);
bool patterns_have_raw(const struct patterns *patterns);

struct pattern_hit {
	uint32_t start, end; /* bytes of the text that was searched */
	unsigned group;
};

struct pattern_hits {
	struct pattern_hit list[PATTERN_HITS];
	size_t count;
	uint8_t seen[PATTERN_GROUPS]; /* how many of each group are kept */
	bool cut;                     /* it took too long (4 ms of processor time), and the last expressions were not tried */
};

/* What is in a line or, `raw`, in a text as it was written. Hits that overlap within a group are one. Any number of threads may search
 * with the same patterns. */
void patterns_search(const struct patterns *patterns, bool raw, struct sv text, struct pattern_hits *hits_r);

#endif
