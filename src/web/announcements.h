/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* announcements.h - those that cx->who has not dismissed: for the top of the home timeline. */
#ifndef WEB_ANNOUNCEMENTS_H
#define WEB_ANNOUNCEMENTS_H

#include "base/ctx.h"
#include "web/view_live.h"

enum fail web_announcements(struct ctx *cx, struct view_announcements *view_r) MUST_USE;

#endif
