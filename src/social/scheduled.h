/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* scheduled.h - statuses that are posted at a time (Mastodon documentation: methods/scheduled_statuses). What they will say is kept
 * as the JSON that the API shows. Inside the caller's transaction, for cx->who. */
#ifndef SOCIAL_SCHEDULED_H
#define SOCIAL_SCHEDULED_H

#include "social/status_write.h"

enum { SCHEDULED_AHEAD_MS = 5 * 60 * 1000, SCHEDULED_MOST = 300, SCHEDULED_MOST_A_DAY = 25 };

/* Checks the draft as if it were posted now, and keeps it. FAIL_INVALID: not five minutes ahead, too many, or a draft that could
 * not be posted. `*id_r` is an existing one when the idempotency key was used. */
enum fail scheduled_create(struct ctx *cx, const struct status_draft *draft, int64_t at, int64_t *id_r) MUST_USE;
enum fail scheduled_change(struct ctx *cx, int64_t id, int64_t at) MUST_USE;
enum fail scheduled_cancel(struct ctx *cx, int64_t id) MUST_USE;

/* What will be posted, in cx->arena. FAIL_BROKEN when it is not what scheduled_create() wrote. */
enum fail scheduled_draft(struct ctx *cx, const struct scheduled_row *row, struct status_draft *draft) MUST_USE;

/* Periodic: posts what is due by cx->now, each as its author, some hundred at a time; one that cannot be posted any more is
 * dropped and logged. */
enum fail scheduled_publish_due(struct ctx *cx) MUST_USE;

#endif
