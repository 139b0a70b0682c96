/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What our own pages hear. They show HTML that the server makes, so events say only that there is something, and its id; a page fetches
 * what it wants to show. Numbers are the exception, for many pages may show the same status.
 *
 *   counts        {"notifications":3,"conversations":1,"requests":0}
 *   new           {"id":"1","home":true,"local":true,"tags":["cats"],"lists":["2"]}: the timelines of this reader that it is new in
 *   edited, gone  {"id":"1"}
 *   numbers       {"id":"1","replies":1,"boosts":2,"favourites":3,"quotes":0}
 *   announcement  {"id":"1"} */
#include "base/json.h"
#include "social/unread.h"
#include "stream/hub_cast.h"

enum { EVENT_MOST = 16 << 10, COUNT_MOST = 100 };

static void send_event(struct ctx *cx, struct session *session, const char *event, struct sv data)
{
	struct buf out = BUF(&cx->arena, EVENT_MOST);
	buf_printf(&out, "event: %s\ndata: " SVF "\n\n", event, SVA(data));
	if (!out.overflow)
		http_stream_send(session->stream, buf_sv(&out));
}

static void tell_listener(struct ctx *cx, struct listener *listener, const char *event, struct sv data)
{
	for (struct session *session = listener->sessions; session; session = session->next)
		if (session->page)
			send_event(cx, session, event, data);
}

/* --- numbers of what one has not read ------------------------------------------------------------------------------------------------- */

static enum fail counts(struct ctx *cx, int64_t account_id, struct sv *data_r)
{
	struct unread_counts_row unread;
	struct buf out = BUF(&cx->arena, EVENT_MOST);
	struct json j = JSON(&out);
	TRY(unread_counts(cx, account_id, COUNT_MOST, &unread));
	json_object(&j);
	json_int(json_key(&j, "notifications"), unread.notifications);
	json_int(json_key(&j, "conversations"), unread.conversations);
	json_int(json_key(&j, "requests"), unread.requests);
	json_end(&j);
	*data_r = buf_sv(&out);
	return OK;
}

enum fail pages_joined(struct ctx *cx, struct session *session)
{
	struct sv data;
	TRY(counts(cx, session->who.account_id, &data));
	send_event(cx, session, "counts", data);
	return OK;
}

static enum fail tell_counts(struct ctx *cx, struct room *room, int64_t account_id)
{
	struct sv data;
	struct listener *listener = room_listener(room, account_id);
	if (!listener || !listener->pages)
		return OK;
	TRY(counts(cx, account_id, &data));
	tell_listener(cx, listener, "counts", data);
	return OK;
}

/* --- statuses --------------------------------------------------------------------------------------------------------------------------- */

static bool put_lists(struct ctx *cx, struct json *j, struct listener *listener, const struct principal *who, const struct cast *cast)
{
	bool any = false;
	json_array(json_key(j, "lists"));
	for (size_t i = 0; i < listener->list_count; i++)
		if (cast_is_wanted(cx, who, listener->lists[i], cast)) {
			json_id(j, listener->lists[i]);
			any = true;
		}
	json_end(j);
	return any;
}

static bool put_tags(struct json *j, const struct cast *cast, bool shown)
{
	json_array(json_key(j, "tags"));
	for (size_t i = 0; shown && i < cast->tag_count; i++)
		json_string(j, cast->tags[i].name);
	json_end(j);
	return shown && cast->tag_count;
}

static const struct principal *reader_of(const struct listener *listener)
{
	const struct session *session = listener->sessions;
	while (!session->page)
		session = session->next;
	return &session->who;
}

void pages_tell_new(struct ctx *cx, struct listener *listener, const struct cast *cast)
{
	struct buf out = BUF(&cx->arena, EVENT_MOST);
	struct json j = JSON(&out);
	const struct principal *who = reader_of(listener);
	bool near = cast_is_near(listener, cast), hidden = cast_is_hidden(listener, cast);
	bool home = near && cast_is_wanted(cx, who, 0, cast), local = !hidden && cast_fits_public(cast, CHANNEL_PUBLIC_LOCAL);
	json_object(&j);
	json_id(json_key(&j, "id"), cast->row.id);
	json_bool(json_key(&j, "home"), home);
	json_bool(json_key(&j, "local"), local);
	bool tags = put_tags(&j, cast, cast->broadcast && !hidden);
	bool lists = near && put_lists(cx, &j, listener, who, cast);
	json_end(&j);
	if (home || local || tags || lists)
		tell_listener(cx, listener, "new", buf_sv(&out));
}

