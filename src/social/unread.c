/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/unread.h"

enum fail unread_counts(struct ctx *cx, int64_t account_id, int64_t most, struct unread_counts_row *counts_r)
{
	return q_unread_counts(cx, account_id, most, counts_r);
}
