/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who hears of what. */
#include "base/json.h"
#include "base/log.h"
#include "social/announcement.h"
#include "social/filter.h"
#include "social/viewer.h"
#include "stream/hub_cast.h"

enum { PAYLOAD_MOST = 1 << 20 };

/* --- rendering ------------------------------------------------------------------------------------------------------------------------ */

/* One thing as `who` sees it; none when it is gone, or not theirs to see. */
static struct sv rendered(struct ctx *cx, const struct room *room, const struct principal *who, enum hub_thing thing, int64_t id, unsigned context)
{
	struct buf out = BUF(&cx->arena, PAYLOAD_MOST);
	struct json j = JSON(&out);
	cx->who = *who;
	enum fail fail = viewer_enter(cx);
	if (fail == OK)
		fail = room->render(cx, &j, thing, id, context);
	viewer_leave(cx);
	if (fail != OK && fail != FAIL_NOT_FOUND)
		LOG(WARNING, "stream_not_rendered", F("id", id), F("fail", fail_name(fail)));
	return fail == OK && !out.overflow ? buf_sv(&out) : SV_NONE;
}

/* --- a status that is new or was edited ------------------------------------------------------------------------------------------------ */

/* What a listener has been given of one cast, for all its sessions. */
struct share {
	struct sv home, public;
	enum { HOME_UNKNOWN, HOME_WANTED, HOME_UNWANTED } state;
};

static struct sv home_payload(struct ctx *cx, struct cast *cast, const struct session *session, const struct subscription *subscription,
                              struct share *share)
{
	bool list = subscription->channel == CHANNEL_LIST;
	if (!list && share->state == HOME_UNKNOWN)
		share->state = cast_is_near(session->listener, cast) && cast_is_wanted(cx, &session->who, 0, cast) ? HOME_WANTED : HOME_UNWANTED;
	if (list ? !cast_is_wanted(cx, &session->who, subscription->list_id, cast) : share->state == HOME_UNWANTED)
		return SV_NONE;
	if (!share->home.p)
		share->home = rendered(cx, session->room, &session->who, HUB_STATUS, cast->row.id, FILTER_HOME);
	return share->home;
}

/* The same for everybody, without what is a reader's own, as in Mastodon; but with what their filters say. */
static struct sv public_payload(struct ctx *cx, struct cast *cast, const struct session *session, struct share *share)
{
	static const struct principal nobody = { 0 };
	if (cast_is_hidden(session->listener, cast))
		return SV_NONE;
	if (session->listener->filters) {
		if (!share->public.p)
			share->public = rendered(cx, session->room, &session->who, HUB_STATUS, cast->row.id, FILTER_PUBLIC);
		return share->public;
	}
	if (!cast->as_nobody.p)
		cast->as_nobody = rendered(cx, session->room, &nobody, HUB_STATUS, cast->row.id, 0);
	return cast->as_nobody;
}

static void offer(struct ctx *cx, struct cast *cast, struct session *session, const struct subscription *subscription, struct share *share)
{
	struct sv payload = SV_NONE;
	switch (subscription->channel) {
	case CHANNEL_USER:
	case CHANNEL_LIST:
		payload = home_payload(cx, cast, session, subscription, share);
		break;
	case CHANNEL_HASHTAG:
	case CHANNEL_HASHTAG_LOCAL:
		if (cast_has_tag(cast, subscription))
			payload = public_payload(cx, cast, session, share);
		break;
	case CHANNEL_USER_NOTIFICATION:
	case CHANNEL_DIRECT:
		break;
	default:
		if (cast_fits_public(cast, subscription->channel))
			payload = public_payload(cx, cast, session, share);
	}
	if (payload.p)
		session_send(cx, session, subscription, cast->fresh ? "update" : "status.update", payload);
}

static enum fail publish_status(struct ctx *cx, struct room *room, const struct happening *happening)
{
	struct cast cast;
	TRY(cast_read(cx, happening, &cast));
	for (struct listener *listener = room->listeners; listener; listener = listener->next) {
		struct share share = { 0 };
		TRY(listener_load(cx, listener));
		if (cast.fresh && listener->pages)
			pages_tell_new(cx, listener, &cast);
		for (struct session *session = listener->sessions; session; session = session->next)
			for (const struct subscription *s = session->subscriptions; s; s = s->next)
				offer(cx, &cast, session, s, &share);
	}
	return OK;
}

/* --- one that is gone ------------------------------------------------------------------------------------------------------------------- */

/* Nothing is known of it any more but its author: whoever might have got it hears of it. An id tells a stranger nothing. */
static enum fail publish_gone(struct ctx *cx, struct room *room, const struct happening *happening)
{
	struct sv id = arena_printf(&cx->arena, "%lld", (long long)happening->id);
	for (struct listener *listener = room->listeners; listener; listener = listener->next) {
		TRY(listener_load(cx, listener));
		bool follows = listener_follows(listener, happening->other) || listener->tag_count;
		for (struct session *session = listener->sessions; session; session = session->next)
			for (const struct subscription *s = session->subscriptions; s; s = s->next)
				if (s->channel == CHANNEL_USER ? follows : s->channel != CHANNEL_USER_NOTIFICATION && s->channel != CHANNEL_DIRECT)
					session_send(cx, session, s, "delete", id);
	}
	return OK;
}

/* --- what one account hears --------------------------------------------------------------------------------------------------------------- */

static bool hears_notifications(const struct session *session, const struct subscription *subscription)
{
	return subscription->channel == CHANNEL_USER_NOTIFICATION ||
	       (subscription->channel == CHANNEL_USER && scopes_cover(session->who.scopes, SCOPE_BIT_READ_NOTIFICATIONS));
}

