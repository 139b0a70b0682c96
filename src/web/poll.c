/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Voting on a page. */
#include "social/poll.h"
#include "web/frame.h"
#include "web/web.h"

static enum fail read_choices(struct ctx *cx, int64_t **choices_r, size_t *count_r)
{
	struct sv *sent;
	size_t count = param_list(&cx->arena, cx->params, "choices", &sent);
	int64_t *choices = arena_array(&cx->arena, int64_t, count + 1);
	for (size_t i = 0; i < count; i++)
		if (!sv_to_i64(sent[i], &choices[i]))
			return refuse(cx, FAIL_INVALID, "There is no such answer in this poll.");
	*choices_r = choices;
	*count_r = count;
	return count ? OK : refuse(cx, FAIL_INVALID, "Choose an answer first.");
}

enum fail web_poll_vote(struct ctx *cx)
{
	struct poll poll;
	struct status *status;
	struct view_status view;
	int64_t *choices = NULL;
	size_t count = 0;
	TRY(web_check_form(cx));
	TRY(poll_see(cx, path_id(cx, 0), &poll));
	TRY(read_choices(cx, &choices, &count));
	TRY(poll_cast(cx, &poll, choices, count));
	TRY(status_load(cx, poll.row.status_id, &status));
	TRY(web_show_status(cx, status, &view));
	if (!web_wants_part(cx))
		return web_done(cx, web_next(cx, view.path), SAID_VOTED);
	tpl_poll_part(web_html(cx), view.poll, web_said_text(SAID_VOTED));
	return OK;
}
