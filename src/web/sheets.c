/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Small forms about somebody, each on a page of its own: what a button alone cannot ask. */
#include "social/profile_feed.h"
#include "social/report.h"
#include "social/viewer.h"
#include "web/frame.h"
#include "web/languages.h"
#include "web/people.h"
#include "web/web.h"

/* --- the sheet ----------------------------------------------------------------------------------------------------------------- */

static enum fail open_sheet(struct ctx *cx, struct sv title, struct view_page *page, struct account *account, struct view_sheet *sheet)
{
	struct account_row row;
	TRY(web_form(cx, page, title));
	TRY(web_find_them(cx, &row));
	if (row.id == cx->who.account_id)
		return FAIL_NOT_FOUND;
	TRY(account_of_row(cx, &row, account));
	TRY(web_show_account(cx, account, &sheet->account));
	sheet->csrf = page->csrf;
	sheet->path = sheet->account.path;
	sheet->next = web_next(cx, sheet->path);
	sheet->domain = row.domain;
	return OK;
}

typedef void template(struct buf *b, const struct view_page *page, const struct view_sheet *sheet);

static enum fail answer_sheet(struct ctx *cx, struct sv title, template *show)
{
	struct view_page page;
	struct account account;
	struct view_sheet sheet = { 0 };
	TRY(open_sheet(cx, title, &page, &account, &sheet));
	show(web_html(cx), &page, &sheet);
	return OK;
}

enum fail web_follow_form(struct ctx *cx)
{
	return answer_sheet(cx, TR("Follow"), tpl_follow_sheet);
}

enum fail web_mute_form(struct ctx *cx)
{
	return answer_sheet(cx, TR("Mute"), tpl_mute_sheet);
}

enum fail web_block_form(struct ctx *cx)
{
	return answer_sheet(cx, TR("Block"), tpl_block_sheet);
}

enum fail web_block_domain_form(struct ctx *cx)
{
	return answer_sheet(cx, TR("Block a server"), tpl_block_domain_sheet);
}

/* --- languages ------------------------------------------------------------------------------------------------------------------- */

static bool is_listed(struct sv list, struct sv code)
{
	for (struct sv one; list.n;) {
		sv_cut(&list, ' ', &one);
		if (sv_eq(one, code))
			return true;
	}
	return false;
}

/* Those that are chosen stand first. */
static void list_languages(struct ctx *cx, struct sv chosen, struct view_sheet *sheet)
{
	size_t count;
	const struct view_language *languages = web_languages(cx, NULL, NULL, &count);
	struct view_choice *choices = arena_array(&cx->arena, struct view_choice, count);
	for (int wanted = 1; wanted >= 0; wanted--)
		for (size_t i = 0; i < count; i++)
			if (is_listed(chosen, languages[i].code) == wanted)
				choices[sheet->choice_count++] =
					(struct view_choice){ .value = languages[i].code, .label = languages[i].name, .chosen = wanted };
	sheet->choices = choices;
}

enum fail web_languages_form(struct ctx *cx)
{
	struct view_page page;
	struct account account;
	struct view_relation relation;
	struct view_sheet sheet = { 0 };
	TRY(open_sheet(cx, TR("Languages"), &page, &account, &sheet));
	TRY(web_show_relation(cx, &account, &relation));
	list_languages(cx, relation.languages, &sheet);
	tpl_languages_sheet(web_html(cx), &page, &sheet);
	return OK;
}

/* --- reporting ---------------------------------------------------------------------------------------------------------------------- */

enum { POSTS = 10 };

static bool is_among(const int64_t *ids, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (ids[i] == id)
			return true;
	return false;
}

static enum fail list_rules(struct ctx *cx, const int64_t *chosen, size_t chosen_count, struct view_sheet *sheet)
{
	struct rules_all_row *rows;
	TRY(q_rules_all(cx, &rows, &sheet->rule_count));
	struct view_choice *rules = arena_array(&cx->arena, struct view_choice, sheet->rule_count + 1);
	for (size_t i = 0; i < sheet->rule_count; i++)
		rules[i] = (struct view_choice){ .value = arena_printf(&cx->arena, "%lld", (long long)rows[i].id),
			                         .label = rows[i].text,
			                         .hint = rows[i].hint,
			                         .chosen = is_among(chosen, chosen_count, rows[i].id) };
	sheet->rules = rules;
	return OK;
}

