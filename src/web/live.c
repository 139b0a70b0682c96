/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What open pages hear by themselves: server-sent events (HTML living standard, 9.2) on the session's cookie. Another site cannot read
 * them: the cookie is SameSite, and no header lets it in. */
#include "social/status.h"
#include "social/viewer.h"
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

/* One status as it stands in a list, or as the focus of its page: for a page that heard that it was edited. */
enum fail web_status_part(struct ctx *cx)
{
	struct status_row row;
	struct status *status;
	struct view_status view;
	TRY(viewer_enter(cx));
	TRY(status_see(cx, path_id(cx, 0), &row));
	TRY(status_load_row(cx, &row, &status));
	TRY(web_show_status(cx, status, &view));
	if (!web_wants_part(cx))
		return web_redirect(cx, view.path);
	tpl_status_part(web_html(cx), &view, param_bool(cx->params, "focus", false));
	return OK;
}
