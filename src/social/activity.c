/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/activity.h"

static const char public_name[] = "https://www.w3.org/ns/activitystreams#Public";

void activity_context(struct json *j)
{
	json_raw(j, SV("[\"https://www.w3.org/ns/activitystreams\",{\"ostatus\":\"http://ostatus.org#\",\"atomUri\":\"ostatus:atomUri\","
	               "\"sensitive\":\"as:sensitive\",\"Hashtag\":\"as:Hashtag\",\"toot\":\"http://joinmastodon.org/ns#\","
	               "\"votersCount\":\"toot:votersCount\",\"blurhash\":\"toot:blurhash\",\"discoverable\":\"toot:discoverable\","
	               "\"schema\":\"http://schema.org#\",\"PropertyValue\":\"schema:PropertyValue\",\"value\":\"schema:value\","
	               "\"focalPoint\":{\"@container\":\"@list\",\"@id\":\"toot:focalPoint\"}}]"));
}

struct sv activity_media_path(struct ctx *cx, struct sv file)
{
	return arena_printf(&cx->arena, "media_attachments/files/" SVF, SVA(file));
}

static void image(struct json *j, const char *key, struct sv file, struct sv alt)
{
	if (!file.n)
		return;
	json_object(json_key(j, key));
	json_cstr(json_key(j, "type"), "Image");
	json_string(json_key(j, "url"), file);
	if (alt.n)
		json_string(json_key(j, "summary"), alt);
	json_end(j);
}

void activity_actor(struct ctx *cx, struct json *j, const struct account *account, struct sv avatar, struct sv header)
{
	const struct account_row *row = &account->row;
	struct sv uri = account_uri(cx, row);
	json_object(j);
	activity_context(json_key(j, "@context"));
	json_string(json_key(j, "id"), uri);
	json_cstr(json_key(j, "type"), row->bot ? "Service" : "Person");
	json_string(json_key(j, "following"), arena_printf(&cx->arena, SVF "/following", SVA(uri)));
	json_string(json_key(j, "followers"), arena_printf(&cx->arena, SVF "/followers", SVA(uri)));
	json_string(json_key(j, "preferredUsername"), row->username);
	json_string(json_key(j, "name"), row->display_name);
	json_string(json_key(j, "summary"), row->note_html);
	json_string(json_key(j, "url"), account_url(cx, row));
	json_bool(json_key(j, "manuallyApprovesFollowers"), row->locked);
	json_bool(json_key(j, "discoverable"), row->discoverable);
	json_time(json_key(j, "published"), row->created_at);
	json_array(json_key(j, "attachment"));
	for (size_t i = 0; i < account->field_count; i++) {
		json_object(j);
		json_cstr(json_key(j, "type"), "PropertyValue");
		json_string(json_key(j, "name"), account->fields[i].name);
		json_string(json_key(j, "value"), account->fields[i].html.n ? account->fields[i].html : account->fields[i].value);
		json_end(j);
	}
	json_end(j);
	image(j, "icon", avatar, row->avatar_description);
	image(j, "image", header, row->header_description);
	json_cstr(json_key(j, "outbox"), "outbox.json");
	json_cstr(json_key(j, "likes"), "likes.json");
	json_cstr(json_key(j, "bookmarks"), "bookmarks.json");
	json_end(j);
}

/* --- a status ------------------------------------------------------------------------------------------------------------------------ */

static struct sv mention_uri(struct ctx *cx, const struct mentions_of_row *m)
{
	struct account_row row = { .username = m->username, .domain = m->domain, .url = m->url };
	return account_url(cx, &row);
}

static void mentioned(struct ctx *cx, struct json *j, const struct status *status)
{
	for (size_t i = 0; i < status->mention_count; i++)
		json_string(j, mention_uri(cx, &status->mentions[i]));
}

/* Public in to: everybody; in cc: not in public timelines; only the followers' collection: private; neither: direct. */
static void audience(struct ctx *cx, struct json *j, const struct status *status)
{
	struct sv followers = arena_printf(&cx->arena, SVF "/followers", SVA(account_uri(cx, &status->account.row)));
	int64_t visibility = status->row.visibility;
	json_array(json_key(j, "to"));
	if (visibility == VISIBILITY_PUBLIC)
		json_cstr(j, public_name);
	if (visibility == VISIBILITY_UNLISTED || visibility == VISIBILITY_PRIVATE)
		json_string(j, followers);
	if (visibility == VISIBILITY_DIRECT)
		mentioned(cx, j, status);
	json_end(j);
	json_array(json_key(j, "cc"));
	if (visibility == VISIBILITY_PUBLIC)
		json_string(j, followers);
	if (visibility == VISIBILITY_UNLISTED)
		json_cstr(j, public_name);
	if (visibility != VISIBILITY_DIRECT)
		mentioned(cx, j, status);
	json_end(j);
}

