/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Web Push subscriptions (documentation: methods/push). One a token. */
#include "api/api.h"
#include "social/community.h"
#include "social/push.h"

#include <sodium.h>

static bool alert_asked(void *data, const char *type)
{
	struct ctx *cx = data;
	return param_bool(cx->params, arena_printf(&cx->arena, "data[alerts][%s]", type).p, false);
}

static struct sv policy_asked(struct ctx *cx)
{
	struct sv policy = param_sv(cx->params, "data[policy]");
	return policy.n ? policy : SV("all");
}

/* Apps send either alphabet, with or without padding. */
static struct sv decoded(struct ctx *cx, const char *name)
{
	struct sv text = param_sv(cx->params, name);
	char *plain = arena_alloc(&cx->arena, text.n + 1);
	unsigned char *bytes = arena_alloc(&cx->arena, text.n + 1);
	size_t n = 0, length = 0;
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] != '=')
			plain[length++] = text.p[i] == '+' ? '-' : text.p[i] == '/' ? '_' : text.p[i];
	if (sodium_base642bin(bytes, text.n + 1, plain, length, NULL, &n, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
		return SV_NONE;
	return (struct sv){ (char *)bytes, n };
}

static enum fail answer_subscription(struct ctx *cx)
{
	struct push_subscription_row row;
	struct json *j = answer_json(cx);
	TRY(push_find(cx, &row));
	json_object(j);
	json_int(json_key(j, "id"), row.id);
	json_string(json_key(j, "endpoint"), row.endpoint);
	json_bool(json_key(j, "standard"), row.standard);
	json_raw(json_key(j, "alerts"), row.alerts);
	json_string(json_key(j, "policy"), row.policy);
	json_string(json_key(j, "server_key"), settings(cx)->vapid_public);
	json_end(j);
	return OK;
}

enum fail api_push_subscribe(struct ctx *cx)
{
	struct push_draft draft = {
		.endpoint = param_sv(cx->params, "subscription[endpoint]"),
		.p256dh = decoded(cx, "subscription[keys][p256dh]"),
		.auth = decoded(cx, "subscription[keys][auth]"),
		.standard = param_bool(cx->params, "subscription[standard]", false),
		.alerts = push_alerts_text(&cx->arena, alert_asked, cx),
		.policy = policy_asked(cx),
		.access_token = token_sent(cx),
	};
	TRY(push_subscribe(cx, &draft));
	return answer_subscription(cx);
}

enum fail api_push_subscription(struct ctx *cx)
{
	return answer_subscription(cx);
}

enum fail api_push_change(struct ctx *cx)
{
	TRY(push_change(cx, push_alerts_text(&cx->arena, alert_asked, cx), policy_asked(cx)));
	return answer_subscription(cx);
}

enum fail api_push_unsubscribe(struct ctx *cx)
{
	TRY(push_unsubscribe(cx));
	return answer_empty(cx);
}
