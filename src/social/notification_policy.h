/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* notification_policy.h - whose notifications a member wants at all, and what waits for a decision (Mastodon documentation:
 * entities/NotificationPolicy, NotificationRequest). */
#ifndef SOCIAL_NOTIFICATION_POLICY_H
#define SOCIAL_NOTIFICATION_POLICY_H

#include "social/notification.h"

/* What the policy of a member says to one notification. */
enum policy_verdict { POLICY_ACCEPT, POLICY_FILTER, POLICY_DROP };

/* What is known about the two accounts and the status, from one statement. Staff may always write to a member: the
 * policy is not asked. */
enum fail policy_judge(struct ctx *cx, const struct notification_draft *draft, const struct notification_wanted_row *known,
                       enum policy_verdict *verdict_r) MUST_USE;

/* cx->who's policy, the defaults when there is none. */
enum fail policy_read(struct ctx *cx, struct notification_policy_row *policy_r) MUST_USE;
/* FAIL_INVALID when a value is not accept, filter or drop. */
enum fail policy_write(struct ctx *cx, const struct notification_policy_row *policy) MUST_USE;

/* Accepting lets everything of that sender through, from now on and what waits; dismissing throws away what waits. Of cx->who;
 * a request of somebody else's is not found. Inside a transaction. */
enum fail request_accept(struct ctx *cx, int64_t id) MUST_USE;
enum fail request_dismiss(struct ctx *cx, int64_t id) MUST_USE;

#endif
