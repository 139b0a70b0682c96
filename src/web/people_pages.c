/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pages that list people: followers and followed, who boosted or favourited a post (and what quotes it), who asks to follow. */
#include "social/network.h"
#include "social/viewer.h"
#include "web/frame.h"
#include "web/people.h"
#include "web/web.h"

enum { PER_PAGE = 40 };

static enum fail show_rows(struct ctx *cx, const struct relation_page_row *rows, size_t count, const struct page *page,
                           enum view_person_act act, struct view_people *people)
{
	struct view_person *list;
	int64_t *ids;
	size_t shown;
	TRY(network_shown(cx, rows, count, &ids, &shown));
	TRY(web_show_people(cx, ids, shown, act, &list, &people->count));
	people->list = list;
	struct view_pages pages = web_pages_beside(cx, count ? rows[0].id : 0, count ? rows[count - 1].id : 0, count, page);
	people->newer = pages.newer;
	people->older = pages.older;
	return OK;
}

/* --- whom somebody knows ----------------------------------------------------------------------------------------------------------- */

static void add_network_tabs(struct ctx *cx, struct sv path, enum network network, struct view_people *people)
{
	struct view_link *tabs = arena_array(&cx->arena, struct view_link, 3);
	tabs[0] = (struct view_link){ arena_printf(&cx->arena, SVF "/following", SVA(path)), TR("Following"), network == NETWORK_FOLLOWING };
	tabs[1] = (struct view_link){ arena_printf(&cx->arena, SVF "/followers", SVA(path)), TR("Followers"), network == NETWORK_FOLLOWERS };
	people->tabs = tabs;
	tabs[2] = (struct view_link){ arena_printf(&cx->arena, SVF "/featured", SVA(path)), TR("Featured"), network == NETWORK_ENDORSED };
	people->tab_count = 3;
}

static struct sv network_title(enum network network)
{
	return network == NETWORK_FOLLOWERS ? TR("Followers") : network == NETWORK_FOLLOWING ? TR("Following") : TR("Featured");
}

static struct sv network_empty(enum network network, bool told)
{
	if (!told)
		return TR("They keep this to themselves.");
	return network == NETWORK_FOLLOWERS   ? TR("Nobody follows them yet.") :
	       network == NETWORK_FOLLOWING ? TR("They follow nobody yet.") : TR("They feature nobody on their profile yet.");
}

static enum fail answer_network(struct ctx *cx, enum network network)
{
	struct view_page page;
	struct account account;
	struct view_account view;
	struct view_people people = { 0 };
	struct relation_page_row *rows;
	size_t count;
	bool told;
	struct page ids = page_read(cx, PER_PAGE, PER_PAGE);
	if (web_from_cache(cx))
		return OK;
	TRY(web_page(cx, &page));
	TRY(web_find_account(cx, &account));
	TRY(viewer_enter(cx));
	TRY(web_show_account(cx, &account, &view));
	TRY(network_page(cx, &account.row, network, &ids, &rows, &count, &told));
	TRY(show_rows(cx, rows, count, &ids, PERSON_TIE, &people));
	people.title = network_title(network);
	people.back_path = view.path;
	people.back_label = arena_printf(&cx->arena, "@" SVF, SVA(view.acct));
	people.empty = network_empty(network, told);
	add_network_tabs(cx, view.path, network, &people);
	page.title = arena_printf(&cx->arena, SVF " · @" SVF, SVA(people.title), SVA(view.acct));
	page.hidden = true;
	tpl_people_page(web_html(cx), &page, &people);
	return web_keep(cx);
}

enum fail web_followers(struct ctx *cx)
{
	return answer_network(cx, NETWORK_FOLLOWERS);
}

enum fail web_following(struct ctx *cx)
{
	return answer_network(cx, NETWORK_FOLLOWING);
}

enum fail web_endorsed(struct ctx *cx)
{
	return answer_network(cx, NETWORK_ENDORSED);
}

/* --- who has marked a post ---------------------------------------------------------------------------------------------------------- */

/* The original post of the path, by the account of the path. */
static enum fail see_status(struct ctx *cx, struct status_row *row_r, struct sv *path_r)
{
	struct account account;
	TRY(web_find_account(cx, &account));
	TRY(viewer_enter(cx));
	TRY(status_see(cx, path_id(cx, 1), row_r));
	if (row_r->account_id != account.row.id || row_r->reblog_of_id)
		return FAIL_NOT_FOUND;
	*path_r = arena_printf(&cx->arena, "/@" SVF "/%lld", SVA(account_acct(cx, &account.row)), (long long)row_r->id);
	return OK;
}

