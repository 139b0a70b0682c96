/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Settings: what a member does not want to read. */
#include "base/id.h"
#include "social/filter_write.h"
#include "social/viewer.h"
#include "web/frame.h"
#include "web/web.h"

#define HERE SV("/settings/filters")
enum { EMPTY_ROWS = 4 };

/* --- showing ---------------------------------------------------------------------------------------------------------------------- */

static void show_row(struct ctx *cx, const struct filter_row *row, struct view_filter *view)
{
	*view = (struct view_filter){ .id = row->id,
		                      .title = row->title,
		                      .action = row->action,
		                      .contexts = filter_contexts(row->context),
		                      .expires = row->expires_at ? view_time(&cx->arena, row->expires_at, cx->now).full : SV_NONE,
		                      .over = row->expires_at && row->expires_at <= cx->now };
}

/* Those of one filter, of the member's in the order of filters. */
static void take_keywords(struct ctx *cx, const struct filter_keywords_all_row *rows, size_t count, struct view_filter *view)
{
	struct view_keyword *keywords = arena_array(&cx->arena, struct view_keyword, count + 1);
	for (size_t i = 0; i < count; i++)
		if (rows[i].filter_id == view->id)
			keywords[view->keyword_count++] = (struct view_keyword){ .id = rows[i].id, .text = rows[i].keyword, .whole_word = rows[i].whole_word };
	view->keywords = keywords;
}

static enum fail show_filters(struct ctx *cx, struct view_filters *view)
{
	struct filter_row *rows;
	struct filter_keywords_all_row *keywords;
	size_t count;
	TRY(q_filters_of(cx, cx->who.account_id, &rows, &view->count));
	TRY(q_filter_keywords_all(cx, cx->who.account_id, &keywords, &count));
	struct view_filter *list = arena_array(&cx->arena, struct view_filter, view->count + 1);
	for (size_t i = 0; i < view->count; i++) {
		show_row(cx, &rows[i], &list[i]);
		take_keywords(cx, keywords, count, &list[i]);
	}
	view->list = list;
	return OK;
}

enum fail web_filters(struct ctx *cx)
{
	struct view_page page;
	struct view_filters view = { 0 };
	TRY(web_settings_page(cx, HERE, TR("Filters"), &page));
	TRY(show_filters(cx, &view));
	tpl_filters_page(web_html(cx), &page, &view);
	return OK;
}

/* For the form: with empty rows for more. */
static void add_rows(struct ctx *cx, struct view_filter *view)
{
	struct view_keyword *keywords = arena_array(&cx->arena, struct view_keyword, view->keyword_count + EMPTY_ROWS);
	for (size_t i = 0; i < view->keyword_count; i++)
		keywords[i] = view->keywords[i];
	for (size_t i = 0; i < EMPTY_ROWS; i++)
		keywords[view->keyword_count + i].whole_word = true;
	view->keywords = keywords;
	view->keyword_count += EMPTY_ROWS;
}

static enum fail show_statuses(struct ctx *cx, struct view_filter *view)
{
	struct filter_status_row *rows;
	struct view_list list = { 0 };
	size_t count;
	TRY(q_filter_statuses_of(cx, view->id, &rows, &count));
	int64_t *ids = arena_array(&cx->arena, int64_t, count + 1);
	for (size_t i = 0; i < count; i++)
		ids[i] = rows[i].status_id;
	TRY(web_show_feed(cx, ids, count, &list));
	struct view_status *shown = (struct view_status *)(uintptr_t)list.statuses;
	for (size_t i = 0; i < list.count; i++)
		for (size_t j = 0; j < count; j++)
			if (shown[i].id == rows[j].status_id) {
				shown[i].id = rows[j].id; /* what its button takes out */
				break;
			}
	view->statuses = shown;
	view->status_count = list.count;
	return OK;
}

static enum fail show_form(struct ctx *cx, struct view_filter *view, struct sv problem)
{
	struct view_page page;
	TRY(web_settings_page(cx, HERE, view->id ? TR("Change a filter") : TR("New filter"), &page));
	TRY(viewer_enter(cx));
	if (view->id)
		TRY(show_statuses(cx, view));
	page.problem = problem;
	tpl_filter_page(web_html(cx), &page, view);
	return OK;
}

enum fail web_filter_new(struct ctx *cx)
{
	struct view_filter view = { .action = SV("warn"), .wanted = SV("0"), .contexts = FILTER_HOME | FILTER_NOTIFICATIONS | FILTER_PUBLIC | FILTER_THREAD };
	add_rows(cx, &view);
	return show_form(cx, &view, SV_NONE);
}

enum fail web_filter(struct ctx *cx)
{
	struct filter_row row;
	struct view_filter view;
	struct filter_keyword_row *rows;
	TRY(q_filter_get(cx, path_id(cx, 0), cx->who.account_id, &row));
	show_row(cx, &row, &view);
	TRY(q_filter_keywords_of(cx, row.id, &rows, &view.keyword_count));
	struct view_keyword *keywords = arena_array(&cx->arena, struct view_keyword, view.keyword_count + 1);
	for (size_t i = 0; i < view.keyword_count; i++)
		keywords[i] = (struct view_keyword){ .id = rows[i].id, .text = rows[i].keyword, .whole_word = rows[i].whole_word };
	view.keywords = keywords;
	view.wanted = view.expires.n ? SV_NONE : SV("0");
	add_rows(cx, &view);
	return show_form(cx, &view, SV_NONE);
}

