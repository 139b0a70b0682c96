/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* view_compose.h - what the templates around writing show: the form, its attachments, what it completes; versions; what is scheduled. */
#ifndef WEB_VIEW_COMPOSE_H
#define WEB_VIEW_COMPOSE_H

#include "web/view.h"

struct view_attached {                  /* a file in the form */
	int64_t id;
	struct view_media media;
	struct sv focus;                /* "0.5,-0.25", as typed */
	bool waiting;                   /* it is not ready yet */
	struct sv problem;              /* it could not be made ready */
};

struct view_compose_poll {
	bool on, multiple, hide_totals;
	const struct sv *options;       /* `slots` of them, the empty ones at the end */
	size_t slots, slots_most;
	int64_t option_most;            /* characters */
	int64_t expires_in;             /* seconds; 0: it ends when it did before */
	bool may_keep_end;              /* an edit */
};

struct view_compose {
	struct html ready;              /* all of it, rendered before; then nothing else is filled */
	struct sv csrf, key;            /* key: makes pressing twice post once; none: both stand at the end of the page */
	struct sv next;                 /* where to go afterwards; none: as usual */
	struct sv into;                 /* id of the list on this page that a new post comes into; none: another page shows it */
	struct sv keep;                 /* the name that a draft of it is kept under in the browser: "ada/reply-12" */
	const struct view_account *me;
	int64_t reply_id, quote_id, edit_id, redraft_id, scheduled_id;
	bool folded;                    /* one line, until somebody writes in it */
	bool whole;                     /* on a page of its own: all languages */
	struct sv problem;
	struct sv text, warning;
	bool warned, sensitive;
	int64_t most, left;             /* characters: at most, and how many there are left */
	int visibility, quote_policy;   /* enum visibility, quote_policy */
	struct sv language;
	const struct view_language *languages;
	size_t language_count;
	struct view_compose_poll poll;
	const struct view_attached *attached;
	size_t attached_count, attached_most;
	const struct view_status *reply, *quote; /* what is answered, where the page does not show it; what is quoted */
	struct sv quote_refused;        /* why it cannot be quoted */
	bool timed;
	struct sv schedule;             /* "2026-11-24T15:00", UTC */
};

struct view_completion {
	struct sv insert;               /* what is written: "@ada", "#moot", ":blobcat:", an emoji */
	struct sv code;                 /* ":blobcat:", of an emoji */
	struct sv picture;              /* of an account or emoji */
	struct html name;
	struct sv detail;
};
struct view_completions {
	const struct view_completion *list;
	size_t count;
};
struct view_emoji_group {
	struct sv title;
	const struct view_completion *list;
	size_t count;
};

struct view_version {
	struct view_time time;
	struct html text, warning;      /* what is new in <ins>, what went in <del> */
	const struct sv *options;       /* of the poll */
	size_t option_count;
	const struct view_media *media;
	size_t media_count;
	bool first, sensitive, media_changed, options_changed;
};
struct view_history {
	struct sv path;                 /* of the status */
	const struct view_account *author;
	const struct view_version *versions; /* newest first */
	size_t count;
};

struct view_scheduled {
	int64_t id;
	struct view_time time;
	struct sv text, warning;
	int visibility;
	size_t media_count;
	bool poll, reply, quote;
};
struct view_scheduled_list {
	const struct view_scheduled *list;
	size_t count;
	struct sv older;
};

#endif
