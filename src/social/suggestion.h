/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* suggestion.h - whom one might follow: what those follow whom one follows, then who is active and well known here. */
#ifndef SOCIAL_SUGGESTION_H
#define SOCIAL_SUGGESTION_H

#include "base/ctx.h"

struct suggestion {
	int64_t account_id;
	bool near; /* followed by somebody whom cx->who follows */
};

/* For cx->who, the best first, in cx->arena: nobody to whom there is a tie, who does not want to be found, or who was dismissed. What is
 * looked at is bounded, so it takes the same time for those who follow thousands. */
enum fail suggestions(struct ctx *cx, int64_t limit, struct suggestion **list_r, size_t *count_r) MUST_USE;
enum fail suggestion_dismiss(struct ctx *cx, int64_t account_id) MUST_USE;

/* Accounts that want to be found; nobody whom the reader has blocked or muted, or who blocks them. */
struct directory_wish {
	bool newest; /* else those who posted last */
	bool here;   /* only this community's */
	int64_t limit, offset;
};
enum fail directory(struct ctx *cx, const struct directory_wish *wish, int64_t **ids_r, size_t *count_r) MUST_USE;

#endif
