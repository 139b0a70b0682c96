/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* view.h - what the templates show, and nothing else: plain structs without a database behind them. Handlers fill them; a zeroed
 * field is "there is none". Paths and URLs are whole ("/@ada/1", "https://…"); the templates escape and check them. */
#ifndef WEB_VIEW_H
#define WEB_VIEW_H

#include "base/html.h"

/* A moment, said three ways. */
struct view_time {
	struct sv iso;   /* "2026-11-24T14:41:11.000Z", for machines */
	struct sv full;  /* "24 November 2026, 14:41 UTC", for the tooltip */
	struct sv brief; /* "3h", "24 Nov" */
};

struct view_badge {
	struct sv label, reason; /* "Verified", "Editor of the Talk Gazette" */
	struct sv issuer;        /* who says so: the title of the community */
	bool verified;           /* has the tick, otherwise it is a role or "Bot" */
};

struct view_account {
	struct html name;     /* display name with its emoji; never empty (the user name stands in) */
	struct sv plain_name; /* the same as it was typed */
	struct sv acct;       /* "ada", "ada@elsewhere.example" */
	struct sv path;       /* of the profile */
	struct sv avatar;     /* URL of the still picture */
	bool indexable;       /* may be found by search engines */
	const struct view_badge *badges;
	size_t badge_count;
};

enum view_media_kind { VIEW_IMAGE, VIEW_GIFV, VIEW_VIDEO, VIEW_AUDIO, VIEW_OTHER };
struct view_media {
	enum view_media_kind kind;
	struct sv url, preview;  /* preview none: there is no picture of it */
	struct sv type;          /* "video/mp4" */
	struct sv alt;
	struct sv blur;          /* what stands there until it is loaded: base64 of a BMP; none: plain */
	int64_t width, height;   /* of the preview, in pixels; 0: not known */
	int64_t full_width, full_height; /* of the file itself */
	bool plays;              /* VIEW_GIFV: by itself */
	double focus_x, focus_y; /* -1 … 1, right and up; what must stay in view when it is cropped */
};

struct view_poll_option {
	struct html title;
	int64_t votes, percent;  /* votes -1: not told before the end; percent 0 … 100 */
	bool chosen, leading;
};
struct view_poll {
	int64_t id;
	struct sv action;        /* where a vote is sent; none: results only */
	struct sv csrf, next;    /* next: the page that it is on */
	struct sv results;       /* path of what is known so far; none: nothing changes any more, or a visitor is looking */
	const struct view_poll_option *options;
	size_t option_count;
	int64_t voters;
	struct sv ends;          /* "2 hours left", "Closed" */
	bool multiple, voted;
};

struct view_card {
	struct sv url, title, description, provider, image, image_alt;
};

struct view_tag {
	struct sv name, path;
	int64_t uses; /* in the last week, where it is shown */
};

struct view_status {
	int64_t id;
	struct html ready;                   /* all of it, rendered before; then only `id` is filled besides (view_list.as_they_are) */
	struct sv path;
	const struct view_account *author;
	const struct view_account *booster;  /* who boosted it onto this page */
	struct sv reply_to, reply_to_path;   /* "ada": whom it answers, where that is not shown above it */
	struct html content;
	struct sv text;                      /* the same as it was typed */
	struct html warning;                 /* content warning */
	struct sv plain_warning;             /* the same as it was typed */
	struct sv filtered;                  /* titles of filters that it meets: folded until asked for */
	bool sensitive;                      /* media stay covered until asked for */
	bool open;                           /* what stands behind the warning is shown at once */
	struct sv language;
	int visibility;                      /* enum visibility (social/status.h) */
	struct view_time time;
	struct view_time edited;             /* iso none: never */
	struct sv app;
	bool pinned;
	const struct view_media *media;
	size_t media_count;
	const struct view_poll *poll;
	const struct view_card *card;
	const struct view_status *quote;     /* shown small */
	struct sv quote_missing;             /* why a quote is not shown: "The author has taken this status back." */
	const struct view_tag *tags;         /* those that the text does not have: shown below */
	size_t tag_count;
	int64_t replies, boosts, favourites, quotes;
	unsigned depth;                      /* in a thread: replies to the focused one are 0 */
	int held;                            /* enum held_state (moderation/held.h): only its author and the moderators see it */
	const struct view_acts *acts;        /* NULL: a visitor is looking */
};

