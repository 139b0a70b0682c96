/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "stream/hub_cast.h"

#include "social/account.h"
#include "social/list.h"
#include "social/viewer.h"

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

enum fail cast_read(struct ctx *cx, const struct happening *happening, struct cast *cast_r)
{
	*cast_r = (struct cast){ .fresh = happening->kind == EFFECT_STATUS_NEW };
	TRY(q_status_get(cx, happening->id, &cast_r->row));
	if (cast_r->row.hidden_at || cast_r->row.quiet)
		return FAIL_NOT_FOUND;
	TRY(read_audience(cx, cast_r));
	recent_of_row(cast_r);
	if (happening->status.id) {
		cast_r->recent = happening->status;
		cast_r->recent.language.p = happening->language;
	}
	return OK;
}

bool cast_fits_public(const struct cast *cast, enum channel channel)
{
	bool media = channel == CHANNEL_PUBLIC_MEDIA || channel == CHANNEL_PUBLIC_LOCAL_MEDIA || channel == CHANNEL_PUBLIC_REMOTE_MEDIA;
	if (!cast->broadcast || !cast->in_public || (media && !cast->media))
		return false;
	if (channel == CHANNEL_PUBLIC || channel == CHANNEL_PUBLIC_MEDIA)
		return true;
	return cast->local == (channel == CHANNEL_PUBLIC_LOCAL || channel == CHANNEL_PUBLIC_LOCAL_MEDIA);
}

bool cast_has_tag(const struct cast *cast, const struct subscription *subscription)
{
	if (!cast->broadcast || (subscription->channel == CHANNEL_HASHTAG_LOCAL && !cast->local))
		return false;
	for (size_t i = 0; i < cast->tag_count; i++)
		if (sv_eq(cast->tags[i].name, subscription->key))
			return true;
	return false;
}

/* By, to or naming somebody whom the listener blocks or mutes, or who blocks them. */
bool cast_is_hidden(const struct listener *listener, const struct cast *cast)
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
bool cast_is_near(const struct listener *listener, const struct cast *cast)
{
	const struct recent_status *recent = &cast->recent;
	if (listener_follows(listener, recent->account_id))
		return true;
	for (size_t i = 0; listener->tag_count && i < RECENT_TAGS && recent->tags[i]; i++)
		if (listener_follows_tag(listener, recent->tags[i]))
			return true;
	return false;
}

bool cast_is_wanted(struct ctx *cx, const struct principal *who, int64_t list_id, const struct cast *cast)
{
	bool wants = false;
	cx->who = *who;
	enum fail fail = viewer_enter(cx);
	if (fail == OK && list_id)
		fail = list_wants(cx, list_id, &cast->recent, &wants);
	else if (fail == OK)
		fail = feed_wants(cx, &cast->recent, &wants);
	viewer_leave(cx);
	return fail == OK && wants;
}
