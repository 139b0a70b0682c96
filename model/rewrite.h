/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* rewrite.h - what people do to a text so that filters miss it. For measuring (figures.c) and for tests. */
#ifndef MODEL_REWRITE_H
#define MODEL_REWRITE_H

#include "base/arena.h"

enum rewrite { LEET, LOOK_ALIKES, ZERO_WIDTH, SPACED, DOTTED, REPEATED, MARKED, STYLED, STARRED, RUN_TOGETHER, REWRITES };
const char *rewrite_name(enum rewrite how);
struct sv rewrite_text(struct arena *arena, enum rewrite how, struct sv text); /* ASCII words of four letters or more are changed */

#endif
