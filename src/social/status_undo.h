/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* status_undo.h - deleting with time to think again: the status is hidden at once and goes UNDO_MS later, unless it is taken back.
 * Until then nothing of it is lost: its place, its numbers, its boosts and replies. Each runs inside the caller's transaction. */
#ifndef SOCIAL_STATUS_UNDO_H
#define SOCIAL_STATUS_UNDO_H

#include "jobs/jobs.h"
#include "social/status.h"

enum { UNDO_MS = 15 * 1000 };

/* FAIL_CONFLICT for a boost (taking it back can be undone by boosting) and for what the moderators hold. */
enum fail status_remove_later(struct ctx *cx, const struct status_row *row) MUST_USE;
/* By its author. FAIL_NOT_FOUND: it is too late, or was never asked for. */
enum fail status_remove_undo(struct ctx *cx, int64_t id) MUST_USE;
enum fail status_remove_due(struct ctx *cx, const struct job *job) MUST_USE; /* that job: jobs.def */

#endif
