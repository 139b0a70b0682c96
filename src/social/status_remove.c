/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Deleting a status, or taking back a boost. */
#include "social/conversation.h"
#include "social/effect.h"
#include "social/notification.h"
#include "social/status_write.h"

static enum fail remove_reblogs(struct ctx *cx, const struct status_row *row)
{
	struct status_reblogs_of_row *boosts;
	size_t count;
	TRY(q_status_reblogs_of(cx, row->id, &boosts, &count));
	for (size_t i = 0; i < count; i++) {
		TRY(q_status_delete(cx, boosts[i].id));
		TRY(q_account_unposted(cx, boosts[i].account_id));
		effect_add(cx, EFFECT_STATUS_GONE, boosts[i].id, boosts[i].account_id);
	}
	return OK;
}

static enum fail uncount(struct ctx *cx, const struct status_row *row)
{
	TRY(q_account_unposted(cx, row->account_id));
	effect_add(cx, EFFECT_ACCOUNT, row->account_id, 0);
	int64_t touched = row->reblog_of_id ? row->reblog_of_id : row->in_reply_to_id;
	if (row->reblog_of_id) {
		TRY(q_status_count_reblogs(cx, row->reblog_of_id, -1));
		effect_add(cx, EFFECT_FLAGS, row->reblog_of_id, row->account_id);
	} else if (row->in_reply_to_id) {
		TRY(q_status_count_replies(cx, row->in_reply_to_id, -1));
	}
	if (touched)
		effect_add(cx, EFFECT_STATUS_COUNTED, touched, 0);
	if (row->quote_of_id && row->quote_state == QUOTE_ACCEPTED) {
		TRY(q_status_count_quotes(cx, row->quote_of_id, -1));
		effect_add(cx, EFFECT_STATUS_COUNTED, row->quote_of_id, 0);
	}
	return OK;
}

enum fail status_remove(struct ctx *cx, const struct status_row *row)
{
	TRY(remove_reblogs(cx, row));
	TRY(uncount(cx, row));
	if (!row->reblog_of_id)
		TRY(q_status_text_delete(cx, row->id, status_words(cx, row)));
	TRY(q_media_detach_all(cx, row->id, cx->now));
	TRY(q_status_orphan_replies(cx, row->id));
	TRY(q_status_unquote(cx, row->id));
	if (row->poll_id)
		TRY(q_poll_delete(cx, row->poll_id));
	TRY(conversation_forget(cx, row));
	TRY(q_status_delete(cx, row->id));
	effect_add(cx, EFFECT_STATUS_GONE, row->id, row->account_id);
	return OK;
}

enum fail status_discard_media(struct ctx *cx, const struct status_row *row)
{
	TRY(q_media_discard_of(cx, row->id));
	return effect_job(cx, JOB_MEDIA_PURGE, 0, SV_NONE, 0);
}
