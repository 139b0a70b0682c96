/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Looking at accounts and what they post (documentation: methods/accounts). */
#include "api/api.h"
#include "social/account_search.h"
#include "social/profile_feed.h"
#include "social/viewer.h"

enum { MOST_SHOWN = 80 };

/* One that waits for approval is nobody's business yet. */
enum fail api_account_see(struct ctx *cx, struct account_row *row_r)
{
	TRY(q_account_get(cx, path_id(cx, 0), row_r));
	return row_r->pending && row_r->id != cx->who.account_id ? FAIL_NOT_FOUND : OK;
}

enum fail api_account_show(struct ctx *cx)
{
	struct account_row row;
	TRY(api_account_see(cx, &row));
	return entity_account(cx, answer_json(cx), row.id);
}

enum fail api_accounts_show(struct ctx *cx)
{
	int64_t *ids;
	struct account_row row;
	size_t shown = 0, count = param_ids(&cx->arena, cx->params, "id", &ids);
	for (size_t i = 0; i < count && i < MOST_SHOWN; i++) {
		enum fail fail = q_account_get(cx, ids[i], &row);
		if (fail != OK && fail != FAIL_NOT_FOUND)
			return fail;
		if (fail == OK && !row.pending)
			ids[shown++] = row.id;
	}
	return entity_accounts(cx, answer_json(cx), ids, shown);
}

enum fail api_account_lookup(struct ctx *cx)
{
	struct account_row row;
	struct sv acct = param_sv(cx->params, "acct");
	TRY(account_find_acct(cx, acct.p ? acct : SV(""), &row));
	if (row.pending && row.id != cx->who.account_id)
		return FAIL_NOT_FOUND;
	return entity_account(cx, answer_json(cx), row.id);
}

enum fail api_account_search(struct ctx *cx)
{
	int64_t *ids, offset = param_int(cx->params, "offset", 0);
	size_t count;
	struct account_search search = { .typed = param_sv(cx->params, "q"),
		                         .only_followed = param_bool(cx->params, "following", false),
		                         .limit = page_read(cx, 40, 80).limit,
		                         .offset = offset < 0 ? 0 : offset };
	TRY(accounts_find(cx, &search, &ids, &count));
	return entity_accounts(cx, answer_json(cx), ids, count);
}

/* --- what an account has posted ------------------------------------------------------------------------------------------------------------------ */

enum fail api_account_statuses(struct ctx *cx)
{
	struct page page = page_read(cx, 20, 40);
	struct account_row account;
	struct feed_row *rows;
	size_t count;
	struct profile_choice choice = { .pinned = param_bool(cx->params, "pinned", false),
		                         .no_replies = param_bool(cx->params, "exclude_replies", false),
		                         .no_reblogs = param_bool(cx->params, "exclude_reblogs", false),
		                         .no_sensitive = param_bool(cx->params, "exclude_sensitive", false),
		                         .only_media = param_bool(cx->params, "only_media", false),
		                         .tag = param_sv(cx->params, "tagged") };
	TRY(viewer_enter(cx));
	TRY(api_account_see(cx, &account));
	TRY(profile_feed(cx, &account, &choice, &page, &rows, &count));
	return api_answer_profile(cx, rows, count, &page);
}
