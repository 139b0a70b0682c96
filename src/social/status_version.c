/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/status_version.h"

#include "base/id.h"

#include <jansson.h>

static struct sv text_of(struct ctx *cx, const json_t *value)
{
	return json_is_string(value) ? arena_dup(&cx->arena, (struct sv){ json_string_value(value), json_string_length(value) })
				     : SV_NONE;
}

static json_t *list_of(struct sv text)
{
	return text.n ? json_loadb(text.p, text.n, 0, NULL) : NULL;
}

static enum fail add_media(struct ctx *cx, const json_t *item, struct media_row *media, size_t *count)
{
	int64_t id;
	if (!id_parse(text_of(cx, json_object_get(item, "id")), &id))
		return OK;
	enum fail fail = q_media_get(cx, id, &media[*count]);
	if (fail == FAIL_NOT_FOUND)
		return OK;
	TRY(fail);
	media[*count].description = text_of(cx, json_object_get(item, "description"));
	*count += 1;
	return OK;
}

enum fail status_version_media(struct ctx *cx, struct sv json, struct media_row **media_r, size_t *count_r)
{
	enum fail fail = OK;
	json_t *list = list_of(json);
	size_t size = json_array_size(list);
	*media_r = arena_array(&cx->arena, struct media_row, size + 1);
	*count_r = 0;
	for (size_t i = 0; i < size && fail == OK; i++)
		fail = add_media(cx, json_array_get(list, i), *media_r, count_r);
	json_decref(list);
	return fail;
}

size_t status_version_options(struct ctx *cx, struct sv json, struct sv **titles_r)
{
	json_t *list = list_of(json);
	size_t size = json_array_size(list);
	*titles_r = arena_array(&cx->arena, struct sv, size + 1);
	for (size_t i = 0; i < size; i++)
		(*titles_r)[i] = text_of(cx, json_array_get(list, i));
	json_decref(list);
	return size;
}
