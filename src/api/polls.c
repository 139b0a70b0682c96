/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Polls (documentation: methods/polls). */
#include "api/api.h"
#include "social/poll.h"
#include "social/viewer.h"

enum fail api_poll_show(struct ctx *cx)
{
	struct poll poll;
	TRY(viewer_enter(cx));
	TRY(poll_see(cx, path_id(cx, 0), &poll));
	return entity_poll(cx, answer_json(cx), &poll);
}

static enum fail read_choices(struct ctx *cx, int64_t **choices_r, size_t *count_r)
{
	struct sv *sent;
	size_t count = param_list(&cx->arena, cx->params, "choices", &sent);
	int64_t *choices = arena_array(&cx->arena, int64_t, count + 1);
	for (size_t i = 0; i < count; i++)
		if (!sv_to_i64(sent[i], &choices[i]))
			return refuse(cx, FAIL_INVALID, "Validation failed: The chosen vote option does not exist");
	*choices_r = choices;
	*count_r = count;
	return OK;
}

enum fail api_poll_vote(struct ctx *cx)
{
	struct poll poll;
	int64_t *choices = NULL;
	size_t count = 0;
	TRY(poll_see(cx, path_id(cx, 0), &poll));
	TRY(read_choices(cx, &choices, &count));
	TRY(poll_cast(cx, &poll, choices, count));
	TRY(poll_see(cx, poll.row.id, &poll)); /* with the vote */
	return entity_poll(cx, answer_json(cx), &poll);
}
