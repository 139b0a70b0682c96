/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/rule.h"

#include "base/id.h"
#include "base/utf8.h"
#include "social/audit.h"
#include "social/effect.h"
#include "store/q.h"

enum { LONGEST = 300, LONGEST_HINT = 1000 };

static enum fail check(struct ctx *cx, struct sv text, struct sv hint)
{
	if (!sv_trim(text).n || utf8_count(text) > LONGEST)
		return refuse(cx, FAIL_INVALID, "A rule has 1 to %d characters; what needs more words goes into the hint.", LONGEST);
	if (utf8_count(hint) > LONGEST_HINT)
		return refuse(cx, FAIL_INVALID, "The hint of a rule has at most %d characters.", LONGEST_HINT);
	return OK;
}

/* Pages that show the rules are made anew. */
static enum fail note(struct ctx *cx, const char *action, int64_t id, struct sv text)
{
	effect_add(cx, EFFECT_SETTINGS, 0, 0);
	return audit_write(cx, action, "rule", id, text);
}

enum fail rule_add(struct ctx *cx, struct sv text, struct sv hint)
{
	int64_t id = id_new(cx->now);
	TRY(check(cx, text, hint));
	TRY(q_rule_insert(cx, id, sv_trim(text), hint.p ? hint : SV("")));
	return note(cx, "rule.add", id, sv_trim(text));
}

/* The rules, and where among them the one with that id is. */
static enum fail find(struct ctx *cx, int64_t id, struct rules_all_row **rows_r, size_t *count_r, size_t *at_r)
{
	TRY(q_rules_all(cx, rows_r, count_r));
	for (*at_r = 0; *at_r < *count_r; ++*at_r)
		if ((*rows_r)[*at_r].id == id)
			return OK;
	return FAIL_NOT_FOUND;
}

enum fail rule_change(struct ctx *cx, int64_t id, struct sv text, struct sv hint)
{
	int64_t changes;
	TRY(check(cx, text, hint));
	TRY(q_rule_change(cx, id, sv_trim(text), hint.p ? sv_trim(hint) : SV(""), &changes));
	return changes ? note(cx, "rule.change", id, sv_trim(text)) : FAIL_NOT_FOUND;
}

enum fail rule_drop(struct ctx *cx, int64_t id)
{
	struct rules_all_row *rows;
	size_t count, at;
	TRY(find(cx, id, &rows, &count, &at));
	TRY(q_rule_delete(cx, id));
	return note(cx, "rule.remove", id, rows[at].text);
}

enum fail rule_remove(struct ctx *cx, int64_t number)
{
	struct rules_all_row *rows;
	size_t count;
	TRY(q_rules_all(cx, &rows, &count));
	if (number < 1 || (uint64_t)number > count)
		return FAIL_NOT_FOUND;
	return rule_drop(cx, rows[number - 1].id);
}

enum fail rule_move(struct ctx *cx, int64_t id, int by)
{
	struct rules_all_row *rows;
	size_t count, at;
	TRY(find(cx, id, &rows, &count, &at));
	if ((by < 0 && at == 0) || (by > 0 && at + 1 == count))
		return OK;
	size_t to = by < 0 ? at - 1 : at + 1;
	for (size_t i = 0; i < count; i++) /* all of them: positions may have gaps, or be the same */
		TRY(q_rule_place(cx, rows[i].id, (int64_t)(i == at ? to : i == to ? at : i) + 1));
	return note(cx, "rule.move", id, rows[at].text);
}
