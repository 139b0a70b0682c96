/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* view_people.h - what the pages about people, finding and lists show; as view.h. */
#ifndef WEB_VIEW_PEOPLE_H
#define WEB_VIEW_PEOPLE_H

#include "web/view.h"

/* What the viewer is to somebody. */
struct view_tie {
	int64_t id;              /* of the account */
	struct sv path;          /* "/@bob" */
	bool shown;              /* somebody is signed in, and it is not they themselves */
	bool following, asked;   /* asked: to follow, and not answered yet */
	bool follows, asks;      /* the other way round */
	bool blocking, blocked_by, muting;
	bool locked;             /* must be asked */
	bool moved;              /* cannot be followed any more */
};

/* What can be done beside a name in a list. */
enum view_person_act { PERSON_TIE, PERSON_ANSWER, PERSON_SUGGESTED, PERSON_ADD, PERSON_DROP, PERSON_NOTHING };

struct view_person {
	struct view_account account;
	struct view_tie tie;
	struct sv note;          /* first words of what they say about themselves */
	struct sv why;           /* "Followed by people you follow" */
	enum view_person_act act;
	struct sv act_path;      /* PERSON_ADD, PERSON_DROP: where the button leads to */
	bool bot;
};

struct view_link {
	struct sv path, label;
	bool here;
};
struct view_people {
	struct sv title, subtitle, empty;
	struct sv back_path, back_label; /* none: it stands alone */
	const struct view_link *tabs;
	size_t tab_count;
	const struct view_person *list;
	size_t count;
	struct sv newer, older;
};

/* The same for a profile, with all that can be wished. */
struct view_relation {
	struct view_tie tie;
	bool known;              /* somebody is signed in */
	bool mine;
	bool notify, boosts, endorsed, domain_blocking;
	struct sv acct, domain, note, languages;
	struct sv muted_until;   /* none: for good */
	bool muting_notifications;
	int64_t statuses, following, followers;
};

/* A small form about somebody, alone on its page. */
struct view_choice {
	struct sv value, label, hint;
	bool chosen;
};
struct view_sheet {
	struct sv csrf, next;    /* next: where to go afterwards */
	struct view_account account;
	struct sv path;
	struct sv domain, problem; /* domain none: of this community */
	const struct view_choice *choices, *rules, *posts;
	size_t choice_count, rule_count, post_count;
	struct sv category, comment;
};

/* --- finding ------------------------------------------------------------------------------------------------------------ */

struct view_trend_tag {
	struct sv name, path;
	int64_t people;          /* who used it in the last two days */
	struct sv line;          /* the d of an SVG path, 64 by 24: its last seven days */
	bool following;
	int64_t id;
};
struct view_trend_link {
	struct view_card card;
	int64_t people;
	struct sv line;
};

struct view_search {
	struct sv typed;
	const struct view_link *facets;
	size_t facet_count;
	bool member;
	const struct view_person *people;
	size_t person_count;
	struct sv more_people, more_tags; /* paths; none: there are no more */
	const struct view_trend_tag *tags;
	size_t tag_count;
	struct view_list list;
	bool with_statuses;
	struct sv newer, older;           /* of the one facet that is shown */
	const char *list_id;
};

struct view_explore {
	const struct view_link *tabs;
	size_t tab_count;
	struct sv title;
	const struct view_trend_tag *tags;
	size_t tag_count;
	const struct view_trend_link *links;
	size_t link_count;
	struct view_list list;
	bool with_statuses, with_tags, with_links;
};

/* --- lists ---------------------------------------------------------------------------------------------------------------- */

struct view_named_list {
	int64_t id;
	struct sv title, path;
	struct sv replies_policy;
	bool exclusive;
};
struct view_lists {
	const struct view_named_list *lists;
	size_t count;
	struct sv csrf, title, problem;
};
struct view_list_edit {
	struct view_named_list list;
	struct sv csrf, typed;
	const struct view_person *members, *found;
	size_t member_count, found_count;
	struct sv older, newer;
	bool looked;             /* something was typed */
};

/* --- welcome ---------------------------------------------------------------------------------------------------------------- */

struct view_welcome {
	struct sv csrf, name, avatar, problem;
	int64_t step, steps;
	const struct view_person *people;
	size_t person_count;
	const struct view_trend_tag *tags;
	size_t tag_count;
	const struct view_rule *rules;
	size_t rule_count;
};

#endif
