/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The buttons under a status (act.def), and deleting it with time to think again. */
#include "social/status_mark.h"
#include "social/status_undo.h"
#include "social/status_write.h"
#include "web/frame.h"
#include "web/web.h"

static enum fail act_boost(struct ctx *cx, const struct status_row *row)
{
	int64_t id;
	return status_reblog(cx, row->id, VISIBILITY_PUBLIC, &id);
}

static enum fail act_bookmark(struct ctx *cx, const struct status_row *row)
{
	return status_bookmark(cx, row, true);
}

static enum fail act_unbookmark(struct ctx *cx, const struct status_row *row)
{
	return status_bookmark(cx, row, false);
}

static enum fail act_mute(struct ctx *cx, const struct status_row *row)
{
	return status_mute(cx, row, true);
}

static enum fail act_unmute(struct ctx *cx, const struct status_row *row)
{
	return status_mute(cx, row, false);
}

static const struct act {
	const char *name;
	enum fail (*run)(struct ctx *cx, const struct status_row *row);
	enum said said;
} acts[] = {
#define ACT(name, run, said) { #name, run, SAID_##said },
#include "web/act.def"
#undef ACT
};

static const struct act *act_named(struct sv name)
{
	for (size_t i = 0; i < COUNT_OF(acts); i++)
		if (sv_eq(name, sv_of(acts[i].name)))
			return &acts[i];
	return NULL;
}

static enum fail see_original(struct ctx *cx, struct status_row *row_r)
{
	TRY(status_see(cx, path_id(cx, 0), row_r));
	return row_r->reblog_of_id ? status_see(cx, row_r->reblog_of_id, row_r) : OK;
}

static enum fail show(struct ctx *cx, int64_t id, struct view_status *view_r)
{
	struct status *status;
	TRY(status_load(cx, id, &status));
	return web_show_status(cx, status, view_r);
}

/* The place on the page that the status had. */
static struct sv back_to(struct ctx *cx, int64_t id)
{
	return arena_printf(&cx->arena, SVF "#s%lld", SVA(web_next(cx, SV("/home"))), (long long)id);
}

static enum fail answer_act(struct ctx *cx, int64_t id, enum said said)
{
	struct view_status view;
	if (!web_wants_part(cx))
		return said == SAID_QUIETLY ? web_redirect(cx, back_to(cx, id)) : web_done(cx, web_next(cx, SV("/home")), said);
	TRY(show(cx, id, &view));
	tpl_status_acts_part(web_html(cx), &view, web_said_text(said));
	return OK;
}

enum fail web_status_act(struct ctx *cx)
{
	struct status_row row;
	const struct act *act = act_named(cx->path[1]);
	TRY(web_check_form(cx));
	if (!act)
		return FAIL_NOT_FOUND;
	TRY(see_original(cx, &row));
	TRY(act->run(cx, &row));
	return answer_act(cx, row.id, act->said);
}

/* What else can be done with it: for the menu on a page, or a page by itself. */
enum fail web_status_menu(struct ctx *cx)
{
	struct view_page page;
	struct status_row row;
	struct view_status view;
	TRY(web_page(cx, &page));
	TRY(see_original(cx, &row));
	TRY(show(cx, row.id, &view));
	if (web_wants_part(cx)) {
		tpl_status_menu_list(web_html(cx), &view);
		return OK;
	}
	page.title = TR("More actions");
	page.hidden = true;
	page.here = view.acts->mine ? view.author->path : view.path; /* what is deleted has no page to come back to */
	tpl_status_menu_page(web_html(cx), &page, &view);
	return OK;
}

static enum fail see_own(struct ctx *cx, struct status_row *row_r)
{
	TRY(status_see(cx, path_id(cx, 0), row_r));
	return row_r->account_id == cx->who.account_id ? OK : FAIL_NOT_FOUND;
}

enum fail web_status_delete(struct ctx *cx)
{
	struct status_row row;
	TRY(web_check_form(cx));
	TRY(see_own(cx, &row));
	enum fail fail = status_remove_later(cx, &row);
	bool later = fail == OK;
	if (fail == FAIL_CONFLICT)
		fail = status_remove(cx, &row);
	TRY(fail);
	if (web_wants_part(cx)) {
		tpl_status_deleted(web_html(cx), row.id, later);
		return OK;
	}
	struct sv next = web_next(cx, SV("/home"));
	if (later)
		next = web_with_param(cx, next, "undo", arena_printf(&cx->arena, "%lld", (long long)row.id));
	return web_done(cx, next, SAID_DELETED);
}

enum fail web_status_restore(struct ctx *cx)
{
	struct view_status view;
	int64_t id = path_id(cx, 0);
	TRY(web_check_form(cx));
	enum fail fail = status_remove_undo(cx, id);
	if (fail == FAIL_NOT_FOUND)
		return refuse(cx, FAIL_GONE, "It is too late: this post is gone.");
	TRY(fail);
	if (!web_wants_part(cx))
		return web_done(cx, web_next(cx, SV("/home")), SAID_RESTORED);
	TRY(show(cx, id, &view));
	tpl_status(web_html(cx), &view);
	return OK;
}
