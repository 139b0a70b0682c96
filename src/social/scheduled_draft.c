/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/scheduled.h"

#include "base/id.h"

#include <jansson.h>

static struct sv text_of(struct ctx *cx, const json_t *value)
{
	return json_is_string(value) ? arena_dup(&cx->arena, (struct sv){ json_string_value(value), json_string_length(value) })
				     : SV_NONE;
}

static int64_t id_of(struct ctx *cx, const json_t *value)
{
	int64_t id = 0;
	return id_parse(text_of(cx, value), &id) ? id : 0;
}

static void read_poll(struct ctx *cx, const json_t *json, struct poll_draft *poll)
{
	const json_t *list = json_object_get(json, "options");
	size_t count = json_array_size(list);
	struct sv *options = arena_array(&cx->arena, struct sv, count + 1);
	for (size_t i = 0; i < count; i++)
		options[i] = text_of(cx, json_array_get(list, i));
	poll->options = options;
	poll->option_count = count;
	poll->expires_in = json_integer_value(json_object_get(json, "expires_in"));
	poll->multiple = json_is_true(json_object_get(json, "multiple"));
	poll->hide_totals = json_is_true(json_object_get(json, "hide_totals"));
}

static void read_media_ids(struct ctx *cx, const json_t *list, struct status_draft *draft)
{
	size_t count = json_array_size(list);
	int64_t *ids = arena_array(&cx->arena, int64_t, count + 1);
	for (size_t i = 0; i < count; i++)
		ids[i] = id_of(cx, json_array_get(list, i));
	draft->media_ids = ids;
	draft->media_count = count;
}

enum fail scheduled_draft(struct ctx *cx, const struct scheduled_row *row, struct status_draft *draft)
{
	json_t *json = json_loadb(row->params.p, row->params.n, 0, NULL);
	if (!json_is_object(json) || !visibility_parse(text_of(cx, json_object_get(json, "visibility")), &draft->visibility)) {
		json_decref(json);
		return broken(cx, "the scheduled status %lld cannot be read", (long long)row->id);
	}
	draft->account_id = row->account_id;
	draft->app_id = json_integer_value(json_object_get(json, "application_id"));
	draft->text = text_of(cx, json_object_get(json, "text"));
	draft->spoiler_text = text_of(cx, json_object_get(json, "spoiler_text"));
	draft->language = text_of(cx, json_object_get(json, "language"));
	draft->sensitive = json_is_true(json_object_get(json, "sensitive"));
	draft->in_reply_to_id = json_integer_value(json_object_get(json, "in_reply_to_id"));
	draft->quote_of_id = id_of(cx, json_object_get(json, "quoted_status_id"));
	if (!quote_policy_parse(text_of(cx, json_object_get(json, "quote_approval_policy")), &draft->quote_policy))
		draft->quote_policy = QUOTE_BY_NOBODY;
	read_poll(cx, json_object_get(json, "poll"), &draft->poll);
	read_media_ids(cx, json_object_get(json, "media_ids"), draft);
	json_decref(json);
	return OK;
}
