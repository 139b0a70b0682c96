/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The worker's answer: hostile until every field is checked. */
#include "social/media_process.h"

#include <jansson.h>

enum { PRINTS_MOST = 100, PRINT_TEXT = 64, META_KEYS = 24, META_TEXT = 100, SIDE_MAX = 65535, HASH_MAX = 100 };

static const char *const type_names[MEDIA_TYPES] = { "image", "gifv", "video", "audio" };

const char *media_type_name(enum media_type type)
{
	return type_names[type];
}

static struct sv text_of(struct arena *arena, const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	return json_is_string(value) ? arena_dup(arena, (struct sv){ json_string_value(value), json_string_length(value) }) : SV_NONE;
}

static bool number_of(const json_t *object, const char *key, int64_t most, int64_t *number_r)
{
	const json_t *value = json_object_get(object, key);
	*number_r = json_integer_value(value);
	return json_is_integer(value) && *number_r >= 0 && *number_r <= most;
}

static bool type_of(struct sv name, enum media_type *type_r)
{
	for (enum media_type t = 0; t < MEDIA_TYPES; t++)
		if (sv_eq(name, sv_of(type_names[t]))) {
			*type_r = t;
			return true;
		}
	return false;
}

/* Base 83 (the alphabet of blurhash), or hexadecimal after a hash sign. */
static bool all_of(struct sv s, const char *alphabet)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == 0 || !strchr(alphabet, s.p[i]))
			return false;
	return true;
}

static bool hash_is_sound(struct sv hash)
{
	return !hash.p || (hash.n >= 6 && hash.n <= HASH_MAX &&
	                   all_of(hash, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~"));
}

static bool colour_is_sound(struct sv colour)
{
	return !colour.p || (colour.n == 7 && colour.p[0] == '#' && all_of(sv_from(colour, 1), "0123456789abcdef"));
}

static bool prints_are_sound(struct ctx *cx, const json_t *answer, struct media_result *result)
{
	const json_t *list = json_object_get(answer, "pdq");
	int64_t quality = 0;
	if (!list)
		return true;
	result->print_count = json_array_size(list);
	if (result->print_count == 0 || result->print_count > PRINTS_MOST || !number_of(answer, "pdq_quality", 100, &quality))
		return false;
	result->print_quality = (int)quality;
	result->prints = arena_array(&cx->arena, struct sv, result->print_count);
	for (size_t i = 0; i < result->print_count; i++) {
		const json_t *value = json_array_get(list, i);
		if (!json_is_string(value) || json_string_length(value) != PRINT_TEXT)
			return false;
		result->prints[i] = arena_dup(&cx->arena, (struct sv){ json_string_value(value), PRINT_TEXT });
		if (!all_of(result->prints[i], "0123456789abcdef"))
			return false;
	}
	return true;
}

/* `meta` goes to every client as it is: two levels, short plain text, finite numbers. */
static bool meta_is_sound(const json_t *meta, int levels)
{
	const char *key;
	json_t *value;
	if (!json_is_object(meta) || json_object_size(meta) > META_KEYS)
		return false;
	json_object_foreach((json_t *)meta, key, value) {
		if (strlen(key) > META_TEXT || (json_is_string(value) && json_string_length(value) > META_TEXT))
			return false;
		if (json_is_array(value) || (json_is_object(value) && (levels == 1 || !meta_is_sound(value, levels - 1))))
			return false;
	}
	return true;
}

static bool formats_are_sound(struct media_result *result, struct sv mime, struct sv preview_mime)
{
	static const enum media_kind kinds[MEDIA_TYPES] = { MEDIA_PICTURE, MEDIA_MOVING, MEDIA_MOVING, MEDIA_SOUND };
	result->format = media_format_by_mime(mime);
	result->preview_format = media_format_by_mime(preview_mime);
	if (!media_format_served(result->format) || media_format_kind(result->format) != kinds[result->type])
		return false;
	return !preview_mime.p ||
	       (media_format_served(result->preview_format) && media_format_kind(result->preview_format) == MEDIA_PICTURE);
}

static bool read_answer(struct ctx *cx, const json_t *answer, struct media_result *result)
{
	int64_t width, height;
	if (!type_of(text_of(&cx->arena, answer, "type"), &result->type) ||
	    !formats_are_sound(result, text_of(&cx->arena, answer, "mime"), text_of(&cx->arena, answer, "preview_mime")) ||
	    !number_of(answer, "width", SIDE_MAX, &width) || !number_of(answer, "height", SIDE_MAX, &height) ||
	    !number_of(answer, "duration_ms", INT32_MAX, &result->duration_ms))
		return false;
	result->width = (int)width;
	result->height = (int)height;
	result->blurhash = text_of(&cx->arena, answer, "blurhash");
	result->colour = text_of(&cx->arena, answer, "colour");
	const json_t *meta = json_object_get(answer, "meta");
	if (!prints_are_sound(cx, answer, result))
		return false;
	if (!hash_is_sound(result->blurhash) || !colour_is_sound(result->colour) || !meta_is_sound(meta, 2))
		return false;
	char *text = json_dumps(meta, JSON_COMPACT | JSON_REAL_PRECISION(10));
	result->meta_json = arena_dup(&cx->arena, sv_of(text));
	free(text);
	return result->meta_json.p != NULL;
}

enum fail media_answer_read(struct ctx *cx, struct sv line, struct media_result *result_r)
{
	json_error_t error;
	*result_r = (struct media_result){ 0 };
	json_t *answer = line.n <= MEDIA_ANSWER_MAX ? json_loadb(line.p ? line.p : "", line.n, JSON_REJECT_DUPLICATES, &error) : NULL;
	bool sound = answer && read_answer(cx, answer, result_r);
	json_decref(answer);
	return sound ? OK : broken(cx, "the media worker's answer is not sound");
}
