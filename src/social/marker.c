/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/marker.h"

#include "social/effect.h"

enum fail marker_set(struct ctx *cx, const char *timeline, int64_t last_read_id)
{
	effect_add(cx, EFFECT_UNREAD, cx->who.account_id, 0);
	return q_marker_put(cx, cx->who.account_id, sv_of(timeline), last_read_id, cx->now);
}

enum fail marker_advance(struct ctx *cx, const char *timeline, int64_t last_read_id)
{
	struct marker_get_row row;
	enum fail fail = q_marker_get(cx, cx->who.account_id, sv_of(timeline), &row);
	if (fail != OK && fail != FAIL_NOT_FOUND)
		return fail;
	return fail == OK && row.last_read_id >= last_read_id ? OK : marker_set(cx, timeline, last_read_id);
}
