/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/notification_policy.h"

#include "social/effect.h"
#include "social/role.h"
#include "social/status.h"

#define DAYS(n) ((int64_t)(n)*24 * 3600 * 1000)

static enum policy_verdict verdict_of(struct sv word)
{
	return sv_eq(word, SV("drop")) ? POLICY_DROP : sv_eq(word, SV("filter")) ? POLICY_FILTER : POLICY_ACCEPT;
}

static enum policy_verdict harder(enum policy_verdict a, enum policy_verdict b)
{
	return a > b ? a : b;
}

/* A private mention by a stranger, unless the one who is told has written to them privately further up in the thread. */
static enum fail unasked_private_mention(struct ctx *cx, const struct notification_draft *draft, const struct notification_wanted_row *known,
                                         bool *unasked_r)
{
	struct notification_asked_for_row asked = { 0 };
	*unasked_r = false;
	if (known->follows || known->visibility != VISIBILITY_DIRECT || !draft->status_id || !sv_eq(sv_of(draft->type), SV("mention")))
		return OK;
	if (known->in_reply_to_id)
		TRY(q_notification_asked_for(cx, known->in_reply_to_id, draft->to, draft->from, &asked));
	*unasked_r = !asked.found;
	return OK;
}

static bool from_staff(const struct notification_wanted_row *known)
{
	return role_permissions((int)known->from_role) & (MAY_MANAGE_REPORTS | MAY_MANAGE_USERS) && known->from_role > known->role;
}

enum fail policy_judge(struct ctx *cx, const struct notification_draft *draft, const struct notification_wanted_row *known,
                       enum policy_verdict *verdict_r)
{
	bool unasked;
	enum policy_verdict verdict = POLICY_ACCEPT;
	*verdict_r = verdict;
	if (!notification_type(sv_of(draft->type))->policy || known->permitted || from_staff(known))
		return OK;
	if (!known->follows) {
		verdict = harder(verdict, verdict_of(known->for_not_following));
		if (known->from_silenced_at)
			verdict = harder(verdict, verdict_of(known->for_limited_accounts));
		if (known->from_created_at > cx->now - DAYS(30))
			verdict = harder(verdict, verdict_of(known->for_new_accounts));
		if (known->from_bot)
			verdict = harder(verdict, verdict_of(known->for_bots));
	}
	if (!known->followed_at || known->followed_at > cx->now - DAYS(3))
		verdict = harder(verdict, verdict_of(known->for_not_followers));
	if (verdict_of(known->for_private_mentions) > verdict) {
		TRY(unasked_private_mention(cx, draft, known, &unasked));
		if (unasked)
			verdict = verdict_of(known->for_private_mentions);
	}
	*verdict_r = verdict;
	return OK;
}

enum fail policy_read(struct ctx *cx, struct notification_policy_row *policy_r)
{
	enum fail fail = q_notification_policy_of(cx, cx->who.account_id, policy_r);
	if (fail != FAIL_NOT_FOUND)
		return fail;
	*policy_r = (struct notification_policy_row){ SV("accept"), SV("accept"), SV("accept"), SV("filter"), SV("filter"), SV("accept") };
	return OK;
}

enum fail policy_write(struct ctx *cx, const struct notification_policy_row *policy)
{
	const struct sv words[] = { policy->for_not_following,    policy->for_not_followers,    policy->for_new_accounts,
		                    policy->for_private_mentions, policy->for_limited_accounts, policy->for_bots };
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (verdict_of(words[i]) == POLICY_ACCEPT && !sv_eq(words[i], SV("accept")))
			return refuse(cx, FAIL_INVALID, "Validation failed: '" SVF "' is not one of accept, filter, drop", SVA(words[i]));
	return q_notification_policy_put(cx, cx->who.account_id, policy);
}

enum fail request_accept(struct ctx *cx, int64_t id)
{
	struct notification_request_row request;
	TRY(q_notification_request_get(cx, id, cx->who.account_id, &request));
	TRY(q_notification_permission_put(cx, cx->who.account_id, request.from_account_id));
	TRY(q_notification_unfilter(cx, cx->who.account_id, request.from_account_id));
	TRY(q_notification_request_delete(cx, id));
	effect_add(cx, EFFECT_NOTIFICATIONS_MERGED, cx->who.account_id, 0);
	return OK;
}

enum fail request_dismiss(struct ctx *cx, int64_t id)
{
	struct notification_request_row request;
	TRY(q_notification_request_get(cx, id, cx->who.account_id, &request));
	TRY(q_notification_delete_filtered(cx, cx->who.account_id, request.from_account_id));
	return q_notification_request_delete(cx, id);
}
