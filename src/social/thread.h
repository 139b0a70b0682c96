/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* thread.h - what is above and below a status in its thread (Mastodon documentation: methods/statuses, "context").
 *
 * The tree is walked by in_reply_to_id, one indexed step a status, within bounds: the cost is that of the answer, whatever the
 * table holds. */
#ifndef SOCIAL_THREAD_H
#define SOCIAL_THREAD_H

#include "social/status.h"

struct thread_bounds {
	size_t ancestors, descendants; /* at most so many */
	unsigned depth;                /* of descendants */
};
/* What a visitor and a member may ask for. */
static const struct thread_bounds thread_of_visitor = { 40, 60, 20 }, thread_of_member = { 4096, 4096, 4096 };

/* Ids that cx->who may see, in cx->arena: ancestors from the root down; descendants as a tree read from top to bottom, authors'
 * answers to themselves first. */
enum fail thread_ancestors(struct ctx *cx, const struct status_row *row, const struct thread_bounds *bounds, int64_t **ids_r,
                           size_t *count_r) MUST_USE;
enum fail thread_descendants(struct ctx *cx, const struct status_row *row, const struct thread_bounds *bounds, int64_t **ids_r,
                             size_t *count_r) MUST_USE;

#endif
