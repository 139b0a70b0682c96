/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/find.h"

#include "social/account_search.h"
#include "social/search.h"
#include "social/status.h"

static enum fail find_accounts(struct ctx *cx, const struct find_wish *wish, struct findings *found)
{
	struct account_search search = { .typed = wish->typed.p[0] == '#' ? SV("") : wish->typed,
		                         .only_followed = wish->only_followed,
		                         .limit = wish->limit,
		                         .offset = wish->offset };
	return accounts_find(cx, &search, &found->accounts, &found->account_count);
}

static enum fail find_statuses(struct ctx *cx, const struct find_wish *wish, struct findings *found)
{
	struct search_wish search = { .typed = wish->typed,
		                      .account_id = wish->account_id,
		                      .max_id = wish->max_id,
		                      .min_id = wish->min_id,
		                      .limit = wish->limit,
		                      .offset = wish->offset };
	return search_statuses(cx, &search, &found->statuses, &found->status_count);
}

static enum fail find_words(struct ctx *cx, const struct find_wish *wish, struct findings *found)
{
	if (wish->what & FIND_ACCOUNTS)
		TRY(find_accounts(cx, wish, found));
	if (wish->what & FIND_STATUSES)
		TRY(find_statuses(cx, wish, found));
	if (wish->what & FIND_TAGS && !sv_has(wish->typed, '@'))
		TRY(search_tags(cx, wish->typed, wish->limit, wish->offset, &found->tags, &found->tag_count));
	return OK;
}

static enum fail find_address(struct ctx *cx, const struct find_wish *wish, struct findings *found)
{
	struct status_row row;
	int64_t *ids = arena_array(&cx->arena, int64_t, 2);
	enum fail fail = search_address(cx, wish->typed, &ids[0], &ids[1]);
	if (fail == OK && ids[1])
		fail = status_see(cx, ids[1], &row);
	found->at_address = fail == OK;
	if (fail != OK)
		return fail == FAIL_NOT_FOUND ? OK : fail;
	found->accounts = &ids[0];
	found->account_count = !ids[1] && wish->what & FIND_ACCOUNTS;
	found->statuses = &ids[1];
	found->status_count = ids[1] && wish->what & FIND_STATUSES;
	return OK;
}

enum fail find(struct ctx *cx, const struct find_wish *wish, struct findings *found_r)
{
	*found_r = (struct findings){ 0 };
	if (!wish->limit || !wish->typed.n)
		return OK;
	if (sv_starts_nocase(wish->typed, SV("http://")) || sv_starts_nocase(wish->typed, SV("https://")))
		TRY(find_address(cx, wish, found_r));
	return found_r->at_address ? OK : find_words(cx, wish, found_r);
}
