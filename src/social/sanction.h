/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sanction.h - what moderators may do about an account, and take back (Mastodon documentation: methods/admin/accounts). Each runs in
 * the caller's transaction, notes its effects and is written to the audit. FAIL_FORBIDDEN when the account belongs to somebody
 * whose role is not below one's own. Nothing here deletes anything but sanction_reject() and the job behind sanction_delete(). */
#ifndef SOCIAL_SANCTION_H
#define SOCIAL_SANCTION_H

#include "base/ctx.h"

enum sanction { SANCTION_NONE, SANCTION_SENSITIVE, SANCTION_DISABLE, SANCTION_SILENCE, SANCTION_SUSPEND, SANCTIONS };
/* none, sensitive, disable, silence, suspend; false: it is none of them. */
bool sanction_parse(struct sv name, enum sanction *sanction_r);

struct sanction_draft {
	int64_t account_id;
	enum sanction kind;
	struct sv text;     /* what the member is told; may be empty */
	int64_t report_id;  /* that led to it; 0: none */
};
/* Does it, warns the member, and resolves the report; anything but "none" resolves all open reports of the account. */
enum fail sanction_apply(struct ctx *cx, const struct sanction_draft *draft) MUST_USE;
/* Takes one back; "none" is FAIL_INVALID. Taking back what is not there is fine. */
enum fail sanction_lift(struct ctx *cx, int64_t account_id, enum sanction kind) MUST_USE;

/* Somebody who asked to join; FAIL_FORBIDDEN when they are members already. */
enum fail sanction_approve(struct ctx *cx, int64_t account_id) MUST_USE;
enum fail sanction_reject(struct ctx *cx, int64_t account_id) MUST_USE;
/* A suspended account with all it has: a job takes it away. FAIL_FORBIDDEN when it is not suspended. */
enum fail sanction_delete(struct ctx *cx, int64_t account_id) MUST_USE;

/* Another role (role.def), at most one's own: FAIL_FORBIDDEN. */
enum fail sanction_set_role(struct ctx *cx, int64_t account_id, int role) MUST_USE;

struct job;
enum fail account_delete_part(struct ctx *cx, const struct job *job) MUST_USE; /* that job: jobs.def */

#endif
