/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Search (documentation: methods/search). */
#include "api/api.h"
#include "social/account_search.h"
#include "social/search.h"
#include "social/viewer.h"

enum { USUAL = 20, MOST = 40 };

struct wish {
	struct sv typed, type; /* type: accounts, hashtags, statuses; none: all three */
	int64_t limit, offset;
	bool resolve;
};

/* As in Mastodon, what is of one page of three lists has no offset, and visitors get the first page only. */
static enum fail read_wish(struct ctx *cx, struct wish *wish)
{
	struct sv q = sv_trim(param_sv(cx->params, "q"));
	*wish = (struct wish){ .typed = q,
		               .type = param_sv(cx->params, "type"),
		               .limit = page_read(cx, USUAL, MOST).limit,
		               .offset = param_int(cx->params, "offset", 0),
		               .resolve = param_bool(cx->params, "resolve", false) };
	if (!param_sent(cx->params, "q"))
		return refuse(cx, FAIL_UNREADABLE, "param is missing or the value is empty: q");
	if (!cx->who.account_id && wish->offset > 0)
		return refuse(cx, FAIL_UNAUTHENTICATED, "Search queries pagination is not supported without authentication");
	if (!cx->who.account_id && wish->resolve)
		return refuse(cx, FAIL_UNAUTHENTICATED, "Search queries that resolve remote resources are not supported without authentication");
	if (!wish->type.n || wish->offset < 0)
		wish->offset = 0;
	if (wish->offset > 4000)
		wish->limit = 0;
	return OK;
}

static bool wants(const struct wish *wish, struct sv type)
{
	return wish->limit && wish->typed.n && (!wish->type.n || sv_eq(wish->type, type));
}

static enum fail find_accounts(struct ctx *cx, const struct wish *wish, int64_t **ids_r, size_t *count_r)
{
	struct account_search search = { .typed = wish->typed.p[0] == '#' ? SV("") : wish->typed,
		                         .only_followed = param_bool(cx->params, "following", false),
		                         .limit = wish->limit,
		                         .offset = wish->offset };
	return accounts_find(cx, &search, ids_r, count_r);
}

static enum fail find_statuses(struct ctx *cx, const struct wish *wish, int64_t **ids_r, size_t *count_r)
{
	struct page page = page_read(cx, USUAL, MOST);
	struct search_wish search = { .typed = wish->typed,
		                      .account_id = param_id(cx->params, "account_id"),
		                      .max_id = page.max_id,
		                      .min_id = page.min_id,
		                      .limit = wish->limit,
		                      .offset = wish->offset };
	return search_statuses(cx, &search, ids_r, count_r);
}

struct findings {
	int64_t *accounts, *statuses, *tags;
	size_t account_count, status_count, tag_count;
};

static enum fail find_words(struct ctx *cx, const struct wish *wish, struct findings *found)
{
	if (wants(wish, SV("accounts")))
		TRY(find_accounts(cx, wish, &found->accounts, &found->account_count));
	if (wants(wish, SV("statuses")))
		TRY(find_statuses(cx, wish, &found->statuses, &found->status_count));
	if (wants(wish, SV("hashtags")) && !sv_has(wish->typed, '@'))
		TRY(search_tags(cx, wish->typed, wish->limit, wish->offset, &found->tags, &found->tag_count));
	return OK;
}

/* Sets `*is_r` when something of this community is at the address that was typed. */
static enum fail find_address(struct ctx *cx, const struct wish *wish, struct findings *found, bool *is_r)
{
	struct status_row row;
	int64_t *ids = arena_array(&cx->arena, int64_t, 2);
	enum fail fail = search_address(cx, wish->typed, &ids[0], &ids[1]);
	if (fail == OK && ids[1])
		fail = status_see(cx, ids[1], &row);
	*is_r = fail == OK;
	if (fail != OK)
		return fail == FAIL_NOT_FOUND ? OK : fail;
	found->accounts = &ids[0];
	found->account_count = !ids[1] && wants(wish, SV("accounts"));
	found->statuses = &ids[1];
	found->status_count = ids[1] && wants(wish, SV("statuses"));
	return OK;
}

static enum fail put_tags(struct ctx *cx, struct json *j, const struct findings *found)
{
	json_array(j);
	for (size_t i = 0; i < found->tag_count; i++) {
		enum fail fail = entity_tag(cx, j, found->tags[i]);
		if (fail != OK && fail != FAIL_NOT_FOUND)
			return fail;
	}
	json_end(j);
	return OK;
}

enum fail api_search(struct ctx *cx)
{
	struct wish wish;
	struct findings found = { 0 };
	bool is_address = false;
	TRY(read_wish(cx, &wish));
	TRY(viewer_enter(cx));
	if (sv_starts_nocase(wish.typed, SV("http://")) || sv_starts_nocase(wish.typed, SV("https://")))
		TRY(find_address(cx, &wish, &found, &is_address));
	if (!is_address)
		TRY(find_words(cx, &wish, &found));
	struct json *j = answer_json(cx);
	json_object(j);
	TRY(entity_accounts(cx, json_key(j, "accounts"), found.accounts, found.account_count));
	TRY(entity_statuses(cx, json_key(j, "statuses"), found.statuses, found.status_count, 0));
	TRY(put_tags(cx, json_key(j, "hashtags"), &found));
	json_end(j);
	return OK;
}
