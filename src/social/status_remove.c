/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Deleting a status, or taking back a boost. */
#include "social/conversation.h"
#include "social/effect.h"
#include "social/notification.h"
#include "social/status_crowd.h"
#include "social/status_hold.h"
#include "social/status_write.h"

enum { FRAGMENTS_MOST = 1000 }; /* more of them are hardly in memory */

/* Those that quote it are shown differently now. */
static enum fail unquote(struct ctx *cx, int64_t id)
{
	struct status_quoting_row *quotes;
	size_t count;
	TRY(q_status_quoting(cx, id, 0, FRAGMENTS_MOST, &quotes, &count));
	for (size_t i = 0; i < count; i++)
		effect_add(cx, EFFECT_STATUS_COUNTED, quotes[i].id, 0);
	return q_status_unquote(cx, id);
}

static enum fail uncount(struct ctx *cx, const struct status_row *row)
{
	if (row->hidden_at > 0)
		return OK; /* it counts nowhere */
	if (!row->reblog_of_id)
		return status_count(cx, row, -1);
	TRY(q_account_unposted(cx, row->account_id));
	TRY(q_status_count_reblogs(cx, row->reblog_of_id, -1));
	effect_add(cx, EFFECT_ACCOUNT, row->account_id, 0);
	effect_add(cx, EFFECT_FLAGS, row->reblog_of_id, row->account_id);
	effect_add(cx, EFFECT_STATUS_COUNTED, row->reblog_of_id, 0);
	return OK;
}

enum fail status_remove(struct ctx *cx, const struct status_row *row)
{
	TRY(status_remove_boosts(cx, row->id));
	TRY(uncount(cx, row));
	if (!row->reblog_of_id)
		TRY(q_status_text_delete(cx, row->id, status_words(cx, row)));
	TRY(q_media_detach_all(cx, row->id, cx->now));
	TRY(q_status_orphan_replies(cx, row->id));
	TRY(unquote(cx, row->id));
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
