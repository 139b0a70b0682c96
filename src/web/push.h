/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* push.h - the part of the settings about notifications on this device. */
#ifndef WEB_PUSH_H
#define WEB_PUSH_H

#include "base/ctx.h"
#include "web/view_live.h"

enum fail web_push_view(struct ctx *cx, const struct view_push **view_r) MUST_USE;

#endif
