/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/network.h"

#include "social/viewer.h"

typedef enum fail page_query(struct ctx *cx, int64_t account_id, const struct page *page, struct relation_page_row **rows_r, size_t *count_r);

static page_query *const queries[] = { [NETWORK_FOLLOWERS] = q_followers_page,
	                               [NETWORK_FOLLOWING] = q_following_page,
	                               [NETWORK_ENDORSED] = q_endorsements_page };

static enum fail may_learn(struct ctx *cx, const struct account_row *account, enum network network, bool *may_r)
{
	unsigned hidden;
	*may_r = account->id == cx->who.account_id;
	if (*may_r)
		return OK;
	TRY(viewer_hides(cx, account->id, &hidden));
	bool kept = account->hide_collections && network != NETWORK_ENDORSED;
	*may_r = !kept && !account->suspended_at && !(hidden & HIDDEN_BLOCKED_BY);
	return OK;
}

enum fail network_page(struct ctx *cx, const struct account_row *account, enum network network, const struct page *page,
                       struct relation_page_row **rows_r, size_t *count_r, bool *told_r)
{
	*rows_r = NULL;
	*count_r = 0;
	TRY(may_learn(cx, account, network, told_r));
	return *told_r ? queries[network](cx, account->id, page, rows_r, count_r) : OK;
}

enum fail network_shown(struct ctx *cx, const struct relation_page_row *rows, size_t count, int64_t **ids_r, size_t *shown_r)
{
	*ids_r = arena_array(&cx->arena, int64_t, count + 1);
	*shown_r = 0;
	for (size_t i = 0; i < count; i++) {
		unsigned hidden;
		TRY(viewer_hides(cx, rows[i].account_id, &hidden));
		if (!hidden)
			(*ids_r)[(*shown_r)++] = rows[i].account_id;
	}
	return OK;
}
