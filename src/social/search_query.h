/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* search_query.h - what somebody typed into the search box, understood (documentation: "Searching", user/network).
 *
 *     "quiet evening" tea -coffee from:ada has:media is:reply language:en before:2026-11-01 in:library
 *
 * Every operator takes a "-". What is no operator is words. Nothing typed can be a mistake, and nothing of it reaches the
 * full-text engines but words between quotes, made of letters and digits. */
#ifndef SOCIAL_SEARCH_QUERY_H
#define SOCIAL_SEARCH_QUERY_H

#include "base/ctx.h"

enum search_has { HAS_MEDIA = 1, HAS_IMAGE = 2, HAS_VIDEO = 4, HAS_AUDIO = 8, HAS_POLL = 16, HAS_LINK = 32 };
enum search_is { IS_REPLY = 1, IS_SENSITIVE = 2 };
enum search_in { IN_ALL, IN_LIBRARY, IN_PUBLIC };

enum { SEARCH_MOST_BYTES = 1000, SEARCH_MOST_WORDS = 24, SEARCH_MOST_FROM = 8 };

struct search_from {
	struct sv acct; /* "me", "ada", "ada@elsewhere.example" */
	bool negative;
};
struct search_query {
	struct sv fts5;    /* an expression for SQLite (sqlite.org/fts5.html#full_text_query_syntax); "" without positive words */
	struct sv tsquery; /* the same for to_tsquery('simple', …); "" without positive words */
	struct sv fts5_not, tsquery_not; /* what must not occur, or "" */
	struct search_from from[SEARCH_MOST_FROM];
	size_t from_count;
	unsigned has, has_not; /* search_has */
	unsigned is, is_not;   /* search_is */
	struct sv language, language_not;
	int64_t before, after; /* ms: created before the one and at or after the other; INT64_MAX and 0: no bound */
	enum search_in in;
};

void search_query_read(struct arena *arena, struct sv typed, struct search_query *query_r);

/* Words that the index has for each status next to its text: who wrote it, and who may see it. They narrow a search down
 * inside of the full-text engine; what comes back is checked all the same. */
struct sv search_marks(struct arena *arena, int64_t account_id, int visibility);

/* Whole expressions: the words of `query`, and `account_id` (0: anybody) as author, and `visibility` (-1: any). */
struct sv search_fts5(struct arena *arena, const struct search_query *query, int64_t account_id, int visibility);
struct sv search_tsquery(struct arena *arena, const struct search_query *query, int64_t account_id, int visibility);

#endif
