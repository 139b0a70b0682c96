/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* activity.h - accounts and statuses as ActivityStreams objects (W3C ActivityStreams 2.0, with Mastodon's terms), for archives. */
#ifndef SOCIAL_ACTIVITY_H
#define SOCIAL_ACTIVITY_H

#include "base/json.h"
#include "social/status.h"

/* Where the files of the object are: "media_attachments/files/" and the name below media/. */
struct sv activity_media_path(struct ctx *cx, struct sv file);

void activity_context(struct json *j); /* the value of "@context" */
void activity_actor(struct ctx *cx, struct json *j, const struct account *account, struct sv avatar, struct sv header);
/* A Create with its Note or Question, or an Announce. */
void activity_status(struct ctx *cx, struct json *j, const struct status *status);

#endif