/* What the viewer has done with a status, and may do. */
struct view_acts {
	bool favourited, boosted, bookmarked, pinned, muted;
	bool mine, may_boost, may_quote, may_pin;
};

/* --- pages ----------------------------------------------------------------------------------------------------------- */

enum view_theme { VIEW_THEME_AUTO, VIEW_THEME_LIGHT, VIEW_THEME_DARK };
enum view_place {
	VIEW_ELSEWHERE, VIEW_HOME, VIEW_COMPOSE, VIEW_NOTIFICATIONS, VIEW_EXPLORE, VIEW_SEARCH, VIEW_LOCAL, VIEW_CONVERSATIONS, VIEW_LISTS, VIEW_BOOKMARKS,
	VIEW_PROFILE, VIEW_SETTINGS, VIEW_ADMIN, VIEW_MENU, VIEW_ABOUT
};
/* What waits for the viewer: figures beside the places of the navigation. */
struct view_waiting {
	int64_t notifications, conversations, follow_requests;
};

/* The community, as each page's frame shows it. */
struct view_community {
	struct sv title, domain, description;
	struct sv thumbnail;            /* banner; none: the logo's colours */
	struct sv accent_css;           /* a style sheet with the owner's colour; none: ours */
	struct sv logo, touch_icon;     /* 192 and 180 pixels wide; none: ours */
	int64_t members, active, statuses;
	bool may_join;                  /* sign-up is not closed */
	bool public_timelines;
	struct sv version;              /* "0.1.0" */
};

/* Pages that belong together: settings, the owner's pages. */
struct view_entry {
	struct sv path, label, hint;
	const char *icon;
	bool apart;                     /* a new group begins */
};
struct view_area {
	struct sv title, path;          /* of the list of them */
	struct sv here;                 /* path of the entry that this page is */
	const struct view_entry *entries;
	size_t count;
};

/* What other sites show of a page (Open Graph, oEmbed) and what machines read in it (schema.org). */
struct view_preview {
	struct sv image_type;           /* of view_page.image */
	int64_t image_width, image_height; /* pixels; 0: not known */
	bool wide;                      /* the picture is what the page is about, not who wrote it */
	struct sv video, video_type;
	int64_t video_width, video_height;
	struct sv published, modified;  /* of a post; ISO 8601 */
	struct sv username;             /* of a profile */
	struct sv author;               /* "@ada@talk.example": who wrote it */
	struct sv oembed;               /* address of what embeds it */
	struct sv linked;               /* JSON-LD */
};

struct view_page {
	const struct view_community *community;
	struct sv title;                /* of this page; none: only the community's */
	struct sv description;          /* for search engines and previews */
	struct sv url;                  /* canonical; none: no preview data */
	struct sv image, image_alt;     /* for previews */
	struct sv kind;                 /* og:type: "website", "profile", "article" */
	struct view_preview preview;
	struct sv activity;             /* the same as ActivityStreams */
	struct sv feed;                 /* the same for readers of feeds: the address without its ending .rss or .atom */
	struct sv language;             /* of the frame: "en" */
	bool rtl;                       /* it is written from right to left */
	struct sv notice, problem;      /* a line at the top: it worked; it did not */
	struct sv csrf;                 /* for the form of acts */
	struct sv compose_key;          /* of the form for a new post on this page, when that has no token of its own */
	size_t *own_from;               /* where the template writes down from which byte on the page is nobody else's; NULL: nowhere */
	struct sv here;                 /* path and query of this page: where acts come back to */
	struct view_waiting waiting;
	bool keys;                      /* single letters do things (keys.def) */
	struct sv worker;               /* address of the service worker; none: not for this reader */
	bool may_administer;
	struct sv undo;                 /* beside the notice: a path that takes it back */
	const struct view_account *viewer; /* NULL: a visitor */
	enum view_theme theme;
	struct sv contrast, text_size, motion; /* preference.def's look_…; none: as the device says */
	enum view_place place;
	struct html trends;             /* beside the column, where there is room; none: nothing is talked about */
	const struct view_area *area;   /* NULL: it stands alone */
	bool hidden;                    /* from search engines */
	bool narrow;                    /* a form alone in the middle: no columns */
};

struct view_language {
	struct sv code, name;           /* "de", "German" */
};

