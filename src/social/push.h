/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* push.h - Web Push subscriptions: which notifications of an account an app, or a browser that is signed in, wants pushed where
 * (Mastodon documentation: methods/push). A token has one at most, and so has a session; it ends with them.
 * Sending is src/push's work. */
#ifndef SOCIAL_PUSH_H
#define SOCIAL_PUSH_H

#include "social/notification.h"

enum { PUSH_POINT = 65, PUSH_AUTH = 16, PUSH_ENDPOINT_MOST = 2048 }; /* bytes */

struct push_draft {
	struct sv endpoint;      /* https://… (http:// where plain requests are allowed) */
	struct sv p256dh, auth;  /* decoded: the app's public key, uncompressed, and its secret */
	bool standard;           /* RFC 8291; else the draft that came before it */
	struct sv alerts;        /* push_alerts_text() */
	struct sv policy;        /* all, followed, follower, none */
	struct sv access_token;  /* of the app; none for a session */
};

/* {"mention":true,"status":false,…}, of all notification types, in this form only: what is stored and shown. */
struct sv push_alerts_text(struct arena *arena, bool (*wanted)(void *data, const char *type), void *data);

/* What cx->who's token, or session, has. FAIL_NOT_FOUND. */
enum fail push_find(struct ctx *cx, struct push_subscription_row *row_r) MUST_USE;

/* Replaces it. FAIL_INVALID with what is wrong. Inside a transaction, like the others. */
enum fail push_subscribe(struct ctx *cx, const struct push_draft *draft) MUST_USE;
enum fail push_change(struct ctx *cx, struct sv alerts, struct sv policy) MUST_USE; /* FAIL_NOT_FOUND: there is none */
enum fail push_unsubscribe(struct ctx *cx) MUST_USE;

/* A notification was written: a job for each subscription of its account that wants it. */
enum fail push_notify(struct ctx *cx, int64_t account_id, struct sv type, int64_t notification_id) MUST_USE;

/* Whether the policy of a subscription lets this one through. */
enum fail push_wanted(struct ctx *cx, const struct push_subscription_row *subscription, const struct notification_row *row,
                      bool *wanted_r) MUST_USE;

#endif
