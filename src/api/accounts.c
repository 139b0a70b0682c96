/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Accounts (documentation: methods/accounts). */
#include "api/api.h"
#include "social/viewer.h"

enum fail api_account_verify_credentials(struct ctx *cx)
{
	return entity_own_account(cx, answer_json(cx), cx->who.account_id);
}

enum fail api_account_show(struct ctx *cx)
{
	return entity_account(cx, answer_json(cx), path_id(cx, 0));
}

enum fail api_account_statuses(struct ctx *cx)
{
	struct page page = page_read(cx, 20, 40);
	struct feed_row *rows;
	size_t count;
	TRY(viewer_enter(cx));
	TRY(q_feed_of_account(cx, path_id(cx, 0), &page, &rows, &count));
	return api_answer_feed(cx, rows, count, &page, FILTER_ACCOUNT);
}
