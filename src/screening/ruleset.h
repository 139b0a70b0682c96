/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* ruleset.h - one document that says everything a community has set about its screen: thresholds by category, what each shipped rule
 * leads to, lists of its own.
 *
 *	[category violence]
 *	report = 0.42            from this probability on the model reports; without a line, the point the model was shipped with
 *	hold = 0.91
 *	label = yes              what is found is also shown with a warning
 *	shift = -0.4             a correction of the model for this community: logit = scale * logit + shift, before the points; -3 to 3,
 *	scale = 1.1              and 0.25 to 4. moderation/learning.h proposes them
 *	on = yes                 no: neither model nor rules look for it; the community's own lists still do
 *	[rule new_account_link]  a folder of rules/
 *	act = hold               off, note, label, report, hold, reject (act.def)
 *	weight = 0.8             how sure a hit is, 0 to 1
 *	[list scams]
 *	category = spam
 *	act = report
 *	phrase = free crypto             as words, however they are disguised
 *	pattern = double your (btc|eth)  an expression over whole words in lower case, one space between them (line.h, pattern.h)
 *	raw = wa\.me/[0-9]+              over the text as it was written
 *
 * A ";" after a space begins a comment, as does "#" or ";" at the start of a line. A rule set never changes: threads share it. */
#ifndef SCREENING_RULESET_H
#define SCREENING_RULESET_H

#include "base/ctx.h"
#include "screening/model.h"

enum act {
#define ACT(name, what) ACT_##name,
#include "screening/act.def"
#undef ACT
	ACTS,
	ACT_OFF = ACT_off, ACT_NOTE = ACT_note, ACT_LABEL = ACT_label, ACT_REPORT = ACT_report, ACT_HOLD = ACT_hold, ACT_REJECT = ACT_reject,
};
const char *act_name(unsigned act);
int act_by_name(struct sv name); /* -1: there is none */

enum rule {
#define RULE(name, how, category, act, weight, what) RULE_##name,
#include "screening/rules/rules.def"
#undef RULE
	RULES
};
struct rule_about {
	struct sv name;
	enum category category;
	enum act act;
	float weight;
	struct sv what; /* a sentence's part: "a link from …" */
};
const struct rule_about *rule_about(unsigned rule);
int rule_by_name(struct sv name); /* -1: there is none */

enum {
	RULESET_MOST = 512 << 10,     /* bytes of a document */
	LISTS_MOST = 64,
	LIST_PATTERNS_MOST = 10000,   /* phrases and patterns of all lists; */
	LIST_EXPRESSIONS_MOST = 1000, /* patterns and raws among them */
	LIST_NAME_MOST = 32,          /* bytes */
	LIST_LINE_MOST = 190,         /* bytes of a line */
};

struct category_setting {
	bool on, label;
	float report, hold; /* probabilities; below 0: the model's own */
	float shift, scale; /* of the model's logit: 0 and 1 leave it alone */
};

struct rule_setting {
	enum act act;
	float weight;
};

struct word_list {
	struct sv name;
	struct sv by; /* "list " and the name */
	int category; /* enum category */
	enum act act;
	float weight;
};

struct ruleset {
	struct category_setting categories[CATEGORIES];
	struct rule_setting rules[RULES];
	struct word_list lists[LISTS_MOST];
	size_t list_count;
	struct patterns *patterns;     /* of the lists, a group for each; NULL: there are none */
	struct arena arena;
};

/* Reads a document; refuses it with line and reason. Free it with ruleset_free(). */
enum fail ruleset_read(struct ctx *cx, struct sv text, struct ruleset **ruleset_r) MUST_USE;
void ruleset_free(struct ruleset *ruleset);
/* That of the empty document; nobody frees it. */
const struct ruleset *ruleset_default(void);

#endif
