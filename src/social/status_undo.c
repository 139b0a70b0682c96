/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/status_undo.h"

#include "social/effect.h"
#include "social/status_write.h"

enum fail status_remove_later(struct ctx *cx, const struct status_row *row)
{
	if (row->reblog_of_id || row->hidden_at)
		return FAIL_CONFLICT;
	TRY(q_status_hide(cx, row->id, -cx->now));
	effect_add(cx, EFFECT_STATUS_GONE, row->id, row->account_id);
	return effect_job(cx, JOB_STATUS_REMOVE, row->id, SV_NONE, cx->now + UNDO_MS);
}

enum fail status_remove_undo(struct ctx *cx, int64_t id)
{
	struct status_row row;
	struct job_waiting_row waiting;
	TRY(q_status_get(cx, id, &row));
	if (row.account_id != cx->who.account_id)
		return FAIL_NOT_FOUND;
	TRY(q_job_waiting(cx, SV("status_remove"), id, &waiting));
	TRY(job_cancel(cx, JOB_STATUS_REMOVE, id));
	TRY(q_status_show(cx, id));
	effect_add(cx, EFFECT_STATUS_BACK, id, row.account_id);
	return OK;
}

enum fail status_remove_due(struct ctx *cx, const struct job *job)
{
	struct status_row row;
	enum fail fail = q_status_get(cx, job->subject_id, &row);
	if (fail != OK)
		return fail == FAIL_NOT_FOUND ? OK : fail;
	return status_remove(cx, &row);
}
