/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* ruleset_text.h - changing the document of a rule set (screening/ruleset.h) as a person would: one line is another, everything else,
 * comments too, stays as it was written. Whatever comes of it is checked by ruleset_read() before it is used. */
#ifndef MODERATION_RULESET_TEXT_H
#define MODERATION_RULESET_TEXT_H

#include "base/arena.h"

/* `name = value` in [section], which is made at the end when there is none. A value that is none takes the line away. */
struct sv ruleset_text_set(struct arena *arena, struct sv text, struct sv section, struct sv name, struct sv value) MUST_USE;
/* Without that section. */
struct sv ruleset_text_drop(struct arena *arena, struct sv text, struct sv section) MUST_USE;
/* The value that holds, the last one; none when there is none. */
struct sv ruleset_text_get(struct sv text, struct sv section, struct sv name);

/* Walks the lines: `rest` begins as the whole text, `line` zeroed. false: that was the last one. */
struct ruleset_line {
	struct sv whole;         /* with its end */
	struct sv section;       /* it stands in, or begins */
	struct sv name, value;   /* none: it begins a section, is a comment or empty */
	bool begins;
};
bool ruleset_text_next(struct sv *rest, struct ruleset_line *line);

#endif
