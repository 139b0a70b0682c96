/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Search (documentation: methods/search). */
#include "api/api.h"
#include "social/find.h"
#include "social/viewer.h"

enum { USUAL = 20, MOST = 40 };

static unsigned what_of(struct sv type)
{
	if (!type.n)
		return FIND_ALL;
	return sv_eq(type, SV("accounts")) ? FIND_ACCOUNTS : sv_eq(type, SV("statuses")) ? FIND_STATUSES : sv_eq(type, SV("hashtags")) ? FIND_TAGS : 0;
}

/* As in Mastodon, what is of one page of three lists has no offset, and visitors get the first page only. */
static enum fail read_wish(struct ctx *cx, struct find_wish *wish)
{
	struct page page = page_read(cx, USUAL, MOST);
	struct sv type = param_sv(cx->params, "type");
	*wish = (struct find_wish){ .typed = sv_trim(param_sv(cx->params, "q")),
		                    .what = what_of(type),
		                    .only_followed = param_bool(cx->params, "following", false),
		                    .account_id = param_id(cx->params, "account_id"),
		                    .max_id = page.max_id,
		                    .min_id = page.min_id,
		                    .limit = page.limit,
		                    .offset = param_int(cx->params, "offset", 0) };
	if (!param_sent(cx->params, "q"))
		return refuse(cx, FAIL_UNREADABLE, "param is missing or the value is empty: q");
	if (!cx->who.account_id && wish->offset > 0)
		return refuse(cx, FAIL_UNAUTHENTICATED, "Search queries pagination is not supported without authentication");
	if (!cx->who.account_id && param_bool(cx->params, "resolve", false))
		return refuse(cx, FAIL_UNAUTHENTICATED, "Search queries that resolve remote resources are not supported without authentication");
	if (!type.n || wish->offset < 0)
		wish->offset = 0;
	if (wish->offset > 4000)
		wish->limit = 0;
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
	struct find_wish wish;
	struct findings found;
	TRY(read_wish(cx, &wish));
	TRY(viewer_enter(cx));
	TRY(find(cx, &wish, &found));
	struct json *j = answer_json(cx);
	json_object(j);
	TRY(entity_accounts(cx, json_key(j, "accounts"), found.accounts, found.account_count));
	TRY(entity_statuses(cx, json_key(j, "statuses"), found.statuses, found.status_count, 0));
	TRY(put_tags(cx, json_key(j, "hashtags"), &found));
	json_end(j);
	return OK;
}