void pages_note_counted(struct room *room, int64_t status_id)
{
	for (size_t i = 0; i < room->counted_n; i++)
		if (room->counted[i] == status_id)
			return;
	if (room->counted_n < ROOM_COUNTED)
		room->counted[room->counted_n++] = status_id;
}

/* Of a status that only some may see, those who surely may hear the numbers. */
static bool may_hear(const struct listener *listener, const struct status_row *row)
{
	if (row->visibility == VISIBILITY_PUBLIC || row->visibility == VISIBILITY_UNLISTED || row->account_id == listener->account_id)
		return true;
	return row->visibility == VISIBILITY_PRIVATE && listener_follows(listener, row->account_id);
}

static enum fail tell_numbers(struct ctx *cx, struct room *room, int64_t id)
{
	struct status_row row;
	struct buf out = BUF(&cx->arena, EVENT_MOST);
	struct json j = JSON(&out);
	TRY(q_status_get(cx, id, &row));
	json_object(&j);
	json_id(json_key(&j, "id"), id);
	json_int(json_key(&j, "replies"), row.replies_count);
	json_int(json_key(&j, "boosts"), row.reblogs_count);
	json_int(json_key(&j, "favourites"), row.favourites_count);
	json_int(json_key(&j, "quotes"), row.quotes_count);
	json_end(&j);
	for (struct listener *listener = room->listeners; listener; listener = listener->next) {
		if (!listener->pages)
			continue;
		TRY(listener_load(cx, listener));
		if (may_hear(listener, &row))
			tell_listener(cx, listener, "numbers", buf_sv(&out));
	}
	return OK;
}

enum fail pages_tell_counted(struct ctx *cx, struct room *room)
{
	size_t count = room->counted_n;
	room->counted_n = 0;
	for (size_t i = 0; i < count; i++) {
		enum fail fail = tell_numbers(cx, room, room->counted[i]);
		if (fail != OK && fail != FAIL_NOT_FOUND)
			return fail;
	}
	return OK;
}

/* An id tells a stranger nothing: a page looks whether it has it. */
static void tell_all(struct ctx *cx, struct room *room, const char *event, int64_t id)
{
	struct sv data = arena_printf(&cx->arena, "{\"id\":\"%lld\"}", (long long)id);
	for (struct listener *listener = room->listeners; listener; listener = listener->next)
		tell_listener(cx, listener, event, data);
}

/* --- the end of sessions ----------------------------------------------------------------------------------------------------------------- */

static void close_sessions(struct room *room, int64_t session_id, int64_t account_id)
{
	struct listener *listener = room_listener(room, account_id);
	for (struct session *session = listener ? listener->sessions : NULL; session; session = session->next)
		if (session->page && (!session_id || session->who.session_id == session_id))
			http_stream_close(session->stream);
}

enum fail pages_tell(struct ctx *cx, struct room *room, const struct happening *happening)
{
	switch (happening->kind) {
	case EFFECT_STATUS_EDITED:
		tell_all(cx, room, "edited", happening->id);
		return OK;
	case EFFECT_STATUS_GONE:
		tell_all(cx, room, "gone", happening->id);
		return OK;
	case EFFECT_ANNOUNCEMENT:
	case EFFECT_REACTION:
		tell_all(cx, room, "announcement", happening->id);
		return OK;
	case EFFECT_STATUS_COUNTED:
		pages_note_counted(room, happening->id);
		return OK;
	case EFFECT_NOTIFICATION:
	case EFFECT_CONVERSATION:
		return tell_counts(cx, room, happening->other);
	case EFFECT_NOTIFICATIONS_MERGED:
	case EFFECT_UNREAD:
		return tell_counts(cx, room, happening->id);
	case EFFECT_SESSION_GONE:
		close_sessions(room, happening->id, happening->other);
		return OK;
	default:
		return OK;
	}
}
