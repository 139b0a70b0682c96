/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* reading.h - an item as the rules see it, and how they say what they found. */
#ifndef SCREENING_READING_H
#define SCREENING_READING_H

#include "screening/screen.h"

struct read_text {
	struct sv text;
	struct normal normal;
	uint8_t *parts; /* frame_parts(), of each token */
};

struct reading {
	const struct item *item;
	const struct ruleset *ruleset;
	struct arena *arena;
	struct read_text texts[ITEM_TEXTS];
	size_t count;
	struct findings *findings;
};

/* A finding of the rule in that text, without spans; NULL when the rule set wants nothing of it. */
struct finding *rule_found(struct reading *reading, enum rule rule, size_t text);
/* Shows the tokens `first` to `last`. In their order. */
void finding_show(struct finding *finding, const struct normal *normal, size_t first, size_t last);

/* One for each folder of rules/. */
#define RULE(name, category, act, weight, what) void rule_##name(struct reading *reading);
#include "screening/rules/rules.def"
#undef RULE

#endif
