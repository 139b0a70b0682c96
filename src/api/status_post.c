/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Posting, editing, boosting (documentation: methods/statuses, "create", "edit", "reblog"). */
#include "api/api.h"
#include "app/draft.h"
#include "base/clock.h"
#include "social/scheduled.h"
#include "social/status_mark.h"

/* Both begin on a worker's thread, where the gate looks at the texts, and end on the writer. */

static enum fail answer_scheduled(struct ctx *cx, const struct status_draft *draft, struct sv when)
{
	int64_t at, id;
	struct scheduled_row row;
	if (!time_parse(when, &at))
		return refuse(cx, FAIL_INVALID,
			      "Validation failed: Scheduled at is not a date and time: send it like 2026-11-24T15:00:00Z");
	TRY(scheduled_create(cx, draft, at, &id));
	enum fail fail = q_scheduled_get(cx, id, cx->who.account_id, &row);
	if (fail == FAIL_NOT_FOUND) /* its key was used, and it has been posted meanwhile */
		return api_answer_status(cx, id);
	TRY(fail);
	return entity_scheduled(cx, answer_json(cx), &row);
}

static enum fail post(struct ctx *cx, void *arg)
{
	const struct status_draft *draft = arg;
	struct sv when = param_sv(cx->params, "scheduled_at");
	int64_t id;
	if (when.n)
		return answer_scheduled(cx, draft, when);
	TRY(status_create(cx, draft, &id));
	return api_answer_status(cx, id);
}

enum fail api_status_post(struct ctx *cx)
{
	struct status_draft *draft = arena_new(&cx->arena, struct status_draft);
	TRY(draft_read(cx, draft));
	draft->idempotency_key = http_header(cx->http, SV("idempotency-key"));
	TRY(status_foresee(cx, draft, NULL, NULL, 0));
	return answer_on_writer(cx, post, draft);
}

/* --- editing ---------------------------------------------------------------------------------------------------------------- */

struct editing {
	struct status_draft draft;
	struct media_edit *edits;
	size_t edit_count;
};

static enum fail read_edit(struct ctx *cx, struct editing *e, struct status_row *row_r)
{
	TRY(api_status_own(cx, row_r));
	if (row_r->reblog_of_id)
		return refuse(cx, FAIL_INVALID, "A boost has nothing of its own to edit.");
	TRY(draft_read_edit(cx, row_r, &e->draft));
	e->edit_count = draft_read_media_edits(cx, &e->edits);
	return OK;
}

/* The post may have changed since it was looked at: what is not sent is what it says now. */
static enum fail edit(struct ctx *cx, void *arg)
{
	const struct foreseen *foreseen = arg;
	struct editing e = { 0 };
	struct status_row row;
	TRY(read_edit(cx, &e, &row));
	e.draft.foreseen = foreseen;
	TRY(status_edit(cx, &row, &e.draft, e.edits, e.edit_count));
	return api_answer_status(cx, row.id);
}

enum fail api_status_edit(struct ctx *cx)
{
	struct editing e = { 0 };
	struct status_row row;
	TRY(read_edit(cx, &e, &row));
	TRY(status_foresee(cx, &e.draft, &row, e.edits, e.edit_count));
	return answer_on_writer(cx, edit, (void *)(uintptr_t)e.draft.foreseen);
}

enum fail api_status_interaction_policy(struct ctx *cx)
{
	struct status_row row;
	int policy;
	TRY(api_status_own(cx, &row));
	if (!param_sv(cx->params, "quote_approval_policy").n || row.reblog_of_id)
		return refuse(cx, FAIL_INVALID,
			      "Validation failed: quote_approval_policy can't be blank: public, followers, nobody");
	TRY(draft_read_quote_policy(cx, SV("nobody"), &policy));
	TRY(status_quote_policy(cx, &row, policy));
	return api_answer_status(cx, row.id);
}

/* --- boosts ----------------------------------------------------------------------------------------------------------------- */

enum fail api_status_boost(struct ctx *cx)
{
	int visibility = VISIBILITY_PUBLIC;
	int64_t id;
	struct sv sent = param_sv(cx->params, "visibility");
	if (sent.n && (!visibility_parse(sent, &visibility) || visibility == VISIBILITY_DIRECT))
		return refuse(cx, FAIL_INVALID,
			      "Validation failed: Visibility is not included in the list: public, unlisted, private");
	TRY(status_reblog(cx, path_id(cx, 0), visibility, &id));
	return api_answer_status(cx, id);
}

enum fail api_status_unboost(struct ctx *cx)
{
	struct status_row row;
	TRY(api_status_see_original(cx, &row));
	TRY(status_unreblog(cx, &row));
	return api_answer_status(cx, row.id);
}
