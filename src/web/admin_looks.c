/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The owner decides how the community looks: name, colour, logo, banner. */
#include "social/brand.h"
#include "social/setting.h"

#include "web/accent.h"
#include "web/admin.h"

#define HERE        SV("/admin/appearance")
#define OUR_COLOUR  SV("#22654a") /* --accent of tokens.css */

static const char *const names[] = { "title", "description", "accent" };

/* An input of colours always has one: a box beside it says whether it counts. */
static struct sv sent_value(struct ctx *cx, const char *name)
{
	if (strcmp(name, "accent") == 0 && !param_bool(cx->params, "own_colour", false))
		return SV("");
	struct sv sent = sv_trim(param_sv(cx->params, name));
	return sent.n ? sent : SV("");
}

static struct sv problem_of(struct ctx *cx, const char *name)
{
	return setting_check(cx, setting_find(sv_of(name)), sent_value(cx, name)) == FAIL_INVALID ? cx->said : SV_NONE;
}

static enum fail show(struct ctx *cx, bool sent, struct sv problem)
{
	struct view_page page;
	const struct settings *set = settings(cx);
	struct view_looks view = { .title = set->title, .description = set->description, .accent = set->accent };
	TRY(admin_page(cx, HERE, TR("Appearance"), &page));
	if (sent) {
		view.title = sent_value(cx, names[0]);
		view.description = sent_value(cx, names[1]);
		view.accent = sent_value(cx, names[2]);
		view.title_problem = problem_of(cx, names[0]);
		view.description_problem = problem_of(cx, names[1]);
		view.accent_problem = problem_of(cx, names[2]);
	}
	view.csrf = page.csrf;
	view.accent_shown = view.accent.n ? view.accent : OUR_COLOUR;
	view.logo = set->logo_small.n ? media_url(cx, set->logo_small) : SV_NONE;
	view.tile = set->logo_touch.n ? media_url(cx, set->logo_touch) : SV_NONE;
	view.banner = set->thumbnail.n ? media_url(cx, set->thumbnail) : SV_NONE;
	page.problem = problem;
	tpl_admin_looks_page(web_html(cx), &page, &view);
	return OK;
}

enum fail web_admin_looks(struct ctx *cx)
{
	return show(cx, false, SV_NONE);
}

static enum fail change_all(struct ctx *cx, void *arg)
{
	(void)arg;
	for (size_t i = 0; i < COUNT_OF(names); i++)
		TRY(setting_change(cx, sv_of(names[i]), sent_value(cx, names[i])));
	return OK;
}

enum fail web_admin_looks_save(struct ctx *cx)
{
	struct sv problem;
	TRY(web_check_form(cx));
	enum fail fail = app_write(cx, change_all, NULL);
	if (web_mendable(cx, fail, &problem))
		return show(cx, true, TR("Nothing is changed yet: look at what is marked."));
	TRY(fail);
	return web_done(cx, HERE, SAID_SAVED);
}

/* --- pictures ------------------------------------------------------------------------------------------------------------------------- */

static enum fail which_picture(struct ctx *cx, enum brand_picture *which_r)
{
	*which_r = sv_eq(cx->path[0], SV("logo")) ? BRAND_LOGO : BRAND_BANNER;
	return *which_r == BRAND_LOGO || sv_eq(cx->path[0], SV("banner")) ? OK : FAIL_NOT_FOUND;
}

enum fail web_admin_picture_put(struct ctx *cx)
{
	enum brand_picture which;
	struct sv problem;
	const struct param *file = param_find(cx->params, "file");
	TRY(web_check_form(cx));
	TRY(which_picture(cx, &which));
	enum fail fail = brand_put(cx, which, file ? file->file_fd : -1);
	if (web_mendable(cx, fail, &problem))
		return show(cx, false, problem);
	TRY(fail);
	return web_done(cx, HERE, SAID_SAVED);
}

enum fail web_admin_picture_drop(struct ctx *cx)
{
	enum brand_picture which;
	TRY(web_check_form(cx));
	TRY(which_picture(cx, &which));
	TRY(brand_drop(cx, which));
	return web_done(cx, HERE, SAID_PICTURE_GONE);
}

/* --- the style sheet: the same for all, whatever community asks ------------------------------------------------------------------------- */

enum fail web_accent_sheet(struct ctx *cx)
{
	struct colour colour;
	struct sv file = cx->path[0], path = accent_path(&cx->arena, sv_first(file, 6));
	if (!path.n || !sv_ends(path, file) || !sv_ends(file, SV(".css")) || !colour_read(sv_first(file, 6), &colour))
		return FAIL_NOT_FOUND;
	answer_header(cx, "Cache-Control", SV("public, max-age=31536000, immutable"));
	cx->answer->cacheable = true;
	answer_body(cx, "text/css; charset=utf-8", accent_css(&cx->arena, colour));
	return OK;
}
