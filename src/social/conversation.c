/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/conversation.h"

#include "base/buf.h"
#include "base/id.h"
#include "social/effect.h"

/* Everybody in it but `account_id`: ids in order, separated by spaces. */
static struct sv others(struct ctx *cx, int64_t author, const struct mentions_of_row *named, size_t count, int64_t account_id)
{
	struct buf list = BUF(&cx->arena, 64 << 10);
	int64_t last = 0;
	for (;;) {
		int64_t next = author != account_id && author > last ? author : 0;
		for (size_t i = 0; i < count; i++)
			if (named[i].id != account_id && named[i].id > last && (!next || named[i].id < next))
				next = named[i].id;
		if (!next)
			return buf_sv(&list);
		buf_printf(&list, "%s%lld", list.n ? " " : "", (long long)next);
		last = next;
	}
}

static enum fail put(struct ctx *cx, const struct status_row *row, int64_t account_id, struct sv participants, bool unread)
{
	struct conversation_put_row put;
	TRY(q_conversation_put(cx, id_new(cx->now), account_id, row->conversation_id, row->id, participants, unread, &put));
	effect_add(cx, EFFECT_CONVERSATION, put.id, account_id);
	return OK;
}

enum fail conversation_add(struct ctx *cx, const struct status_row *row)
{
	struct mentions_of_row *named;
	size_t count;
	TRY(q_mentions_of(cx, row->id, &named, &count));
	TRY(put(cx, row, row->account_id, others(cx, row->account_id, named, count, row->account_id), false));
	for (size_t i = 0; i < count; i++)
		if (named[i].id != row->account_id && !named[i].domain.n)
			TRY(put(cx, row, named[i].id, others(cx, row->account_id, named, count, named[i].id), true));
	return OK;
}

enum fail conversation_forget(struct ctx *cx, const struct status_row *row)
{
	if (row->visibility != 3)
		return OK;
	TRY(q_conversation_step_back(cx, row->conversation_id, row->id));
	return q_conversation_end(cx, row->conversation_id, row->id);
}

enum fail conversation_unread(struct ctx *cx, int64_t id, bool unread)
{
	int64_t changes;
	TRY(q_conversation_unread_set(cx, id, cx->who.account_id, unread, &changes));
	effect_add(cx, EFFECT_UNREAD, cx->who.account_id, 0);
	return changes ? OK : FAIL_NOT_FOUND;
}

enum fail conversation_remove(struct ctx *cx, int64_t id)
{
	int64_t changes;
	TRY(q_conversation_delete(cx, id, cx->who.account_id, &changes));
	effect_add(cx, EFFECT_UNREAD, cx->who.account_id, 0);
	return changes ? OK : FAIL_NOT_FOUND;
}
