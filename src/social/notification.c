/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/notification.h"

#include "base/id.h"
#include "social/effect.h"
#include "store/q.h"

enum { GROUP_MS = 12 * 3600 * 1000 };

/* Favourites and boosts of one status, and follows, that come within half a day are shown as one. */
static struct sv group_key(struct ctx *cx, const struct notification_draft *draft, int64_t id)
{
	struct sv type = sv_of(draft->type);
	long long span = (long long)(cx->now / GROUP_MS);
	if (draft->status_id && (sv_eq(type, SV("favourite")) || sv_eq(type, SV("reblog"))))
		return arena_printf(&cx->arena, "%s-%lld-%lld", draft->type, (long long)draft->status_id, span);
	if (sv_eq(type, SV("follow")) || sv_eq(type, SV("admin.sign_up")))
		return arena_printf(&cx->arena, "%s-%lld", draft->type, span);
	return arena_printf(&cx->arena, "ungrouped-%lld", (long long)id);
}

enum fail notification_create(struct ctx *cx, const struct notification_draft *draft)
{
	struct notification_wanted_row wanted;
	if (draft->to == draft->from && !sv_eq(sv_of(draft->type), SV("poll"))) /* one's own poll ends, too */
		return OK;
	enum fail fail = q_notification_wanted(cx, draft->to, draft->from, draft->conversation_id, &wanted);
	if (fail == FAIL_NOT_FOUND)
		return OK; /* nobody who signs in here */
	TRY(fail);
	if (wanted.blocked || wanted.muted || wanted.conversation_muted)
		return OK;
	int64_t id = id_new(cx->now);
	TRY(q_notification_insert(cx, id, draft->to, sv_of(draft->type), draft->from, draft->status_id, draft->report_id, draft->event,
	                          group_key(cx, draft, id), false, cx->now));
	effect_add(cx, EFFECT_NOTIFICATION, id, draft->to);
	return OK;
}

enum fail notification_withdraw(struct ctx *cx, int64_t to, int64_t from, const char *type, int64_t status_id)
{
	return q_notification_delete(cx, to, from, sv_of(type), status_id);
}