static enum fail add_post(struct ctx *cx, int64_t id, bool chosen, struct view_choice *posts, struct view_sheet *sheet)
{
	struct status_row row;
	enum fail fail = status_see(cx, id, &row);
	if (fail != OK)
		return fail == FAIL_NOT_FOUND ? OK : fail;
	posts[sheet->post_count++] = (struct view_choice){ .value = arena_printf(&cx->arena, "%lld", (long long)id),
		                                           .label = row.text.n ? web_summary(cx, row.text) : TR("Media without words"),
		                                           .hint = view_time(&cx->arena, row.created_at, cx->now).full,
		                                           .chosen = chosen };
	return OK;
}

/* Those that were chosen first, then their newest. */
static enum fail list_posts(struct ctx *cx, const struct account_row *them, const int64_t *chosen, size_t chosen_count, struct view_sheet *sheet)
{
	struct profile_choice choice = { .no_reblogs = true };
	struct page page = PAGE_NEWEST(POSTS);
	struct feed_row *rows;
	size_t count;
	TRY(profile_feed(cx, them, &choice, &page, &rows, &count));
	struct view_choice *posts = arena_array(&cx->arena, struct view_choice, count + chosen_count + 1);
	for (size_t i = 0; i < chosen_count && i < REPORT_MOST_STATUSES; i++)
		TRY(add_post(cx, chosen[i], true, posts, sheet));
	for (size_t i = 0; i < count; i++)
		if (!is_among(chosen, chosen_count, rows[i].id))
			TRY(add_post(cx, rows[i].id, false, posts, sheet));
	sheet->posts = posts;
	return OK;
}

static enum fail show_report(struct ctx *cx, struct sv problem)
{
	struct view_page page;
	struct account account;
	struct view_sheet sheet = { .problem = problem, .category = param_sv(cx->params, "category"), .comment = param_sv(cx->params, "comment") };
	int64_t *statuses, *rules;
	TRY(open_sheet(cx, TR("Report"), &page, &account, &sheet));
	size_t status_count = param_ids(&cx->arena, cx->params, "status", &statuses), rule_count = param_ids(&cx->arena, cx->params, "rules", &rules);
	TRY(list_rules(cx, rules, rule_count, &sheet));
	TRY(list_posts(cx, &account.row, statuses, status_count, &sheet));
	tpl_report_sheet(web_html(cx), &page, &sheet);
	return OK;
}

enum fail web_report_form(struct ctx *cx)
{
	TRY(viewer_enter(cx));
	return show_report(cx, SV_NONE);
}

enum fail web_report_post(struct ctx *cx)
{
	struct account_row them;
	int64_t id, *statuses, *rules;
	struct report_draft draft = { .category = param_sv(cx->params, "category"),
		                      .comment = sv_trim(param_sv(cx->params, "comment")),
		                      .forward = param_bool(cx->params, "forward", false) };
	TRY(web_check_form(cx));
	TRY(web_find_them(cx, &them));
	if (!draft.category.n)
		return show_report(cx, TR("Choose what it is about."));
	draft.target_id = them.id;
	draft.status_count = param_ids(&cx->arena, cx->params, "status", &statuses);
	draft.status_ids = statuses;
	if (sv_eq(draft.category, SV("violation"))) {
		draft.rule_count = param_ids(&cx->arena, cx->params, "rules", &rules);
		draft.rule_ids = rules;
	}
	enum fail fail = report_file(cx, &draft, &id);
	if (fail == FAIL_INVALID) {
		answer_status(cx, fail_http_status(fail));
		return show_report(cx, cx->said);
	}
	TRY(fail);
	return web_done(cx, web_next(cx, arena_printf(&cx->arena, "/@" SVF, SVA(account_acct(cx, &them)))), SAID_REPORTED);
}
