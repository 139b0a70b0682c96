/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* view_admin.h - what the pages of those who look after a community show; as in view.h, plain structs, and what is zeroed is not there. */
#ifndef WEB_VIEW_ADMIN_H
#define WEB_VIEW_ADMIN_H

#include "web/view.h"

/* --- the dashboard ------------------------------------------------------------------------------------------------------------ */

struct view_bar {
	struct sv label;                 /* "3 May" */
	int64_t value, x, y, height;     /* in the units of the drawing */
};
struct view_chart {
	const char *id;
	struct sv title, told;           /* told: the drawing in a sentence */
	struct sv of, first, last;       /* of: heading of the figures in the table */
	const struct view_bar *bars;
	size_t count;
	int64_t total, most, least_height;
};
struct view_share {                      /* a part of what is stored */
	struct sv name, size;
	int64_t kind, files, x, width;   /* x, width: of 1000 */
};
struct view_queue {
	struct sv kind, what, oldest;
	int64_t due, later, failed;
};
struct view_dashboard {
	int64_t members, active, statuses, pending, reports, held;
	bool may_approve, may_decide;    /* about who joins; about posts that are held back */
	bool no_model;                   /* the screen has rules only */
	const struct view_chart *charts;
	size_t chart_count;
	const struct view_share *shares;
	size_t share_count;
	struct sv stored, free, disk;    /* "1.2 GB"; free of disk */
	int64_t used;                    /* of the disk, of 1000 */
	const struct view_queue *queues;
	size_t queue_count;
};

/* --- settings ---------------------------------------------------------------------------------------------------------------------- */

enum view_setting_look { VIEW_SETTING_LINE, VIEW_SETTING_TEXT, VIEW_SETTING_NUMBER, VIEW_SETTING_TICK, VIEW_SETTING_CHOICE };
struct view_option {
	const char *value;
	struct sv label, hint;
};
struct view_setting {
	const char *name, *type;         /* type: of its input */
	struct sv label, hint, value, problem;
	enum view_setting_look look;
	const struct view_option *choices;
	size_t choice_count;
	bool on;
};
struct view_settings_group {
	struct sv path, title;
	struct sv csrf;
	const struct view_entry *tabs;
	size_t tab_count;
	const struct view_setting *settings;
	size_t count;
};

/* --- the looks ----------------------------------------------------------------------------------------------------------------------- */

struct view_looks {
	struct sv csrf;
	struct sv title, description, accent;
	struct sv title_problem, description_problem, accent_problem;
	struct sv accent_shown;          /* that, or ours: what an input of colours needs */
	struct sv logo, tile, banner;    /* URLs; none: ours */
};

/* --- rules, announcements, emojis ------------------------------------------------------------------------------------------------------ */

struct view_admin_rule {
	int64_t id;
	struct sv text, hint;
	bool first, last;
};
struct view_admin_rules {
	struct sv csrf, problem;
	struct sv text, hint;            /* of the new one, when something was wrong with it */
	const struct view_admin_rule *rules;
	size_t count;
};

struct view_admin_announcement {
	int64_t id;
	struct html text;
	struct sv state, when;           /* "Published", "24 November 2026, 14:41 UTC" */
	bool out, held, over;
};
struct view_admin_announcements {
	struct sv csrf, action;
	int64_t id;                      /* 0: the form is for a new one */
	struct sv text, publish_at, starts_at, ends_at; /* as an input of type datetime-local has them */
	bool all_day, out;
	const struct view_admin_announcement *list;
	size_t count;
};

struct view_admin_emoji {
	struct sv shortcode, url, category;
	bool visible, disabled;
};
struct view_admin_emojis {
	struct sv csrf;
	struct sv shortcode, category;   /* of the new one */
	const struct view_admin_emoji *list; /* by category, then by shortcode */
	size_t count;
	const struct sv *categories;
	size_t category_count;
};

/* --- posts that are held back --------------------------------------------------------------------------------------------------------------- */

struct view_held_piece {
	struct sv text;
	bool marked;
};
struct view_held_text {
	const struct view_held_piece *pieces;
	size_t count;                    /* 0: there is nothing in it */
};
struct view_held_finding {
	struct sv category, by, why;     /* "Threat of violence", "the model" */
	int64_t percent;
};
struct view_held {
	int64_t id;
	const struct view_account *author;
	struct sv path;
	struct view_time time;           /* since when */
	const struct view_held_text *texts;
	size_t text_count;
	const struct view_held_finding *findings;
	size_t finding_count;
};
struct view_admin_held {
	const struct view_held *list;
	size_t count;
	struct sv newer, older;
	bool no_model;                   /* the screen has rules only */
};

/* --- accounts, invitations ---------------------------------------------------------------------------------------------------------------- */

struct view_admin_account {
	int64_t id;
	struct html name;
	struct sv acct, path, avatar, email, role;
	struct sv joined, active;        /* "3 May 2026" */
	int64_t statuses;
	struct sv states[6];             /* "Waiting", "Suspended", … */
	size_t state_count;
	struct sv reason;                /* why somebody wants to join */
	bool pending, local;
};
struct view_admin_accounts {
	struct sv csrf, query, standing, origin, role;
	const struct view_admin_account *list;
	size_t count;
	struct sv newer, older;
	struct sv empty;
	bool filtered;
};
struct view_admin_act {
	const char *kind;                /* "suspend" */
	struct sv label, hint;
	bool done;
};
struct view_admin_badge {
	int64_t id;
	struct sv label, reason, given;  /* given: "By ada on 3 May 2026" */
};
struct view_admin_detail {
	struct sv csrf;
	const struct view_admin_account *account;
	bool confirmed, may_touch, may_set_role, may_badge;
	struct sv invited_by;
	const struct view_option *roles;
	size_t role_count;
	struct sv role_now;
	const struct view_pair *addresses; /* IP addresses and when they were used */
	size_t address_count;
	const struct view_admin_act *acts;
	size_t act_count;
	bool any_in_effect;
	const struct view_admin_badge *badges;
	size_t badge_count;
};

struct view_admin_invite {
	int64_t id, uses, max_uses;
	struct sv url, by, until;
	bool over;
};
struct view_admin_invites {
	struct sv csrf;
	const struct view_admin_invite *list;
	size_t count;
	struct sv newer, older;
};

/* --- the audit ----------------------------------------------------------------------------------------------------------------------------- */

struct view_audit_entry {
	struct view_time time;
	struct sv sentence, detail;
	struct sv path;                  /* of the account that it was about */
};
struct view_audit {
	const struct view_option *actors, *kinds;
	size_t actor_count, kind_count;
	struct sv actor, kind, target;   /* target: of whom, "ada" */
	const struct view_audit_entry *list;
	size_t count;
	struct sv newer, older;
};

#endif
