/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Custom emoji: uploaded, sorted into categories, switched off, deleted. */
#include "social/emoji.h"

#include "web/admin.h"

#include <stdlib.h>

#define HERE SV("/admin/emojis")

static int by_category(const void *a_, const void *b_)
{
	const struct view_admin_emoji *a = a_, *b = b_;
	int order = sv_cmp(a->category, b->category);
	return order ? order : sv_cmp(a->shortcode, b->shortcode);
}

static void list_categories(struct ctx *cx, struct view_admin_emojis *view)
{
	struct sv *categories = arena_array(&cx->arena, struct sv, view->count + 1);
	for (size_t i = 0; i < view->count; i++)
		if (view->list[i].category.n && (!i || !sv_eq(view->list[i].category, view->list[i - 1].category)))
			categories[view->category_count++] = view->list[i].category;
	view->categories = categories;
}

static enum fail show(struct ctx *cx, struct sv problem)
{
	struct view_page page;
	struct emoji_every_row *rows;
	struct view_admin_emojis view = { 0 };
	TRY(admin_page(cx, HERE, TR("Custom emoji"), &page));
	TRY(q_emoji_every(cx, &rows, &view.count));
	struct view_admin_emoji *list = arena_array(&cx->arena, struct view_admin_emoji, view.count + 1);
	for (size_t i = 0; i < view.count; i++)
		list[i] = (struct view_admin_emoji){ rows[i].shortcode, media_url(cx, rows[i].file), rows[i].category, rows[i].visible, rows[i].disabled };
	qsort(list, view.count, sizeof(*list), by_category);
	view.list = list;
	list_categories(cx, &view);
	view.csrf = page.csrf;
	page.problem = problem;
	if (problem.n) {
		view.shortcode = param_sv(cx->params, "shortcode");
		view.category = param_sv(cx->params, "category");
	}
	tpl_admin_emojis_page(web_html(cx), &page, &view);
	return OK;
}

enum fail web_admin_emojis(struct ctx *cx)
{
	return show(cx, SV_NONE);
}

/* ":moot:" is as good as "moot". */
static struct sv bare(struct sv shortcode)
{
	shortcode = sv_trim(shortcode);
	if (shortcode.n > 1 && shortcode.p[0] == ':' && shortcode.p[shortcode.n - 1] == ':')
		return (struct sv){ shortcode.p + 1, shortcode.n - 2 };
	return shortcode;
}

enum fail web_admin_emoji_add(struct ctx *cx)
{
	const struct param *file = param_find(cx->params, "file");
	struct sv problem, category = sv_trim(param_sv(cx->params, "category"));
	struct emoji_draft draft = { .shortcode = bare(param_sv(cx->params, "shortcode")),
		                     .category = category.n ? category : SV_NONE,
		                     .file = file ? file->file_fd : -1 };
	TRY(web_check_form(cx));
	enum fail fail = emoji_add(cx, &draft);
	if (web_mendable(cx, fail, &problem))
		return show(cx, problem);
	TRY(fail);
	return web_done(cx, HERE, SAID_EMOJI_ADDED);
}

static enum fail alter(struct ctx *cx, void *arg)
{
	return emoji_alter(cx, arg);
}

enum fail web_admin_emoji_change(struct ctx *cx)
{
	struct emoji_change change = { .shortcode = cx->path[0],
		                       .category = param_sv(cx->params, "category"),
		                       .visible = param_bool(cx->params, "visible", false),
		                       .disabled = param_bool(cx->params, "disabled", false) };
	TRY(web_check_form(cx));
	TRY(app_write(cx, alter, &change));
	return web_done(cx, HERE, SAID_SAVED);
}

enum fail web_admin_emoji_remove(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(emoji_remove(cx, cx->path[0]));
	return web_done(cx, HERE, SAID_EMOJI_REMOVED);
}
