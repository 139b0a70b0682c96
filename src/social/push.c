/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/push.h"

#include "base/json.h"
#include "social/effect.h"
#include "social/seal.h"

static const struct sv policies[] = { SV_INIT("all"), SV_INIT("followed"), SV_INIT("follower"), SV_INIT("none") };

struct sv push_alerts_text(struct arena *arena, bool (*wanted)(void *data, const char *type), void *data)
{
	const struct notification_type *types;
	size_t count = notification_types(&types);
	struct buf out = BUF(arena, 4096);
	struct json j = JSON(&out);
	json_object(&j);
	for (size_t i = 0; i < count; i++)
		json_bool(json_key(&j, types[i].name), wanted(data, types[i].name));
	json_end(&j);
	return buf_sv(&out);
}

static enum fail check_policy(struct ctx *cx, struct sv policy)
{
	for (size_t i = 0; i < COUNT_OF(policies); i++)
		if (sv_eq(policy, policies[i]))
			return OK;
	return refuse(cx, FAIL_INVALID, "Validation failed: policy is not included in the list: all, followed, follower, none");
}

static enum fail check_endpoint(struct ctx *cx, struct sv endpoint)
{
	bool web = sv_starts(endpoint, SV("https://")) || sv_starts(endpoint, SV("http://"));
	for (size_t i = 0; web && i < endpoint.n; i++)
		web = endpoint.p[i] > ' ' && endpoint.p[i] < 0x7f;
	if (!web || endpoint.n > PUSH_ENDPOINT_MOST)
		return refuse(cx, FAIL_INVALID, "Validation failed: Endpoint must be a web address of up to %d characters", PUSH_ENDPOINT_MOST);
	return OK;
}

enum fail push_find(struct ctx *cx, struct push_subscription_row *row_r)
{
	const struct principal *who = &cx->who;
	return who->session ? q_push_subscription_of_session(cx, who->session_id, row_r) : q_push_subscription_of_token(cx, who->token_id, row_r);
}

enum fail push_subscribe(struct ctx *cx, const struct push_draft *draft)
{
	struct sv sealed = SV_NONE;
	TRY(check_endpoint(cx, draft->endpoint));
	TRY(check_policy(cx, draft->policy));
	if (draft->p256dh.n != PUSH_POINT || draft->p256dh.p[0] != 4)
		return refuse(cx, FAIL_INVALID, "Validation failed: p256dh must be an uncompressed P-256 point (65 bytes, base64url)");
	if (draft->auth.n != PUSH_AUTH)
		return refuse(cx, FAIL_INVALID, "Validation failed: auth must be %d bytes, base64url", PUSH_AUTH);
	if (!cx->who.session)
		TRY(seal(cx, draft->access_token, &sealed));
	TRY(push_unsubscribe(cx));
	return q_push_subscription_put(cx, cx->who.token_id, cx->who.session_id, cx->who.account_id, draft->endpoint, draft->p256dh, draft->auth,
	                               draft->standard, draft->alerts, draft->policy, sealed, cx->now);
}

enum fail push_change(struct ctx *cx, struct sv alerts, struct sv policy)
{
	struct push_subscription_row row;
	TRY(check_policy(cx, policy));
	TRY(push_find(cx, &row));
	return q_push_subscription_change(cx, row.id, alerts, policy);
}

enum fail push_unsubscribe(struct ctx *cx)
{
	struct push_subscription_row row;
	enum fail fail = push_find(cx, &row);
	if (fail == FAIL_NOT_FOUND)
		return OK;
	TRY(fail);
	TRY(job_cancel(cx, JOB_WEB_PUSH, row.id)); /* its number may be given to another one */
	return q_push_subscription_delete(cx, row.id);
}

enum fail push_notify(struct ctx *cx, int64_t account_id, struct sv type, int64_t notification_id)
{
	struct push_subscriptions_of_row *rows;
	size_t count;
	TRY(q_push_subscriptions_of(cx, account_id, &rows, &count));
	struct sv wanted = count ? arena_printf(&cx->arena, "\"" SVF "\":true", SVA(type)) : SV("");
	for (size_t i = 0; i < count; i++)
		if (sv_find(rows[i].alerts, wanted) >= 0 && !sv_eq(rows[i].policy, SV("none")))
			TRY(effect_job(cx, JOB_WEB_PUSH, rows[i].id, arena_printf(&cx->arena, "%lld", (long long)notification_id), 0));
	return OK;
}

enum fail push_wanted(struct ctx *cx, const struct push_subscription_row *subscription, const struct notification_row *row, bool *wanted_r)
{
	struct follow_has_row follow;
	int64_t me = subscription->account_id, other = row->from_account_id;
	*wanted_r = sv_eq(subscription->policy, SV("all"));
	if (*wanted_r || sv_eq(subscription->policy, SV("none")))
		return OK;
	bool followed = sv_eq(subscription->policy, SV("followed"));
	enum fail fail = q_follow_has(cx, followed ? me : other, followed ? other : me, &follow);
	*wanted_r = fail == OK;
	return fail == FAIL_NOT_FOUND ? OK : fail;
}
