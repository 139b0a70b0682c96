/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* screen_row.h - one line for `folkmoot screen`. */
#ifndef CLI_SCREEN_ROW_H
#define CLI_SCREEN_ROW_H

#include "base/arena.h"
#include "screening/item.h"

struct screen_row {
	struct sv id;                /* as JSON in ASCII; none: the line has none */
	struct sv texts[ITEM_TEXTS];
	size_t text_count;
	struct sv error;             /* why it cannot be read; none: it can */
};

/* {"id": …, "text": "…"}, or several texts of one post: "text": ["…", "…"]. What it returns lives in the arena. */
struct screen_row screen_row_read(struct arena *arena, struct sv line);

#endif
