/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Finding people, posts and hashtags. */
#include "social/find.h"
#include "social/viewer.h"
#include "web/frame.h"
#include "web/people.h"
#include "web/web.h"

enum { PER_PAGE = 20, FEW = 5, FARTHEST = 4000 };

static const struct facet {
	const char *type;
	struct sv label;
	unsigned what;
} facets[] = {
	{ "", TR_MARK("All"), FIND_ALL },
	{ "accounts", TR_MARK("People"), FIND_ACCOUNTS },
	{ "statuses", TR_MARK("Posts"), FIND_STATUSES },
	{ "hashtags", TR_MARK("Hashtags"), FIND_TAGS },
};

static const struct facet *facet_asked(const struct ctx *cx)
{
	for (size_t i = 1; i < COUNT_OF(facets); i++)
		if (sv_eq(param_sv(cx->params, "type"), sv_of(facets[i].type)))
			return &facets[i];
	return &facets[0];
}

static struct sv facet_path(struct ctx *cx, struct sv typed, const char *type)
{
	struct sv path = web_with_param(cx, SV("/search"), "q", typed);
	return *type ? web_with_param(cx, path, "type", sv_of(type)) : path;
}

static void add_facets(struct ctx *cx, const struct facet *here, struct view_search *search)
{
	struct view_link *links = arena_array(&cx->arena, struct view_link, COUNT_OF(facets));
	for (size_t i = 0; i < COUNT_OF(facets); i++)
		links[i] = (struct view_link){ facet_path(cx, search->typed, facets[i].type), tr(facets[i].label), here == &facets[i] };
	search->facets = links;
	search->facet_count = COUNT_OF(facets);
}

/* Visitors get the first page only; what is of one page of three lists has no other. */
static struct find_wish read_wish(struct ctx *cx, const struct facet *facet, struct sv typed)
{
	struct page page = page_read(cx, PER_PAGE, PER_PAGE);
	int64_t offset = param_int(cx->params, "offset", 0);
	bool counted = cx->who.account_id && (facet->what == FIND_ACCOUNTS || facet->what == FIND_TAGS);
	bool paged = cx->who.account_id && facet->what == FIND_STATUSES;
	return (struct find_wish){ .typed = typed,
		                   .what = facet->what,
		                   .max_id = paged ? page.max_id : INT64_MAX,
		                   .min_id = paged ? page.min_id : 0,
		                   .offset = counted && offset > 0 && offset <= FARTHEST ? offset : 0,
		                   .limit = PER_PAGE };
}

/* What is at the address that was typed. */
static enum fail go_there(struct ctx *cx, const struct findings *found)
{
	struct account_row account;
	struct status_row status;
	int64_t account_id = found->account_count ? found->accounts[0] : 0;
	if (found->status_count) {
		TRY(status_see(cx, found->statuses[0], &status));
		account_id = status.account_id;
	}
	TRY(q_account_get(cx, account_id, &account));
	struct sv path = arena_printf(&cx->arena, "/@" SVF, SVA(account_acct(cx, &account)));
	if (found->status_count)
		path = arena_printf(&cx->arena, SVF "/%lld", SVA(path), (long long)status.id);
	return web_redirect(cx, path);
}

static enum fail show_people(struct ctx *cx, const struct findings *found, bool few, struct view_search *search)
{
	struct view_person *people;
	size_t count = few && found->account_count > FEW ? FEW : found->account_count;
	TRY(web_show_people(cx, found->accounts, count, PERSON_TIE, &people, &search->person_count));
	search->people = people;
	if (count < found->account_count)
		search->more_people = facet_path(cx, search->typed, "accounts");
	return OK;
}

static enum fail show_tags(struct ctx *cx, const struct findings *found, bool few, struct view_search *search)
{
	struct view_trend_tag *tags;
	size_t count = few && found->tag_count > FEW ? FEW : found->tag_count;
	TRY(web_show_trend_tags(cx, found->tags, count, &tags, &search->tag_count));
	search->tags = tags;
	if (count < found->tag_count)
		search->more_tags = facet_path(cx, search->typed, "hashtags");
	return OK;
}

static void add_pages(struct ctx *cx, const struct find_wish *wish, const struct findings *found, struct view_search *search)
{
	struct view_pages pages = { 0 };
	struct page page = { .max_id = wish->max_id, .min_id = wish->min_id, .limit = wish->limit };
	size_t n = found->status_count;
	if (!cx->who.account_id)
		return;
	if (wish->what == FIND_STATUSES)
		pages = web_pages_beside(cx, n ? found->statuses[0] : 0, n ? found->statuses[n - 1] : 0, n, &page);
	else if (wish->what == FIND_ALL && n == PER_PAGE)
		pages.older = web_with_param(cx, facet_path(cx, search->typed, "statuses"), "max_id",
		                             arena_printf(&cx->arena, "%lld", (long long)found->statuses[n - 1]));
	else if (wish->what != FIND_ALL)
		pages = web_pages_counted(cx, wish->offset, PER_PAGE, found->account_count + found->tag_count == PER_PAGE);
	search->newer = pages.newer;
	search->older = pages.older;
}

static enum fail show_findings(struct ctx *cx, const struct find_wish *wish, const struct findings *found, struct view_search *search)
{
	bool few = wish->what == FIND_ALL;
	TRY(show_people(cx, found, few, search));
	TRY(show_tags(cx, found, few, search));
	search->with_statuses = wish->what & FIND_STATUSES;
	search->list_id = wish->what == FIND_ACCOUNTS ? "people" : wish->what == FIND_TAGS ? "hashtags" : "statuses";
	TRY(web_show_feed(cx, found->statuses, found->status_count, &search->list));
	add_pages(cx, wish, found, search);
	return OK;
}

enum fail web_search(struct ctx *cx)
{
	struct view_page page;
	const struct facet *facet = facet_asked(cx);
	struct findings found;
	struct view_search search = { .typed = sv_trim(param_sv(cx->params, "q")), .member = cx->who.account_id != 0 };
	TRY(web_page(cx, &page));
	page.title = search.typed.n ? TRF(&cx->arena, "Search: %s", search.typed) : TR("Search");
	page.place = VIEW_SEARCH;
	page.hidden = true;
	if (search.typed.n) {
		struct find_wish wish = read_wish(cx, facet, search.typed);
		TRY(viewer_enter(cx));
		TRY(find(cx, &wish, &found));
		if (found.at_address && found.account_count + found.status_count)
			return go_there(cx, &found);
		add_facets(cx, facet, &search);
		TRY(show_findings(cx, &wish, &found, &search));
	}
	tpl_search_page(web_html(cx), &page, &search);
	return OK;
}
