/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* viewer.h - what is kept in memory about somebody who is reading: whom they follow and hide, which statuses they have marked,
 * the top of their home timeline. Read from the database when they come, thrown away when it changes or they are long gone. */
#ifndef SOCIAL_VIEWER_H
#define SOCIAL_VIEWER_H

#include "base/ctx.h"
#include "base/map.h"
#include "social/preference.h"

#include <pthread.h>

enum follow_bits { FOLLOW_YES = 1, FOLLOW_REBLOGS = 2, FOLLOW_NOTIFY = 4 };
enum hidden_bits { HIDDEN_BLOCKS = 1, HIDDEN_BLOCKED_BY = 2, HIDDEN_MUTES = 4, HIDDEN_SUSPENDED = 8 };
enum flag_bits { FLAG_FAVOURITED = 1, FLAG_REBLOGGED = 2, FLAG_BOOKMARKED = 4, FLAG_PINNED = 8, FLAG_MUTED = 16 };

struct followee {
	int64_t id;
	struct sv languages;       /* space-separated; none: all */
};

struct viewer {
	int64_t account_id;
	pthread_mutex_t lock;      /* held from viewer_enter() to viewer_leave() */
	int refs;                  /* under viewers->lock */
	bool loaded, dropped;
	int64_t used_at;
	struct arena arena;        /* of followees, filters */
	struct map follows;        /* account → follow_bits | index into followees << 8 */
	struct followee *followees;
	size_t followee_count;
	struct map hidden;         /* account → hidden_bits */
	struct map exclusive;      /* account on an exclusive list → 1: not in the home timeline */
	struct map tags;           /* followed hashtag → 1 */
	struct map flags;          /* status → flag_bits, for those that were looked at */
	struct filters *filters;   /* filter.h, compiled; NULL: none */
	struct preferences preferences;
	struct feed *feed;         /* feed.h */
};

struct viewers *viewers_new(void);
void viewers_free(struct viewers *viewers);

/* Sets cx->viewer for cx->who.account_id, read through cx->db when it is not there; locked until viewer_leave(). A visitor has
 * none: OK, and cx->viewer stays NULL. */
enum fail viewer_enter(struct ctx *cx) MUST_USE;
void viewer_leave(struct ctx *cx); /* does nothing when none was entered */

/* What cx->who is to others. From memory after viewer_enter(), else by a statement: a write asks the database, so that nothing
 * uncommitted is ever kept. All answer "no" for a visitor, but for
 * HIDDEN_SUSPENDED, which is the same for everybody. */
enum fail viewer_follows(struct ctx *cx, int64_t account_id, bool *follows_r) MUST_USE;
enum fail viewer_hides(struct ctx *cx, int64_t account_id, unsigned *bits_r) MUST_USE; /* hidden_bits */
enum fail viewer_flags(struct ctx *cx, int64_t status_id, int64_t conversation_id, unsigned *flags_r) MUST_USE; /* flag_bits */

/* After a commit. */
void viewer_drop(struct viewers *viewers, int64_t account_id);
void viewers_drop_all(struct viewers *viewers); /* rare: somebody was suspended */
void viewer_forget_flags(struct viewers *viewers, int64_t account_id, int64_t status_id); /* status_id 0: all */

#endif
