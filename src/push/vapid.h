/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* vapid.h - how a community proves to push services that it is the one an app has subscribed at (RFC 8292). */
#ifndef PUSH_VAPID_H
#define PUSH_VAPID_H

#include "push/key.h"

/* Makes the community's key pair if it has none that the host's key opens, through the writer: when it opens. Its subscriptions
 * go with a lost key: push services would refuse them. */
enum fail vapid_ensure(struct ctx *cx) MUST_USE;
/* The pair; freed by EVP_PKEY_free(). */
enum fail vapid_key(struct ctx *cx, EVP_PKEY **key_r) MUST_USE;

/* A JWT for the push service of `endpoint`, good for half a day. */
enum fail vapid_token(struct ctx *cx, EVP_PKEY *key, struct sv endpoint, struct sv *token_r) MUST_USE;

#endif
