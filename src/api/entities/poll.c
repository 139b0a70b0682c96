/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "api/entities/entities.h"

static bool is_over(const struct ctx *cx, int64_t expires_at)
{
	return expires_at && expires_at <= cx->now;
}

void entity_poll_start(struct ctx *cx, struct json *j, const struct poll *poll)
{
	bool hidden = poll->row.hide_totals && !is_over(cx, poll->row.expires_at);
	json_object(j);
	json_id(json_key(j, "id"), poll->row.id);
	json_time(json_key(j, "expires_at"), poll->row.expires_at);
	json_bool(json_key(j, "multiple"), poll->row.multiple);
	json_int(json_key(j, "votes_count"), poll->row.votes_count);
	json_int(json_key(j, "voters_count"), poll->row.voters_count);
	json_array(json_key(j, "options"));
	for (size_t i = 0; i < poll->option_count; i++) {
		json_object(j);
		json_string(json_key(j, "title"), poll->options[i].title);
		if (hidden)
			json_null(json_key(j, "votes_count"));
		else
			json_int(json_key(j, "votes_count"), poll->options[i].votes_count);
		json_end(j);
	}
	json_end(j);
	struct sv *titles = arena_array(&cx->arena, struct sv, poll->option_count + 1);
	for (size_t i = 0; i < poll->option_count; i++)
		titles[i] = poll->options[i].title;
	const struct emoji **emojis;
	size_t count = emojis_in(cx, titles, poll->option_count, &emojis);
	json_key(j, "emojis");
	entity_emojis(cx, j, emojis, count);
}

enum fail entity_poll_end(struct ctx *cx, struct json *j, int64_t poll_id, int64_t account_id, int64_t expires_at)
{
	struct poll_votes_by_row *votes = NULL;
	size_t count = 0;
	bool own = cx->who.account_id && cx->who.account_id == account_id;
	if (cx->who.account_id && !own)
		TRY(q_poll_votes_by(cx, poll_id, cx->who.account_id, &votes, &count));
	json_bool(json_key(j, "expired"), is_over(cx, expires_at));
	if (cx->who.account_id) {
		json_bool(json_key(j, "voted"), own || count);
		json_array(json_key(j, "own_votes"));
		for (size_t i = 0; i < count; i++)
			json_int(j, votes[i].position);
		json_end(j);
	}
	json_end(j);
	return OK;
}

enum fail entity_poll(struct ctx *cx, struct json *j, const struct poll *poll)
{
	entity_poll_start(cx, j, poll);
	return entity_poll_end(cx, j, poll->row.id, poll->row.account_id, poll->row.expires_at);
}
