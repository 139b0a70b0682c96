/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Announcements (documentation: methods/announcements). */
#include "api/api.h"
#include "social/announcement.h"

enum fail api_announcements(struct ctx *cx)
{
	struct announcement_row *rows;
	size_t count;
	TRY(q_announcements_current(cx, cx->now, &rows, &count));
	struct json *j = answer_json(cx);
	json_array(j);
	for (size_t i = 0; i < count; i++)
		TRY(entity_announcement_row(cx, j, &rows[i]));
	json_end(j);
	return OK;
}

enum fail api_announcement_dismiss(struct ctx *cx)
{
	TRY(announcement_dismiss(cx, path_id(cx, 0)));
	return answer_empty(cx);
}

enum fail api_announcement_react(struct ctx *cx)
{
	TRY(announcement_react(cx, path_id(cx, 0), cx->path[1]));
	return answer_empty(cx);
}

enum fail api_announcement_unreact(struct ctx *cx)
{
	TRY(announcement_unreact(cx, path_id(cx, 0), cx->path[1]));
	return answer_empty(cx);
}
