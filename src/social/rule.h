/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* rule.h - the rules of a community, numbered from 1 as people see them (Mastodon documentation: entities/Rule). Inside the caller's
 * transaction. */
#ifndef SOCIAL_RULE_H
#define SOCIAL_RULE_H

#include "base/ctx.h"

/* At the end of the list. `hint` may be empty. */
enum fail rule_add(struct ctx *cx, struct sv text, struct sv hint) MUST_USE;
/* FAIL_NOT_FOUND when there is no such number. Reports that cite it keep its id. */
enum fail rule_remove(struct ctx *cx, int64_t number) MUST_USE;

#endif
