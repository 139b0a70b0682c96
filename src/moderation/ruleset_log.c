/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "moderation/ruleset_log.h"

#include "base/utf8.h"
#include "social/audit.h"
#include "social/effect.h"
#include "store/q.h"

enum fail ruleset_newest(struct ctx *cx, int64_t *version_r, struct sv *text_r)
{
	struct screen_ruleset_newest_row row;
	*version_r = 0;
	*text_r = SV("");
	enum fail fail = q_screen_ruleset_newest(cx, &row);
	if (fail == OK) {
		*version_r = row.id;
		*text_r = row.text;
	}
	return fail == FAIL_NOT_FOUND ? OK : fail;
}

enum fail ruleset_version(struct ctx *cx, int64_t version, struct sv *text_r)
{
	struct ruleset_row row;
	*text_r = SV("");
	if (!version)
		return OK;
	enum fail fail = q_screen_ruleset_version(cx, version, &row);
	if (fail == OK)
		*text_r = row.text;
	return fail == FAIL_NOT_FOUND ? refuse(cx, fail, "There is no version %lld of the rule set.", (long long)version) : fail;
}

static enum fail check_why(struct ctx *cx, struct sv why)
{
	if (!why.n)
		return refuse(cx, FAIL_INVALID, "Say why, in a sentence: it stays in the history.");
	if (utf8_count(why) > RULESET_WHY_MOST)
		return refuse(cx, FAIL_INVALID, "A reason has at most %d characters.", RULESET_WHY_MOST);
	return OK;
}

static enum fail write_version(struct ctx *cx, struct sv text, struct sv why, const char *action, int64_t *version_r)
{
	struct ruleset *set;
	struct sv newest;
	why = sv_trim(why);
	TRY(check_why(cx, why));
	TRY(ruleset_read(cx, text, &set));
	ruleset_free(set);
	TRY(ruleset_newest(cx, version_r, &newest));
	if (sv_eq(text, newest))
		return refuse(cx, FAIL_INVALID, "That is what is in force already: nothing would change.");
	++*version_r;
	TRY(q_screen_ruleset_insert(cx, *version_r, text.n ? text : SV(""), cx->who.account_id, why, cx->now));
	effect_add(cx, EFFECT_RULESET, *version_r, 0)->text = text;
	return audit_write(cx, action, "screening", *version_r, why);
}

enum fail ruleset_apply(struct ctx *cx, struct sv text, struct sv why, int64_t *version_r)
{
	return write_version(cx, text, why, "screening.apply", version_r);
}

enum fail ruleset_undo(struct ctx *cx, int64_t version, struct sv why, int64_t *version_r)
{
	struct sv text;
	int64_t newest;
	if (version < 0) {
		TRY(ruleset_newest(cx, &newest, &text));
		if (!newest)
			return refuse(cx, FAIL_INVALID, "Nothing has been changed yet, so there is nothing to undo.");
		version = newest - 1;
	}
	TRY(ruleset_version(cx, version, &text));
	return write_version(cx, text, why, "screening.undo", version_r);
}
