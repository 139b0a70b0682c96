/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "stream/hub_room.h"

#include "base/json.h"
#include "social/list.h"
#include "store/q.h"

#include <stdlib.h>

enum { MOST_SUBSCRIPTIONS = 64, FRAME_MOST = 4 << 20 };

/* --- listeners ------------------------------------------------------------------------------------------------------------------ */

static int by_id(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return x < y ? -1 : x > y;
}

static bool has(const int64_t *ids, size_t count, int64_t id)
{
	return count && bsearch(&id, ids, count, sizeof(*ids), by_id);
}

static int64_t *ids_new(size_t count)
{
	int64_t *ids = calloc(count + 1, sizeof(*ids));
	if (!ids)
		abort();
	return ids;
}

static enum fail load_follows(struct ctx *cx, struct listener *listener)
{
	struct follows_of_row *follows;
	struct followed_tag_ids_row *tags;
	size_t count;
	TRY(q_follows_of(cx, listener->account_id, &follows, &count));
	listener->follows = ids_new(count);
	listener->follow_count = count;
	for (size_t i = 0; i < count; i++)
		listener->follows[i] = follows[i].target_id;
	qsort(listener->follows, count, sizeof(int64_t), by_id);
	TRY(q_followed_tag_ids(cx, listener->account_id, &tags, &count));
	listener->tags = ids_new(count);
	listener->tag_count = count;
	for (size_t i = 0; i < count; i++)
		listener->tags[i] = tags[i].tag_id;
	qsort(listener->tags, count, sizeof(int64_t), by_id);
	return OK;
}

static enum fail load_lists(struct ctx *cx, struct listener *listener)
{
	struct list_row *lists;
	size_t count;
	TRY(q_lists_of(cx, listener->account_id, &lists, &count));
	listener->lists = ids_new(count);
	listener->list_count = count;
	for (size_t i = 0; i < count; i++)
		listener->lists[i] = lists[i].id;
	return OK;
}

static enum fail load_hidden(struct ctx *cx, struct listener *listener)
{
	struct hidden_from_row *hidden;
	struct filter_row *filters;
	size_t count;
	TRY(q_hidden_from(cx, listener->account_id, &hidden, &count));
	for (size_t i = 0; i < count; i++)
		map_put(&listener->hidden, hidden[i].other_id, 1);
	TRY(q_filters_of(cx, listener->account_id, &filters, &count));
	listener->filters = count;
	return OK;
}

void listener_forget(struct listener *listener)
{
	free(listener->follows);
	free(listener->tags);
	free(listener->lists);
	map_free(&listener->hidden);
	listener->follows = listener->tags = listener->lists = NULL;
	listener->follow_count = listener->tag_count = listener->list_count = 0;
	listener->loaded = false;
}

enum fail listener_load(struct ctx *cx, struct listener *listener)
{
	if (listener->loaded)
		return OK;
	enum fail fail = load_follows(cx, listener);
	if (fail == OK)
		fail = load_hidden(cx, listener);
	if (fail == OK && listener->pages)
		fail = load_lists(cx, listener);
	if (fail != OK)
		listener_forget(listener);
	listener->loaded = fail == OK;
	return fail;
}

bool listener_follows(const struct listener *listener, int64_t account_id)
{
	return account_id == listener->account_id || has(listener->follows, listener->follow_count, account_id);
}

bool listener_follows_tag(const struct listener *listener, int64_t tag_id)
{
	return has(listener->tags, listener->tag_count, tag_id);
}

/* --- rooms ------------------------------------------------------------------------------------------------------------------------ */

struct listener *room_listener(struct room *room, int64_t account_id)
{
	uint64_t *found = map_find(&room->by_account, account_id);
	return found ? (struct listener *)(uintptr_t)*found : NULL;
}

static struct listener *listener_new(struct room *room, int64_t account_id)
{
	struct listener *listener = calloc(1, sizeof(*listener));
	if (!listener)
		abort();
	listener->account_id = account_id;
	listener->next = room->listeners;
	listener->link = &room->listeners;
	if (listener->next)
		listener->next->link = &listener->next;
	room->listeners = listener;
	map_put(&room->by_account, account_id, (uintptr_t)listener);
	return listener;
}

void room_add(struct room *room, struct session *session)
{
	struct listener *listener = room_listener(room, session->who.account_id);
	if (!listener)
		listener = listener_new(room, session->who.account_id);
	session->room = room;
	session->listener = listener;
	if (session->page && !listener->pages++)
		listener_forget(listener); /* its lists are not known */
	room->pages += session->page;
	session->next = listener->sessions;
	listener->sessions = session;
}

static void listener_end(struct room *room, struct listener *listener)
{
	*listener->link = listener->next;
	if (listener->next)
		listener->next->link = listener->link;
	map_remove(&room->by_account, listener->account_id);
	listener_forget(listener);
	free(listener);
}

