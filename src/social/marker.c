/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/marker.h"

enum fail marker_set(struct ctx *cx, const char *timeline, int64_t last_read_id)
{
	return q_marker_put(cx, cx->who.account_id, sv_of(timeline), last_read_id, cx->now);
}