static void attachments(struct ctx *cx, struct json *j, const struct status *status)
{
	json_array(json_key(j, "attachment"));
	for (size_t i = 0; i < status->media_count; i++) {
		const struct media_row *media = &status->media[i];
		if (!media->file.n)
			continue;
		json_object(j);
		json_cstr(json_key(j, "type"), "Document");
		json_string(json_key(j, "mediaType"), media->mime);
		json_string(json_key(j, "url"), activity_media_path(cx, media->file));
		json_string(json_key(j, "name"), media->description.n ? media->description : SV_NONE);
		json_string(json_key(j, "blurhash"), media->blurhash);
		json_end(j);
	}
	json_end(j);
}

static void tags(struct ctx *cx, struct json *j, const struct status *status)
{
	json_array(json_key(j, "tag"));
	for (size_t i = 0; i < status->mention_count; i++) {
		const struct mentions_of_row *m = &status->mentions[i];
		json_object(j);
		json_cstr(json_key(j, "type"), "Mention");
		json_string(json_key(j, "href"), mention_uri(cx, m));
		json_string(json_key(j, "name"), arena_printf(&cx->arena, "@" SVF "@" SVF, SVA(m->username), SVA(m->domain.n ? m->domain : cx->community->domain)));
		json_end(j);
	}
	for (size_t i = 0; i < status->tag_count; i++) {
		json_object(j);
		json_cstr(json_key(j, "type"), "Hashtag");
		json_string(json_key(j, "href"), arena_printf(&cx->arena, SVF "/tags/" SVF, SVA(cx->community->url), SVA(status->tags[i].name)));
		json_string(json_key(j, "name"), arena_printf(&cx->arena, "#" SVF, SVA(status->tags[i].display_name)));
		json_end(j);
	}
	json_end(j);
}

static void poll(struct json *j, const struct poll *poll)
{
	json_array(json_key(j, poll->row.multiple ? "anyOf" : "oneOf"));
	for (size_t i = 0; i < poll->option_count; i++) {
		json_object(j);
		json_cstr(json_key(j, "type"), "Note");
		json_string(json_key(j, "name"), poll->options[i].title);
		json_object(json_key(j, "replies"));
		json_cstr(json_key(j, "type"), "Collection");
		json_int(json_key(j, "totalItems"), poll->options[i].votes_count);
		json_end(j);
		json_end(j);
	}
	json_end(j);
	json_time(json_key(j, "endTime"), poll->row.expires_at);
	json_int(json_key(j, "votersCount"), poll->row.voters_count);
}

static struct sv parent_uri(struct ctx *cx, const struct status *status)
{
	struct status parent = { 0 };
	if (!status->row.in_reply_to_id || q_status_get(cx, status->row.in_reply_to_id, &parent.row) != OK)
		return SV_NONE;
	if (account_load(cx, parent.row.account_id, &parent.account) != OK)
		return SV_NONE;
	return status_uri(cx, &parent);
}

static void note(struct ctx *cx, struct json *j, const struct status *status)
{
	const struct status_row *row = &status->row;
	json_object(j);
	json_string(json_key(j, "id"), status_uri(cx, status));
	json_cstr(json_key(j, "type"), status->poll ? "Question" : "Note");
	json_string(json_key(j, "summary"), row->spoiler_text.n ? row->spoiler_text : SV_NONE);
	json_string(json_key(j, "inReplyTo"), parent_uri(cx, status));
	json_time(json_key(j, "published"), row->created_at);
	if (row->edited_at)
		json_time(json_key(j, "updated"), row->edited_at);
	json_string(json_key(j, "url"), status_url(cx, status));
	json_string(json_key(j, "attributedTo"), account_uri(cx, &status->account.row));
	audience(cx, j, status);
	json_bool(json_key(j, "sensitive"), row->sensitive);
	json_string(json_key(j, "content"), row->html);
	if (row->language.n) {
		json_object(json_key(j, "contentMap"));
		json_key_sv(j, row->language);
		json_string(j, row->html);
		json_end(j);
	}
	attachments(cx, j, status);
	tags(cx, j, status);
	if (status->poll)
		poll(j, status->poll);
	json_end(j);
}

void activity_status(struct ctx *cx, struct json *j, const struct status *status)
{
	json_object(j);
	json_string(json_key(j, "id"), arena_printf(&cx->arena, SVF "/activity", SVA(status_uri(cx, status))));
	json_cstr(json_key(j, "type"), status->reblog ? "Announce" : "Create");
	json_string(json_key(j, "actor"), account_uri(cx, &status->account.row));
	json_time(json_key(j, "published"), status->row.created_at);
	audience(cx, j, status);
	json_key(j, "object");
	if (status->reblog)
		json_string(j, status_uri(cx, status->reblog));
	else
		note(cx, j, status);
	json_end(j);
}
