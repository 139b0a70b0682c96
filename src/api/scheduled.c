/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Scheduled statuses (documentation: methods/scheduled_statuses). */
#include "social/scheduled.h"
#include "api/api.h"
#include "base/clock.h"

static enum fail answer_one(struct ctx *cx)
{
	struct scheduled_row row;
	TRY(q_scheduled_get(cx, path_id(cx, 0), cx->who.account_id, &row));
	return entity_scheduled(cx, answer_json(cx), &row);
}

enum fail api_scheduled_list(struct ctx *cx)
{
	struct page page = page_read(cx, 20, 40);
	struct scheduled_row *rows;
	struct json *j = answer_json(cx);
	size_t count;
	TRY(q_scheduled_of(cx, cx->who.account_id, &page, &rows, &count));
	if (count)
		answer_links(cx, rows[0].id, rows[count - 1].id, count, page.limit);
	json_array(j);
	for (size_t i = 0; i < count; i++)
		TRY(entity_scheduled(cx, j, &rows[i]));
	json_end(j);
	return OK;
}

enum fail api_scheduled_show(struct ctx *cx)
{
	return answer_one(cx);
}

enum fail api_scheduled_update(struct ctx *cx)
{
	int64_t at;
	struct sv sent = param_sv(cx->params, "scheduled_at");
	if (sent.n) {
		if (!time_parse(sent, &at))
			return refuse(cx, FAIL_INVALID,
				      "Validation failed: Scheduled at is not a date and time: send it like 2026-11-24T15:00:00Z");
		TRY(scheduled_change(cx, path_id(cx, 0), at));
	}
	return answer_one(cx);
}

enum fail api_scheduled_delete(struct ctx *cx)
{
	TRY(scheduled_cancel(cx, path_id(cx, 0)));
	return answer_empty(cx);
}
