/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* view_settings.h - what the pages of a member's settings show; as in view.h, plain structs, and what is zeroed is not there. */
#ifndef WEB_VIEW_SETTINGS_H
#define WEB_VIEW_SETTINGS_H

#include "web/view_people.h"

struct view_pair {
	struct sv name, value;
};
struct view_settings_profile {
	struct sv display_name, note, avatar, header, avatar_description, header_description;
	bool has_avatar, has_header, bot;
	const struct view_pair *fields;  /* as many as there can be */
	size_t field_count;
	int64_t most_name, most_note, most_field, most_description; /* characters */
};

struct view_mark {                       /* something in a list that can be taken back */
	int64_t id;
	struct sv name, path;
	int64_t uses;
	struct sv last;                  /* "24 Nov" */
};
struct view_featured {
	const struct view_mark *tags, *suggestions;
	size_t tag_count, suggestion_count;
	int64_t most;
};

struct view_look {                       /* preference.def */
	struct sv theme, contrast, text, motion, media;
	bool spoilers, gifs;
	struct sv language;
	const struct view_language *languages;
	size_t language_count;
};

struct view_privacy {
	bool locked, discoverable, indexable, hide_collections, sensitive;
	struct sv visibility, quote_policy, language;
	const struct view_language *languages;
	size_t language_count;
};

/* --- filters ---------------------------------------------------------------------------------------------------------------- */

struct view_keyword {
	int64_t id;                      /* 0: a new one */
	struct sv text;
	bool whole_word;
};
struct view_filter {
	int64_t id;                      /* 0: a new one */
	struct sv title, action;
	unsigned contexts;               /* bits of enum filter_context (social/filter.h) */
	struct sv expires;               /* "24 November 2026, 14:41 UTC"; none: never */
	bool over;                       /* that time has come */
	struct sv wanted;                /* of the form: what was chosen for it */
	const struct view_keyword *keywords; /* in the form: with empty ones for more */
	size_t keyword_count;
	const struct view_status *statuses;
	size_t status_count;
};
struct view_filters {
	const struct view_filter *list;
	size_t count;
	int64_t status_id;               /* choose one for this status; 0: none */
};

/* --- what can be taken back ---------------------------------------------------------------------------------------------------- */

struct view_tied {
	struct sv key;                   /* what the button sends */
	struct sv name, path;            /* of a hashtag, a server */
	const struct view_account *account;
	struct sv note;
};
struct view_ties {
	const struct view_link *tabs;
	size_t tab_count;
	struct sv about, empty, undo, undo_label;
	const struct view_tied *list;
	size_t count;
	struct sv newer, older;
	bool adds;                       /* with a form for one more */
};

struct view_notices {                    /* "accept", "filter", "drop" (social/notification_policy.h) */
	const struct view_push *push;
	struct sv not_following, not_followers, new_accounts, private_mentions, limited_accounts, bots;
};

struct view_verified {
	struct sv name, url, since;      /* since none: not yet */
};
struct view_verification {
	struct sv me, html;              /* address of the profile; what a page must say */
	const struct view_verified *links;
	size_t count;
	bool waiting;                    /* one of them is not verified */
	struct sv domains;               /* that may name the member as author, one a line */
};

#endif
