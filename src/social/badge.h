/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* badge.h - what a community vouches for about an account: a word, why, and who says so. Given and taken back by people with a role, and
 * written to the audit. All are kept in memory, for every list of accounts asks: they are few. */
#ifndef SOCIAL_BADGE_H
#define SOCIAL_BADGE_H

#include "base/ctx.h"

enum { BADGE_MOST = 3, BADGE_LABEL = 30, BADGE_REASON = 300 }; /* of one account; characters */

struct badge {
	int64_t id, account_id, created_at;
	struct sv label, reason, issuer; /* issuer: the user name; none when they have left */
};
struct badges; /* as they were read; never changed, kept until the community closes */

enum fail badges_load(struct ctx *cx) MUST_USE; /* when the community opens, and after EFFECT_BADGES */
struct community;
void badges_free(struct community *community);

/* Those of an account, oldest first, in memory. */
const struct badge *badges_of(const struct ctx *cx, int64_t account_id, size_t *count_r);

/* In a transaction. FAIL_INVALID says what is wrong. */
enum fail badge_give(struct ctx *cx, int64_t account_id, struct sv label, struct sv reason) MUST_USE;
enum fail badge_take(struct ctx *cx, int64_t id) MUST_USE;

#endif
