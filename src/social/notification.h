/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* notification.h - what a member is told (Mastodon documentation: entities/Notification). */
#ifndef SOCIAL_NOTIFICATION_H
#define SOCIAL_NOTIFICATION_H

#include "base/ctx.h"

struct notification_draft {
	int64_t to, from;      /* accounts */
	const char *type;      /* mention, status, reblog, follow, follow_request, favourite, poll, update, quote, quoted_update, admin.…, … */
	int64_t status_id;     /* 0: none */
	int64_t conversation_id; /* of that status: muted conversations stay silent; 0: not asked */
	int64_t report_id;
	struct sv event;       /* JSON, for moderation_warning and severed_relationships */
};

/* Writes it inside the caller's transaction, unless `to` is nobody here, is `from`, or has blocked or muted `from`. The policy of
 * `to` may file it under requests instead. */
enum fail notification_create(struct ctx *cx, const struct notification_draft *draft) MUST_USE;

/* Takes back what was told about a favourite, a boost, a follow (request) that is no more. */
enum fail notification_withdraw(struct ctx *cx, int64_t to, int64_t from, const char *type, int64_t status_id) MUST_USE;

#endif
