/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* rule.h - the rules of a community, numbered from 1 as people see them (Mastodon documentation: entities/Rule). Inside the caller's
 * transaction; each is written to the audit. */
#ifndef SOCIAL_RULE_H
#define SOCIAL_RULE_H

#include "base/ctx.h"

/* At the end of the list. `hint` may be empty. */
enum fail rule_add(struct ctx *cx, struct sv text, struct sv hint) MUST_USE;
/* FAIL_NOT_FOUND when there is no such number. Reports that cite it keep its id. */
enum fail rule_remove(struct ctx *cx, int64_t number) MUST_USE;

/* By id, as the pages name them: FAIL_NOT_FOUND when it is gone. */
enum fail rule_change(struct ctx *cx, int64_t id, struct sv text, struct sv hint) MUST_USE;
enum fail rule_drop(struct ctx *cx, int64_t id) MUST_USE;
enum fail rule_move(struct ctx *cx, int64_t id, int by) MUST_USE; /* -1: before the one above it; at the end of the list: stays */

#endif
