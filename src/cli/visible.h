/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* visible.h - text of strangers on a terminal: what would steer it, hide or turn words round is shown as \x1b, \u202e, not done. */
#ifndef CLI_VISIBLE_H
#define CLI_VISIBLE_H

#include "base/arena.h"

/* Controls (C0 but for the line feed, DEL, C1), bidi and zero-width marks, and what is not UTF-8. */
struct sv visible(struct arena *arena, struct sv text);
/* The same, line feeds too: on one line. */
struct sv visible_line(struct arena *arena, struct sv text);

#endif
