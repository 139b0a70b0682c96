/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Lists of people: making and changing them, who is on them. */
#include "social/account_search.h"
#include "social/list.h"
#include "social/viewer.h"
#include "web/frame.h"
#include "web/people.h"
#include "web/web.h"

enum { PER_PAGE = 40, FOUND = 10 };

static struct view_named_list show_list(struct ctx *cx, const struct list_row *row)
{
	return (struct view_named_list){ .id = row->id,
		                         .title = row->title,
		                         .path = arena_printf(&cx->arena, "/lists/%lld", (long long)row->id),
		                         .replies_policy = row->replies_policy,
		                         .exclusive = row->exclusive };
}

static struct sv edit_path(struct ctx *cx, int64_t id)
{
	return arena_printf(&cx->arena, "/lists/%lld/edit", (long long)id);
}

/* --- all of them --------------------------------------------------------------------------------------------------------------- */

static enum fail show_lists(struct ctx *cx, struct sv problem)
{
	struct view_page page;
	struct list_row *rows;
	struct view_lists lists = { .title = param_sv(cx->params, "title"), .problem = problem };
	TRY(web_page(cx, &page));
	TRY(q_lists_of(cx, cx->who.account_id, &rows, &lists.count));
	struct view_named_list *views = arena_array(&cx->arena, struct view_named_list, lists.count + 1);
	for (size_t i = 0; i < lists.count; i++)
		views[i] = show_list(cx, &rows[i]);
	lists.lists = views;
	lists.csrf = page.csrf;
	page.title = TR("Lists");
	page.place = VIEW_LISTS;
	page.hidden = true;
	tpl_lists_page(web_html(cx), &page, &lists);
	return OK;
}

enum fail web_lists(struct ctx *cx)
{
	return show_lists(cx, SV_NONE);
}

enum fail web_list_create(struct ctx *cx)
{
	struct sv problem;
	struct list_row list = { .title = param_sv(cx->params, "title"), .replies_policy = SV("list") };
	TRY(web_check_form(cx));
	enum fail fail = list_save(cx, &list);
	if (web_mendable(cx, fail, &problem))
		return show_lists(cx, problem);
	TRY(fail);
	return web_done(cx, edit_path(cx, list.id), SAID_LIST_MADE);
}

/* --- one of them ----------------------------------------------------------------------------------------------------------------- */

static enum fail show_members(struct ctx *cx, int64_t list_id, struct view_list_edit *edit)
{
	struct page page = page_read(cx, PER_PAGE, PER_PAGE);
	struct relation_page_row *rows;
	struct view_person *people;
	size_t count;
	TRY(q_list_members_page(cx, list_id, &page, &rows, &count));
	int64_t *ids = arena_array(&cx->arena, int64_t, count + 1);
	for (size_t i = 0; i < count; i++)
		ids[i] = rows[i].account_id;
	TRY(web_show_people(cx, ids, count, PERSON_DROP, &people, &edit->member_count));
	struct view_pages pages = web_pages_beside(cx, count ? rows[0].id : 0, count ? rows[count - 1].id : 0, count, &page);
	edit->members = people;
	edit->newer = pages.newer;
	edit->older = pages.older;
	return OK;
}

/* Among those whom the owner follows: others cannot be on a list. */
static enum fail look_for(struct ctx *cx, struct view_list_edit *edit)
{
	struct account_search search = { .typed = edit->typed, .only_followed = true, .limit = FOUND };
	struct view_person *people;
	int64_t *ids;
	size_t count;
	edit->looked = edit->typed.n > 0;
	if (!edit->looked)
		return OK;
	TRY(accounts_find(cx, &search, &ids, &count));
	TRY(web_show_people(cx, ids, count, PERSON_ADD, &people, &edit->found_count));
	edit->found = people;
	return OK;
}

/* Where the buttons lead to; those who are on it already need none. */
static void add_acts(struct ctx *cx, const struct view_list_edit *edit)
{
	struct view_person *members = (struct view_person *)(uintptr_t)edit->members, *found = (struct view_person *)(uintptr_t)edit->found;
	for (size_t i = 0; i < edit->member_count; i++)
		members[i].act_path = arena_printf(&cx->arena, SVF "/drop/%lld", SVA(edit->list.path), (long long)members[i].tie.id);
	for (size_t i = 0; i < edit->found_count; i++) {
		found[i].act_path = arena_printf(&cx->arena, SVF "/add/%lld", SVA(edit->list.path), (long long)found[i].tie.id);
		for (size_t k = 0; k < edit->member_count; k++)
			if (members[k].tie.id == found[i].tie.id)
				found[i].act = PERSON_NOTHING;
	}
}

