/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Showing and deleting statuses (documentation: methods/statuses). */
#include "api/api.h"
#include "social/status_mark.h"
#include "social/status_write.h"
#include "social/thread.h"
#include "social/viewer.h"

enum { MOST_AT_ONCE = 40 };

enum fail api_status_show(struct ctx *cx)
{
	TRY(viewer_enter(cx));
	return entity_status_seen(cx, answer_json(cx), path_id(cx, 0), FILTER_THREAD);
}

enum fail api_statuses_show(struct ctx *cx)
{
	int64_t *ids;
	size_t sent = param_ids(&cx->arena, cx->params, "id", &ids), count = 0;
	if (sent > MOST_AT_ONCE)
		return refuse(cx, FAIL_INVALID, "Validation failed: at most %d posts can be asked for at once", MOST_AT_ONCE);
	TRY(viewer_enter(cx));
	for (size_t i = 0; i < sent; i++) {
		struct status_row row;
		enum fail fail = status_see(cx, ids[i], &row);
		if (fail == OK)
			ids[count++] = ids[i];
		else if (fail != FAIL_NOT_FOUND)
			return fail;
	}
	return entity_statuses(cx, answer_json(cx), ids, count, FILTER_THREAD);
}

enum fail api_status_context(struct ctx *cx)
{
	struct status_row row;
	int64_t *above, *below;
	size_t above_count, below_count;
	struct json *j = answer_json(cx);
	const struct thread_bounds *bounds = cx->who.account_id ? &thread_of_member : &thread_of_visitor;
	TRY(viewer_enter(cx));
	TRY(api_status_see(cx, &row));
	TRY(thread_ancestors(cx, &row, bounds, &above, &above_count));
	TRY(thread_descendants(cx, &row, bounds, &below, &below_count));
	json_object(j);
	TRY(entity_statuses(cx, json_key(j, "ancestors"), above, above_count, FILTER_THREAD));
	TRY(entity_statuses(cx, json_key(j, "descendants"), below, below_count, FILTER_THREAD));
	json_end(j);
	return OK;
}

enum fail api_status_source(struct ctx *cx)
{
	struct status_row row;
	struct json *j = answer_json(cx);
	TRY(viewer_enter(cx));
	TRY(api_status_see(cx, &row));
	json_object(j);
	json_id(json_key(j, "id"), row.id);
	json_string(json_key(j, "text"), row.text);
	json_string(json_key(j, "spoiler_text"), row.spoiler_text);
	json_end(j);
	return OK;
}

enum fail api_status_history(struct ctx *cx)
{
	struct status_row row;
	TRY(viewer_enter(cx));
	TRY(api_status_see(cx, &row));
	return entity_status_edits(cx, answer_json(cx), &row);
}

enum fail api_status_translate(struct ctx *cx)
{
	struct status_row row;
	TRY(viewer_enter(cx));
	TRY(api_status_see(cx, &row));
	return refuse(cx, FAIL_NOT_FOUND, "This community has no translation service.");
}

static enum fail remove_own(struct ctx *cx, const struct status_row *row)
{
	struct status_row boosted;
	if (row->reblog_of_id) {
		TRY(q_status_get(cx, row->reblog_of_id, &boosted));
		return status_unreblog(cx, &boosted);
	}
	if (param_bool(cx->params, "delete_media", false))
		TRY(status_discard_media(cx, row));
	return status_remove(cx, row);
}

/* The answer still has the text, for "delete and redraft". */
enum fail api_status_delete(struct ctx *cx)
{
	struct status_row row;
	struct buf status = BUF(&cx->arena, ANSWER_MOST);
	struct json j = JSON(&status);
	TRY(api_status_own(cx, &row));
	TRY(entity_status(cx, &j, row.id, 0));
	TRY(remove_own(cx, &row));
	struct json *out = answer_json(cx);
	json_raw(out, sv_first(buf_sv(&status), status.n - 1)); /* without its closing brace */
	buf_put(out->out, SV(",\"text\":"));
	out->comma = false;
	json_string(out, row.text);
	buf_putc(out->out, '}');
	return OK;
}
