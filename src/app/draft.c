/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/draft.h"

#include "base/id.h"
#include "http/params.h"
#include "social/preference.h"

static enum fail read_visibility(struct ctx *cx, const struct preferences *preferences, int *visibility_r)
{
	struct sv name = param_sv(cx->params, "visibility");
	if (visibility_parse(name.n ? name : preferences->posting_default_visibility, visibility_r))
		return OK;
	return refuse(cx, FAIL_INVALID,
		      "Validation failed: Visibility is not included in the list: public, unlisted, private, direct");
}

enum fail draft_read_quote_policy(struct ctx *cx, struct sv otherwise, int *policy_r)
{
	struct sv name = param_sv(cx->params, "quote_approval_policy");
	if (quote_policy_parse(name.n ? name : otherwise, policy_r))
		return OK;
	return refuse(cx, FAIL_INVALID,
		      "Validation failed: quote_approval_policy is not included in the list: public, followers, nobody");
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

/* "en", "pt-BR", "zh-Hant": anything else counts as not sent. */
static struct sv read_language(const struct ctx *cx)
{
	struct sv sent = param_sv(cx->params, "language"), rest = sent, first;
	sv_cut(&rest, '-', &first);
	bool good = (first.n == 2 || first.n == 3) && rest.n <= 8;
	for (size_t i = 0; i < sent.n && good; i++)
		good = sent.p[i] == '-' || (sent.p[i] >= '0' && sent.p[i] <= '9') || (sent.p[i] | 32) - 'a' + 0u < 26;
	return good ? sent : SV_NONE;
}

static bool is_in(const int64_t *ids, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (ids[i] == id)
			return true;
	return false;
}

/* Each once. */
static enum fail read_media(struct ctx *cx, struct status_draft *draft)
{
	struct sv *sent;
	size_t sent_count = param_list(&cx->arena, cx->params, "media_ids", &sent), count = 0;
	int64_t *ids = arena_array(&cx->arena, int64_t, sent_count + 1), id;
	for (size_t i = 0; i < sent_count; i++) {
		if (!sent[i].n)
			continue; /* how forms say "none" */
		if (!id_parse(sent[i], &id))
			return refuse(cx, FAIL_INVALID,
				      "Validation failed: Media with ID " SVF " not found or already attached to another status",
				      SVA(sv_first(sent[i], 40)));
		if (!is_in(ids, count, id))
			ids[count++] = id;
	}
	draft->media_ids = ids;
	draft->media_count = count;
	return OK;
}

static enum fail read_text(struct ctx *cx, struct status_draft *draft)
{
	draft->account_id = cx->who.account_id;
	draft->text = param_sv(cx->params, "status");
	draft->spoiler_text = param_sv(cx->params, "spoiler_text");
	draft->language = read_language(cx);
	read_poll(cx, &draft->poll);
	return read_media(cx, draft);
}

enum fail draft_read(struct ctx *cx, struct status_draft *draft)
{
	struct preferences preferences;
	TRY(preferences_load(cx, cx->who.account_id, &preferences));
	TRY(read_text(cx, draft));
	draft->app_id = cx->who.app_id;
	draft->sensitive = param_bool(cx->params, "sensitive", preferences.posting_default_sensitive);
	if (!draft->language.n)
		draft->language = preferences.posting_default_language;
	draft->quote_of_id = param_id(cx->params, "quoted_status_id");
	TRY(read_reply(cx, &draft->in_reply_to_id));
	TRY(draft_read_quote_policy(cx, preferences.posting_default_quote_policy, &draft->quote_policy));
	return read_visibility(cx, &preferences, &draft->visibility);
}

/* --- editing ---------------------------------------------------------------------------------------------------------------- */

enum fail draft_read_edit(struct ctx *cx, const struct status_row *row, struct status_draft *draft)
{
	TRY(read_text(cx, draft));
	draft->sensitive = param_bool(cx->params, "sensitive", false);
	return draft_read_quote_policy(cx, sv_of(quote_policy_name((int)row->quote_policy)), &draft->quote_policy);
}

static struct sv member_value(struct ctx *cx, struct sv member, const char *field)
{
	const struct param *param = param_member(cx->params, "media_attributes", member, field);
	return param ? param->value : SV_NONE;
}

size_t draft_read_media_edits(struct ctx *cx, struct media_edit **edits_r)
{
	struct sv *members;
	size_t count = param_members(&cx->arena, cx->params, "media_attributes", &members);
	struct media_edit *edits = *edits_r = arena_array(&cx->arena, struct media_edit, count + 1);
	for (size_t i = 0; i < count; i++) {
		id_parse(member_value(cx, members[i], "id"), &edits[i].id);
		edits[i].description = member_value(cx, members[i], "description");
		edits[i].focus = member_value(cx, members[i], "focus");
	}
	return count;
}
