/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* view_live.h - what the templates of conversations, announcements, pushes and shortcuts show (view.h tells how). */
#ifndef WEB_VIEW_LIVE_H
#define WEB_VIEW_LIVE_H

#include "web/view_compose.h"

struct view_talk {                      /* a conversation in the list of them */
	int64_t id;
	const struct view_account *const *faces;
	size_t face_count;
	struct view_time time;
	const struct view_status *last; /* NULL: it cannot be shown */
	bool mine;                      /* the last word is the viewer's */
	bool unread;
};
struct view_talks {
	const struct view_talk *list;
	size_t count;
	struct sv newer, older;
};
struct view_conversation {
	struct view_talk talk;
	const struct view_status *statuses; /* oldest first */
	size_t count;
	struct sv earlier;
	const struct view_compose *compose; /* NULL: not on this page of it */
};

struct view_reaction {
	struct sv name, picture;        /* an emoji; or a shortcode with its picture */
	int64_t count;
	bool mine;
};
struct view_announcement {
	int64_t id;
	struct html text;
	struct view_time time;
	struct sv span;                 /* when what it tells of happens; none: no particular time */
	const struct view_reaction *reactions;
	size_t reaction_count;
	bool may_react;                 /* with something new */
};
struct view_announcements {
	const struct view_announcement *list;
	size_t count;
};

struct view_push_kind {
	struct sv type, label;
	bool wanted;
};
struct view_push {
	struct sv key;                  /* of the community, for the browser */
	bool on;                        /* this session has a subscription */
	const struct view_push_kind *kinds;
	size_t count;
	struct sv policy;
};

struct view_key {
	const char *key, *act, *arg;    /* keys.def */
	struct sv what;
	bool first;                     /* of its group */
	struct sv group;
};
struct view_keys {
	const struct view_key *list;
	size_t count;
	bool on;
};

#endif
