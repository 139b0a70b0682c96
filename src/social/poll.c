/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/poll.h"

#include "social/effect.h"
#include "social/notification.h"

enum { END_MOST = 200 };

enum fail poll_see(struct ctx *cx, int64_t id, struct poll *poll_r)
{
	struct status_row row;
	TRY(q_poll_get(cx, id, &poll_r->row));
	TRY(status_see(cx, poll_r->row.status_id, &row));
	return q_poll_options_of(cx, id, &poll_r->options, &poll_r->option_count);
}

static enum fail check_choices(struct ctx *cx, const struct poll *poll, const int64_t *choices, size_t count)
{
	if (!count)
		return refuse(cx, FAIL_INVALID,
			      "Validation failed: Choices can't be blank: send the numbers of the options, from 0 on");
	for (size_t i = 0; i < count; i++) {
		if (choices[i] < 0 || choices[i] >= (int64_t)poll->option_count)
			return refuse(cx, FAIL_INVALID, "Validation failed: The chosen vote option does not exist");
		if (!poll->row.multiple && choices[i] != choices[0])
			return refuse(cx, FAIL_INVALID, "Validation failed: This poll takes one choice only");
	}
	return OK;
}

static enum fail may_vote(struct ctx *cx, const struct poll *poll)
{
	struct poll_votes_by_row *votes;
	size_t count;
	if (poll->row.expires_at && poll->row.expires_at <= cx->now)
		return refuse(cx, FAIL_INVALID, "Validation failed: The poll has already ended");
	if (poll->row.account_id == cx->who.account_id)
		return refuse(cx, FAIL_INVALID, "Validation failed: You cannot vote in your own polls");
	TRY(q_poll_votes_by(cx, poll->row.id, cx->who.account_id, &votes, &count));
	return count ? refuse(cx, FAIL_INVALID, "Validation failed: You have already voted on this poll") : OK;
}

enum fail poll_cast(struct ctx *cx, const struct poll *poll, const int64_t *choices, size_t count)
{
	int64_t votes = 0;
	TRY(may_vote(cx, poll));
	TRY(check_choices(cx, poll, choices, count));
	for (size_t i = 0; i < count; i++) {
		int64_t changes;
		TRY(q_poll_vote_insert(cx, poll->row.id, cx->who.account_id, choices[i], &changes));
		if (!changes)
			continue; /* the same one twice */
		TRY(q_poll_option_count(cx, poll->row.id, choices[i]));
		votes++;
	}
	effect_add(cx, EFFECT_STATUS_COUNTED, poll->row.status_id, 0);
	return q_poll_count(cx, poll->row.id, votes);
}

static enum fail tell_end(struct ctx *cx, const struct polls_over_row *poll)
{
	struct poll_voters_row *voters;
	size_t count;
	struct notification_draft draft = {
		.to = poll->account_id, .from = poll->account_id, .type = "poll", .status_id = poll->status_id
	};
	TRY(notification_create(cx, &draft));
	TRY(q_poll_voters(cx, poll->id, &voters, &count));
	for (size_t i = 0; i < count; i++) {
		draft.to = voters[i].account_id;
		TRY(notification_create(cx, &draft));
	}
	return OK;
}

enum fail polls_end_due(struct ctx *cx)
{
	struct polls_over_row *polls;
	size_t count;
	TRY(q_polls_over(cx, cx->now, END_MOST, &polls, &count));
	for (size_t i = 0; i < count; i++) {
		TRY(q_poll_end(cx, polls[i].id));
		effect_add(cx, EFFECT_STATUS_COUNTED, polls[i].status_id, 0); /* hidden totals are shown from now on */
		TRY(tell_end(cx, &polls[i]));
	}
	return OK;
}
