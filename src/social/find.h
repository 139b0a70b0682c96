/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* find.h - what a search box finds: people, statuses, hashtags, or what is at an address (search.h, account_search.h). */
#ifndef SOCIAL_FIND_H
#define SOCIAL_FIND_H

#include "base/ctx.h"

enum find_what { FIND_ACCOUNTS = 1, FIND_STATUSES = 2, FIND_TAGS = 4, FIND_ALL = 7 };

struct find_wish {
	struct sv typed;
	unsigned what;          /* find_what */
	bool only_followed;     /* accounts */
	int64_t account_id;     /* statuses only by this one; 0: by all */
	int64_t max_id, min_id; /* statuses below and above; INT64_MAX and 0: no bound */
	int64_t limit, offset;  /* of each kind */
};
/* Ids, in cx->arena. */
struct findings {
	int64_t *accounts, *statuses, *tags;
	size_t account_count, status_count, tag_count;
	bool at_address; /* what was typed is the address of the one thing found */
};

/* After viewer_enter(). */
enum fail find(struct ctx *cx, const struct find_wish *wish, struct findings *found_r) MUST_USE;

#endif
