/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Posting, showing, deleting, boosting (documentation: methods/statuses). */
#include "api/api.h"
#include "base/id.h"
#include "social/effect.h"
#include "social/notification.h"
#include "social/preference.h"
#include "social/role.h"
#include "social/status_write.h"
#include "social/viewer.h"

/* --- what a post says ---------------------------------------------------------------------------------------------------------------- */

static enum fail read_visibility(struct ctx *cx, const struct preferences *preferences, int *visibility_r)
{
	struct sv name = param_sv(cx->params, "visibility");
	if (visibility_parse(name.n ? name : preferences->posting_default_visibility, visibility_r))
		return OK;
	return refuse(cx, FAIL_INVALID, "Validation failed: Visibility is not included in the list: public, unlisted, private, direct");
}

static enum fail read_quote_policy(struct ctx *cx, const struct preferences *preferences, int *policy_r)
{
	static const struct sv names[] = { SV_INIT("public"), SV_INIT("followers"), SV_INIT("nobody") };
	struct sv name = param_sv(cx->params, "quote_approval_policy");
	if (!name.n)
		name = preferences->posting_default_quote_policy;
	for (int i = 0; i < (int)COUNT_OF(names); i++)
		if (sv_eq(name, names[i])) {
			*policy_r = i;
			return OK;
		}
	return refuse(cx, FAIL_INVALID, "Validation failed: quote_approval_policy is not included in the list: public, followers, nobody");
}

static enum fail read_reply(struct ctx *cx, int64_t *id_r)
{
	struct sv sent = param_sv(cx->params, "in_reply_to_id");
	*id_r = param_id(cx->params, "in_reply_to_id");
	if (sent.n && !*id_r)
		return refuse(cx, FAIL_NOT_FOUND, "The post you are trying to reply to does not appear to exist.");
	return OK;
}

static void read_poll(struct ctx *cx, struct poll_draft *poll)
{
	struct sv *options;
	poll->option_count = param_list(&cx->arena, cx->params, "poll[options]", &options);
	poll->options = options;
	poll->expires_in = param_int(cx->params, "poll[expires_in]", 0);
	poll->multiple = param_bool(cx->params, "poll[multiple]", false);
	poll->hide_totals = param_bool(cx->params, "poll[hide_totals]", false);
}

static enum fail read_draft(struct ctx *cx, struct status_draft *draft)
{
	struct preferences preferences;
	int64_t *media_ids;
	TRY(preferences_load(cx, cx->who.account_id, &preferences));
	draft->account_id = cx->who.account_id;
	draft->app_id = cx->who.app_id;
	draft->text = param_sv(cx->params, "status");
	draft->spoiler_text = param_sv(cx->params, "spoiler_text");
	draft->sensitive = param_bool(cx->params, "sensitive", preferences.posting_default_sensitive);
	draft->language = param_sv(cx->params, "language");
	if (!draft->language.n)
		draft->language = preferences.posting_default_language;
	draft->media_count = param_ids(&cx->arena, cx->params, "media_ids", &media_ids);
	draft->media_ids = media_ids;
	draft->quote_of_id = param_id(cx->params, "quoted_status_id");
	draft->idempotency_key = http_header(cx->http, SV("idempotency-key"));
	read_poll(cx, &draft->poll);
	TRY(read_reply(cx, &draft->in_reply_to_id));
	TRY(read_quote_policy(cx, &preferences, &draft->quote_policy));
	return read_visibility(cx, &preferences, &draft->visibility);
}

enum fail api_status_post(struct ctx *cx)
{
	struct status_draft draft = { 0 };
	int64_t id;
	TRY(read_draft(cx, &draft));
	TRY(status_create(cx, &draft, &id));
	return api_answer_status(cx, id);
}

/* --- showing and deleting --------------------------------------------------------------------------------------------------------------- */

enum fail api_status_show(struct ctx *cx)
{
	TRY(viewer_enter(cx));
	return entity_status_seen(cx, answer_json(cx), path_id(cx, 0), FILTER_THREAD);
}

/* The answer still has the text, for "delete and redraft". */
enum fail api_status_delete(struct ctx *cx)
{
	struct status_row row;
	struct buf status = BUF(&cx->arena, ANSWER_MOST);
	struct json j = JSON(&status);
	TRY(api_status_see(cx, &row));
	if (row.account_id != cx->who.account_id)
		return FAIL_NOT_FOUND;
	TRY(entity_status(cx, &j, row.id, 0));
	TRY(status_remove(cx, &row));
	struct json *out = answer_json(cx);
	json_raw(out, sv_first(buf_sv(&status), status.n - 1)); /* without its closing brace */
	buf_put(out->out, SV(",\"text\":"));
	out->comma = false;
	json_string(out, row.text);
	buf_putc(out->out, '}');
	return OK;
}

enum fail api_status_boost(struct ctx *cx)
{
	int visibility = VISIBILITY_PUBLIC;
	int64_t id;
	struct sv sent = param_sv(cx->params, "visibility");
	if (sent.n && !visibility_parse(sent, &visibility))
		return refuse(cx, FAIL_INVALID, "Validation failed: Visibility is not included in the list: public, unlisted, private");
	TRY(status_reblog(cx, path_id(cx, 0), visibility, &id));
	return api_answer_status(cx, id);
}

enum fail api_status_favourite(struct ctx *cx)
{
	struct status_row row;
	int64_t changes;
	TRY(api_status_see(cx, &row));
	TRY(q_favourite_insert(cx, cx->who.account_id, row.id, id_new(cx->now), &changes));
	if (changes) {
		TRY(q_status_count_favourites(cx, row.id, 1));
		effect_add(cx, EFFECT_STATUS_COUNTED, row.id, 0);
		effect_add(cx, EFFECT_FLAGS, row.id, cx->who.account_id);
		TRY(notification_create(cx, &(struct notification_draft){ .to = row.account_id,
		                                                          .from = cx->who.account_id,
		                                                          .type = "favourite",
		                                                          .status_id = row.id,
		                                                          .conversation_id = row.conversation_id }));
	}
	return api_answer_status(cx, row.id);
}
