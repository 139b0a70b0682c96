/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* status_write.h - posting and deleting. Each runs inside the caller's transaction and notes its effects. */
#ifndef SOCIAL_STATUS_WRITE_H
#define SOCIAL_STATUS_WRITE_H

#include "social/status.h"

struct poll_draft {
	const struct sv *options;
	size_t option_count;       /* 0: no poll */
	int64_t expires_in;        /* seconds; 0, in an edit that leaves the options alone: it ends when it did before */
	bool multiple, hide_totals;
};

struct status_draft {
	int64_t account_id, app_id;
	struct sv text, spoiler_text, language;
	int visibility;            /* enum visibility */
	bool sensitive;
	int64_t in_reply_to_id, quote_of_id;
	int quote_policy;
	const int64_t *media_ids;
	size_t media_count;
	struct poll_draft poll;
	struct sv idempotency_key; /* none: no protection against posting twice */
	int64_t created_at;        /* 0: now; another time: an import */
	bool quiet;                /* imported: tells nobody */
	const struct foreseen *foreseen; /* by status_foresee(); NULL: the gate is asked while it is written */
};

/* Before the writer's turn, on any thread with a read connection: asks the gate, which takes longer than writing does, and puts what it
 * says into the draft; whatever is written of the draft later stays as it is here. `old`: what is to be edited, or NULL. `edits`: what
 * is said of its files. FAIL_INVALID when it is rejected. */
struct media_edit;
enum fail status_foresee(struct ctx *cx, struct status_draft *draft, const struct status_row *old, const struct media_edit *edits, size_t edit_count) MUST_USE;

/* Checks, passes the gate, writes, notifies. `*id_r` is an existing status when the idempotency key was used in the last day.
 * FAIL_INVALID says what is wrong; FAIL_NOT_FOUND when what it answers cannot be seen. */
enum fail status_create(struct ctx *cx, const struct status_draft *draft, int64_t *id_r) MUST_USE;

/* Whether cx->who may quote what they can see: never wider than its author lets them. */
enum fail status_may_quote(struct ctx *cx, const struct status_row *row, bool *may_r) MUST_USE;
/* Only the checks: could it be posted now? */
enum fail status_check(struct ctx *cx, const struct status_draft *draft) MUST_USE;
/* `*id_r`: what was posted, or scheduled, with the draft's idempotency key; 0: nothing. */
enum fail status_posted_before(struct ctx *cx, const struct status_draft *draft, int64_t *id_r) MUST_USE;

/* Deletes a status or takes back a boost, with everything that hangs on it. Media are kept for a while, so that "delete and
 * redraft" can use them again. Nobody's permission is asked. */
enum fail status_remove(struct ctx *cx, const struct status_row *row) MUST_USE;

/* Before it: its media go as well, files and all, as soon as this is on disk. */
enum fail status_discard_media(struct ctx *cx, const struct status_row *row) MUST_USE;

/* Boosts what `id` is; visibility is made no wider than the original's. `*id_r`: of the boost, also when it was there already. */
enum fail status_reblog(struct ctx *cx, int64_t id, int visibility, int64_t *id_r) MUST_USE;

/* The text that search knows it by; give the same to take it out again. */
struct sv status_words(struct ctx *cx, const struct status_row *row);

#endif
