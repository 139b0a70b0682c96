/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* marker.h - how far cx->who has read a timeline (Mastodon documentation: methods/markers). */
#ifndef SOCIAL_MARKER_H
#define SOCIAL_MARKER_H

#include "store/q.h"

static const char *const marker_timelines[] = { "home", "notifications" };

/* Inside the caller's transaction; its version grows. */
enum fail marker_set(struct ctx *cx, const char *timeline, int64_t last_read_id) MUST_USE;

/* The same, unless it has been read further than that. */
enum fail marker_advance(struct ctx *cx, const char *timeline, int64_t last_read_id) MUST_USE;

#endif
