/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/status_crowd.h"

#include "social/effect.h"
#include "social/notification.h"

/* There may be more: a job goes on after `last`. */
static enum fail go_on(struct ctx *cx, enum job_kind kind, int64_t id, size_t done, int64_t last)
{
	if (done < CROWD_AT_ONCE)
		return OK;
	return effect_job(cx, kind, id, arena_printf(&cx->arena, "%lld", (long long)last), 0);
}

static int64_t place_of(const struct job *job)
{
	int64_t place = 0;
	sv_to_i64(job->args, &place);
	return place;
}

static enum fail tell_boosters(struct ctx *cx, const struct status_row *row, int64_t above)
{
	struct status_reblogs_of_row *boosts;
	size_t count;
	TRY(q_status_reblogs_of(cx, row->id, above, CROWD_AT_ONCE, &boosts, &count));
	for (size_t i = 0; i < count; i++)
		TRY(notification_create(cx, &(struct notification_draft){ .to = boosts[i].account_id,
									  .from = row->account_id,
									  .type = "update",
									  .status_id = row->id,
									  .conversation_id = row->conversation_id }));
	return go_on(cx, JOB_TELL_BOOSTERS, row->id, count, count ? boosts[count - 1].account_id : 0);
}

static enum fail tell_quoters(struct ctx *cx, const struct status_row *row, int64_t above)
{
	struct status_quoting_row *quotes;
	size_t count;
	TRY(q_status_quoting(cx, row->id, above, CROWD_AT_ONCE, &quotes, &count));
	for (size_t i = 0; i < count; i++)
		TRY(notification_create(cx, &(struct notification_draft){ .to = quotes[i].account_id,
									  .from = row->account_id,
									  .type = "quoted_update",
									  .status_id = quotes[i].id,
									  .conversation_id = quotes[i].conversation_id }));
	return go_on(cx, JOB_TELL_QUOTERS, row->id, count, count ? quotes[count - 1].id : 0);
}

enum fail status_tell_edit(struct ctx *cx, const struct status_row *row)
{
	if (row->hidden_at)
		return OK;
	TRY(tell_boosters(cx, row, 0));
	return tell_quoters(cx, row, 0);
}

enum fail status_remove_boosts(struct ctx *cx, int64_t id)
{
	struct status_reblogs_of_row *boosts;
	size_t count;
	TRY(q_status_reblogs_of(cx, id, 0, CROWD_AT_ONCE, &boosts, &count));
	for (size_t i = 0; i < count; i++) {
		TRY(q_status_delete(cx, boosts[i].id));
		TRY(q_account_unposted(cx, boosts[i].account_id));
		effect_add(cx, EFFECT_STATUS_GONE, boosts[i].id, boosts[i].account_id);
	}
	return go_on(cx, JOB_REMOVE_BOOSTS, id, count, 0);
}

enum fail crowd_tell_boosters(struct ctx *cx, const struct job *job)
{
	struct status_row row;
	TRY(q_status_get(cx, job->subject_id, &row));
	return tell_boosters(cx, &row, place_of(job));
}

enum fail crowd_tell_quoters(struct ctx *cx, const struct job *job)
{
	struct status_row row;
	TRY(q_status_get(cx, job->subject_id, &row));
	return tell_quoters(cx, &row, place_of(job));
}

enum fail crowd_remove_boosts(struct ctx *cx, const struct job *job)
{
	return status_remove_boosts(cx, job->subject_id);
}
