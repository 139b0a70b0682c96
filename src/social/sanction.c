/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/sanction.h"

#include "base/id.h"
#include "base/json.h"
#include "jobs/jobs.h"
#include "social/audit.h"
#include "social/effect.h"
#include "social/follow.h"
#include "social/login_change.h"
#include "social/notification.h"
#include "social/report.h"
#include "social/role.h"
#include "social/standing.h"
#include "social/status_write.h"

static const struct sv names[SANCTIONS] = { [SANCTION_NONE] = SV_INIT("none"),
	                                    [SANCTION_SENSITIVE] = SV_INIT("sensitive"),
	                                    [SANCTION_DISABLE] = SV_INIT("disable"),
	                                    [SANCTION_SILENCE] = SV_INIT("silence"),
	                                    [SANCTION_SUSPEND] = SV_INIT("suspend") };

bool sanction_parse(struct sv name, enum sanction *sanction_r)
{
	for (int i = 0; i < SANCTIONS; i++)
		if (sv_eq(name, names[i])) {
			*sanction_r = (enum sanction)i;
			return true;
		}
	return false;
}

/* --- may they? ---------------------------------------------------------------------------------------------------------------------- */

static enum fail role_of(struct ctx *cx, int64_t account_id, int64_t *role_r)
{
	struct login_role_row row;
	enum fail fail = q_login_role(cx, account_id, &row);
	*role_r = fail == OK ? row.role : 0; /* somebody from elsewhere has none */
	return fail == FAIL_NOT_FOUND ? OK : fail;
}

static enum fail may_touch(struct ctx *cx, int64_t account_id, struct account_row *row_r)
{
	int64_t own, theirs;
	TRY(q_account_get(cx, account_id, row_r));
	TRY(role_of(cx, cx->who.account_id, &own));
	TRY(role_of(cx, account_id, &theirs));
	return theirs < own ? OK : refuse(cx, FAIL_FORBIDDEN, "This action is not allowed: that account's role is not below yours");
}

/* --- doing and taking back ------------------------------------------------------------------------------------------------------------- */

static enum fail set(struct ctx *cx, int64_t account_id, enum sanction kind, int64_t at)
{
	switch (kind) {
	case SANCTION_SENSITIVE:
		return q_account_set_sensitized(cx, account_id, at);
	case SANCTION_DISABLE:
		return q_login_set_disabled(cx, account_id, at);
	case SANCTION_SILENCE:
		return q_account_set_silenced(cx, account_id, at);
	case SANCTION_SUSPEND:
		return q_account_set_suspended(cx, account_id, at);
	default:
		return OK;
	}
}

static enum fail note_effects(struct ctx *cx, int64_t account_id, enum sanction kind)
{
	struct standing_get_row now;
	if (kind == SANCTION_DISABLE || kind == SANCTION_SUSPEND)
		effect_add(cx, EFFECT_TOKEN_GONE, 0, account_id);
	if (kind == SANCTION_NONE || kind == SANCTION_DISABLE)
		return OK;
	TRY(q_standing_get(cx, account_id, &now));
	effect_add(cx, EFFECT_ACCOUNT, account_id, 0);
	effect_add(cx, EFFECT_STANDING, account_id,
	           (now.suspended_at ? STANDING_SUSPENDED : 0) | (now.silenced_at ? STANDING_LIMITED : 0));
	return OK;
}

/* An AccountWarning, but for its target: that is whoever gets it. */
static struct sv warning_json(struct ctx *cx, const struct sanction_draft *draft, const struct report_row *report)
{
	struct buf out = BUF(&cx->arena, 64 << 10);
	struct json j = JSON(&out);
	json_object(&j);
	json_id(json_key(&j, "id"), id_new(cx->now));
	json_string(json_key(&j, "action"), names[draft->kind]);
	json_string(json_key(&j, "text"), draft->text.p ? draft->text : SV(""));
	json_raw(json_key(&j, "status_ids"), report->status_ids.n ? report->status_ids : SV("[]"));
	json_null(json_key(&j, "appeal"));
	json_time(json_key(&j, "created_at"), cx->now);
	json_end(&j);
	return buf_sv(&out);
}

static enum fail warn(struct ctx *cx, const struct sanction_draft *draft, const struct report_row *report)
{
	return notification_create(cx, &(struct notification_draft){ .to = draft->account_id,
	                                                             .from = cx->who.account_id,
	                                                             .type = "moderation_warning",
	                                                             .event = warning_json(cx, draft, report) });
}

static enum fail settle_reports(struct ctx *cx, const struct sanction_draft *draft)
{
	if (draft->report_id)
		TRY(report_resolve(cx, draft->report_id));
	return draft->kind == SANCTION_NONE ? OK : q_reports_resolve_of(cx, draft->account_id, cx->who.account_id, cx->now);
}

static enum fail audit_sanction(struct ctx *cx, const char *verb, int64_t account_id, enum sanction kind, struct sv detail)
{
	struct sv action = arena_printf(&cx->arena, "account.%s" SVF, verb, SVA(names[kind]));
	return audit_write(cx, arena_cstr(&cx->arena, action), "account", account_id, detail);
}

