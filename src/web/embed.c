/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One post as a page that other sites may frame: what /api/oembed points to. It is everybody's view of it, whoever looks. */
#include "web/frame.h"
#include "web/web.h"

enum fail web_embed(struct ctx *cx)
{
	struct view_page page;
	struct account account;
	struct status_row row;
	struct status *status;
	struct view_status view;
	cx->who = (struct principal){ 0 };
	if (web_from_cache(cx)) {
		cx->answer->framable = true;
		return OK;
	}
	TRY(web_page(cx, &page));
	TRY(web_find_account(cx, &account));
	TRY(status_see(cx, path_id(cx, 1), &row));
	if (row.account_id != account.row.id || row.reblog_of_id || row.uri.n)
		return FAIL_NOT_FOUND;
	TRY(status_load_row(cx, &row, &status));
	TRY(web_show_status(cx, status, &view));
	page.title = account.row.display_name.n ? account.row.display_name : account.row.username;
	page.url = status_url(cx, status);
	cx->answer->framable = true;
	tpl_embed_page(web_html(cx), &page, &view);
	return web_keep(cx);
}
