/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The first steps of somebody who has just joined: a face and a name, people to follow, the rules, a first post. All can be skipped. */
#include "app/profile_params.h"
#include "social/trend.h"
#include "social/viewer.h"
#include "web/frame.h"
#include "web/people.h"
#include "web/web.h"

enum { PEOPLE = 8, TAGS = 8, LAST_STEP = 3 };

static enum fail open_step(struct ctx *cx, int64_t step, struct sv title, struct view_page *page, struct view_welcome *welcome)
{
	TRY(web_form(cx, page, title));
	welcome->csrf = page->csrf;
	welcome->step = step;
	welcome->steps = LAST_STEP;
	return OK;
}

static enum fail show_face(struct ctx *cx, struct sv problem)
{
	struct view_page page;
	struct account_row row;
	struct view_welcome welcome = { .problem = problem };
	TRY(open_step(cx, 1, TR("Welcome"), &page, &welcome));
	TRY(q_account_get(cx, cx->who.account_id, &row));
	struct sv sent = param_sv(cx->params, "display_name");
	welcome.name = sent.p ? sent : row.display_name;
	welcome.avatar = account_avatar(cx, &row, true);
	tpl_welcome_face(web_html(cx), &page, &welcome);
	return OK;
}

enum fail web_welcome(struct ctx *cx)
{
	return show_face(cx, SV_NONE);
}

enum fail web_welcome_save(struct ctx *cx)
{
	struct sv problem;
	TRY(web_check_form(cx));
	struct profile_change change = profile_params_read(cx);
	enum fail fail = profile_apply(cx, &change);
	if (web_mendable(cx, fail, &problem))
		return show_face(cx, problem);
	TRY(fail);
	return web_redirect(cx, SV("/welcome/people"));
}

enum fail web_welcome_people(struct ctx *cx)
{
	struct view_page page;
	struct view_welcome welcome = { 0 };
	struct view_person *people;
	struct view_trend_tag *tags;
	int64_t *ids;
	size_t count;
	TRY(open_step(cx, 2, TR("Whom to follow"), &page, &welcome));
	TRY(viewer_enter(cx));
	TRY(web_show_suggestions(cx, PEOPLE, &people, &welcome.person_count));
	TRY(trends_read(cx, TREND_TAG, TAGS, 0, &ids, &count));
	TRY(web_show_trend_tags(cx, ids, count, &tags, &welcome.tag_count));
	welcome.people = people;
	welcome.tags = tags;
	tpl_welcome_people(web_html(cx), &page, &welcome);
	return OK;
}

enum fail web_welcome_ready(struct ctx *cx)
{
	struct view_page page;
	struct view_welcome welcome = { 0 };
	TRY(open_step(cx, 3, TR("You are all set"), &page, &welcome));
	TRY(web_rules(cx, &welcome.rules, &welcome.rule_count));
	tpl_welcome_ready(web_html(cx), &page, &welcome);
	return OK;
}

enum fail web_first_place(struct ctx *cx, int64_t account_id, struct sv next, struct sv *place_r)
{
	struct account_row row;
	*place_r = next;
	if (!sv_eq(next, SV("/home")) && !sv_eq(next, SV("/")))
		return OK;
	TRY(q_account_get(cx, account_id, &row));
	bool new_here = !row.following_count && !row.statuses_count && !row.display_name.n && !row.avatar.n;
	*place_r = new_here ? SV("/welcome") : next;
	return OK;
}
