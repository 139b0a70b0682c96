/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* relation.h - what cx->who is to somebody, besides following: blocks, mutes, notes, endorsements, blocked domains. Each runs inside the
 * caller's transaction and notes its effects. FAIL_NOT_FOUND when there is no such account. */
#ifndef SOCIAL_RELATION_H
#define SOCIAL_RELATION_H

#include "store/q.h"

/* Ends every tie between the two, both ways. FAIL_FORBIDDEN for oneself. */
enum fail relation_block(struct ctx *cx, int64_t target_id) MUST_USE;
enum fail relation_unblock(struct ctx *cx, int64_t target_id) MUST_USE;

/* duration: seconds, 0: for good. */
enum fail relation_mute(struct ctx *cx, int64_t target_id, bool notifications, int64_t duration) MUST_USE;
enum fail relation_unmute(struct ctx *cx, int64_t target_id) MUST_USE;

/* A private comment, up to 2,000 characters; empty takes it away. */
enum fail relation_note(struct ctx *cx, int64_t target_id, struct sv comment) MUST_USE;

/* Shows somebody on one's profile; FAIL_INVALID unless one follows them. */
enum fail relation_endorse(struct ctx *cx, int64_t target_id) MUST_USE;
enum fail relation_unendorse(struct ctx *cx, int64_t target_id) MUST_USE;

/* `domain`: any spelling; FAIL_INVALID when it cannot be one. */
enum fail relation_block_domain(struct ctx *cx, struct sv domain) MUST_USE;
enum fail relation_unblock_domain(struct ctx *cx, struct sv domain) MUST_USE;

#endif