static void unlink_session(struct session *session)
{
	struct session **link = &session->listener->sessions;
	while (*link != session)
		link = &(*link)->next;
	*link = session->next;
}

void room_remove(struct room *room, struct session *session)
{
	struct listener *listener = session->listener;
	unlink_session(session);
	listener->pages -= session->page;
	room->pages -= session->page;
	if (!listener->sessions)
		listener_end(room, listener);
	for (struct subscription *s = session->subscriptions, *next; s; s = next) {
		next = s->next;
		free(s);
	}
	http_stream_unref(session->stream);
	free(session);
}

/* --- subscriptions ----------------------------------------------------------------------------------------------------------------- */

static bool same(const struct subscription *subscription, const struct channel_wish *wish)
{
	return subscription->channel == wish->channel && subscription->list_id == wish->list_id && sv_eq(subscription->key, wish->key);
}

static struct sv copy(char **to, struct sv text)
{
	struct sv at = { *to, text.n };
	if (text.n)
		memcpy(*to, text.p, text.n);
	*to += text.n;
	return at;
}

static void add_subscription(struct session *session, const struct channel_wish *wish)
{
	struct subscription *subscription = calloc(1, sizeof(*subscription) + wish->name.n + wish->key.n + 1);
	if (!subscription)
		abort();
	char *to = subscription->text;
	subscription->channel = wish->channel;
	subscription->list_id = wish->list_id;
	subscription->name = copy(&to, wish->name);
	subscription->key = copy(&to, wish->key);
	subscription->next = session->subscriptions;
	session->subscriptions = subscription;
	session->subscription_count++;
}

static enum fail own_list(struct ctx *cx, int64_t list_id)
{
	struct list_row list;
	enum fail fail = q_list_get(cx, list_id, &list);
	if (fail == FAIL_NOT_FOUND || (fail == OK && list.account_id != cx->who.account_id))
		return refuse(cx, FAIL_UNAUTHENTICATED, "Not authorized to stream this list");
	return fail;
}

enum fail hub_allows(struct ctx *cx, const struct channel_wish *wish)
{
	if (!scopes_cover(cx->who.scopes, channel_scopes(wish->channel)))
		return refuse(cx, FAIL_UNAUTHENTICATED, "Access token does not have the required scopes");
	return wish->channel == CHANNEL_LIST ? own_list(cx, wish->list_id) : OK;
}

enum fail session_subscribe(struct ctx *cx, struct session *session, const struct channel_wish *wish)
{
	TRY(hub_allows(cx, wish));
	for (const struct subscription *s = session->subscriptions; s; s = s->next)
		if (same(s, wish))
			return OK;
	if (session->subscription_count == MOST_SUBSCRIPTIONS)
		return refuse(cx, FAIL_UNREADABLE, "One connection can have %d subscriptions; unsubscribe from one first", MOST_SUBSCRIPTIONS);
	add_subscription(session, wish);
	return OK;
}

void session_unsubscribe(struct session *session, const struct channel_wish *wish)
{
	for (struct subscription **link = &session->subscriptions, *s; (s = *link); link = &s->next)
		if (same(s, wish)) {
			*link = s->next;
			session->subscription_count--;
			free(s);
			return;
		}
}

/* --- sending ----------------------------------------------------------------------------------------------------------------------- */

static void put_message(struct buf *out, const struct subscription *subscription, const char *event, struct sv payload)
{
	struct json j = JSON(out);
	json_object(&j);
	json_array(json_key(&j, "stream"));
	json_cstr(&j, channel_name(subscription->channel));
	if (subscription->name.n)
		json_string(&j, subscription->name);
	json_end(&j);
	json_cstr(json_key(&j, "event"), event);
	if (payload.p)
		json_string(json_key(&j, "payload"), payload);
	json_end(&j);
}

void session_send(struct ctx *cx, struct session *session, const struct subscription *subscription, const char *event, struct sv payload)
{
	struct buf out = BUF(&cx->arena, FRAME_MOST);
	if (session->websocket)
		put_message(&out, subscription, event, payload);
	else
		buf_printf(&out, "event: %s\ndata: " SVF "\n\n", event, SVA(payload.p ? payload : SV("undefined")));
	if (!out.overflow)
		http_stream_send(session->stream, buf_sv(&out));
}

void session_error(struct ctx *cx, struct session *session, int status, struct sv error)
{
	struct buf out = BUF(&cx->arena, 4096);
	struct json j = JSON(&out);
	json_object(&j);
	json_string(json_key(&j, "error"), error);
	json_int(json_key(&j, "status"), status);
	json_end(&j);
	http_stream_send(session->stream, buf_sv(&out));
}