static enum fail show_edit(struct ctx *cx, const struct list_row *list, struct sv problem)
{
	struct view_page page;
	struct view_list_edit edit = { .list = show_list(cx, list), .typed = sv_trim(param_sv(cx->params, "q")) };
	TRY(web_page(cx, &page));
	TRY(show_members(cx, list->id, &edit));
	TRY(look_for(cx, &edit));
	add_acts(cx, &edit);
	edit.csrf = page.csrf;
	page.title = list->title;
	page.problem = problem;
	page.place = VIEW_LISTS;
	page.hidden = true;
	tpl_list_edit_page(web_html(cx), &page, &edit);
	return OK;
}

enum fail web_list_edit(struct ctx *cx)
{
	struct list_row list;
	TRY(list_own(cx, path_id(cx, 0), &list));
	TRY(viewer_enter(cx));
	return show_edit(cx, &list, SV_NONE);
}

enum fail web_list_save(struct ctx *cx)
{
	struct sv problem;
	struct list_row list;
	TRY(web_check_form(cx));
	TRY(list_own(cx, path_id(cx, 0), &list));
	list.title = param_sv(cx->params, "title");
	list.replies_policy = param_sv(cx->params, "replies_policy");
	list.exclusive = param_bool(cx->params, "exclusive", false); /* a box that is not ticked is not sent */
	enum fail fail = list_save(cx, &list);
	if (web_mendable(cx, fail, &problem))
		return show_edit(cx, &list, problem);
	TRY(fail);
	return web_done(cx, edit_path(cx, list.id), SAID_SAVED);
}

enum fail web_list_delete(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(list_remove(cx, path_id(cx, 0)));
	return web_done(cx, SV("/lists"), SAID_LIST_GONE);
}

enum fail web_list_add(struct ctx *cx)
{
	struct list_row list;
	TRY(web_check_form(cx));
	TRY(list_own(cx, path_id(cx, 0), &list));
	TRY(list_add(cx, &list, path_id(cx, 1)));
	return web_done(cx, web_next(cx, edit_path(cx, list.id)), SAID_ADDED);
}

enum fail web_list_drop(struct ctx *cx)
{
	struct list_row list;
	TRY(web_check_form(cx));
	TRY(list_own(cx, path_id(cx, 0), &list));
	TRY(list_drop(cx, &list, path_id(cx, 1)));
	return web_done(cx, web_next(cx, edit_path(cx, list.id)), SAID_DROPPED);
}

/* --- which of them somebody is on ------------------------------------------------------------------------------------------------------ */

static bool is_on(const struct list_row *lists, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (lists[i].id == id)
			return true;
	return false;
}

enum fail web_person_lists(struct ctx *cx)
{
	struct view_page page;
	struct account_row row;
	struct account account;
	struct list_row *all, *with;
	struct view_sheet sheet = { 0 };
	size_t with_count;
	TRY(web_form(cx, &page, TR("Lists")));
	TRY(web_find_them(cx, &row));
	TRY(account_of_row(cx, &row, &account));
	TRY(web_show_account(cx, &account, &sheet.account));
	TRY(q_lists_of(cx, cx->who.account_id, &all, &sheet.choice_count));
	TRY(q_lists_with(cx, cx->who.account_id, row.id, &with, &with_count));
	struct view_choice *choices = arena_array(&cx->arena, struct view_choice, sheet.choice_count + 1);
	for (size_t i = 0; i < sheet.choice_count; i++)
		choices[i] = (struct view_choice){ .value = arena_printf(&cx->arena, "%lld", (long long)all[i].id),
			                           .label = all[i].title,
			                           .chosen = is_on(with, with_count, all[i].id) };
	sheet.choices = choices;
	sheet.csrf = page.csrf;
	sheet.path = sheet.account.path;
	sheet.next = web_next(cx, sheet.path);
	tpl_person_lists_sheet(web_html(cx), &page, &sheet);
	return OK;
}

static bool is_wanted(const int64_t *ids, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (ids[i] == id)
			return true;
	return false;
}

enum fail web_person_lists_save(struct ctx *cx)
{
	struct account_row them;
	struct list_row *all, *with;
	int64_t *wanted;
	size_t all_count, with_count, wanted_count = param_ids(&cx->arena, cx->params, "lists", &wanted);
	TRY(web_check_form(cx));
	TRY(web_find_them(cx, &them));
	TRY(q_lists_of(cx, cx->who.account_id, &all, &all_count));
	TRY(q_lists_with(cx, cx->who.account_id, them.id, &with, &with_count));
	for (size_t i = 0; i < all_count; i++) {
		bool on = is_on(with, with_count, all[i].id), want = is_wanted(wanted, wanted_count, all[i].id);
		if (want && !on)
			TRY(list_add(cx, &all[i], them.id));
		else if (on && !want)
			TRY(list_drop(cx, &all[i], them.id));
	}
	return web_done(cx, web_next(cx, arena_printf(&cx->arena, "/@" SVF, SVA(account_acct(cx, &them)))), SAID_SAVED);
}
