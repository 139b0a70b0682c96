/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* follow.h - following, and asking to. Each runs inside the caller's transaction, keeps both accounts' counts, tells the other side and
 * notes its effects. */
#ifndef SOCIAL_FOLLOW_H
#define SOCIAL_FOLLOW_H

#include "store/q.h"

/* Follows, or asks to when `target` is locked or `account` is limited; when it is done already, only the wish changes. FAIL_FORBIDDEN
 * for oneself, when one blocks the other, or the target has moved away; FAIL_NOT_FOUND when it is suspended or waits for approval;
 * FAIL_INVALID when one follows too many. */
enum fail follow_create(struct ctx *cx, int64_t account_id, int64_t target_id, const struct follow_wish *wish) MUST_USE;
/* Ends a follow or takes back a request; fine when there is none. */
enum fail follow_end(struct ctx *cx, int64_t account_id, int64_t target_id) MUST_USE;

/* A wish's languages, from a list of codes: what can be none is left out; none at all: every language. */
struct sv follow_languages(struct arena *arena, const struct sv *list, size_t count);

/* cx->who's answer to the request of `account_id`; FAIL_NOT_FOUND when there is none. */
enum fail follow_authorize(struct ctx *cx, int64_t account_id) MUST_USE;
enum fail follow_reject(struct ctx *cx, int64_t account_id) MUST_USE;
/* Lets everybody in who waits for cx->who, limited accounts aside: those are looked at one by one. Where many wait, a job does the rest. */
enum fail follow_authorize_all(struct ctx *cx) MUST_USE;
struct job;
enum fail follows_let_in(struct ctx *cx, const struct job *job) MUST_USE; /* that job */

/* Ends up to `most` follows by and of an account that is to be deleted; `*more_r`: there may be more. */
enum fail follow_end_some(struct ctx *cx, int64_t account_id, int64_t most, bool *more_r) MUST_USE;

#endif
