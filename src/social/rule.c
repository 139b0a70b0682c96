/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/rule.h"

#include "base/id.h"
#include "base/utf8.h"
#include "social/effect.h"
#include "store/q.h"

enum { LONGEST = 300, LONGEST_HINT = 1000 };

enum fail rule_add(struct ctx *cx, struct sv text, struct sv hint)
{
	if (!sv_trim(text).n || utf8_count(text) > LONGEST)
		return refuse(cx, FAIL_INVALID, "A rule has 1 to %d characters; what needs more words goes into the hint.", LONGEST);
	if (utf8_count(hint) > LONGEST_HINT)
		return refuse(cx, FAIL_INVALID, "The hint of a rule has at most %d characters.", LONGEST_HINT);
	effect_add(cx, EFFECT_SETTINGS, 0, 0); /* pages that show the rules are made anew */
	return q_rule_insert(cx, id_new(cx->now), sv_trim(text), hint.p ? hint : SV(""));
}

enum fail rule_remove(struct ctx *cx, int64_t number)
{
	struct rules_all_row *rows;
	size_t count;
	TRY(q_rules_all(cx, &rows, &count));
	if (number < 1 || (uint64_t)number > count)
		return FAIL_NOT_FOUND;
	effect_add(cx, EFFECT_SETTINGS, 0, 0);
	return q_rule_delete(cx, rows[number - 1].id);
}
