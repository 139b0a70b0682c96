/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The hub's thread and its queue. */
#include "stream/hub.h"

#include "stream/hub_room.h"
#include "base/clock.h"
#include "base/log.h"
#include "social/community.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

enum { BEATS = 15, BEAT_MS = 1000, MOST_UNREAD = 100, MOST_QUEUED = 1 << 17 }; /* each session is pinged every BEATS * BEAT_MS */

struct item {
	struct item *next;
	enum { ITEM_HAPPENING, ITEM_JOIN, ITEM_MESSAGE, ITEM_GONE } kind;
	struct community *community;
	struct session *session;
	struct happening happening;
	bool wishes;              /* ITEM_JOIN: subscribes at once */
	struct channel_wish wish; /* its texts point into `text` */
	const char *error;
	size_t n;
	char text[];
};

struct hub {
	struct hub_config config;
	_Atomic unsigned sessions;  /* with those still in the queue: 0: nobody listens */
	_Atomic unsigned pages;     /* of them, those that are pages */
	pthread_mutex_t lock;       /* of the queue */
	pthread_cond_t something;
	struct item *first, **last;
	size_t queued;
	bool stopping;
	pthread_t thread;
	/* the thread's own */
	struct room *rooms;
	struct map by_community;
	struct session *beats[BEATS];
	unsigned next_beat, next_slot;
	int64_t beat_at;            /* us, monotonic */
};

/* --- the queue ----------------------------------------------------------------------------------------------------------------------- */

static struct item *item_new(int kind, struct community *community, struct session *session, size_t room)
{
	struct item *item = malloc(sizeof(*item) + room + 1);
	if (!item)
		abort();
	*item = (struct item){ .kind = kind, .community = community, .session = session };
	return item;
}

/* What happened is dropped when the hub is hopelessly behind: clients that come back read the timeline anyway. */
static void enqueue(struct hub *hub, struct item *item)
{
	pthread_mutex_lock(&hub->lock);
	bool full = item->kind == ITEM_HAPPENING && hub->queued >= MOST_QUEUED;
	if (!full) {
		item->next = NULL;
		*hub->last = item;
		hub->last = &item->next;
		if (hub->queued++ == 0)
			pthread_cond_signal(&hub->something);
	}
	pthread_mutex_unlock(&hub->lock);
	if (full)
		free(item);
}

static bool is_of_interest(enum effect_kind kind, bool pages)
{
	switch (kind) {
	case EFFECT_STATUS_COUNTED:
	case EFFECT_UNREAD:
	case EFFECT_SESSION_GONE:
		return pages;
	case EFFECT_STATUS_NEW:
	case EFFECT_STATUS_EDITED:
	case EFFECT_STATUS_GONE:
	case EFFECT_STATUS_BACK:
	case EFFECT_VIEWER:
	case EFFECT_NOTIFICATION:
	case EFFECT_NOTIFICATIONS_MERGED:
	case EFFECT_CONVERSATION:
	case EFFECT_FILTERS:
	case EFFECT_TOKEN_GONE:
	case EFFECT_ANNOUNCEMENT:
	case EFFECT_REACTION:
		return true;
	default:
		return false;
	}
}

static void copy_status(struct happening *happening, const struct recent_status *status)
{
	size_t n = status->language.n < sizeof(happening->language) ? status->language.n : 0;
	happening->status = *status;
	if (n)
		memcpy(happening->language, status->language.p, n);
	happening->status.language = (struct sv){ NULL, n };
}

void hub_told(struct hub *hub, struct community *community, const struct effect *effects)
{
	if (!atomic_load(&hub->sessions))
		return;
	bool pages = atomic_load(&hub->pages);
	for (const struct effect *effect = effects; effect; effect = effect->next) {
		if (!is_of_interest(effect->kind, pages))
			continue;
		struct item *item = item_new(ITEM_HAPPENING, community, NULL, 0);
		item->happening = (struct happening){ .kind = effect->kind, .id = effect->id, .other = effect->other };
		if (effect->kind == EFFECT_STATUS_NEW && effect->status)
			copy_status(&item->happening, effect->status);
		if (effect->text.n && effect->text.n < sizeof(item->happening.name))
			memcpy(item->happening.name, effect->text.p, effect->text.n);
		enqueue(hub, item);
	}
}

/* --- what the streams of the engine say, on its threads ------------------------------------------------------------------------------ */

static void on_message(void *data, struct http_stream *stream, struct sv text)
{
	struct session *session = data;
	if (atomic_fetch_add(&session->unread, 1) >= MOST_UNREAD) {
		http_stream_close(stream);
		return;
	}
	struct item *item = item_new(ITEM_MESSAGE, session->community, session, text.n);
	if (text.n)
		memcpy(item->text, text.p, text.n);
	item->n = text.n;
	enqueue(session->hub, item);
}

static void on_closed(void *data, struct http_stream *stream)
{
	struct session *session = data;
	(void)stream;
	enqueue(session->hub, item_new(ITEM_GONE, session->community, session, 0));
}

