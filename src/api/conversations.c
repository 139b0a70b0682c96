/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Direct messages as conversations (documentation: methods/conversations). */
#include "api/api.h"
#include "social/conversation.h"
#include "social/viewer.h"

enum fail api_conversation_list(struct ctx *cx)
{
	struct page page = page_read(cx, 20, 40);
	struct conversation_row *rows;
	struct json *j = answer_json(cx);
	size_t count;
	TRY(viewer_enter(cx));
	TRY(q_conversations_of(cx, cx->who.account_id, &page, &rows, &count));
	if (count)
		answer_links(cx, rows[0].last_status_id, rows[count - 1].last_status_id, count, page.limit);
	json_array(j);
	for (size_t i = 0; i < count; i++)
		TRY(entity_conversation(cx, j, &rows[i]));
	json_end(j);
	return OK;
}

static enum fail mark(struct ctx *cx, bool unread)
{
	struct conversation_row row;
	TRY(conversation_unread(cx, path_id(cx, 0), unread));
	TRY(q_conversation_get(cx, path_id(cx, 0), cx->who.account_id, &row));
	return entity_conversation(cx, answer_json(cx), &row);
}

enum fail api_conversation_read(struct ctx *cx)
{
	return mark(cx, false);
}

enum fail api_conversation_unread(struct ctx *cx)
{
	return mark(cx, true);
}

enum fail api_conversation_delete(struct ctx *cx)
{
	TRY(conversation_remove(cx, path_id(cx, 0)));
	return answer_empty(cx);
}
