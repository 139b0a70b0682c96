/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Quotes of a status (documentation: methods/statuses, "quotes"). */
#include "api/api.h"
#include "social/status_edit.h"
#include "social/viewer.h"

enum fail api_status_quotes(struct ctx *cx)
{
	struct page page = page_read(cx, 20, 40);
	struct status_row row, *rows;
	size_t count, shown = 0;
	TRY(viewer_enter(cx));
	TRY(api_status_see_original(cx, &row));
	TRY(q_status_quotes_of(cx, row.id, &page, &rows, &count));
	int64_t *ids = arena_array(&cx->arena, int64_t, count + 1);
	for (size_t i = 0; i < count; i++) {
		bool visible;
		unsigned hidden;
		TRY(status_visible(cx, &rows[i], &visible));
		TRY(viewer_hides(cx, rows[i].account_id, &hidden));
		if (visible && !hidden)
			ids[shown++] = rows[i].id;
	}
	if (count)
		answer_links(cx, rows[0].id, rows[count - 1].id, count, page.limit);
	return entity_statuses(cx, answer_json(cx), ids, shown, FILTER_PUBLIC);
}

enum fail api_status_quote_revoke(struct ctx *cx)
{
	struct status_row quoted, quoting;
	TRY(api_status_see(cx, &quoted));
	if (quoted.account_id != cx->who.account_id)
		return refuse(cx, FAIL_FORBIDDEN, "This action is not allowed");
	TRY(status_see(cx, path_id(cx, 1), &quoting));
	TRY(status_quote_revoke(cx, &quoted, &quoting));
	return api_answer_status(cx, quoting.id);
}
