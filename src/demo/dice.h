/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* dice.h - chance that repeats: the same seed gives the same demo. Not for anything that must be unpredictable. */
#ifndef DEMO_DICE_H
#define DEMO_DICE_H

#include "base/buf.h"

struct dice {
	uint64_t state;
};

uint32_t dice_below(struct dice *dice, uint32_t limit); /* 0 … limit-1 */
double dice_unit(struct dice *dice);                    /* 0 ≤ x < 1 */
bool dice_percent(struct dice *dice, unsigned percent);
/* "{a|b {c|d}}" with one of each drawn. */
struct sv dice_text(struct arena *arena, struct dice *dice, const char *pattern);

#endif
