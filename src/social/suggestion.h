/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* suggestion.h - people whom a member might like to follow, and the directory of those who want to be found. */
#ifndef SOCIAL_SUGGESTION_H
#define SOCIAL_SUGGESTION_H

#include "base/ctx.h"

struct suggestion {
	int64_t account_id;
	bool near; /* followed by people whom cx->who follows */
};
/* For cx->who: first those that are near, then those that posted last; nobody who is followed, hidden or was dismissed. */
enum fail suggestions(struct ctx *cx, int64_t limit, struct suggestion **list_r, size_t *count_r) MUST_USE;
/* Not again; inside the caller's transaction. */
enum fail suggestion_dismiss(struct ctx *cx, int64_t account_id) MUST_USE;

/* Discoverable accounts: the newest, or those that posted last. */
enum fail directory(struct ctx *cx, bool newest, int64_t limit, int64_t offset, int64_t **ids_r, size_t *count_r) MUST_USE;

#endif
