/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Settings: whose notifications a member wants. */
#include "social/notification_policy.h"
#include "web/frame.h"
#include "web/push.h"
#include "web/web.h"

#define HERE SV("/settings/notifications")

enum fail web_notices(struct ctx *cx)
{
	struct view_page page;
	struct notification_policy_row policy;
	TRY(web_settings_page(cx, HERE, TR("Notifications"), &page));
	TRY(policy_read(cx, &policy));
	struct view_notices view = { .not_following = policy.for_not_following,
		                     .not_followers = policy.for_not_followers,
		                     .new_accounts = policy.for_new_accounts,
		                     .private_mentions = policy.for_private_mentions,
		                     .limited_accounts = policy.for_limited_accounts,
		                     .bots = policy.for_bots };
	TRY(web_push_view(cx, &view.push));
	tpl_settings_notices_page(web_html(cx), &page, &view);
	return OK;
}

static void take(struct ctx *cx, const char *name, struct sv *value)
{
	struct sv sent = param_sv(cx->params, name);
	if (sent.n)
		*value = sent;
}

enum fail web_notices_save(struct ctx *cx)
{
	struct notification_policy_row policy;
	TRY(web_check_form(cx));
	TRY(policy_read(cx, &policy));
	take(cx, "for_not_following", &policy.for_not_following);
	take(cx, "for_not_followers", &policy.for_not_followers);
	take(cx, "for_new_accounts", &policy.for_new_accounts);
	take(cx, "for_private_mentions", &policy.for_private_mentions);
	take(cx, "for_limited_accounts", &policy.for_limited_accounts);
	take(cx, "for_bots", &policy.for_bots);
	TRY(policy_write(cx, &policy));
	return web_done(cx, HERE, SAID_SAVED);
}
