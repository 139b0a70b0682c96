/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* context.h - what surrounds a finding: quotation marks, what else the sentence holds, who wrote it and to whom. */
#ifndef SCREENING_CONTEXT_H
#define SCREENING_CONTEXT_H

#include "screening/reading.h"

/* Bits of what holds around the tokens `first` to `last` of a text. */
uint32_t context_of(const struct reading *reading, const struct normal *normal, const uint8_t *parts, size_t first, size_t last);

/* Moves the probability of a finding by what concerns its category, and adds that to its `why`. */
void context_weigh(struct arena *arena, uint32_t bits, bool by_model, struct finding *finding);

/* Whether what a finding rests on is somebody else's words, denied, or in play. */
bool context_is_idle(uint32_t bits);

#endif
