/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* screen_row.h - one line for `folkmoot screen`. */
#ifndef CLI_SCREEN_ROW_H
#define CLI_SCREEN_ROW_H

#include "base/arena.h"

struct screen_row {
	struct sv id;   /* as JSON; none: the line has none */
	struct sv text;
};

/* {"id": …, "text": "…"}; any other line is a text itself. What it returns lives in the arena or in `line`. */
struct screen_row screen_row_read(struct arena *arena, struct sv line);

#endif
