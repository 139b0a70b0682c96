/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One's own profile and preferences (documentation: methods/accounts#update_credentials, methods/profile, methods/preferences). */
#include "api/api.h"
#include "app/app.h"
#include "base/rand.h"
#include "social/media_process.h"
#include "social/preference.h"
#include "social/profile.h"

#include <fcntl.h>
#include <unistd.h>

/* --- what was sent --------------------------------------------------------------------------------------------------------------------------- */

static const bool *flag_sent(struct ctx *cx, const char *name)
{
	if (!param_sent(cx->params, name))
		return NULL;
	bool *flag = arena_new(&cx->arena, bool);
	*flag = param_bool(cx->params, name, false);
	return flag;
}

static struct sv member_value(struct ctx *cx, struct sv member, const char *field)
{
	const struct param *param = param_member(cx->params, "fields_attributes", member, field);
	return param ? param->value : SV_NONE;
}

static void read_fields(struct ctx *cx, struct profile_change *change)
{
	struct sv *members;
	size_t count = param_members(&cx->arena, cx->params, "fields_attributes", &members);
	struct profile_field *fields = arena_array(&cx->arena, struct profile_field, count + 1);
	for (size_t i = 0; i < count; i++)
		fields[i] = (struct profile_field){ member_value(cx, members[i], "name"), member_value(cx, members[i], "value") };
	change->fields = fields;
	change->field_count = count;
	change->fields_sent = count || param_sent(cx->params, "fields_attributes");
}

static void read_domains(struct ctx *cx, struct profile_change *change)
{
	struct sv *list;
	size_t count = param_list(&cx->arena, cx->params, "attribution_domains", &list);
	if (!count && !param_sent(cx->params, "attribution_domains"))
		return;
	struct buf out = BUF(&cx->arena, 16 << 10);
	struct json j = JSON(&out);
	json_array(&j);
	for (size_t i = 0; i < count && i < 100; i++)
		if (list[i].n)
			json_string(&j, list[i]);
	json_end(&j);
	change->attribution_domains = buf_sv(&out);
}

static void read_change(struct ctx *cx, struct profile_change *change)
{
	*change = (struct profile_change){
		.display_name = param_sv(cx->params, "display_name"),
		.note = param_sv(cx->params, "note"),
		.avatar_description = param_sv(cx->params, "avatar_description"),
		.header_description = param_sv(cx->params, "header_description"),
		.locked = flag_sent(cx, "locked"),
		.bot = flag_sent(cx, "bot"),
		.discoverable = flag_sent(cx, "discoverable"),
		.indexable = flag_sent(cx, "indexable"),
		.hide_collections = flag_sent(cx, "hide_collections"),
		.show_media = flag_sent(cx, "show_media"),
		.show_media_replies = flag_sent(cx, "show_media_replies"),
		.show_featured = flag_sent(cx, "show_featured"),
	};
	read_fields(cx, change);
	read_domains(cx, change);
}

/* --- pictures --------------------------------------------------------------------------------------------------------------------------------- */

