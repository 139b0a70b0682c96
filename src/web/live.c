/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What open pages hear by themselves: server-sent events (HTML living standard, 9.2) on the session's cookie. Another site cannot read
 * them: the cookie is SameSite, and no header lets it in. */
#include "stream/hub.h"
#include "web/web.h"

static void start(struct ctx *cx)
{
	hub_open_page(cx->community->hub, cx);
}

enum fail web_events(struct ctx *cx)
{
	cx->answer->start = start;
	return OK;
}
