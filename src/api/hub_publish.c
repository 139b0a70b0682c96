/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Who hears of what. */
#include "api/entities/entities.h"
#include "api/hub_room.h"
#include "base/log.h"
#include "social/account.h"
#include "social/list.h"
#include "social/notification.h"
#include "social/viewer.h"

enum { PAYLOAD_MOST = 1 << 20 };

/* --- rendering ------------------------------------------------------------------------------------------------------------------------ */

/* One thing as `who` sees it; none when it is gone, or not theirs to see. */
static struct sv rendered(struct ctx *cx, const struct principal *who, enum fail (*render)(struct ctx *cx, struct json *j, int64_t id, unsigned),
                          int64_t id, unsigned context)
{
	struct buf out = BUF(&cx->arena, PAYLOAD_MOST);
	struct json j = JSON(&out);
	cx->who = *who;
	enum fail fail = viewer_enter(cx);
	if (fail == OK)
		fail = render(cx, &j, id, context);
	viewer_leave(cx);
	if (fail != OK && fail != FAIL_NOT_FOUND)
		LOG(WARNING, "stream_not_rendered", F("id", id), F("fail", fail_name(fail)));
	return fail == OK && !out.overflow ? buf_sv(&out) : SV_NONE;
}

static enum fail render_notification(struct ctx *cx, struct json *j, int64_t id, unsigned context)
{
	struct notification_row row;
	(void)context;
	TRY(q_notification_get(cx, id, cx->who.account_id, &row));
	return entity_notification(cx, j, &row);
}

static enum fail render_conversation(struct ctx *cx, struct json *j, int64_t id, unsigned context)
{
	struct conversation_row row;
	(void)context;
	TRY(q_conversation_get(cx, id, cx->who.account_id, &row));
	return entity_conversation(cx, j, &row);
}

/* --- a status that is new or was edited ------------------------------------------------------------------------------------------------ */

struct cast {
	const char *event;
	struct recent_status recent;
	struct status_row row;
	struct tags_of_row *tags;
	size_t tag_count;
	struct mentions_of_row *mentions;
	size_t mention_count;
	bool broadcast;         /* goes to public and hashtag streams */
	bool in_public, local, media;
	struct sv as_nobody;    /* rendered, when somebody needed it */
};

static enum fail read_audience(struct ctx *cx, struct cast *cast)
{
	struct account_row author;
	struct media_row *media;
	size_t media_count;
	const struct status_row *row = &cast->row;
	TRY(q_account_get(cx, row->account_id, &author));
	TRY(q_media_of(cx, row->id, &media, &media_count));
	TRY(q_mentions_of(cx, row->id, &cast->mentions, &cast->mention_count));
	TRY(q_tags_of(cx, row->id, &cast->tags, &cast->tag_count));
	cast->broadcast = row->visibility == VISIBILITY_PUBLIC && !row->reblog_of_id && !row->quiet && !author.silenced_at && !author.suspended_at;
	cast->in_public = !row->in_reply_to_id || row->in_reply_to_account_id == row->account_id;
	cast->local = !author.domain.n;
	cast->media = media_count;
	return OK;
}

static void recent_of_row(struct cast *cast)
{
	const struct status_row *row = &cast->row;
	cast->recent = (struct recent_status){ .id = row->id,
		                               .account_id = row->account_id,
		                               .in_reply_to_account_id = row->in_reply_to_account_id,
		                               .language = row->language,
		                               .visibility = (int)row->visibility };
	for (size_t i = 0; i < cast->tag_count && i < RECENT_TAGS; i++)
		cast->recent.tags[i] = cast->tags[i].id;
}

static bool fits_public(const struct cast *cast, enum channel channel)
{
	bool media = channel == CHANNEL_PUBLIC_MEDIA || channel == CHANNEL_PUBLIC_LOCAL_MEDIA || channel == CHANNEL_PUBLIC_REMOTE_MEDIA;
	if (!cast->broadcast || !cast->in_public || (media && !cast->media))
		return false;
	if (channel == CHANNEL_PUBLIC || channel == CHANNEL_PUBLIC_MEDIA)
		return true;
	return cast->local == (channel == CHANNEL_PUBLIC_LOCAL || channel == CHANNEL_PUBLIC_LOCAL_MEDIA);
}

static bool has_tag(const struct cast *cast, const struct subscription *subscription)
{
	if (!cast->broadcast || (subscription->channel == CHANNEL_HASHTAG_LOCAL && !cast->local))
		return false;
	for (size_t i = 0; i < cast->tag_count; i++)
		if (sv_eq(cast->tags[i].name, subscription->key))
			return true;
	return false;
}

/* By, to or naming somebody whom the listener blocks or mutes, or who blocks them. */
static bool is_hidden(const struct listener *listener, const struct cast *cast)
{
	if (!listener->hidden.count || cast->row.account_id == listener->account_id)
		return false;
	for (size_t i = 0; i < cast->mention_count; i++)
		if (map_has(&listener->hidden, cast->mentions[i].id))
			return true;
	int64_t to = cast->row.in_reply_to_account_id;
	return map_has(&listener->hidden, cast->row.account_id) || (to && map_has(&listener->hidden, to));
}

/* A glance, so that only those who will most likely get it are looked at closely. */
static bool is_near(const struct listener *listener, const struct recent_status *recent)
{
	if (listener_follows(listener, recent->account_id))
		return true;
	for (size_t i = 0; listener->tag_count && i < RECENT_TAGS && recent->tags[i]; i++)
		if (listener_follows_tag(listener, recent->tags[i]))
			return true;
	return false;
}

