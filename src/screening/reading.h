/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* reading.h - an item as the rules see it, and how they say what they found. */
#ifndef SCREENING_READING_H
#define SCREENING_READING_H

#include "screening/pattern.h"
#include "screening/screen.h"

struct read_text {
	struct sv text;
	struct normal normal;
	uint8_t *parts;       /* frame_parts(), of each token */
	struct normal plain;  /* without the lexicon, where that changed something: foreign words fall into English pieces */
	uint8_t *plain_parts;
	bool has_plain;
};

/* Something of a list that was found in a text. */
struct hit {
	unsigned group;       /* 2 * rule, 2 * rule + 1 for what is no hit of it; of lists: OWN_LISTS + the list's number */
	uint8_t text;
	bool plain;           /* the tokens are those of `plain` */
	bool raw;             /* found in the text as it was written */
	size_t first, last;   /* tokens */
};
enum { OWN_LISTS = PATTERN_GROUPS, HITS_MOST = 256 };

struct reading {
	const struct item *item;
	const struct ruleset *ruleset;
	struct arena *arena;
	struct read_text texts[ITEM_TEXTS];
	size_t count;
	struct hit hits[HITS_MOST];
	size_t hit_count;
	struct findings *findings;
};

/* Looks for all patterns, those of the rules and those of the rule set, in a text. */
void reading_search(struct reading *reading, size_t text);

/* A finding of the rule in that text, without spans; NULL when the rule set wants nothing of it. */
struct finding *rule_found(struct reading *reading, enum rule rule, size_t text);
/* Shows the tokens `first` to `last`. In their order. */
void finding_show(struct finding *finding, const struct normal *normal, size_t first, size_t last);
/* When all is shown: weighs it by its context, around the tokens `first` to `last` of `normal` (none: NULL, only the author counts), and
 * leaves it with a mere note when less than one half remains. A rule about threats has seen whom it is aimed at. */
void finding_weigh(struct reading *reading, struct finding *finding, const struct normal *normal, const uint8_t *parts, size_t first, size_t last);

/* What the rules that are lists, and the lists of the rule set, make of the hits. */
void reading_find_lists(struct reading *reading);
/* Whether the patterns of a rule were found in that text, from `*at` on; moves it on. Those that not.txt takes back are left out. */
bool rule_next_hit(const struct reading *reading, enum rule rule, size_t text, size_t *at, const struct hit **hit_r);

/* One for each folder of rules/ that has code. */
#define CODE(name) void rule_##name(struct reading *reading);
#define LIST(name)
#define RULE(name, how, category, act, weight, what) how(name)
#include "screening/rules/rules.def"
#undef RULE
#undef CODE
#undef LIST

#endif
