/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/params_read.h"

#include <jansson.h>
#include <stdio.h>

/* Flattens what jansson has read into names as forms write them (see params.h). */

static enum fail add_value(struct params_reader *reader, struct sv name, unsigned depth, const json_t *value);

static enum fail add_scalar(struct params_reader *reader, struct sv name, struct sv value)
{
	return params_add(reader, (struct param){ .name = name, .value = value, .file_fd = -1 });
}

static struct sv member_name(struct params_reader *reader, struct sv name, struct sv member)
{
	if (!name.n)
		return arena_dup(&reader->cx->arena, member);
	return arena_printf(&reader->cx->arena, SVF "[" SVF "]", SVA(name), SVA(member));
}

static enum fail add_object(struct params_reader *reader, struct sv name, unsigned depth, const json_t *object)
{
	const char *key;
	json_t *value;
	if (name.n && json_object_size(object) == 0)
		return add_scalar(reader, name, SV_NONE);
	/* jansson iterates in the order of the text */
	json_object_foreach((json_t *)(uintptr_t)object, key, value)
		TRY(add_value(reader, member_name(reader, name, sv_of(key)), depth, value));
	return OK;
}

static enum fail add_array(struct params_reader *reader, struct sv name, unsigned depth, const json_t *array)
{
	struct sv each = member_name(reader, name, SV(""));
	size_t count = json_array_size(array);
	if (count == 0)
		return add_scalar(reader, each, SV_NONE); /* sent, with nothing in it */
	for (size_t i = 0; i < count; i++) {
		const json_t *value = json_array_get(array, i);
		bool scalar = !json_is_object(value) && !json_is_array(value);
		struct sv number = arena_printf(&reader->cx->arena, "%zu", i);
		TRY(add_value(reader, scalar ? each : member_name(reader, name, number), depth, value));
	}
	return OK;
}

static enum fail add_value(struct params_reader *reader, struct sv name, unsigned depth, const json_t *value)
{
	struct arena *arena = &reader->cx->arena;
	if (depth > PARAMS_DEPTH)
		return refuse(reader->cx, FAIL_UNREADABLE, "The JSON is nested more than %d deep.", PARAMS_DEPTH);
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		return add_object(reader, name, depth + 1, value);
	case JSON_ARRAY:
		return add_array(reader, name, depth + 1, value);
	case JSON_STRING:
		return add_scalar(reader, name, arena_dup(arena, (struct sv){ json_string_value(value), json_string_length(value) }));
	case JSON_INTEGER:
		return add_scalar(reader, name, arena_printf(arena, "%lld", (long long)json_integer_value(value)));
	case JSON_REAL:
		return add_scalar(reader, name, arena_printf(arena, "%.15g", json_real_value(value)));
	case JSON_TRUE:
		return add_scalar(reader, name, SV("true"));
	case JSON_FALSE:
		return add_scalar(reader, name, SV("false"));
	default:
		return add_scalar(reader, name, SV_NONE);
	}
}

enum fail params_read_json(struct params_reader *reader, struct sv text)
{
	json_error_t error;
	json_t *root = json_loadb(text.p, text.n, JSON_DECODE_ANY, &error);
	if (!root)
		return refuse(reader->cx, FAIL_UNREADABLE, "The body is not valid JSON: line %d, column %d: %s.", error.line, error.column,
		              error.text);
	enum fail fail = json_is_object(root) ? add_object(reader, SV(""), 0, root)
	                 : json_is_null(root) ? OK
	                                      : refuse(reader->cx, FAIL_UNREADABLE, "The JSON body must be an object.");
	json_decref(root);
	return fail;
}
