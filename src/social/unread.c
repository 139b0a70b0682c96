/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/unread.h"

#include "social/marker.h"

enum fail unread_counts(struct ctx *cx, int64_t account_id, int64_t most, struct unread_counts_row *counts_r)
{
	return q_unread_counts(cx, account_id, most, counts_r);
}

enum fail unread_notifications_read(struct ctx *cx)
{
	struct notification_newest_row newest;
	enum fail fail = q_notification_newest(cx, cx->who.account_id, &newest);
	return fail == OK ? marker_set(cx, "notifications", newest.id) : fail == FAIL_NOT_FOUND ? OK : fail;
}
