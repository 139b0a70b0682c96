/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Announcements: written, kept back, scheduled, changed, taken away. Times of the forms are UTC, and say so. */
#include "social/announcement.h"

#include "base/clock.h"
#include "web/admin.h"

#define HERE SV("/admin/announcements")

/* --- times of an input of type datetime-local: "2026-12-24T18:00" --------------------------------------------------------------------- */

static struct sv for_input(struct ctx *cx, int64_t ms)
{
	return ms ? sv_first(time_dup(&cx->arena, ms), 16) : SV_NONE;
}

static enum fail read_time(struct ctx *cx, const char *name, int64_t *ms_r)
{
	struct sv text = sv_trim(param_sv(cx->params, name));
	*ms_r = 0;
	if (text.n == 16)
		text = arena_printf(&cx->arena, SVF ":00Z", SVA(text));
	if (text.n && !time_parse(text, ms_r))
		return refuse(cx, FAIL_INVALID, "Write times as a date and hours: 2026-12-24T18:00");
	return OK;
}

static enum fail read_draft(struct ctx *cx, struct announcement_draft *draft_r)
{
	*draft_r = (struct announcement_draft){ .text = param_sv(cx->params, "text"),
		                                .all_day = param_bool(cx->params, "all_day", false),
		                                .held = sv_eq(param_sv(cx->params, "act"), SV("hold")) };
	TRY(read_time(cx, "publish_at", &draft_r->publish_at));
	TRY(read_time(cx, "starts_at", &draft_r->starts_at));
	return read_time(cx, "ends_at", &draft_r->ends_at);
}

/* --- pages ------------------------------------------------------------------------------------------------------------------------------- */

static struct view_admin_announcement show_one(struct ctx *cx, const struct announcement_row *row)
{
	bool out = announcement_is_out(row->published_at, cx->now), over = row->ends_at && row->ends_at <= cx->now;
	return (struct view_admin_announcement){ .id = row->id,
		                                 .text = html_stored(row->html),
		                                 .state = !row->published_at ? TR("Draft") : !out ? TR("Scheduled") : over ? TR("Over") : TR("Published"),
		                                 .when = row->published_at ? view_time(&cx->arena, row->published_at, cx->now).full : SV_NONE,
		                                 .out = out,
		                                 .held = !row->published_at,
		                                 .over = over };
}

static enum fail show_list(struct ctx *cx, struct view_admin_announcements *view)
{
	struct announcement_row *rows;
	TRY(q_announcements_all(cx, &rows, &view->count));
	struct view_admin_announcement *list = arena_array(&cx->arena, struct view_admin_announcement, view->count + 1);
	for (size_t i = 0; i < view->count; i++)
		list[i] = show_one(cx, &rows[view->count - 1 - i]);
	view->list = list;
	return OK;
}

static void fill_sent(struct ctx *cx, struct view_admin_announcements *view)
{
	view->text = param_sv(cx->params, "text");
	view->publish_at = param_sv(cx->params, "publish_at");
	view->starts_at = param_sv(cx->params, "starts_at");
	view->ends_at = param_sv(cx->params, "ends_at");
	view->all_day = param_bool(cx->params, "all_day", false);
}

static enum fail fill_stored(struct ctx *cx, struct view_admin_announcements *view)
{
	struct announcement_row row;
	TRY(q_announcement_get(cx, view->id, &row));
	view->text = row.text;
	view->out = announcement_is_out(row.published_at, cx->now);
	view->publish_at = view->out ? SV_NONE : for_input(cx, row.published_at);
	view->starts_at = for_input(cx, row.starts_at);
	view->ends_at = for_input(cx, row.ends_at);
	view->all_day = row.all_day;
	return OK;
}

static enum fail show(struct ctx *cx, int64_t id, struct sv problem)
{
	struct view_page page;
	struct view_admin_announcements view = { .id = id };
	if (id)
		TRY(fill_stored(cx, &view));
	if (problem.n)
		fill_sent(cx, &view);
	TRY(admin_page(cx, HERE, id ? TR("Change an announcement") : TR("Announcements"), &page));
	if (!id)
		TRY(show_list(cx, &view));
	view.csrf = page.csrf;
	view.action = id ? arena_printf(&cx->arena, SVF "/%lld", SVA(HERE), (long long)id) : HERE;
	page.problem = problem;
	tpl_admin_announcements_page(web_html(cx), &page, &view);
	return OK;
}

enum fail web_admin_announcements(struct ctx *cx)
{
	return show(cx, 0, SV_NONE);
}

enum fail web_admin_announcement(struct ctx *cx)
{
	int64_t id = path_id(cx, 0);
	return id ? show(cx, id, SV_NONE) : FAIL_NOT_FOUND;
}

static enum fail write(struct ctx *cx, int64_t id)
{
	struct announcement_draft draft;
	struct sv problem;
	int64_t written = id;
	enum fail fail = read_draft(cx, &draft);
	if (fail == OK)
		fail = announcement_write(cx, &draft, &written);
	if (web_mendable(cx, fail, &problem))
		return show(cx, id, problem);
	TRY(fail);
	bool now = !id && !draft.held && draft.publish_at <= cx->now;
	return web_done(cx, HERE, now ? SAID_ANNOUNCED : SAID_SAVED);
}

enum fail web_admin_announcement_add(struct ctx *cx)
{
	TRY(web_check_form(cx));
	return write(cx, 0);
}

enum fail web_admin_announcement_change(struct ctx *cx)
{
	int64_t id = path_id(cx, 0);
	TRY(web_check_form(cx));
	return id ? write(cx, id) : FAIL_NOT_FOUND;
}

enum fail web_admin_announcement_publish(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(announcement_publish(cx, path_id(cx, 0)));
	return web_done(cx, HERE, SAID_ANNOUNCED);
}

enum fail web_admin_announcement_remove(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(announcement_remove(cx, path_id(cx, 0)));
	return web_done(cx, HERE, SAID_ANNOUNCEMENT_REMOVED);
}
