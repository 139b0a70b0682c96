/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* replay.h - a dry run: stored posts under the rule set in force and under another one, side by side. Reads in steps and keeps only
 * counts and the first posts that would change, so its memory does not grow with the posts; writes nothing. */
#ifndef MODERATION_REPLAY_H
#define MODERATION_REPLAY_H

#include "moderation/replay_post.h"

enum { REPLAY_BINS = 20, REPLAY_CHANGES_MOST = 1000, REPLAY_LABELS_FEW = 20, REPLAY_THREADS_MOST = 4 };

struct replay_plan {
	const struct screen *screen;   /* NULL: rules alone */
	const struct ruleset *before, *after;
	int64_t since;                 /* ms; posts from then on */
	int64_t most;                  /* only the newest so many; 0: all */
	size_t changes;                /* how many are listed, REPLAY_CHANGES_MOST at most */
	unsigned threads;
	void (*progress)(void *data, int64_t done, int64_t total); /* or NULL */
	void *data;
};

/* Flagged (reported, held or rejected) posts against what people decided. */
struct replay_truth {
	int64_t hits, false_alarms, missed, rest;
};
/* 0 to 1; below 0: there is nothing to divide by. */
double replay_precision(const struct replay_truth *truth);
double replay_recall(const struct replay_truth *truth);
/* Too few words of people to say anything. */
bool replay_few(const struct replay_truth *truth);

struct replay_hits {
	int64_t found, acted; /* findings; those that ask for more than to be noted */
};

struct replay_side {
	int64_t acts[ACTS];                          /* posts by what would become of them; ACT_OFF: nothing found */
	struct replay_hits categories[CATEGORIES];   /* posts */
	struct replay_hits model[CATEGORIES], rules[RULES], lists[LISTS_MOST];
	int64_t bins[CATEGORIES][REPLAY_BINS];       /* findings of the model, by probability in steps of 1/20; those below 0.05 are not found */
	struct replay_truth truth, truths[CATEGORIES];
};

struct replay_change {
	int64_t id;
	struct sv username;
	enum act before, after;
	enum category category;
	struct sv by;                  /* what makes the difference: "model", a rule, "list …" */
	struct sv excerpt;             /* around its span, */
	struct span span;              /* which is there in the excerpt; 0-0: none */
	enum replay_word word;         /* by a person */
};

struct replay {
	int64_t posts, harmless, harmful; /* read; decided about by people */
	int64_t foreign;                  /* in a language that the model does not know */
	bool cut;                         /* there were more than `most` */
	struct replay_side before, after;
	struct replay_change *changes;    /* the first of them */
	size_t change_count;
	int64_t changed, stricter;        /* all of them; those for which more would be done */
};

/* Into cx->arena. */
enum fail replay_run(struct ctx *cx, const struct replay_plan *plan, struct replay *replay_r) MUST_USE;

/* What becomes of a post about which that was found. */
enum act replay_act(const struct findings *findings);

#endif
