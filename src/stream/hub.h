/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* hub.h - what happens, told to clients that stay (Mastodon documentation: methods/streaming).
 *
 * One thread for all communities. The writer's thread only puts a few bytes into its queue, and nothing when nobody listens.
 * The hub has a read connection of its own and renders what each listener may see, as they see it; what is the same for many is
 * rendered once. Every piece of state below is the hub thread's alone: what other threads want goes through the queue. */
#ifndef STREAM_HUB_H
#define STREAM_HUB_H

#include "stream/channel.h"
#include "base/ctx.h"

enum hub_thing { HUB_STATUS, HUB_NOTIFICATION, HUB_CONVERSATION, HUB_ANNOUNCEMENT };
struct json;
/* One of them by its id as cx->who sees it, as clients of the API read it; context: of a status' filters. FAIL_NOT_FOUND: it is gone, or
 * not theirs to see. */
typedef enum fail hub_render(struct ctx *cx, struct json *j, enum hub_thing thing, int64_t id, unsigned context);

struct hub_config {
	void *data;
	/* Sets cx->community and cx->db for the thread with that slot. */
	enum fail (*enter)(void *data, struct ctx *cx, struct community *community, unsigned slot);
	unsigned slot;
	hub_render *render;
};

struct hub;
struct hub *hub_start(const struct hub_config *config);
/* After the HTTP server has stopped: no stream is left then. */
void hub_stop(struct hub *hub);
void hub_free(struct hub *hub);

struct effect;
/* After each commit. Any thread; does not wait. */
void hub_told(struct hub *hub, struct community *community, const struct effect *effects);

/* Whether cx->who may listen to that: FAIL_UNAUTHENTICATED with what Mastodon says when not. */
enum fail hub_allows(struct ctx *cx, const struct channel_wish *wish) MUST_USE;

/* In an endpoint's answer->start: takes the request over and streams to cx->who. wish NULL: nothing yet, the client will say. `error`
 * (NULL: none) is sent first to a WebSocket. */
void hub_open(struct hub *hub, struct ctx *cx, const struct channel_wish *wish, const char *error);
/* The same for a page of ours, of cx->who who is signed in by cookie: small events, in hub_pages.c. */
void hub_open_page(struct hub *hub, struct ctx *cx);

#endif
