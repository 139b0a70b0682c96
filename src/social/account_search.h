/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* account_search.h - people by the beginning of their names, or by their address. */
#ifndef SOCIAL_ACCOUNT_SEARCH_H
#define SOCIAL_ACCOUNT_SEARCH_H

#include "base/ctx.h"

struct account_search {
	struct sv typed;    /* "ada lo", "@ada", "ada@talk.example" */
	bool only_followed; /* by cx->who */
	int64_t limit, offset;
};

/* Ids in cx->arena, the best first; those who wait for approval and suspended ones are left out. */
enum fail accounts_find(struct ctx *cx, const struct account_search *search, int64_t **ids_r, size_t *count_r) MUST_USE;

/* What was typed, for the full-text index: every word as the beginning of a word, nothing taken for an operator. `match` is for SQLite
 * ("ada"* "lo"*), `tsquery` for PostgreSQL ('ada':* & 'lo':*); both are empty when there is no word in it. */
struct prefix_query {
	struct sv match, tsquery;
};
struct prefix_query account_prefix_query(struct arena *arena, struct sv typed);

#endif
