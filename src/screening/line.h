/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* line.h - a text as patterns read it: its words in lower case, without accents and disguises, a space before, between and behind them.
 * Emoji are words, a link is its host, a mention is "@", a sentence ends with " . "; other signs are left out.
 *     I'll k1ll you. 🔫  ->  " ill kill you . 🔫 " */
#ifndef SCREENING_LINE_H
#define SCREENING_LINE_H

#include "screening/normalise.h"

struct line {
	struct sv text;
	uint32_t *starts; /* of each token, where it begins in the text; that of a sign that was left out is that of the next one */
	size_t count;     /* of tokens */
};

/* In `arena`. */
struct line line_of(struct arena *arena, const struct normal *normal);
/* The token that byte belongs to; the line must have one. */
size_t line_token(const struct line *line, size_t byte);

#endif
