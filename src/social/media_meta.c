/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/media_meta.h"

#include "social/media.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>

static json_t *object_of(struct sv text)
{
	json_t *json = json_loadb(text.p ? text.p : "", text.n, 0, NULL);
	if (json_is_object(json))
		return json;
	json_decref(json);
	return json_pack("{}"); /* json_object() is also a name of ours */
}

static enum fail dump(struct ctx *cx, json_t *json, struct sv *text_r)
{
	char *text = json_dumps(json, JSON_COMPACT | JSON_REAL_PRECISION(10));
	if (!text)
		return broken(cx, "the JSON about a file cannot be written");
	*text_r = arena_dup(&cx->arena, sv_of(text));
	free(text);
	return OK;
}

static bool number(struct sv text, double *value_r)
{
	char copy[32], *end;
	if (!text.n || text.n >= sizeof(copy))
		return false;
	memcpy(copy, text.p, text.n);
	copy[text.n] = 0;
	*value_r = strtod(copy, &end);
	return !*end && isfinite(*value_r) && fabs(*value_r) <= 1;
}

enum fail media_meta_focus(struct ctx *cx, struct sv meta, struct sv focus, struct sv *meta_r)
{
	struct sv x_text;
	double x, y;
	bool two = sv_cut(&focus, ',', &x_text);
	if (!two || !number(sv_trim(x_text), &x) || !number(sv_trim(focus), &y))
		return refuse(cx, FAIL_INVALID,
			      "Validation failed: Focus must be two numbers from -1 to 1 with a comma between them");
	json_t *json = object_of(meta);
	json_object_set_new(json, "focus", json_pack("{s:f,s:f}", "x", x, "y", y));
	enum fail fail = dump(cx, json, meta_r);
	json_decref(json);
	return fail;
}

enum fail media_meta_join(struct ctx *cx, struct sv made, struct sv before, struct sv *meta_r)
{
	json_t *json = object_of(made), *old = object_of(before), *focus = json_object_get(old, "focus");
	if (focus)
		json_object_set(json, "focus", focus);
	enum fail fail = dump(cx, json, meta_r);
	json_decref(old);
	json_decref(json);
	return fail;
}
