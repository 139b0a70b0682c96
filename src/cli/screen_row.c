/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/screen_row.h"

#include <jansson.h>
#include <stdlib.h>

struct screen_row screen_row_read(struct arena *arena, struct sv line)
{
	struct screen_row read = { .text = line };
	json_t *row = line.n && line.p[0] == '{' ? json_loadb(line.p, line.n, 0, NULL) : NULL;
	const json_t *text = json_object_get(row, "text"), *id = json_object_get(row, "id");
	if (json_is_string(text)) {
		char *dumped = id ? json_dumps(id, JSON_ENCODE_ANY | JSON_COMPACT) : NULL;
		read.text = arena_dup(arena, (struct sv){ json_string_value(text), json_string_length(text) });
		read.id = arena_dup(arena, sv_of(dumped));
		free(dumped);
	}
	json_decref(row);
	return read;
}
