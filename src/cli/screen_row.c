/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/screen_row.h"

#include "cli/visible.h"

#include <jansson.h>
#include <stdlib.h>

enum { ID_MOST = 1000 /* bytes, as JSON */ };

static struct sv take_text(struct arena *arena, const json_t *text, struct screen_row *row)
{
	if (!json_is_string(text))
		return SV("\"text\" is a string, or a list of strings");
	if (row->text_count == ITEM_TEXTS)
		return arena_printf(arena, "\"text\" has more than %d strings", ITEM_TEXTS);
	row->texts[row->text_count++] = arena_dup(arena, (struct sv){ json_string_value(text), json_string_length(text) });
	return SV_NONE;
}

static struct sv take_texts(struct arena *arena, const json_t *text, struct screen_row *row)
{
	struct sv error = json_is_array(text) ? SV_NONE : take_text(arena, text, row);
	for (size_t i = 0; i < json_array_size(text) && !error.p; i++)
		error = take_text(arena, json_array_get(text, i), row);
	return error;
}

static struct sv take_id(struct arena *arena, const json_t *id, struct screen_row *row)
{
	char *dumped = id ? json_dumps(id, JSON_ENCODE_ANY | JSON_COMPACT | JSON_ENSURE_ASCII) : NULL;
	row->id = arena_dup(arena, sv_of(dumped));
	free(dumped);
	return row->id.n > ID_MOST ? arena_printf(arena, "\"id\" is longer than %d bytes", ID_MOST) : SV_NONE;
}

struct screen_row screen_row_read(struct arena *arena, struct sv line)
{
	json_error_t why;
	struct screen_row row = { 0 };
	json_t *object = json_loadb(line.p, line.n, JSON_ALLOW_NUL, &why);
	const json_t *text = json_object_get(object, "text");
	if (!object)
		row.error = visible_line(arena, arena_printf(arena, "no JSON at byte %d: %s", why.position, why.text));
	else if (!text)
		row.error = SV("no \"text\"");
	else
		row.error = take_texts(arena, text, &row);
	if (!row.error.p)
		row.error = take_id(arena, json_object_get(object, "id"), &row);
	if (row.error.p)
		row.id = SV_NONE;
	json_decref(object);
	return row;
}
