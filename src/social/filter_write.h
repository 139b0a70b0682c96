/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* filter_write.h - making and changing filters of cx->who (Mastodon documentation: methods/filters). Inside the caller's
 * transaction. What belongs to somebody else is FAIL_NOT_FOUND. */
#ifndef SOCIAL_FILTER_WRITE_H
#define SOCIAL_FILTER_WRITE_H

#include "social/filter.h"
#include "store/q.h"

enum { FILTER_TITLE_MOST = 256, FILTER_KEYWORD_MOST = 512 }; /* characters */

struct filter_keyword_draft {
	int64_t id;          /* of one that is there; 0: a new one */
	struct sv keyword;   /* none: as it is */
	bool whole_word, whole_word_sent, destroy;
};
struct filter_draft {
	struct sv title;     /* none: as it is */
	const struct sv *contexts; /* names; NULL: as they are */
	size_t context_count;
	struct sv action;    /* "warn", "hide", "blur"; none: as it is, at first warn */
	bool expires_sent;
	int64_t expires_in;  /* seconds; 0: never */
	const struct filter_keyword_draft *keywords;
	size_t keyword_count;
};

enum fail filter_create(struct ctx *cx, const struct filter_draft *draft, int64_t *id_r) MUST_USE;
enum fail filter_change(struct ctx *cx, int64_t id, const struct filter_draft *draft) MUST_USE;
enum fail filter_remove(struct ctx *cx, int64_t id) MUST_USE;

/* `*id_r`: of the keyword, as it was or is now. */
enum fail filter_keyword_put(struct ctx *cx, int64_t filter_id, const struct filter_keyword_draft *draft, int64_t *id_r) MUST_USE;
enum fail filter_keyword_remove(struct ctx *cx, int64_t id) MUST_USE;
/* A status that cx->who may see. FAIL_INVALID: it is on the filter already. */
enum fail filter_status_add(struct ctx *cx, int64_t filter_id, int64_t status_id, int64_t *id_r) MUST_USE;
enum fail filter_status_remove(struct ctx *cx, int64_t id) MUST_USE;

#endif
