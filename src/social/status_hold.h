/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* status_hold.h - posts that only their author and the moderators see: held by the gate, or taken away by a decision (hidden_at above
 * 0). Such a post counts nowhere, is in no timeline, and nobody hears of it. Each function runs in the caller's transaction. */
#ifndef SOCIAL_STATUS_HOLD_H
#define SOCIAL_STATUS_HOLD_H

#include "social/status.h"

/* Counts it where posts are counted: its author, what it answers, what it quotes. `by`: 1 or -1. */
enum fail status_count(struct ctx *cx, const struct status_row *row, int64_t by) MUST_USE;

/* One that was held goes out as if it were new: timelines, streams, counts, whoever it names. It keeps its id and its time.
 * FAIL_CONFLICT when it is not held. */
enum fail status_publish(struct ctx *cx, int64_t id) MUST_USE;

struct job;
/* Something beside the running server has published it, or changed it: caches and streams hear of it (jobs.def). */
enum fail status_appears(struct ctx *cx, const struct job *job) MUST_USE;

#endif
