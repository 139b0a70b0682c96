/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* leave.h - a member has their account deleted, and may think again: at first it is only hidden, everywhere, as if it were suspended;
 * after LEAVE_DAYS a job takes it away with all it has. Whoever signs in before may keep it. */
#ifndef SOCIAL_LEAVE_H
#define SOCIAL_LEAVE_H

#include "jobs/jobs.h"
#include "store/q.h"

enum { LEAVE_DAYS = 30 };

/* Hides the account of cx->who, ends its sessions, tells it by mail. In a transaction. FAIL_CONFLICT for the only owner. */
enum fail leave_begin(struct ctx *cx) MUST_USE;
/* Whether it is on its way out, by its own wish. A suspension that moderators added since stands before that. */
bool leave_begun(const struct login_row *login);
int64_t leave_ends(const struct login_row *login); /* ms: when it goes for good */
/* It stays: as it was, but for the sessions. In a transaction. FAIL_CONFLICT when it is not leaving. */
enum fail leave_undo(struct ctx *cx, int64_t account_id) MUST_USE;

enum fail leave_due(struct ctx *cx, const struct job *job) MUST_USE; /* that job: jobs.def */

#endif
