/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Posting, editing, boosting (documentation: methods/statuses, "create", "edit", "reblog"). */
#include "api/api.h"
#include "app/draft.h"
#include "base/clock.h"
#include "social/scheduled.h"
#include "social/status_mark.h"

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

enum fail api_status_post(struct ctx *cx)
{
	struct status_draft draft = { 0 };
	struct sv when = param_sv(cx->params, "scheduled_at");
	int64_t id;
	TRY(draft_read(cx, &draft));
	draft.idempotency_key = http_header(cx->http, SV("idempotency-key"));
	if (when.n)
		return answer_scheduled(cx, &draft, when);
	TRY(status_create(cx, &draft, &id));
	return api_answer_status(cx, id);
}

/* --- editing ---------------------------------------------------------------------------------------------------------------- */

enum fail api_status_edit(struct ctx *cx)
{
	struct status_draft draft = { 0 };
	struct status_row row;
	struct media_edit *edits;
	TRY(api_status_own(cx, &row));
	if (row.reblog_of_id)
		return refuse(cx, FAIL_INVALID, "A boost has nothing of its own to edit.");
	TRY(draft_read_edit(cx, &row, &draft));
	size_t count = draft_read_media_edits(cx, &edits);
	TRY(status_edit(cx, &row, &draft, edits, count));
	return api_answer_status(cx, row.id);
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
