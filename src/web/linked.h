/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* linked.h - what a page says to machines: JSON-LD with the words of schema.org (ProfilePage, DiscussionForumPosting,
 * BreadcrumbList), as search engines ask for it. Only of what they may have: whoever is not indexable is not in it. */
#ifndef WEB_LINKED_H
#define WEB_LINKED_H

#include "base/ctx.h"
#include "social/account.h"
#include "web/view.h"

/* In cx->arena; none for a page that is hidden from search engines. */
struct sv linked_profile(struct ctx *cx, const struct view_page *page, const struct account *account);
struct sv linked_thread(struct ctx *cx, const struct view_page *page, const struct account *author, const struct view_thread *thread);

#endif