static struct sv headers(void)
{
	return SV("Content-Type: text/event-stream\r\nCache-Control: no-store\r\nX-Accel-Buffering: no\r\nAccess-Control-Allow-Origin: *\r\n");
}

/* A WebSocket's client gets back the protocol that it offered: its token. */
static struct sv protocol_of(struct http_request *rq)
{
	struct sv offered = http_header(rq, SV("sec-websocket-protocol")), first;
	if (!offered.n)
		return SV_NONE;
	sv_cut(&offered, ',', &first);
	return sv_trim(first);
}

static struct item *join_item(struct ctx *cx, struct session *session, const struct channel_wish *wish, const char *error)
{
	struct item *item = item_new(ITEM_JOIN, cx->community, session, wish ? wish->name.n + wish->key.n : 0);
	item->error = error;
	item->wishes = wish;
	if (!wish)
		return item;
	item->wish = *wish;
	item->wish.name.p = item->text;
	item->wish.key.p = item->text + wish->name.n;
	if (wish->name.n)
		memcpy(item->text, wish->name.p, wish->name.n);
	if (wish->key.n)
		memcpy(item->text + wish->name.n, wish->key.p, wish->key.n);
	return item;
}

static struct session *session_new(struct hub *hub, struct ctx *cx)
{
	struct session *session = calloc(1, sizeof(*session));
	if (!session)
		abort();
	*session = (struct session){ .hub = hub, .community = cx->community, .who = cx->who };
	return session;
}

void hub_open_page(struct hub *hub, struct ctx *cx)
{
	static const struct http_stream_app events = { .closed = on_closed };
	static const struct sv plain = SV_INIT("Content-Type: text/event-stream\r\nCache-Control: no-store\r\nX-Accel-Buffering: no\r\n");
	struct session *session = session_new(hub, cx);
	session->page = true;
	struct item *item = item_new(ITEM_JOIN, cx->community, session, 0);
	session->stream = http_stream_start(cx->http, plain, &events, session);
	if (!session->stream) {
		free(item);
		free(session);
		return;
	}
	atomic_fetch_add(&hub->sessions, 1);
	atomic_fetch_add(&hub->pages, 1);
	enqueue(hub, item);
}

void hub_open(struct hub *hub, struct ctx *cx, const struct channel_wish *wish, const char *error)
{
	static const struct http_stream_app events = { .closed = on_closed }, sockets = { .message = on_message, .closed = on_closed };
	struct session *session = session_new(hub, cx);
	session->websocket = http_is_websocket(cx->http);
	struct item *item = join_item(cx, session, wish, error); /* before the request, and its texts, are gone */
	session->stream = session->websocket ? http_websocket_start(cx->http, protocol_of(cx->http), SV(""), &sockets, session)
	                                     : http_stream_start(cx->http, headers(), &events, session);
	if (!session->stream) {
		free(item);
		free(session);
		return;
	}
	atomic_fetch_add(&hub->sessions, 1);
	if (!session->websocket)
		http_stream_send(session->stream, SV(":)\n"));
	enqueue(hub, item);
}

/* --- the thread ----------------------------------------------------------------------------------------------------------------------- */

static struct room *room_of(struct hub *hub, struct community *community)
{
	uint64_t *found = map_find(&hub->by_community, (int64_t)(intptr_t)community);
	return found ? (struct room *)(uintptr_t)*found : NULL;
}

static struct room *room_made(struct hub *hub, struct community *community)
{
	struct room *room = room_of(hub, community);
	if (room)
		return room;
	room = calloc(1, sizeof(*room));
	if (!room)
		abort();
	*room = (struct room){ .next = hub->rooms, .community = community, .render = hub->config.render };
	hub->rooms = room;
	map_put(&hub->by_community, (int64_t)(intptr_t)community, (uintptr_t)room);
	return room;
}

static void beat_add(struct hub *hub, struct session *session)
{
	struct session **list = &hub->beats[hub->next_slot++ % BEATS];
	session->beat_next = *list;
	session->beat_link = list;
	if (*list)
		(*list)->beat_link = &session->beat_next;
	*list = session;
}

static void beat_remove(struct session *session)
{
	*session->beat_link = session->beat_next;
	if (session->beat_next)
		session->beat_next->beat_link = session->beat_link;
}

static void subscribe(struct ctx *cx, struct session *session, const struct channel_wish *wish)
{
	enum fail fail = session_subscribe(cx, session, wish);
	if (fail != OK && session->websocket)
		session_error(cx, session, fail_http_status(fail), cx->said.n ? cx->said : sv_of(fail_text(fail)));
}

static void join(struct hub *hub, struct ctx *cx, struct item *item)
{
	struct session *session = item->session;
	room_add(room_made(hub, item->community), session);
	beat_add(hub, session);
	if (item->error)
		session_error(cx, session, 400, sv_of(item->error));
	if (item->wishes)
		subscribe(cx, session, &item->wish);
	if (session->page && pages_joined(cx, session) != OK)
		http_stream_close(session->stream); /* it comes back */
}

