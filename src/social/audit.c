/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/audit.h"

#include "base/id.h"
#include "store/q.h"

enum fail audit_write(struct ctx *cx, const char *action, const char *kind, int64_t id, struct sv detail)
{
	return q_audit_insert(cx, id_new(cx->now), cx->who.account_id, sv_of(action),
	                      arena_printf(&cx->arena, "%s:%lld", kind, (long long)id), detail.p ? detail : SV(""), cx->now);
}
