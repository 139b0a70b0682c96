/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* two_factor.h - a second factor: codes of an authenticator app (totp.h), and recovery codes for the day the phone is lost.
 * The secret is sealed (seal.h), recovery codes are hashed; each code works once. */
#ifndef SOCIAL_TWO_FACTOR_H
#define SOCIAL_TWO_FACTOR_H

#include "base/ctx.h"
#include "store/q.h"

enum { RECOVERY_CODES = 10 };

/* Each in a transaction. */
/* Draws a secret for cx->who, not yet in force; what was set up before and never confirmed is replaced. FAIL_CONFLICT when it is on. */
enum fail two_factor_begin(struct ctx *cx) MUST_USE;
/* Puts it in force after a code has shown that the app has it. Codes are for being shown once. FAIL_INVALID: a wrong code. */
enum fail two_factor_enable(struct ctx *cx, struct sv code, struct sv codes_r[RECOVERY_CODES]) MUST_USE;
enum fail two_factor_renew_codes(struct ctx *cx, struct sv codes_r[RECOVERY_CODES]) MUST_USE;
enum fail two_factor_disable(struct ctx *cx, int64_t account_id) MUST_USE;
/* A code of the app or a recovery code; FAIL_INVALID, FAIL_LIMITED. */
enum fail two_factor_pass(struct ctx *cx, int64_t account_id, struct sv code) MUST_USE;

/* The secret that is in force or being set up; none when there is none. */
enum fail two_factor_secret(struct ctx *cx, const struct login_row *login, struct sv *secret_r) MUST_USE;

#endif
