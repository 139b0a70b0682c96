/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/profile_feed.h"

#include "social/tag.h"
#include "social/viewer.h"

enum { BLOCKED_EITHER_WAY = HIDDEN_BLOCKS | HIDDEN_BLOCKED_BY };

/* What the reader may see of the author: 0 public and unlisted, 1 followers-only as well, 2 everything (their own). */
static enum fail depth_of(struct ctx *cx, int64_t account_id, int64_t *depth_r)
{
	bool follows;
	TRY(viewer_follows(cx, account_id, &follows));
	*depth_r = cx->who.account_id == account_id ? 2 : follows ? 1 : 0;
	return OK;
}

static enum fail find_tag(struct ctx *cx, struct sv name, int64_t *tag_id_r)
{
	*tag_id_r = 0;
	if (!name.n)
		return OK;
	enum fail fail = tag_by_name(cx, name, tag_id_r);
	if (fail == FAIL_NOT_FOUND)
		*tag_id_r = -1; /* nobody has used it */
	return fail == FAIL_NOT_FOUND ? OK : fail;
}

enum fail profile_feed(struct ctx *cx, const struct account_row *account, const struct profile_choice *choice, const struct page *page,
                       struct feed_row **rows_r, size_t *count_r)
{
	unsigned hidden;
	int64_t depth, tag_id;
	*rows_r = NULL;
	*count_r = 0;
	TRY(viewer_hides(cx, account->id, &hidden));
	if (account->suspended_at || hidden & HIDDEN_BLOCKED_BY)
		return OK;
	TRY(depth_of(cx, account->id, &depth));
	if (choice->pinned)
		return q_profile_pinned(cx, account->id, depth, page, rows_r, count_r);
	TRY(find_tag(cx, choice->tag, &tag_id));
	return q_profile_statuses(cx, account->id, depth, cx->who.account_id, choice->no_replies, choice->no_reblogs, choice->no_sensitive,
	                          choice->only_media, tag_id, page, rows_r, count_r);
}

enum fail profile_row_shown(struct ctx *cx, const struct feed_row *row, bool *shown_r)
{
	unsigned hidden = 0;
	if (row->reblog_account_id)
		TRY(viewer_hides(cx, row->reblog_account_id, &hidden));
	*shown_r = !(hidden & BLOCKED_EITHER_WAY);
	return OK;
}
