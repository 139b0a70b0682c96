/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* learning.h - what a community's own decisions say about its screen. The shipped weights never change: what is learned is a small
 * correction by category (shift and scale of the model's logit) and the weight of shipped rules, both of them lines of the rule set
 * (screening/ruleset.h). Nothing takes hold by itself: a proposal is shown with what it would have done to the decisions, and somebody
 * accepts it as a new version of the rule set, with a reason, which can be undone as any other.
 *
 * How: a logistic curve through the decisions of a category (Platt 1999, with a prior that holds few decisions near what was shipped)
 * says from which score on one flagged post in five is harmful; the correction moves the point for reports there. A missed post counts
 * as four false alarms. Figures are cross-validated: each decision is judged by a curve that has not seen it. */
#ifndef MODERATION_LEARNING_H
#define MODERATION_LEARNING_H

#include "moderation/replay.h"

enum {
	LEARNING_LEAST = 20,      /* decisions about a category before anything is proposed, */
	LEARNING_LEAST_EACH = 5,  /* of each kind; */
	LEARNING_LEAST_RULE = 10, /* about what a rule has found */
	LEARNING_FOLDS = 5,
	LEARNING_MISS = 4,        /* a missed post is as bad as so many false alarms */
};

/* A moderator, or the casework, has decided about one finding. In a transaction; by cx->who. FAIL_NOT_FOUND: it is gone. */
enum fail learning_decided(struct ctx *cx, int64_t finding_id, bool harmful) MUST_USE;

struct learning_word {
	float logit; /* of the shipped model, without a correction */
	bool harmful;
};

struct learning_category {
	int64_t harmless, harmful;
	bool enough, proposed;
	float shift, scale;                /* to be set; when nothing is proposed: as they are */
	struct replay_truth before, after; /* reported or not, against the decisions */
};

struct learning_rule {
	int64_t harmless, harmful;
	bool enough, proposed;
	float before, after; /* weight */
};

struct learning {
	int64_t decisions; /* findings */
	struct learning_category categories[CATEGORIES];
	struct learning_rule rules[RULES];
	struct sv text;    /* the document that was given, with all that is proposed; none: nothing is */
};

/* Of the decisions of the last year (the newest 20,000 posts of it): reads the posts as they are stored and scores them anew, so it may
 * take seconds. `text`: the rule set in force. `screen` NULL: only rules are weighed. */
enum fail learning_propose(struct ctx *cx, const struct screen *screen, struct sv text, struct learning *learning_r) MUST_USE;

/* The arithmetic alone: `report` is the point for reports, a probability. */
void learning_weigh(const struct learning_word *words, size_t count, const struct category_setting *setting, float report,
                    struct learning_category *category_r);

#endif