struct view_list {
	const struct view_status *statuses;
	size_t count;
	struct sv newer, older;         /* paths of the pages next to this; none: it is the first, the last */
	struct sv empty;                /* what to say when there is nothing */
	bool as_they_are;               /* nothing is changed in them after they are filled, and status_list() shows them: they may come `ready` */
	int64_t newest;                 /* id of its first row, also when that is not shown; 0: none */
	int64_t rows;                   /* also those that are not shown */
	bool forms;                     /* among them is one with a form, which has a token: a poll */
	unsigned filters;               /* which of the reader's filters apply: bits of enum filter_context (social/filter.h), before it is filled */
};

struct view_field {
	struct html name, value;
	struct sv verified;             /* "Ownership of this link was checked on 3 May 2026"; none: it was not */
};

struct view_relation;
struct view_person;

enum view_tab { VIEW_TAB_POSTS, VIEW_TAB_REPLIES, VIEW_TAB_MEDIA };
struct view_profile {
	struct view_account account;
	struct sv avatar_large, header;
	struct html note;
	const struct view_field *fields;
	size_t field_count;
	const struct view_relation *relation; /* view_people.h; never NULL */
	const struct view_person *familiar;   /* those whom the viewer follows and who follow this account */
	size_t familiar_count;
	struct sv tagged;               /* only posts with this hashtag */
	struct sv joined;               /* "November 2026" */
	struct sv notice;               /* "This account has moved to …", "limited by the moderators" */
	struct sv moved_path, moved_acct;
	bool locked, bot;
	enum view_tab tab;
	struct sv tab_paths[3];         /* by enum view_tab */
	const struct view_tag *featured_tags;
	size_t featured_tag_count;
	struct view_list pinned, list;
};

struct view_compose; /* view_compose.h */
struct view_thread {
	const struct view_status *ancestors;
	size_t ancestor_count;
	const struct view_status *focus;
	const struct view_compose *compose; /* to answer it; NULL: a visitor */
	const struct view_status *replies; /* in reading order, with their depth */
	size_t reply_count;
	struct sv more;                 /* a path where the rest of the thread is */
};

struct view_timeline {
	struct sv title, subtitle;
	struct sv live;                 /* how open pages hear of new posts in it: "home", "local", "tag:cats", "list:12"; none: not at all */
	const struct view_compose *compose; /* at the top; NULL: none */
	struct sv manage;                   /* path where it is set up; none: it cannot be */
	int64_t tag_id;                     /* of a hashtag that the viewer may follow, with its path */
	struct sv tag_path;
	bool tag_following;
	const struct view_announcements *announcements; /* NULL: not here */
	struct view_list list;
	const struct view_tag *trends;
	size_t trend_count;
};

/* A link above a list that shows a part of it. */
struct view_tab_link {
	struct sv path, label;
	bool here;
};

struct view_notification {              /* or a group of them */
	int64_t id;                     /* of the newest */
	struct sv key, label;           /* key: of the group; label: "Favourited your post" */
	const char *icon;
	const struct view_account *const *faces;
	size_t face_count;
	int64_t more;                   /* of them that are not among the faces */
	bool nobody;                    /* the community itself says it */
	struct sv text, text_path;      /* what it says; the post that it is about */
	struct view_time time;
	bool unread;
	const struct view_status *status; /* NULL: it is about none */
	bool whole;                     /* the status is shown, not only its beginning */
	int64_t asker_id;               /* of a follow request: who asks */
};
struct view_notifications {
	const struct view_tab_link *tabs;
	size_t tab_count;
	const struct view_notification *list;
	size_t count;
	int64_t newest;                 /* id up to which all are read once this page was seen; 0: not this page */
	int64_t unread;
	int64_t requests;               /* senders that wait for a decision */
	struct sv newer, older;
};
struct view_request {                   /* somebody whose notifications were put aside */
	int64_t id, count;
	const struct view_account *from;
	struct view_time time;
	struct sv last;                 /* the beginning of what they wrote last; none: nothing */
};
struct view_requests {
	const struct view_request *list;
	size_t count;
	struct sv older;
};

struct view_rule {
	struct sv text, hint;
};
struct view_about {
	struct html about;
	const struct view_rule *rules;
	size_t rule_count;
	const struct view_account *contact;
	struct sv contact_email;
	struct html privacy, terms;
};

/* --- forms: what was typed before comes back, and each field says what is wrong with it ------------------------------------ */

