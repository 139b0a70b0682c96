/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/status_mark.h"

#include "base/id.h"
#include "social/effect.h"
#include "social/notification.h"
#include "social/status_write.h"

static enum fail counted(struct ctx *cx, int64_t status_id)
{
	effect_add(cx, EFFECT_STATUS_COUNTED, status_id, 0);
	effect_add(cx, EFFECT_FLAGS, status_id, cx->who.account_id);
	return OK;
}

enum fail status_favourite(struct ctx *cx, const struct status_row *row)
{
	int64_t changes;
	TRY(q_favourite_insert(cx, cx->who.account_id, row->id, id_new(cx->now), &changes));
	if (!changes)
		return OK;
	TRY(q_status_count_favourites(cx, row->id, 1));
	TRY(counted(cx, row->id));
	return notification_create(cx, &(struct notification_draft){ .to = row->account_id,
								     .from = cx->who.account_id,
								     .type = "favourite",
								     .status_id = row->id,
								     .conversation_id = row->conversation_id });
}

enum fail status_unfavourite(struct ctx *cx, const struct status_row *row)
{
	int64_t changes;
	TRY(q_favourite_delete(cx, cx->who.account_id, row->id, &changes));
	if (!changes)
		return OK;
	TRY(q_status_count_favourites(cx, row->id, -1));
	TRY(counted(cx, row->id));
	return notification_withdraw(cx, row->account_id, cx->who.account_id, "favourite", row->id);
}

enum fail status_bookmark(struct ctx *cx, const struct status_row *row, bool on)
{
	int64_t changes;
	if (on)
		TRY(q_bookmark_insert(cx, cx->who.account_id, row->id, id_new(cx->now), &changes));
	else
		TRY(q_bookmark_delete(cx, cx->who.account_id, row->id, &changes));
	if (changes)
		effect_add(cx, EFFECT_FLAGS, row->id, cx->who.account_id);
	return OK;
}

static enum fail may_pin(struct ctx *cx, const struct status_row *row)
{
	struct pin_count_row pinned;
	if (row->account_id != cx->who.account_id)
		return refuse(cx, FAIL_INVALID, "Validation failed: Someone else's post cannot be pinned");
	if (row->reblog_of_id)
		return refuse(cx, FAIL_INVALID, "Validation failed: A boost cannot be pinned");
	if (row->visibility == VISIBILITY_DIRECT)
		return refuse(cx, FAIL_INVALID,
			      "Validation failed: Posts that are only visible to mentioned users cannot be pinned");
	TRY(q_pin_count(cx, cx->who.account_id, &pinned));
	if (pinned.count >= settings(cx)->max_pins)
		return refuse(cx, FAIL_INVALID, "Validation failed: You have already pinned the maximum number of posts");
	return OK;
}

enum fail status_pin(struct ctx *cx, const struct status_row *row)
{
	struct pin_has_row before;
	int64_t changes;
	enum fail fail = q_pin_has(cx, cx->who.account_id, row->id, &before);
	if (fail != FAIL_NOT_FOUND)
		return fail;
	TRY(may_pin(cx, row));
	TRY(q_pin_insert(cx, cx->who.account_id, row->id, id_new(cx->now), &changes));
	effect_add(cx, EFFECT_FLAGS, row->id, cx->who.account_id);
	return OK;
}

enum fail status_unpin(struct ctx *cx, const struct status_row *row)
{
	int64_t changes;
	TRY(q_pin_delete(cx, cx->who.account_id, row->id, &changes));
	effect_add(cx, EFFECT_FLAGS, row->id, cx->who.account_id);
	return OK;
}

enum fail status_mute(struct ctx *cx, const struct status_row *row, bool on)
{
	int64_t changes;
	if (on)
		TRY(q_conversation_mute_insert(cx, cx->who.account_id, row->conversation_id, &changes));
	else
		TRY(q_conversation_mute_delete(cx, cx->who.account_id, row->conversation_id, &changes));
	effect_add(cx, EFFECT_FLAGS, 0, cx->who.account_id); /* the mark is on every status of the conversation */
	return OK;
}

enum fail status_unreblog(struct ctx *cx, const struct status_row *row)
{
	struct status_reblog_by_row boost;
	struct status_row boost_row;
	enum fail fail = q_status_reblog_by(cx, row->id, cx->who.account_id, &boost);
	if (fail == FAIL_NOT_FOUND)
		return OK;
	TRY(fail);
	TRY(q_status_get(cx, boost.id, &boost_row));
	TRY(status_remove(cx, &boost_row));
	return notification_withdraw(cx, row->account_id, cx->who.account_id, "reblog", row->id);
}
