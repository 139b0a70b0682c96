/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* view_screening.h - what the owner's page about the screen shows; as in view_admin.h. */
#ifndef WEB_VIEW_SCREENING_H
#define WEB_VIEW_SCREENING_H

#include "web/view_admin.h"

struct view_screen_category {
	const char *name;                /* "violence" */
	struct sv label, what;
	bool on, labels, unknown;        /* unknown: the model has not learned it */
	struct sv report, hold;          /* per cent as they are set; none: the model's own points, */
	struct sv own_report, own_hold;  /* which are these; none: there is no model */
	struct sv correction;            /* "shift -0.40, scale 1.00"; none */
};

struct view_screen_rule {
	struct sv name, what, category, act; /* act: its name in the document */
};

struct view_screen_list {
	int64_t number;                  /* its fields have it in their names */
	struct sv name, category, act, phrases, patterns, raws;
	bool fresh;                      /* not there yet */
};

struct view_screen_version {
	int64_t id;
	struct sv who, reason;
	struct view_time time;
	bool newest;
};

struct view_screen_bars {                /* scores of a category, 0 to 1, with the points */
	struct sv label, told;
	const char *name;
	struct view_bar bars[20];
	int64_t report_x, hold_x;        /* of 200 */
};

struct view_screen_change {
	struct sv path, acct, before, after, by;
	struct sv head, mark, tail;      /* of the text */
	struct sv said;                  /* what somebody has decided; none */
};

struct view_screen_act {
	struct sv label;
	int64_t before, after;
};

struct view_screen_try {                 /* a dry run */
	int64_t posts, changed, stricter;
	bool cut;
	const struct view_screen_act *acts;
	size_t act_count;
	const struct view_screen_bars *bars;
	size_t bar_count;
	const struct view_screen_change *changes;
	size_t change_count;
	struct sv precision, recall;     /* "62 % before, 80 % with these settings"; none: nobody has decided about any */
	bool few;
};

struct view_screening {
	struct sv csrf;
	struct sv fault;                 /* why the model is not used; none: it is */
	const struct view_screen_category *categories;
	size_t category_count;
	const struct view_option *acts, *names; /* what may be chosen: acts, categories */
	size_t act_count, name_count;
	const struct view_screen_rule *rules;
	size_t rule_count;
	const struct view_screen_list *lists;
	size_t list_count;
	const struct view_screen_version *versions; /* newest first */
	size_t version_count;
	int64_t version;                 /* in force */
	struct sv why, problem;
	const struct view_screen_try *tried; /* NULL: nothing was tried */
	bool may_read_posts;
};

struct view_learned {                    /* about a category or a rule */
	struct sv label, decided, proposal, effect; /* proposal none: nothing is proposed, and effect says why */
};
struct view_learning {
	struct sv csrf, problem, why, print; /* print: of the proposal that was shown */
	const struct view_learned *list;
	size_t count;
	bool proposed;
};

#endif
