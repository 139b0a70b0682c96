/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* admin.h - what the files of the owner's pages share (admin_*.c). Routes say who may open which (routes.def); what may be done is
 * decided in social/. */
#ifndef WEB_ADMIN_H
#define WEB_ADMIN_H

#include "social/community.h"
#include "store/page.h"
#include "web/frame.h"
#include "web/view_admin.h"
#include "web/web.h"

/* The frame of such a page; `here`: its path, as it stands in their list. */
enum fail admin_page(struct ctx *cx, struct sv here, struct sv title, struct view_page *page_r) MUST_USE;

struct sv admin_date(struct ctx *cx, int64_t ms);   /* "3 May 2026"; none for 0 */
struct sv admin_size(struct ctx *cx, int64_t bytes); /* "1.2 GB" */

/* Paths of the pages beside one that was read with page_read(): as web_show_rows() makes them, for rows of any kind. */
void admin_page_links(struct ctx *cx, int64_t first_id, int64_t last_id, size_t count, const struct page *page, struct sv *newer_r,
                      struct sv *older_r);

#endif
