/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Web Push for the browser that is signed in (Push API of W3C; static/js/push.js asks it). What is sent is src/push's work. */
#include "web/push.h"

#include "social/push.h"
#include "web/frame.h"
#include "web/web.h"

#include <sodium.h>

static const struct {
	struct sv type, label;
	bool usual; /* wanted unless one says otherwise */
} kinds[] = {
	{ SV_INIT("mention"), TR_MARK("Mentions and answers"), true },
	{ SV_INIT("follow"), TR_MARK("New followers"), true },
	{ SV_INIT("follow_request"), TR_MARK("Requests to follow you"), true },
	{ SV_INIT("favourite"), TR_MARK("Favourites"), true },
	{ SV_INIT("reblog"), TR_MARK("Boosts"), true },
	{ SV_INIT("quote"), TR_MARK("Quotes"), true },
	{ SV_INIT("poll"), TR_MARK("Polls that have ended"), true },
	{ SV_INIT("status"), TR_MARK("Posts of people whose bell is on"), true },
	{ SV_INIT("update"), TR_MARK("Edits of posts that you boosted"), false },
};

static bool is_in(struct ctx *cx, struct sv alerts, struct sv type)
{
	return sv_find(alerts, arena_printf(&cx->arena, "\"" SVF "\":true", SVA(type))) >= 0;
}

enum fail web_push_view(struct ctx *cx, const struct view_push **view_r)
{
	struct push_subscription_row row = { .policy = SV("all") };
	struct view_push *view = arena_new(&cx->arena, struct view_push);
	struct view_push_kind *list = arena_array(&cx->arena, struct view_push_kind, COUNT_OF(kinds));
	enum fail fail = push_find(cx, &row);
	if (fail != OK && fail != FAIL_NOT_FOUND)
		return fail;
	*view = (struct view_push){ .key = settings(cx)->vapid_public, .on = fail == OK, .kinds = list, .count = COUNT_OF(kinds), .policy = row.policy };
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		list[i] = (struct view_push_kind){ kinds[i].type, tr(kinds[i].label), view->on ? is_in(cx, row.alerts, kinds[i].type) : kinds[i].usual };
	*view_r = view;
	return OK;
}

/* --- acts ------------------------------------------------------------------------------------------------------------------------------ */

static bool alert_asked(void *data, const char *type)
{
	struct ctx *cx = data;
	return param_bool(cx->params, arena_printf(&cx->arena, "alert_%s", type).p, false);
}

static struct sv decoded(struct ctx *cx, const char *name)
{
	struct sv text = param_sv(cx->params, name);
	unsigned char *bytes = arena_alloc(&cx->arena, text.n + 1);
	size_t n = 0;
	if (!text.n || sodium_base642bin(bytes, text.n + 1, text.p, text.n, NULL, &n, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
		return SV_NONE;
	return (struct sv){ (char *)bytes, n };
}

#define HERE SV("/settings/notifications")

/* Where to, and with which keys; which notifications is the caller's. */
static struct push_draft draft_asked(struct ctx *cx, struct sv alerts, struct sv policy)
{
	return (struct push_draft){ .endpoint = param_sv(cx->params, "endpoint"),
		                    .p256dh = decoded(cx, "p256dh"),
		                    .auth = decoded(cx, "auth"),
		                    .standard = true,
		                    .alerts = alerts,
		                    .policy = policy };
}

enum fail web_push_subscribe(struct ctx *cx)
{
	struct sv policy = param_sv(cx->params, "policy");
	struct push_draft draft = draft_asked(cx, push_alerts_text(&cx->arena, alert_asked, cx), policy.n ? policy : SV("all"));
	TRY(web_check_form(cx));
	if (!draft.endpoint.n)
		return refuse(cx, FAIL_INVALID, "Your browser did not say where to send notifications: they need a browser with scripts that may show notifications.");
	TRY(push_subscribe(cx, &draft));
	return web_done(cx, HERE, SAID_PUSH_ON);
}

/* From the service worker, when the browser has another subscription than the one that it told us of (Push API, pushsubscriptionchange). */
enum fail web_push_renew(struct ctx *cx)
{
	struct push_subscription_row row;
	TRY(web_check_form(cx));
	TRY(push_find(cx, &row)); /* it was turned off: it stays so */
	struct push_draft draft = draft_asked(cx, row.alerts, row.policy);
	TRY(push_subscribe(cx, &draft));
	return web_done(cx, HERE, SAID_PUSH_ON);
}

enum fail web_push_alerts(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(push_change(cx, push_alerts_text(&cx->arena, alert_asked, cx), param_sv(cx->params, "policy")));
	return web_done(cx, HERE, SAID_SAVED);
}

enum fail web_push_unsubscribe(struct ctx *cx)
{
	TRY(web_check_form(cx));
	TRY(push_unsubscribe(cx));
	return web_done(cx, HERE, SAID_PUSH_OFF);
}
