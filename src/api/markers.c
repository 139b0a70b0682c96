/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How far one has read (documentation: methods/markers). */
#include "api/api.h"
#include "social/marker.h"

static enum fail put_marker(struct ctx *cx, struct json *j, const char *timeline)
{
	struct marker_get_row row;
	enum fail fail = q_marker_get(cx, cx->who.account_id, sv_of(timeline), &row);
	if (fail == FAIL_NOT_FOUND)
		return OK;
	TRY(fail);
	json_object(json_key(j, timeline));
	json_string(json_key(j, "last_read_id"), arena_printf(&cx->arena, "%lld", (long long)row.last_read_id));
	json_int(json_key(j, "version"), row.version);
	json_time(json_key(j, "updated_at"), row.updated_at);
	json_end(j);
	return OK;
}

static bool is_asked(const struct sv *names, size_t count, const char *timeline)
{
	for (size_t i = 0; i < count; i++)
		if (sv_eq(names[i], sv_of(timeline)))
			return true;
	return false;
}

enum fail api_markers_show(struct ctx *cx)
{
	struct sv *names;
	struct json *j = answer_json(cx);
	size_t count = param_list(&cx->arena, cx->params, "timeline", &names);
	json_object(j);
	for (size_t i = 0; i < COUNT_OF(marker_timelines); i++)
		if (is_asked(names, count, marker_timelines[i]))
			TRY(put_marker(cx, j, marker_timelines[i]));
	json_end(j);
	return OK;
}

enum fail api_markers_update(struct ctx *cx)
{
	struct json *j = answer_json(cx);
	json_object(j);
	for (size_t i = 0; i < COUNT_OF(marker_timelines); i++) {
		const char *timeline = marker_timelines[i];
		struct sv sent =
			param_sv(cx->params, arena_cstr(&cx->arena, arena_printf(&cx->arena, "%s[last_read_id]", timeline)));
		int64_t id;
		if (!sent.n)
			continue;
		if (!sv_to_i64(sent, &id) || id < 0)
			return refuse(cx, FAIL_INVALID, "Validation failed: last_read_id of %s is no id", timeline);
		TRY(marker_set(cx, timeline, id));
		TRY(put_marker(cx, j, timeline));
	}
	json_end(j);
	return OK;
}
