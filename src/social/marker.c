/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/marker.h"

#include "social/effect.h"

enum fail marker_set(struct ctx *cx, const char *timeline, int64_t last_read_id)
{
	effect_add(cx, EFFECT_UNREAD, cx->who.account_id, 0);
	return q_marker_put(cx, cx->who.account_id, sv_of(timeline), last_read_id, cx->now);
}
