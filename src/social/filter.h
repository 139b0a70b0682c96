/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* filter.h - a member's filters, compiled: which of them does a status meet? (Mastodon documentation: Filter, FilterResult.) */
#ifndef SOCIAL_FILTER_H
#define SOCIAL_FILTER_H

#include "base/ctx.h"

enum filter_context { FILTER_HOME = 1, FILTER_NOTIFICATIONS = 2, FILTER_PUBLIC = 4, FILTER_THREAD = 8, FILTER_ACCOUNT = 16 };
enum filter_action { FILTER_WARN, FILTER_HIDE, FILTER_BLUR };

struct filter_keyword {
	int64_t id;
	struct sv keyword;
	bool whole_word;
};
struct filter {
	int64_t id;
	struct sv title, context; /* context: as it is stored, space-separated */
	unsigned contexts;        /* bits of filter_context */
	enum filter_action action;
	int64_t expires_at;       /* 0: never */
	struct filter_keyword *keywords;
	size_t keyword_count;
	int64_t *status_ids;
	size_t status_count;
};
struct filters {
	struct arena arena;
	struct filter *list;
	size_t count;
};

/* All filters of an account; *filters_r is NULL when there are none, else freed by filters_free(). */
enum fail filters_load(struct ctx *cx, int64_t account_id, struct filters **filters_r) MUST_USE;
void filters_free(struct filters *filters); /* NULL is fine */

struct filter_hit {
	const struct filter *filter;
	const struct filter_keyword **keywords; /* those that occur */
	size_t keyword_count;
	int64_t status_id;                      /* the status itself is on the filter, or 0 */
};
/* Which filters of `context` (0: any) a status meets; `texts` are its plain texts (content, warning, alt texts, poll options).
 * Hits are in cx->arena and point into `filters`. */
size_t filters_match(struct ctx *cx, const struct filters *filters, unsigned context, int64_t status_id, const struct sv *texts,
                     size_t text_count, struct filter_hit **hits_r);

unsigned filter_contexts(struct sv names); /* "home thread" → bits */
const char *filter_action_name(enum filter_action action);

#endif
