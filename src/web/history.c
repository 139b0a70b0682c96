/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The versions of a post, with what changed from one to the next. */
#include "social/status_version.h"
#include "social/viewer.h"
#include "web/diff.h"
#include "web/frame.h"
#include "web/view_compose.h"
#include "web/web.h"

static enum fail show_media(struct ctx *cx, const struct status_edits_of_row *edit, struct view_version *view)
{
	struct media_row *rows;
	size_t count;
	TRY(status_version_media(cx, edit->media, &rows, &count));
	struct view_media *list = arena_array(&cx->arena, struct view_media, count + 1);
	for (size_t i = 0; i < count; i++)
		if (rows[i].file.n)
			web_show_media(cx, &rows[i], &list[view->media_count++]);
	view->media = list;
	return OK;
}

static enum fail show_version(struct ctx *cx, const struct status_edits_of_row *edit, const struct status_edits_of_row *before, struct view_version *view)
{
	struct sv *options;
	*view = (struct view_version){ .time = view_time(&cx->arena, edit->created_at, cx->now),
		                       .text = diff_html(&cx->arena, before ? before->text : edit->text, edit->text),
		                       .warning = diff_html(&cx->arena, before ? before->spoiler_text : edit->spoiler_text, edit->spoiler_text),
		                       .first = !before,
		                       .sensitive = edit->sensitive,
		                       .media_changed = before && !sv_eq(before->media, edit->media),
		                       .options_changed = before && !sv_eq(before->poll_options, edit->poll_options) };
	view->option_count = status_version_options(cx, edit->poll_options, &options);
	view->options = options;
	return show_media(cx, edit, view);
}

static enum fail show_versions(struct ctx *cx, int64_t status_id, struct view_history *history)
{
	struct status_edits_of_row *edits;
	TRY(q_status_edits_of(cx, status_id, &edits, &history->count));
	struct view_version *versions = arena_array(&cx->arena, struct view_version, history->count + 1);
	for (size_t i = 0; i < history->count; i++)
		TRY(show_version(cx, &edits[i], i ? &edits[i - 1] : NULL, &versions[history->count - 1 - i]));
	history->versions = versions;
	return OK;
}

enum fail web_history(struct ctx *cx)
{
	struct view_page page;
	struct account account;
	struct status_row row;
	struct view_account author;
	struct view_history history = { .author = &author };
	TRY(web_page(cx, &page));
	TRY(web_find_account(cx, &account));
	TRY(viewer_enter(cx));
	TRY(status_see(cx, path_id(cx, 1), &row));
	if (row.account_id != account.row.id)
		return FAIL_NOT_FOUND;
	TRY(web_show_account(cx, &account, &author));
	history.path = arena_printf(&cx->arena, SVF "/%lld", SVA(author.path), (long long)row.id);
	TRY(show_versions(cx, row.id, &history));
	if (!history.count)
		return web_redirect(cx, history.path); /* it is as it was posted */
	page.title = TR("Versions of this post");
	page.hidden = true;
	tpl_history_page(web_html(cx), &page, &history);
	return OK;
}
