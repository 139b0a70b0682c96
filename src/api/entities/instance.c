/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Entities: Instance, V1::Instance. */
#include "api/entities/instance.h"

#include "social/media_format.h"
#include "social/text.h"

#define VERSION "4.5.0 (compatible; Folkmoot " FOLKMOOT_VERSION ")"

enum {
	API_VERSION = 7,          /* of Mastodon 4.5 */
	IMAGE_PIXELS = 33177600,  /* as media_limit.def */
	VIDEO_PIXELS = 8294400,
	VIDEO_FPS = 120,
	MOST_ALT_TEXT = 1500,
	MOST_NAME = 30,
	MOST_FIELD = 255,
	MOST_FEATURED_TAGS = 10,
	POLL_SHORTEST = 300,      /* seconds */
	POLL_LONGEST = 2629746,
};

static bool no_mention(void *data, struct sv user, struct sv domain, struct text_mention *mention_r)
{
	(void)data, (void)user, (void)domain, (void)mention_r;
	return false;
}

struct sv text_of_setting(struct ctx *cx, struct sv text)
{
	if (!text.n)
		return SV("");
	struct html html = text_html(&cx->arena, text, &(struct text_style){ .base = cx->community->url, .mention = no_mention });
	return html.markup;
}

static void put_words(struct json *j, const char *name, struct sv list)
{
	struct sv word;
	json_array(json_key(j, name));
	while (list.n) {
		sv_cut(&list, ' ', &word);
		if (word.n)
			json_string(j, word);
	}
	json_end(j);
}

static struct sv streaming_url(struct ctx *cx)
{
	struct sv url = cx->community->url; /* http… becomes ws… */
	return arena_printf(&cx->arena, "ws" SVF, SVA(sv_from(url, 4)));
}

static struct sv page_url(struct ctx *cx, const char *path)
{
	return arena_printf(&cx->arena, SVF "%s", SVA(cx->community->url), path);
}

static struct sv own_url(struct ctx *cx, struct sv setting, const char *otherwise)
{
	return setting.n ? setting : page_url(cx, otherwise);
}

static struct sv thumbnail_url(struct ctx *cx)
{
	struct sv file = settings(cx)->thumbnail;
	return file.n ? media_url(cx, file) : page_url(cx, "/static/icons/logo.svg");
}

/* --- configuration, the parts that both have ------------------------------------------------------------------------------------ */

static void put_mime_types(struct json *j)
{
	json_array(json_key(j, "supported_mime_types"));
	for (int format = MEDIA_NONE + 1; format < MEDIA_FORMATS; format++)
		json_cstr(j, media_format_mime((enum media_format)format));
	json_end(j);
}

static void put_media_limits(struct ctx *cx, struct json *j)
{
	json_object(json_key(j, "media_attachments"));
	json_int(json_key(j, "description_limit"), MOST_ALT_TEXT);
	put_mime_types(j);
	json_int(json_key(j, "image_size_limit"), settings(cx)->max_image_bytes);
	json_int(json_key(j, "image_matrix_limit"), IMAGE_PIXELS);
	json_int(json_key(j, "video_size_limit"), settings(cx)->max_video_bytes);
	json_int(json_key(j, "video_frame_rate_limit"), VIDEO_FPS);
	json_int(json_key(j, "video_matrix_limit"), VIDEO_PIXELS);
	json_end(j);
}

static void put_text_limits(struct ctx *cx, struct json *j)
{
	const struct settings *set = settings(cx);
	json_object(json_key(j, "accounts"));
	json_int(json_key(j, "max_display_name_length"), MOST_NAME);
	json_int(json_key(j, "max_note_length"), set->max_note_chars);
	json_int(json_key(j, "max_avatar_description_length"), MOST_ALT_TEXT);
	json_int(json_key(j, "max_header_description_length"), MOST_ALT_TEXT);
	json_int(json_key(j, "max_featured_tags"), MOST_FEATURED_TAGS);
	json_int(json_key(j, "max_pinned_statuses"), set->max_pins);
	json_int(json_key(j, "max_profile_fields"), set->max_profile_fields);
	json_int(json_key(j, "profile_field_name_limit"), MOST_FIELD);
	json_int(json_key(j, "profile_field_value_limit"), MOST_FIELD);
	json_end(j);
	json_object(json_key(j, "statuses"));
	json_int(json_key(j, "max_characters"), set->max_characters);
	json_int(json_key(j, "max_media_attachments"), set->max_attachments);
	json_int(json_key(j, "characters_reserved_per_url"), TEXT_LINK_LENGTH);
	json_end(j);
}

