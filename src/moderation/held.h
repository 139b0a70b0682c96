/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* held.h - posts that the gate holds back, and what a moderator decides about them.
 *
 * A decision is also what the screen can learn from: it is kept with each finding about the post (finding.decided: harmless, harmful). */
#ifndef MODERATION_HELD_H
#define MODERATION_HELD_H

#include "screening/item.h"
#include "store/q.h"

enum held_state { HELD_NOT, HELD_WAITING, HELD_REMOVED };
/* Costs a statement only when the post is hidden. */
enum fail held_state(struct ctx *cx, const struct status_row *row, enum held_state *state_r) MUST_USE;

/* By cx->who (nobody: the command line), in a transaction, with an entry in the audit. The author is told; the screen's report about it
 * is closed. FAIL_NOT_FOUND: there is no such post; FAIL_CONFLICT: it does not wait. */
enum fail held_release(struct ctx *cx, int64_t status_id) MUST_USE; /* it was harmless, and goes out: status_publish() */
enum fail held_remove(struct ctx *cx, int64_t status_id) MUST_USE;  /* the screen was right: it stays away */

/* A finding's spans, "7-11 17-38", cut to what the text has; as many as fit. */
struct held_span {
	size_t start, end;
};
size_t held_spans(struct sv spans, struct sv text, struct held_span *list, size_t most);
/* The texts that finding.text_index counts, as they are now. */
enum fail held_texts(struct ctx *cx, const struct status_row *row, struct item *item_r) MUST_USE;

#endif
