/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/scheduled_json.h"

#include "base/json.h"

static void put_poll(struct json *j, const struct poll_draft *poll)
{
	if (!poll->option_count) {
		json_null(j);
		return;
	}
	json_object(j);
	json_array(json_key(j, "options"));
	for (size_t i = 0; i < poll->option_count; i++)
		json_string(j, poll->options[i]);
	json_end(j);
	json_int(json_key(j, "expires_in"), poll->expires_in);
	json_bool(json_key(j, "multiple"), poll->multiple);
	json_bool(json_key(j, "hide_totals"), poll->hide_totals);
	json_end(j);
}

/* A number here, unlike ids elsewhere: ScheduledStatus says so, and typed apps decode it so. */
static void put_reply(struct json *j, int64_t id)
{
	if (id)
		json_int(j, id);
	else
		json_null(j);
}

static void put_media_ids(struct json *j, const struct status_draft *draft)
{
	if (!draft->media_count) {
		json_null(j);
		return;
	}
	json_array(j);
	for (size_t i = 0; i < draft->media_count; i++)
		json_id(j, draft->media_ids[i]);
	json_end(j);
}

struct sv scheduled_params(struct ctx *cx, const struct status_draft *draft)
{
	struct buf out = BUF(&cx->arena, 1 << 20);
	struct json json = JSON(&out), *j = &json;
	json_object(j);
	json_string(json_key(j, "text"), draft->text.p ? draft->text : SV(""));
	put_poll(json_key(j, "poll"), &draft->poll);
	put_media_ids(json_key(j, "media_ids"), draft);
	json_bool(json_key(j, "sensitive"), draft->sensitive);
	json_string(json_key(j, "spoiler_text"), draft->spoiler_text.n ? draft->spoiler_text : SV_NONE);
	json_cstr(json_key(j, "visibility"), visibility_name(draft->visibility));
	put_reply(json_key(j, "in_reply_to_id"), draft->in_reply_to_id);
	json_string(json_key(j, "language"), draft->language.n ? draft->language : SV_NONE);
	json_int(json_key(j, "application_id"), draft->app_id);
	json_null(json_key(j, "scheduled_at"));
	json_string(json_key(j, "idempotency"), draft->idempotency_key.n ? draft->idempotency_key : SV_NONE);
	json_bool(json_key(j, "with_rate_limit"), false);
	json_array(json_key(j, "allowed_mentions"));
	json_end(j);
	json_id(json_key(j, "quoted_status_id"), draft->quote_of_id);
	json_cstr(json_key(j, "quote_approval_policy"), quote_policy_name(draft->quote_policy));
	json_end(j);
	return buf_sv(&out);
}
