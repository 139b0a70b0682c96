/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* throttle.h - how often something may fail before it must wait: passwords of one account, codes of one account. In memory, in a
 * table of fixed size; a restart forgives. (How much one address may ask is app/limit.def's.) */
#ifndef SOCIAL_THROTTLE_H
#define SOCIAL_THROTTLE_H

#include "base/ctx.h"

enum throttle_kind { THROTTLE_PASSWORD, THROTTLE_CODE, THROTTLE_MAIL };

/* FAIL_LIMITED, with a sentence that says how many minutes, when `key` has used up its tries of this kind. */
enum fail throttle_check(struct ctx *cx, enum throttle_kind kind, int64_t key) MUST_USE;
void throttle_count(struct ctx *cx, enum throttle_kind kind, int64_t key);  /* one try is used */
void throttle_forget(struct ctx *cx, enum throttle_kind kind, int64_t key); /* it worked */

#endif