/* --- what is sent ----------------------------------------------------------------------------------------------------------------- */

/* Words that were made empty are taken out; a row that never had any says nothing. */
static void read_keywords(struct ctx *cx, struct filter_draft *draft)
{
	struct sv *members;
	size_t count = param_members(&cx->arena, cx->params, "keywords_attributes", &members);
	struct filter_keyword_draft *keywords = arena_array(&cx->arena, struct filter_keyword_draft, count + 1);
	for (size_t i = 0; i < count; i++) {
		const struct param *id = param_member(cx->params, "keywords_attributes", members[i], "id");
		const struct param *word = param_member(cx->params, "keywords_attributes", members[i], "keyword");
		struct filter_keyword_draft one = { .keyword = word ? sv_trim(word->value) : SV_NONE, .whole_word_sent = true };
		if (id && !id_parse(id->value, &one.id))
			one.id = 0;
		one.whole_word = param_member(cx->params, "keywords_attributes", members[i], "whole_word");
		one.destroy = !one.keyword.n;
		if (one.id || one.keyword.n)
			keywords[draft->keyword_count++] = one;
	}
	draft->keywords = keywords;
}

static void read_draft(struct ctx *cx, struct filter_draft *draft)
{
	struct sv *contexts;
	draft->title = sv_trim(param_sv(cx->params, "title"));
	draft->action = param_sv(cx->params, "filter_action");
	draft->context_count = param_list(&cx->arena, cx->params, "context", &contexts);
	draft->contexts = contexts;
	draft->expires_sent = param_sv(cx->params, "expires_in").n;
	draft->expires_in = param_int(cx->params, "expires_in", 0);
	read_keywords(cx, draft);
}

/* The form as it was sent, with what is wrong. */
static enum fail show_again(struct ctx *cx, int64_t id, const struct filter_draft *draft, struct sv problem)
{
	struct filter_row row = { 0 };
	struct view_filter view;
	if (id)
		TRY(q_filter_get(cx, id, cx->who.account_id, &row));
	show_row(cx, &row, &view);
	view.title = draft->title;
	view.action = draft->action;
	view.wanted = param_sv(cx->params, "expires_in");
	view.contexts = 0;
	for (size_t i = 0; i < draft->context_count; i++)
		view.contexts |= filter_contexts(draft->contexts[i]);
	struct view_keyword *keywords = arena_array(&cx->arena, struct view_keyword, draft->keyword_count + 1);
	for (size_t i = 0; i < draft->keyword_count; i++)
		keywords[i] = (struct view_keyword){ draft->keywords[i].id, draft->keywords[i].keyword, draft->keywords[i].whole_word };
	view.keywords = keywords;
	view.keyword_count = draft->keyword_count;
	add_rows(cx, &view);
	return show_form(cx, &view, problem);
}

/* --- acts -------------------------------------------------------------------------------------------------------------------------- */

struct wish {
	int64_t id; /* 0: a new one */
	struct filter_draft draft;
};

static enum fail save(struct ctx *cx, void *arg)
{
	struct wish *wish = arg;
	int64_t id;
	return wish->id ? filter_change(cx, wish->id, &wish->draft) : filter_create(cx, &wish->draft, &id);
}

static enum fail answer_save(struct ctx *cx, int64_t id)
{
	struct sv problem;
	struct wish wish = { .id = id };
	TRY(web_check_form(cx));
	read_draft(cx, &wish.draft);
	enum fail fail = app_write(cx, save, &wish);
	if (web_mendable(cx, fail, &problem))
		return show_again(cx, id, &wish.draft, problem);
	TRY(fail);
	return web_done(cx, HERE, SAID_SAVED);
}

enum fail web_filter_create(struct ctx *cx)
{
	return answer_save(cx, 0);
}

enum fail web_filter_change(struct ctx *cx)
{
	int64_t id = path_id(cx, 0);
	return id ? answer_save(cx, id) : FAIL_NOT_FOUND;
}

enum fail web_filter_delete(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(filter_remove(cx, path_id(cx, 0)));
	return web_done(cx, HERE, SAID_FILTER_GONE);
}

/* --- single posts ------------------------------------------------------------------------------------------------------------------ */

enum fail web_filter_choose(struct ctx *cx)
{
	struct view_page page;
	struct view_filters view = { .status_id = param_id(cx->params, "status") };
	struct status_row status;
	TRY(web_settings_page(cx, HERE, TR("Filter a post"), &page));
	TRY(viewer_enter(cx));
	TRY(status_see(cx, view.status_id, &status));
	TRY(show_filters(cx, &view));
	tpl_filter_choose_page(web_html(cx), &page, &view);
	return OK;
}

enum fail web_filter_take(struct ctx *cx)
{
	int64_t id;
	TRY(web_check_form(cx));
	enum fail fail = filter_status_add(cx, path_id(cx, 0), param_id(cx->params, "id"), &id);
	if (fail != OK && fail != FAIL_INVALID) /* invalid: it is there already */
		return fail;
	return web_done(cx, HERE, SAID_FILTER_TOOK);
}

enum fail web_filter_forget(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(filter_status_remove(cx, param_id(cx->params, "id")));
	return web_done(cx, arena_printf(&cx->arena, "/settings/filters/%lld", (long long)path_id(cx, 0)), SAID_SAVED);
}