static void hear(struct ctx *cx, const struct item *item)
{
	struct channel_wish wish;
	struct session *session = item->session;
	atomic_fetch_sub(&session->unread, 1);
	const char *error = channel_message(&cx->arena, (struct sv){ item->text, item->n }, &wish);
	if (error)
		session_error(cx, session, 400, sv_of(error));
	else if (wish.what == CHANNEL_SUBSCRIBE)
		subscribe(cx, session, &wish);
	else if (wish.what == CHANNEL_UNSUBSCRIBE)
		session_unsubscribe(session, &wish);
}

static void leave(struct hub *hub, struct item *item)
{
	beat_remove(item->session);
	atomic_fetch_sub(&hub->pages, item->session->page);
	room_remove(room_of(hub, item->community), item->session);
	atomic_fetch_sub(&hub->sessions, 1);
}

static void run(struct hub *hub, struct item *item)
{
	struct ctx cx;
	struct room *room;
	ctx_open(&cx, clock_now());
	if (item->session)
		cx.who = item->session->who;
	if (item->kind == ITEM_GONE)
		leave(hub, item);
	else if (hub->config.enter(hub->config.data, &cx, item->community, hub->config.slot) != OK)
		LOG(ERROR, "hub_cannot_read", F("domain", item->community->domain), F("what", cx.said));
	else if (item->kind == ITEM_JOIN)
		join(hub, &cx, item);
	else if (item->kind == ITEM_MESSAGE)
		hear(&cx, item);
	else if ((room = room_of(hub, item->community)))
		room_publish(&cx, room, &item->happening);
	ctx_close(&cx);
	free(item);
}

static void tell_counted(struct hub *hub, struct room *room)
{
	struct ctx cx;
	ctx_open(&cx, clock_now());
	if (hub->config.enter(hub->config.data, &cx, room->community, hub->config.slot) != OK || pages_tell_counted(&cx, room) != OK)
		LOG(WARNING, "stream_event_lost", F("domain", room->community->domain), F("what", cx.said));
	ctx_close(&cx);
}

static void beat(struct hub *hub)
{
	int64_t now = clock_monotonic();
	if (now < hub->beat_at)
		return;
	hub->beat_at = now + BEAT_MS * 1000;
	for (struct room *room = hub->rooms; room; room = room->next)
		if (room->counted_n)
			tell_counted(hub, room);
	for (struct session *session = hub->beats[hub->next_beat++ % BEATS]; session; session = session->beat_next)
		http_stream_ping(session->stream);
}

static void wait_for_items(struct hub *hub)
{
	struct timespec until;
	if (!atomic_load(&hub->sessions)) {
		pthread_cond_wait(&hub->something, &hub->lock);
		return;
	}
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += BEAT_MS / 1000;
	pthread_cond_timedwait(&hub->something, &hub->lock, &until);
}

/* Everything that waits; NULL: nothing came for a while, or it is time to stop. */
static struct item *take(struct hub *hub, bool *stopping_r)
{
	pthread_mutex_lock(&hub->lock);
	if (!hub->first && !hub->stopping)
		wait_for_items(hub);
	struct item *items = hub->first;
	hub->first = NULL;
	hub->last = &hub->first;
	hub->queued = 0;
	*stopping_r = hub->stopping;
	pthread_mutex_unlock(&hub->lock);
	return items;
}

static void *hub_main(void *data)
{
	struct hub *hub = data;
	bool stopping;
	pthread_setname_np(pthread_self(), "hub");
	for (;;) {
		struct item *items = take(hub, &stopping);
		if (!items && stopping)
			return NULL;
		for (struct item *next; items; items = next) {
			next = items->next;
			run(hub, items);
		}
		beat(hub);
	}
}

struct hub *hub_start(const struct hub_config *config)
{
	pthread_condattr_t monotonic;
	struct hub *hub = calloc(1, sizeof(*hub));
	if (!hub)
		abort();
	hub->config = *config;
	hub->last = &hub->first;
	pthread_mutex_init(&hub->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&hub->something, &monotonic);
	pthread_condattr_destroy(&monotonic);
	if (pthread_create(&hub->thread, NULL, hub_main, hub))
		abort();
	return hub;
}

void hub_stop(struct hub *hub)
{
	pthread_mutex_lock(&hub->lock);
	hub->stopping = true;
	pthread_cond_signal(&hub->something);
	pthread_mutex_unlock(&hub->lock);
	pthread_join(hub->thread, NULL);
}

void hub_free(struct hub *hub)
{
	for (struct room *room = hub->rooms, *next; room; room = next) {
		next = room->next;
		map_free(&room->by_account);
		free(room);
	}
	map_free(&hub->by_community);
	pthread_mutex_destroy(&hub->lock);
	pthread_cond_destroy(&hub->something);
	free(hub);
}