static void add_mark_tabs(struct ctx *cx, struct sv path, unsigned here, struct view_people *people)
{
	static const char *const names[] = { "boosts", "favourites", "quotes" };
	const struct sv labels[] = { TR("Boosts"), TR("Favourites"), TR("Quotes") };
	struct view_link *tabs = arena_array(&cx->arena, struct view_link, COUNT_OF(names));
	for (unsigned i = 0; i < COUNT_OF(names); i++)
		tabs[i] = (struct view_link){ arena_printf(&cx->arena, SVF "/%s", SVA(path), names[i]), labels[i], i == here };
	people->tabs = tabs;
	people->tab_count = COUNT_OF(names);
	people->title = labels[here];
	people->back_path = path;
	people->back_label = TR("Back to the post");
}

typedef enum fail mark_query(struct ctx *cx, int64_t status_id, const struct page *page, struct marker_row **rows_r, size_t *count_r);

/* Rows of marks and of follows say the same: a row's id, and whose it is. */
static struct relation_page_row *as_people(struct ctx *cx, const struct marker_row *rows, size_t count)
{
	struct relation_page_row *list = arena_array(&cx->arena, struct relation_page_row, count + 1);
	for (size_t i = 0; i < count; i++)
		list[i] = (struct relation_page_row){ rows[i].id, rows[i].account_id };
	return list;
}

static enum fail answer_marks(struct ctx *cx, mark_query *query, unsigned tab, struct sv empty)
{
	struct view_page page;
	struct status_row status;
	struct sv path;
	struct view_people people = { .empty = empty };
	struct marker_row *rows;
	size_t count;
	struct page ids = page_read(cx, PER_PAGE, PER_PAGE);
	TRY(web_page(cx, &page));
	TRY(see_status(cx, &status, &path));
	TRY(query(cx, status.id, &ids, &rows, &count));
	TRY(show_rows(cx, as_people(cx, rows, count), count, &ids, PERSON_TIE, &people));
	add_mark_tabs(cx, path, tab, &people);
	page.title = people.title;
	page.hidden = true;
	tpl_people_page(web_html(cx), &page, &people);
	return OK;
}

enum fail web_status_boosts(struct ctx *cx)
{
	return answer_marks(cx, q_reblogged_by, 0, TR("Nobody has boosted this yet."));
}

enum fail web_status_favourites(struct ctx *cx)
{
	return answer_marks(cx, q_favourited_by, 1, TR("Nobody has favourited this yet."));
}

static enum fail show_quotes(struct ctx *cx, int64_t status_id, struct view_people *people, struct view_list *list)
{
	struct page page = page_read(cx, PER_PAGE / 2, PER_PAGE / 2);
	struct status_row *rows;
	size_t count, shown = 0;
	TRY(q_status_quotes_of(cx, status_id, &page, &rows, &count));
	int64_t *ids = arena_array(&cx->arena, int64_t, count + 1);
	for (size_t i = 0; i < count; i++) {
		unsigned hidden;
		TRY(viewer_hides(cx, rows[i].account_id, &hidden));
		if (!hidden)
			ids[shown++] = rows[i].id;
	}
	struct view_pages pages = web_pages_beside(cx, count ? rows[0].id : 0, count ? rows[count - 1].id : 0, count, &page);
	people->newer = pages.newer;
	people->older = pages.older;
	return web_show_feed(cx, ids, shown, list);
}

enum fail web_status_quotes(struct ctx *cx)
{
	struct view_page page;
	struct status_row status;
	struct sv path;
	struct view_people people = { 0 };
	struct view_list list = { .empty = TR("Nobody has quoted this yet.") };
	TRY(web_page(cx, &page));
	TRY(see_status(cx, &status, &path));
	TRY(show_quotes(cx, status.id, &people, &list));
	add_mark_tabs(cx, path, 2, &people);
	page.title = people.title;
	page.hidden = true;
	tpl_quotes_page(web_html(cx), &page, &people, &list);
	return OK;
}

/* --- who asks ---------------------------------------------------------------------------------------------------------------------- */

enum fail web_follow_requests(struct ctx *cx)
{
	struct view_page page;
	struct view_people people = { .title = TR("Follow requests"), .subtitle = TR("They would like to follow you. Turning somebody down tells them nothing."),
		                      .empty = TR("Nobody is waiting.") };
	struct relation_page_row *rows;
	size_t count;
	struct page ids = page_read(cx, PER_PAGE, PER_PAGE);
	TRY(web_page(cx, &page));
	TRY(viewer_enter(cx));
	TRY(q_follow_requests_page(cx, cx->who.account_id, &ids, &rows, &count));
	TRY(show_rows(cx, rows, count, &ids, PERSON_ANSWER, &people));
	page.title = people.title;
	page.hidden = true;
	tpl_people_page(web_html(cx), &page, &people);
	return OK;
}