static void put_limits(struct ctx *cx, struct json *j)
{
	put_text_limits(cx, j);
	put_media_limits(cx, j);
	json_object(json_key(j, "polls"));
	json_int(json_key(j, "max_options"), settings(cx)->max_poll_options);
	json_int(json_key(j, "max_characters_per_option"), settings(cx)->max_poll_option_chars);
	json_int(json_key(j, "min_expiration"), POLL_SHORTEST);
	json_int(json_key(j, "max_expiration"), POLL_LONGEST);
	json_end(j);
}

/* --- the parts of v2 --------------------------------------------------------------------------------------------------------------- */

static void put_urls(struct ctx *cx, struct json *j)
{
	const struct settings *set = settings(cx);
	json_object(json_key(j, "urls"));
	json_string(json_key(j, "streaming"), streaming_url(cx));
	json_string(json_key(j, "status"), set->status_url.n ? set->status_url : SV_NONE);
	json_string(json_key(j, "about"), page_url(cx, "/about"));
	json_string(json_key(j, "privacy_policy"), set->privacy_policy.n ? page_url(cx, "/privacy-policy") : SV_NONE);
	json_string(json_key(j, "terms_of_service"), set->terms_of_service.n ? page_url(cx, "/terms-of-service") : SV_NONE);
	json_end(j);
	json_object(json_key(j, "vapid"));
	json_string(json_key(j, "public_key"), set->vapid_public);
	json_end(j);
}

static void put_access(struct ctx *cx, struct json *j)
{
	static const char *const feeds[] = { "live_feeds", "hashtag_feeds", "trending_link_feeds" };
	const char *who = settings(cx)->public_timelines ? "public" : "authenticated";
	json_object(json_key(j, "timelines_access"));
	for (size_t i = 0; i < COUNT_OF(feeds); i++) {
		json_object(json_key(j, feeds[i]));
		json_cstr(json_key(j, "local"), who);
		json_cstr(json_key(j, "remote"), who);
		json_end(j);
	}
	json_end(j);
	json_object(json_key(j, "translation"));
	json_bool(json_key(j, "enabled"), false);
	json_end(j);
	json_bool(json_key(j, "limited_federation"), false);
}

static void put_registrations(struct ctx *cx, struct json *j)
{
	const struct settings *set = settings(cx);
	bool open = sign_up_is_open(cx), approval = sv_eq(set->sign_up, SV("approval"));
	json_object(json_key(j, "registrations"));
	json_bool(json_key(j, "enabled"), open);
	json_bool(json_key(j, "approval_required"), approval);
	json_bool(json_key(j, "reason_required"), approval);
	json_string(json_key(j, "message"), open || !set->closed_message.n ? SV_NONE : text_of_setting(cx, set->closed_message));
	json_null(json_key(j, "min_age"));
	json_null(json_key(j, "url"));
	json_end(j);
}

bool sign_up_is_open(const struct ctx *cx)
{
	struct sv how = settings(cx)->sign_up;
	return sv_eq(how, SV("open")) || sv_eq(how, SV("approval"));
}

static void put_icon(struct json *j, const char *size, struct sv url)
{
	json_object(j);
	json_string(json_key(j, "src"), url);
	json_cstr(json_key(j, "size"), size);
	json_end(j);
}

static void put_icons(struct ctx *cx, struct json *j)
{
	static const char *const sizes[] = { "48x48", "192x192", "512x512" };
	const struct settings *set = settings(cx);
	json_array(json_key(j, "icon"));
	if (set->logo.n) {
		put_icon(j, "192x192", media_url(cx, set->logo_small));
		put_icon(j, "512x512", media_url(cx, set->logo));
	} else
		for (size_t i = 0; i < COUNT_OF(sizes); i++) /* a drawing fits each size */
			put_icon(j, sizes[i], page_url(cx, "/static/icons/favicon.svg"));
	json_end(j);
}

static void put_pictures(struct ctx *cx, struct json *j)
{
	json_object(json_key(j, "thumbnail"));
	json_string(json_key(j, "url"), thumbnail_url(cx));
	json_cstr(json_key(j, "description"), "");
	json_end(j);
	put_icons(cx, j);
}