enum fail sanction_apply(struct ctx *cx, const struct sanction_draft *draft)
{
	struct account_row row;
	struct report_row report = { 0 };
	TRY(may_touch(cx, draft->account_id, &row));
	if (draft->report_id) {
		TRY(q_report_get(cx, draft->report_id, &report));
		if (report.target_id != draft->account_id)
			return FAIL_NOT_FOUND;
	}
	TRY(set(cx, draft->account_id, draft->kind, cx->now));
	TRY(note_effects(cx, draft->account_id, draft->kind));
	TRY(audit_sanction(cx, "", draft->account_id, draft->kind, draft->text));
	TRY(settle_reports(cx, draft));
	return row.domain.n ? OK : warn(cx, draft, &report);
}

enum fail sanction_lift(struct ctx *cx, int64_t account_id, enum sanction kind)
{
	struct account_row row;
	if (kind == SANCTION_NONE)
		return refuse(cx, FAIL_INVALID, "There is nothing to take back.");
	TRY(may_touch(cx, account_id, &row));
	TRY(set(cx, account_id, kind, 0));
	TRY(note_effects(cx, account_id, kind));
	return audit_sanction(cx, "un", account_id, kind, SV(""));
}

/* --- joining and leaving ------------------------------------------------------------------------------------------------------------------ */

static enum fail must_be_pending(struct ctx *cx, int64_t account_id)
{
	struct login_row login;
	TRY(q_login_get(cx, account_id, &login));
	return login.approved_at ? refuse(cx, FAIL_FORBIDDEN, "This action is not allowed: the account is approved already") : OK;
}

enum fail sanction_approve(struct ctx *cx, int64_t account_id)
{
	TRY(must_be_pending(cx, account_id));
	TRY(login_approve(cx, account_id)); /* with the mail that says so */
	return audit_write(cx, "account.approve", "account", account_id, SV(""));
}

enum fail sanction_reject(struct ctx *cx, int64_t account_id)
{
	struct account_row row;
	TRY(q_account_get(cx, account_id, &row));
	TRY(must_be_pending(cx, account_id));
	effect_add(cx, EFFECT_TOKEN_GONE, 0, account_id);
	effect_add(cx, EFFECT_ACCOUNT, account_id, 0);
	TRY(audit_write(cx, "account.reject", "account", account_id, row.username));
	TRY(q_account_text_delete(cx, account_id));
	return q_account_delete(cx, account_id);
}

enum fail sanction_delete(struct ctx *cx, int64_t account_id)
{
	struct account_row row;
	TRY(may_touch(cx, account_id, &row));
	if (!row.suspended_at)
		return refuse(cx, FAIL_FORBIDDEN, "This action is not allowed: suspend the account first");
	TRY(effect_job(cx, JOB_ACCOUNT_DELETE, account_id, SV_NONE, 0));
	return audit_write(cx, "account.delete", "account", account_id, row.username);
}

enum fail sanction_set_role(struct ctx *cx, int64_t account_id, int role)
{
	struct account_row row;
	int64_t own;
	TRY(may_touch(cx, account_id, &row));
	TRY(role_of(cx, cx->who.account_id, &own));
	if (role < 0 || role >= ROLE_COUNT)
		return refuse(cx, FAIL_INVALID, "There is no such role.");
	if (role > own)
		return refuse(cx, FAIL_FORBIDDEN, "This action is not allowed: nobody gives a role above their own");
	if (row.domain.n)
		return refuse(cx, FAIL_INVALID, "Only members of this community can have a role.");
	TRY(login_set_role(cx, account_id, role));
	return audit_write(cx, "account.role", "account", account_id, sv_of(role_about(role)->name));
}

/* A part of an account at a time, so that the writer serves others between; the last part is the account itself. */
enum fail account_delete_part(struct ctx *cx, const struct job *job)
{
	enum { PART = 50 };
	struct statuses_to_delete_row *rows;
	size_t count;
	TRY(q_statuses_to_delete(cx, job->subject_id, PART, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		struct status_row status;
		enum fail fail = q_status_get(cx, rows[i].id, &status);
		if (fail == OK)
			fail = status_discard_media(cx, &status);
		if (fail == OK)
			fail = status_remove(cx, &status);
		if (fail != OK && fail != FAIL_NOT_FOUND)
			return fail;
	}
	bool more = true;
	if (!count)
		TRY(follow_end_some(cx, job->subject_id, PART, &more)); /* the others' counts stay right */
	if (more)
		return effect_job(cx, JOB_ACCOUNT_DELETE, job->subject_id, SV_NONE, 0);
	TRY(q_account_text_delete(cx, job->subject_id));
	effect_add(cx, EFFECT_STANDING, job->subject_id, 0);
	effect_add(cx, EFFECT_ACCOUNT, job->subject_id, 0);
	return q_account_delete(cx, job->subject_id);
}
