/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* session.h - being signed in by cookie, through the pages. The cookie is a random token; only its hash is stored. */
#ifndef SOCIAL_SESSION_H
#define SOCIAL_SESSION_H

#include "base/ctx.h"
#include "store/q.h"

enum { SESSION_SECONDS = 365 * 24 * 3600, SESSION_COOKIE = 43 /* bytes */ };

/* In a transaction. The cookie's value, in cx->arena. */
enum fail session_start(struct ctx *cx, int64_t account_id, struct sv user_agent, struct sv ip, struct sv *cookie_r) MUST_USE;
/* Sets who_r for a good cookie; leaves it alone for one that is not, or no longer, good, or whose owner may not sign in. Kept in memory
 * until the session, or what its owner may do, changes. */
enum fail session_principal(struct ctx *cx, struct sv cookie, struct principal *who_r) MUST_USE;
/* In a transaction: notes that it is used, at most once an hour. */
enum fail session_touch(struct ctx *cx, struct sv cookie) MUST_USE;
enum fail session_end(struct ctx *cx, struct sv cookie) MUST_USE;
/* One of cx->who's own, by id; FAIL_NOT_FOUND. */
enum fail session_end_id(struct ctx *cx, int64_t id) MUST_USE;
/* All of an account, but the one with this cookie (none: all of them). */
enum fail session_end_others(struct ctx *cx, int64_t account_id, struct sv cookie) MUST_USE;

/* The token that each form of this session carries: who knows it has read a page of ours, which another site cannot. Masked
 * anew by each call (against BREACH, breachattack.com): one a page is enough. */
struct sv session_csrf(struct arena *arena, struct sv cookie);
bool session_csrf_fits(struct sv cookie, struct sv sent);

#endif