static bool hears_user(const struct session *session, const struct subscription *subscription)
{
	(void)session;
	return subscription->channel == CHANNEL_USER;
}

static bool hears_direct(const struct session *session, const struct subscription *subscription)
{
	(void)session;
	return subscription->channel == CHANNEL_DIRECT;
}

static void tell_account(struct ctx *cx, struct listener *listener, const char *event, struct sv payload,
                         bool (*hears)(const struct session *session, const struct subscription *subscription))
{
	for (struct session *session = listener->sessions; session; session = session->next)
		for (const struct subscription *s = session->subscriptions; s; s = s->next)
			if (hears(session, s))
				session_send(cx, session, s, event, payload);
}

static void tell_rendered(struct ctx *cx, struct listener *listener, const char *event, int64_t id, enum hub_thing thing,
                          bool (*hears)(const struct session *session, const struct subscription *subscription))
{
	struct sv payload = rendered(cx, listener->sessions->room, &listener->sessions->who, thing, id, 0);
	if (payload.p)
		tell_account(cx, listener, event, payload, hears);
}

static void publish_to_account(struct ctx *cx, struct room *room, const struct happening *happening)
{
	bool by_id = happening->kind == EFFECT_FILTERS || happening->kind == EFFECT_NOTIFICATIONS_MERGED || happening->kind == EFFECT_VIEWER;
	struct listener *listener = room_listener(room, by_id ? happening->id : happening->other);
	if (!listener)
		return;
	if (happening->kind == EFFECT_NOTIFICATION)
		tell_rendered(cx, listener, "notification", happening->id, HUB_NOTIFICATION, hears_notifications);
	else if (happening->kind == EFFECT_CONVERSATION)
		tell_rendered(cx, listener, "conversation", happening->id, HUB_CONVERSATION, hears_direct);
	else if (happening->kind == EFFECT_NOTIFICATIONS_MERGED)
		tell_account(cx, listener, "notifications_merged", SV("1"), hears_notifications);
	else if (happening->kind == EFFECT_FILTERS)
		tell_account(cx, listener, "filters_changed", SV_NONE, hears_user);
	if (happening->kind == EFFECT_VIEWER || happening->kind == EFFECT_FILTERS)
		listener_forget(listener);
}

/* --- what everybody hears --------------------------------------------------------------------------------------------------------------- */

/* One that is not there any more, or not yet, was taken back. */
static enum fail publish_announcement(struct ctx *cx, struct room *room, const struct happening *happening)
{
	struct announcement_row row;
	enum fail fail = q_announcement_get(cx, happening->id, &row);
	if (fail != OK && fail != FAIL_NOT_FOUND)
		return fail;
	bool out = fail == OK && announcement_is_out(row.published_at, cx->now);
	for (struct listener *listener = room->listeners; listener; listener = listener->next)
		if (out)
			tell_rendered(cx, listener, "announcement", happening->id, HUB_ANNOUNCEMENT, hears_user);
		else
			tell_account(cx, listener, "announcement.delete", arena_printf(&cx->arena, "%lld", (long long)happening->id), hears_user);
	return OK;
}

static enum fail publish_reaction(struct ctx *cx, struct room *room, const struct happening *happening)
{
	struct announcement_reactions_row *rows;
	struct buf out = BUF(&cx->arena, 4096);
	struct json j = JSON(&out);
	struct sv name = sv_of(happening->name);
	int64_t number = 0;
	size_t count;
	TRY(q_announcement_reactions(cx, happening->id, 0, &rows, &count));
	for (size_t i = 0; i < count; i++)
		if (sv_eq(rows[i].name, name))
			number = rows[i].count;
	json_object(&j);
	json_string(json_key(&j, "name"), name);
	json_int(json_key(&j, "count"), number);
	json_id(json_key(&j, "announcement_id"), happening->id);
	json_end(&j);
	for (struct listener *listener = room->listeners; listener; listener = listener->next)
		tell_account(cx, listener, "announcement.reaction", buf_sv(&out), hears_user);
	return OK;
}

static void close_revoked(struct room *room, const struct happening *happening)
{
	for (struct listener *listener = room->listeners; listener; listener = listener->next)
		for (struct session *session = listener->sessions; session; session = session->next) {
			bool all = !happening->id && !happening->other;
			bool account = !happening->id && session->who.account_id == happening->other;
			if (all || account || (happening->id && session->who.token_id == happening->id))
				http_stream_close(session->stream);
		}
}

static enum fail publish(struct ctx *cx, struct room *room, const struct happening *happening)
{
	switch (happening->kind) {
	case EFFECT_STATUS_NEW:
	case EFFECT_STATUS_EDITED:
	case EFFECT_STATUS_BACK:
		return publish_status(cx, room, happening);
	case EFFECT_STATUS_GONE:
		return publish_gone(cx, room, happening);
	case EFFECT_ANNOUNCEMENT:
		return publish_announcement(cx, room, happening);
	case EFFECT_REACTION:
		return publish_reaction(cx, room, happening);
	case EFFECT_TOKEN_GONE:
		close_revoked(room, happening);
		return OK;
	default:
		publish_to_account(cx, room, happening);
		return OK;
	}
}

static void complain(const struct happening *happening, enum fail fail)
{
	if (fail != OK && fail != FAIL_NOT_FOUND)
		LOG(WARNING, "stream_event_lost", F("kind", (int64_t)happening->kind), F("id", happening->id), F("fail", fail_name(fail)));
}

void room_publish(struct ctx *cx, struct room *room, const struct happening *happening)
{
	complain(happening, publish(cx, room, happening));
	if (room->pages)
		complain(happening, pages_tell(cx, room, happening));
}
