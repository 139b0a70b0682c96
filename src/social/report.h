/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* report.h - what a member tells the moderators is wrong (Mastodon documentation: methods/reports, entities/Report). Everything
 * here runs in the caller's transaction. */
#ifndef SOCIAL_REPORT_H
#define SOCIAL_REPORT_H

#include "store/q.h"

enum { REPORT_MOST_COMMENT = 1000, REPORT_MOST_STATUSES = 100 }; /* characters, statuses */

struct report_draft {
	int64_t target_id;
	struct sv category; /* spam, legal, violation, other; none: as the rules say */
	struct sv comment;
	bool forward;       /* to the server that the account is on */
	const int64_t *status_ids, *rule_ids, *collection_ids;
	size_t status_count, rule_count, collection_count;
};
/* By cx->who. Tells those who handle reports. FAIL_NOT_FOUND when account, status or rule do not exist (or cannot be seen);
 * FAIL_INVALID says what is wrong. */
enum fail report_file(struct ctx *cx, const struct report_draft *draft, int64_t *id_r) MUST_USE;

/* By no member but the program: reporter 0. Nothing is checked. An open one about the same posts of the same account is enough. */
enum fail report_file_unasked(struct ctx *cx, const struct report_draft *draft) MUST_USE;
/* Who stands for the community where a member must: the contact account, else the first owner. 0: there is nobody. */
enum fail report_representative(struct ctx *cx, int64_t *account_id_r) MUST_USE;

/* By a moderator. */
enum fail report_resolve(struct ctx *cx, int64_t id) MUST_USE;
enum fail report_reopen(struct ctx *cx, int64_t id) MUST_USE;
enum fail report_assign(struct ctx *cx, int64_t id, int64_t to_id) MUST_USE; /* 0: to nobody */
/* category none: stays; rule_ids NULL: stay. */
enum fail report_change(struct ctx *cx, int64_t id, struct sv category, const int64_t *rule_ids, size_t rule_count) MUST_USE;

/* ["1","2"] from the table, as ids. */
size_t report_ids(struct arena *arena, struct sv json, int64_t **ids_r);

#endif
