/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* search.h - finding statuses and hashtags.
 *
 * cx->who finds statuses of their library (own, naming them, favourited, boosted, bookmarked) and public ones whose author wants
 * to be found (indexable, neither suspended nor limited), as far as they may see them and hide nobody of it. Newest first.
 * A search looks at SEARCH_MOST_CANDIDATES statuses that have the words, then only at one's own: it takes the same time in a
 * community of ten thousand statuses and in one of a million. */
#ifndef SOCIAL_SEARCH_H
#define SOCIAL_SEARCH_H

#include "social/search_query.h"

enum { SEARCH_MOST_CANDIDATES = 4096 };

struct search_wish {
	struct sv typed;
	int64_t account_id;      /* only of this author; 0: of all */
	int64_t max_id, min_id;  /* below and above; INT64_MAX and 0: no bound */
	int64_t limit, offset;
};
/* Nothing for a visitor. After viewer_enter(). Ids in cx->arena. */
enum fail search_statuses(struct ctx *cx, const struct search_wish *wish, int64_t **ids_r, size_t *count_r) MUST_USE;

/* Hashtags that begin with what was typed ("#" and spaces left out). */
enum fail search_tags(struct ctx *cx, struct sv typed, int64_t limit, int64_t offset, int64_t **ids_r, size_t *count_r) MUST_USE;

/* What is at an address of this community: "https://talk.example/@ada/1234" or ".../@ada", "/users/ada/statuses/1234".
 * One of the two is set, or FAIL_NOT_FOUND. Nobody's permission is asked. */
enum fail search_address(struct ctx *cx, struct sv url, int64_t *account_id_r, int64_t *status_id_r) MUST_USE;

#endif