static enum fail put_contact_account(struct ctx *cx, struct json *j)
{
	struct account_row row;
	struct sv name = settings(cx)->contact_account;
	enum fail fail = name.n ? account_find_acct(cx, name, &row) : FAIL_NOT_FOUND;
	if (fail == OK)
		return entity_account(cx, j, row.id);
	if (fail != FAIL_NOT_FOUND)
		return fail;
	json_null(j);
	return OK;
}

enum fail entity_rules(struct ctx *cx, struct json *j)
{
	struct rules_all_row *rows;
	size_t count;
	TRY(q_rules_all(cx, &rows, &count));
	json_array(j);
	for (size_t i = 0; i < count; i++) {
		json_object(j);
		json_id(json_key(j, "id"), rows[i].id);
		json_string(json_key(j, "text"), rows[i].text);
		json_string(json_key(j, "hint"), rows[i].hint);
		json_object(json_key(j, "translations"));
		json_end(j);
		json_end(j);
	}
	json_end(j);
	return OK;
}

enum fail entity_instance(struct ctx *cx, struct json *j, const struct figures_now *now)
{
	const struct settings *set = settings(cx);
	json_object(j);
	json_string(json_key(j, "domain"), cx->community->domain);
	json_string(json_key(j, "title"), set->title);
	json_cstr(json_key(j, "version"), VERSION);
	json_string(json_key(j, "source_url"), own_url(cx, set->source_url, "/about"));
	json_string(json_key(j, "description"), set->description);
	json_null(json_key(j, "wrapstodon"));
	json_object(json_key(j, "usage"));
	json_object(json_key(j, "users"));
	json_int(json_key(j, "active_month"), now->active_month);
	json_end(j);
	json_end(j);
	put_pictures(cx, j);
	put_words(j, "languages", set->languages);
	json_object(json_key(j, "configuration"));
	put_urls(cx, j);
	put_limits(cx, j);
	put_access(cx, j);
	json_end(j);
	put_registrations(cx, j);
	json_object(json_key(j, "api_versions"));
	json_int(json_key(j, "mastodon"), API_VERSION);
	json_end(j);
	json_object(json_key(j, "contact"));
	json_string(json_key(j, "email"), set->contact_email);
	TRY(put_contact_account(cx, json_key(j, "account")));
	json_end(j);
	TRY(entity_rules(cx, json_key(j, "rules")));
	json_end(j);
	return OK;
}

/* --- v1 ---------------------------------------------------------------------------------------------------------------------------- */

static void put_stats(struct ctx *cx, struct json *j, const struct figures_now *now)
{
	json_object(json_key(j, "urls"));
	json_string(json_key(j, "streaming_api"), streaming_url(cx));
	json_end(j);
	json_object(json_key(j, "stats"));
	json_int(json_key(j, "user_count"), now->users);
	json_int(json_key(j, "status_count"), now->statuses);
	json_int(json_key(j, "domain_count"), now->domains);
	json_end(j);
}

enum fail entity_instance_v1(struct ctx *cx, struct json *j, const struct figures_now *now)
{
	const struct settings *set = settings(cx);
	json_object(j);
	json_string(json_key(j, "uri"), cx->community->domain);
	json_string(json_key(j, "title"), set->title);
	json_string(json_key(j, "short_description"), set->description);
	json_string(json_key(j, "description"), text_of_setting(cx, set->about.n ? set->about : set->description));
	json_string(json_key(j, "email"), set->contact_email);
	json_cstr(json_key(j, "version"), VERSION);
	put_stats(cx, j, now);
	json_string(json_key(j, "thumbnail"), thumbnail_url(cx));
	put_words(j, "languages", set->languages);
	json_bool(json_key(j, "registrations"), sign_up_is_open(cx));
	json_bool(json_key(j, "approval_required"), sv_eq(set->sign_up, SV("approval")));
	json_bool(json_key(j, "invites_enabled"), !sv_eq(set->sign_up, SV("closed")));
	json_object(json_key(j, "configuration"));
	put_limits(cx, j);
	json_end(j);
	TRY(put_contact_account(cx, json_key(j, "contact_account")));
	TRY(entity_rules(cx, json_key(j, "rules")));
	json_end(j);
	return OK;
}
