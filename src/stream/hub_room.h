/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* hub_room.h - inside the hub: who listens to what in a community. */
#ifndef STREAM_HUB_ROOM_H
#define STREAM_HUB_ROOM_H

#include "stream/hub.h"
#include "base/map.h"
#include "http/server.h"
#include "social/effect.h"
#include "social/feed.h"

struct subscription {
	struct subscription *next;
	enum channel channel;
	int64_t list_id;
	struct sv name, key; /* point into `text` */
	char text[];
};

/* One connection. */
struct session {
	struct session *next;          /* of its listener */
	struct session *beat_next;     /* of the same heartbeat */
	struct session **beat_link;
	struct hub *hub;
	struct community *community;
	struct room *room;
	struct listener *listener;
	struct principal who;
	struct http_stream *stream;
	struct subscription *subscriptions;
	unsigned subscription_count;
	_Atomic int unread;            /* messages of the client that wait in the queue */
	bool websocket;
	bool page;                     /* of our own pages: hears what hub_pages.c says, and has no subscriptions */
};

/* One account with its connections, and what decides at a glance that something is not for it. */
struct listener {
	struct listener *next;         /* of its room */
	struct listener **link;
	int64_t account_id;
	struct session *sessions;
	unsigned pages;                /* of the sessions, those that are pages */
	bool loaded;
	int64_t *follows, *tags;       /* sorted */
	size_t follow_count, tag_count;
	int64_t *lists;                /* their own */
	size_t list_count;
	struct map hidden;             /* account → 1 */
	bool filters;                  /* it has some: what it gets is rendered for it alone */
};

enum { ROOM_COUNTED = 128 };
struct room {
	struct room *next;
	struct community *community;
	hub_render *render;
	struct listener *listeners;
	struct map by_account;
	unsigned pages;                /* sessions of pages */
	int64_t counted[ROOM_COUNTED]; /* statuses whose numbers changed since pages were told last */
	size_t counted_n;
};

/* Loads what the listener's account follows and hides, if it is not known. Through cx->db. */
enum fail listener_load(struct ctx *cx, struct listener *listener) MUST_USE;
void listener_forget(struct listener *listener);
bool listener_follows(const struct listener *listener, int64_t account_id);
bool listener_follows_tag(const struct listener *listener, int64_t tag_id);

struct listener *room_listener(struct room *room, int64_t account_id); /* NULL: not here */
void room_add(struct room *room, struct session *session);
/* Also frees it. */
void room_remove(struct room *room, struct session *session);

/* For cx->who, who is the session's. FAIL_UNAUTHENTICATED or FAIL_UNREADABLE with what to tell the client. Through cx->db. */
enum fail session_subscribe(struct ctx *cx, struct session *session, const struct channel_wish *wish) MUST_USE;
void session_unsubscribe(struct session *session, const struct channel_wish *wish);

/* What another thread has noted, copied. */
struct happening {
	enum effect_kind kind;
	int64_t id, other;
	struct recent_status status; /* EFFECT_STATUS_NEW; language points into `language` */
	char language[8];
	char name[128];              /* EFFECT_REACTION; ended by NUL */
};
/* Tells those who listen. cx has the hub's connection; nobody is cx->who. */
void room_publish(struct ctx *cx, struct room *room, const struct happening *happening);
/* One event to one subscription: payload none: there is none. */
void session_send(struct ctx *cx, struct session *session, const struct subscription *subscription, const char *event, struct sv payload);
void session_error(struct ctx *cx, struct session *session, int status, struct sv error);

/* --- pages of ours (hub_pages.c): small events, on a cookie's authority ----------------------------------------------------------- */

/* The numbers that the page shows may be old by now. */
enum fail pages_joined(struct ctx *cx, struct session *session) MUST_USE;
struct cast;
/* A new status: for which of this listener's timelines it is. */
void pages_tell_new(struct ctx *cx, struct listener *listener, const struct cast *cast);
/* Everything else. */
enum fail pages_tell(struct ctx *cx, struct room *room, const struct happening *happening) MUST_USE;
/* A status whose numbers changed: told at the next beat, once, however often they change. */
void pages_note_counted(struct room *room, int64_t status_id);
enum fail pages_tell_counted(struct ctx *cx, struct room *room) MUST_USE;

#endif
