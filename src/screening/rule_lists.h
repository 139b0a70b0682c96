/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* rule_lists.h - the lists of the folders of rules/, made a table by tools/rulegen.py. */
#ifndef SCREENING_RULE_LISTS_H
#define SCREENING_RULE_LISTS_H

#include "screening/pattern.h"
#include "screening/ruleset.h"

/* The group is 2 * rule; one more: what is no hit of it. */
extern const struct pattern rule_patterns[];
extern const size_t rule_pattern_count;

struct rule_host {
	struct sv host;
	enum rule rule;
};
extern const struct rule_host rule_hosts[]; /* sorted */
extern const size_t rule_host_count;

#endif