struct view_sign_in {
	struct sv action, csrf, next;   /* next: where to go afterwards */
	struct sv login, problem;
	struct sv app;                  /* "to go on to Tusky" */
};

struct view_two_factor {
	struct sv action, csrf, next, problem;
};

enum view_sign_up_how { VIEW_OPEN, VIEW_APPROVAL, VIEW_INVITATION, VIEW_CLOSED };
struct view_sign_up {
	enum view_sign_up_how how;
	struct sv action, csrf;
	struct sv username, email, reason, invitation;
	struct sv username_problem, email_problem, password_problem, reason_problem, invitation_problem, agreement_problem;
	struct sv inviter;              /* "ada invites you" */
	const struct view_rule *rules;
	size_t rule_count;
};

struct view_scope {
	struct sv title, detail;        /* "Post for you", "Write, edit and delete statuses; upload media" */
	bool write;
};
struct view_hidden {                    /* a parameter that the form hands on */
	struct sv name, value;
};
struct view_consent {
	struct sv action, csrf;
	struct sv app, website, redirect_host;
	const struct view_scope *scopes;
	size_t scope_count;
	const struct view_hidden *hidden;
	size_t hidden_count;
	struct sv code;                 /* out of band: the code to copy; none: ask */
};

struct view_password {
	struct sv action, csrf, token;
	struct sv email, problem;
	bool sent;                      /* the mail is on its way: say so, the same for known and unknown addresses */
};

struct view_confirm {
	struct sv action, csrf, email;  /* action: send the mail again */
	bool confirmed, waiting;        /* waiting: for a moderator's approval */
};

struct view_session {
	int64_t id;
	struct sv agent, ip;            /* "Firefox on Linux" */
	struct view_time since, used;
	bool here;                      /* the one that is looking */
};
struct view_grant {                     /* an app that has access */
	int64_t app_id;
	struct sv name, website, scopes;
	struct view_time since;
};
enum view_two_factor_state { VIEW_TWO_FACTOR_OFF, VIEW_TWO_FACTOR_BEGUN, VIEW_TWO_FACTOR_ON };
struct view_security {
	struct sv csrf, email;
	enum view_two_factor_state two_factor;
	struct sv secret, uri;          /* of a second factor that is being set up: for typing, for a link */
	struct sv qr_path;              /* the link as a QR code: the d of an SVG's path */
	int64_t qr_size;
	int64_t codes_left;
	const struct view_session *sessions;
	size_t session_count;
	const struct view_grant *grants;
	size_t grant_count;
};
struct view_codes {                     /* recovery codes: shown once */
	const struct sv *codes;
	size_t count;
};

struct view_invite {
	int64_t id;
	struct sv url;
	int64_t uses, max_uses;         /* max_uses 0: no limit */
	struct sv until;                /* "24 November 2026, 14:41 UTC"; none: for ever */
	bool over;
};
struct view_invites {
	struct sv csrf;
	const struct view_invite *invites;
	size_t count;
};

struct view_transfer {
	struct sv what, state, message, when;
	bool running;
	int64_t done, total;
	struct sv download;             /* path of its file */
};
struct view_transfer_csv {
	struct sv kind, what, path;     /* path: of the download */
};
struct view_transfers {
	struct sv csrf;
	const struct view_transfer_csv *csv;
	size_t csv_count;
	const struct view_transfer *list; /* newest first */
	size_t count;
	bool busy;                      /* one of them waits or runs */
};

struct view_error {
	int status;
	struct sv title, text, number;  /* number: of the request, for the operator */
};

/* --- making them ----------------------------------------------------------------------------------------------------- */

struct view_emoji {
	struct sv shortcode, url;
};
/* Pictures for the :shortcodes: in the text of `html`, not in its tags. */
struct html view_emojify(struct arena *arena, struct html html, const struct view_emoji *emojis, size_t count);

struct view_time view_time(struct arena *arena, int64_t ms, int64_t now);
/* Another number whenever view_time()'s brief may have become another text. */
int64_t view_moment(int64_t ms, int64_t now);
struct sv view_day(struct arena *arena, int64_t ms);   /* "24 November 2026" */
struct sv view_month(struct arena *arena, int64_t ms); /* "November 2026" */
/* The first few words, not cut inside of a character. */
struct sv view_beginning(struct sv text);

/* CSS classes for the place of an image's focus, in steps of a quarter: no inline styles are needed. */
struct sv view_focus_class(double x, double y);

#endif