static enum fail process_picture(struct ctx *cx, const struct param *upload, enum media_mode mode, struct sv *file_r, struct sv *still_r)
{
	struct media_job job = { .mode = mode, .input = upload->file_fd, .name = rand_token(&cx->arena) };
	struct media_result result;
	if (upload->file_size > settings(cx)->max_image_bytes)
		return refuse(cx, FAIL_INVALID, "Validation failed: The picture is over %lld bytes", (long long)settings(cx)->max_image_bytes);
	job.dir = open(arena_cstr(&cx->arena, cx->community->media_dir), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (job.dir < 0)
		return broken(cx, "the media folder cannot be opened: %m");
	enum fail fail = media_process_run(cx, &job, &result);
	close(job.dir);
	TRY(fail);
	*file_r = result.file;
	*still_r = result.preview.n ? result.preview : result.file;
	return OK;
}

static enum fail read_picture(struct ctx *cx, const char *name, enum media_mode mode, struct sv *file_r, struct sv *still_r)
{
	const struct param *upload = param_find(cx->params, name);
	if (!upload)
		return OK;
	if (upload->file_fd >= 0)
		return process_picture(cx, upload, mode, file_r, still_r);
	if (!upload->value.n) /* sent empty: take it away */
		*file_r = *still_r = SV("");
	return OK;
}

/* --- preferences that travel with the profile ---------------------------------------------------------------------------------------------------- */

struct source_name {
	const char *param, *preference, *allowed; /* allowed: space-separated; NULL: yes and no; "": any short text */
};
static const struct source_name source_names[] = {
	{ "source[privacy]", "posting_default_visibility", "public unlisted private" },
	{ "source[quote_policy]", "posting_default_quote_policy", "public followers nobody" },
	{ "source[sensitive]", "posting_default_sensitive", NULL },
	{ "source[language]", "posting_default_language", "" },
};

static bool is_in(struct sv word, struct sv list)
{
	struct sv one;
	while (list.n) {
		sv_cut(&list, ' ', &one);
		if (sv_eq(one, word))
			return true;
	}
	return false;
}

static enum fail write_source(struct ctx *cx, const struct source_name *name)
{
	if (!param_sent(cx->params, name->param))
		return OK;
	struct sv value = param_sv(cx->params, name->param);
	if (!name->allowed)
		value = param_bool(cx->params, name->param, false) ? SV("yes") : SV("no");
	else if (*name->allowed ? !is_in(value, sv_of(name->allowed)) : value.n > 8)
		return refuse(cx, FAIL_INVALID, "Validation failed: %s is not included in the list: %s", name->param, name->allowed);
	return preference_put(cx, cx->who.account_id, sv_of(name->preference), value.p ? value : SV(""));
}

static enum fail write_profile(struct ctx *cx, void *change)
{
	TRY(profile_update(cx, change));
	for (size_t i = 0; i < COUNT_OF(source_names); i++)
		TRY(write_source(cx, &source_names[i]));
	return OK;
}

static enum fail update(struct ctx *cx)
{
	struct profile_change change;
	read_change(cx, &change);
	TRY(read_picture(cx, "avatar", MEDIA_AVATAR, &change.avatar, &change.avatar_static));
	TRY(read_picture(cx, "header", MEDIA_HEADER, &change.header, &change.header_static));
	return app_write(cx, write_profile, &change);
}

enum fail api_account_update_credentials(struct ctx *cx)
{
	TRY(update(cx));
	return entity_own_account(cx, answer_json(cx), cx->who.account_id);
}

enum fail api_profile_avatar_delete(struct ctx *cx)
{
	TRY(profile_update(cx, &(struct profile_change){ .avatar = SV(""), .avatar_static = SV(""), .avatar_description = SV("") }));
	return entity_own_account(cx, answer_json(cx), cx->who.account_id);
}

enum fail api_profile_header_delete(struct ctx *cx)
{
	TRY(profile_update(cx, &(struct profile_change){ .header = SV(""), .header_static = SV(""), .header_description = SV("") }));
	return entity_own_account(cx, answer_json(cx), cx->who.account_id);
}

/* --- the Profile entity (4.6) ----------------------------------------------------------------------------------------------------------------------- */

static struct sv picture_url(struct ctx *cx, struct sv file)
{
	return file.n ? media_url(cx, file) : SV_NONE;
}

static void put_profile_pictures(struct ctx *cx, struct json *j, const struct account_row *row)
{
	json_string(json_key(j, "avatar"), picture_url(cx, row->avatar));
	json_string(json_key(j, "avatar_static"), picture_url(cx, row->avatar_static));
	json_string(json_key(j, "avatar_description"), row->avatar_description);
	json_string(json_key(j, "header"), picture_url(cx, row->header));
	json_string(json_key(j, "header_static"), picture_url(cx, row->header_static));
	json_string(json_key(j, "header_description"), row->header_description);
}

static void put_profile_flags(struct json *j, const struct account_row *row)
{
	json_bool(json_key(j, "locked"), row->locked);
	json_bool(json_key(j, "bot"), row->bot);
	json_bool(json_key(j, "hide_collections"), row->hide_collections);
	json_bool(json_key(j, "discoverable"), row->discoverable);
	json_bool(json_key(j, "indexable"), row->indexable);
	json_bool(json_key(j, "show_media"), row->show_media);
	json_bool(json_key(j, "show_media_replies"), row->show_media_replies);
	json_bool(json_key(j, "show_featured"), row->show_featured);
}

enum fail api_profile_show(struct ctx *cx)
{
	struct account account;
	struct json *j = answer_json(cx);
	TRY(account_load(cx, cx->who.account_id, &account));
	json_object(j);
	json_id(json_key(j, "id"), account.row.id);
	json_string(json_key(j, "display_name"), account.row.display_name);
	json_string(json_key(j, "note"), account.row.note);
	json_array(json_key(j, "fields"));
	for (size_t i = 0; i < account.field_count; i++) {
		json_object(j);
		json_string(json_key(j, "name"), account.fields[i].name);
		json_string(json_key(j, "value"), account.fields[i].value);
		json_time(json_key(j, "verified_at"), account.fields[i].verified_at);
		json_end(j);
	}
	json_end(j);
	put_profile_pictures(cx, j, &account.row);
	put_profile_flags(j, &account.row);
	json_raw(json_key(j, "attribution_domains"), account.row.attribution_domains);
	json_end(j);
	return OK;
}

enum fail api_profile_update(struct ctx *cx)
{
	TRY(update(cx));
	return api_profile_show(cx);
}

enum fail api_preferences(struct ctx *cx)
{
	struct preferences preferences;
	struct json *j = answer_json(cx);
	TRY(preferences_load(cx, cx->who.account_id, &preferences));
	json_object(j);
	json_string(json_key(j, "posting:default:visibility"), preferences.posting_default_visibility);
	json_bool(json_key(j, "posting:default:sensitive"), preferences.posting_default_sensitive);
	json_string(json_key(j, "posting:default:language"),
	            preferences.posting_default_language.n ? preferences.posting_default_language : SV_NONE);
	json_string(json_key(j, "posting:default:quote_policy"), preferences.posting_default_quote_policy);
	json_string(json_key(j, "reading:expand:media"), preferences.reading_expand_media);
	json_bool(json_key(j, "reading:expand:spoilers"), preferences.reading_expand_spoilers);
	json_bool(json_key(j, "reading:autoplay:gifs"), preferences.reading_autoplay_gifs);
	json_end(j);
	return OK;
}