static bool is_wanted(struct ctx *cx, const struct session *session, const struct subscription *subscription, const struct cast *cast)
{
	bool wants = false;
	cx->who = session->who;
	enum fail fail = viewer_enter(cx);
	if (fail == OK && subscription->channel == CHANNEL_LIST)
		fail = list_wants(cx, subscription->list_id, &cast->recent, &wants);
	else if (fail == OK)
		fail = feed_wants(cx, &cast->recent, &wants);
	viewer_leave(cx);
	return fail == OK && wants;
}

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
		share->state = is_near(session->listener, &cast->recent) && is_wanted(cx, session, subscription, cast) ? HOME_WANTED : HOME_UNWANTED;
	if (list ? !is_wanted(cx, session, subscription, cast) : share->state == HOME_UNWANTED)
		return SV_NONE;
	if (!share->home.p)
		share->home = rendered(cx, &session->who, entity_status, cast->row.id, FILTER_HOME);
	return share->home;
}

/* The same for everybody, without what is a reader's own, as in Mastodon; but with what their filters say. */
static struct sv public_payload(struct ctx *cx, struct cast *cast, const struct session *session, struct share *share)
{
	static const struct principal nobody = { 0 };
	if (is_hidden(session->listener, cast))
		return SV_NONE;
	if (session->listener->filters) {
		if (!share->public.p)
			share->public = rendered(cx, &session->who, entity_status, cast->row.id, FILTER_PUBLIC);
		return share->public;
	}
	if (!cast->as_nobody.p)
		cast->as_nobody = rendered(cx, &nobody, entity_status, cast->row.id, 0);
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
		if (has_tag(cast, subscription))
			payload = public_payload(cx, cast, session, share);
		break;
	case CHANNEL_USER_NOTIFICATION:
	case CHANNEL_DIRECT:
		break;
	default:
		if (fits_public(cast, subscription->channel))
			payload = public_payload(cx, cast, session, share);
	}
	if (payload.p)
		session_send(cx, session, subscription, cast->event, payload);
}

static enum fail publish_status(struct ctx *cx, struct room *room, const struct happening *happening)
{
	struct cast cast = { .event = happening->kind == EFFECT_STATUS_NEW ? "update" : "status.update" };
	TRY(q_status_get(cx, happening->id, &cast.row));
	if (cast.row.hidden_at || cast.row.quiet)
		return OK;
	TRY(read_audience(cx, &cast));
	recent_of_row(&cast);
	if (happening->status.id) {
		cast.recent = happening->status;
		cast.recent.language.p = happening->language;
	}
	for (struct listener *listener = room->listeners; listener; listener = listener->next) {
		struct share share = { 0 };
		TRY(listener_load(cx, listener));
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

static void tell_rendered(struct ctx *cx, struct listener *listener, const char *event, int64_t id,
                          enum fail (*render)(struct ctx *cx, struct json *j, int64_t id, unsigned),
                          bool (*hears)(const struct session *session, const struct subscription *subscription))
{
	struct sv payload = rendered(cx, &listener->sessions->who, render, id, 0);
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
		tell_rendered(cx, listener, "notification", happening->id, render_notification, hears_notifications);
	else if (happening->kind == EFFECT_CONVERSATION)
		tell_rendered(cx, listener, "conversation", happening->id, render_conversation, hears_direct);
	else if (happening->kind == EFFECT_NOTIFICATIONS_MERGED)
		tell_account(cx, listener, "notifications_merged", SV("1"), hears_notifications);
	else if (happening->kind == EFFECT_FILTERS)
		tell_account(cx, listener, "filters_changed", SV_NONE, hears_user);
	if (happening->kind == EFFECT_VIEWER || happening->kind == EFFECT_FILTERS)
		listener_forget(listener);
}

/* --- what everybody hears --------------------------------------------------------------------------------------------------------------- */

static enum fail render_announcement(struct ctx *cx, struct json *j, int64_t id, unsigned context)
{
	(void)context;
	return entity_announcement(cx, j, id);
}

/* One that is not there any more was taken back. */
static enum fail publish_announcement(struct ctx *cx, struct room *room, const struct happening *happening)
{
	struct announcement_row row;
	enum fail fail = q_announcement_get(cx, happening->id, &row);
	if (fail != OK && fail != FAIL_NOT_FOUND)
		return fail;
	for (struct listener *listener = room->listeners; listener; listener = listener->next)
		if (fail == OK)
			tell_rendered(cx, listener, "announcement", happening->id, render_announcement, hears_user);
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

void room_publish(struct ctx *cx, struct room *room, const struct happening *happening)
{
	enum fail fail = OK;
	if (happening->kind == EFFECT_STATUS_NEW || happening->kind == EFFECT_STATUS_EDITED || happening->kind == EFFECT_STATUS_BACK)
		fail = publish_status(cx, room, happening);
	else if (happening->kind == EFFECT_STATUS_GONE)
		fail = publish_gone(cx, room, happening);
	else if (happening->kind == EFFECT_ANNOUNCEMENT)
		fail = publish_announcement(cx, room, happening);
	else if (happening->kind == EFFECT_REACTION)
		fail = publish_reaction(cx, room, happening);
	else if (happening->kind == EFFECT_TOKEN_GONE)
		close_revoked(room, happening);
	else
		publish_to_account(cx, room, happening);
	if (fail != OK && fail != FAIL_NOT_FOUND)
		LOG(WARNING, "stream_event_lost", F("kind", (int64_t)happening->kind), F("id", happening->id), F("fail", fail_name(fail)));
}
