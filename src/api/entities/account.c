/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "api/entities/entities.h"
#include "base/clock.h"
#include "social/account.h"
#include "social/badge.h"
#include "social/preference.h"
#include "social/role.h"

static void put_fields(struct json *j, const struct account *account)
{
	json_array(json_key(j, "fields"));
	for (size_t i = 0; i < account->field_count; i++) {
		const struct account_field *field = &account->fields[i];
		json_object(j);
		json_string(json_key(j, "name"), field->name);
		json_string(json_key(j, "value"), field->html);
		json_time(json_key(j, "verified_at"), field->verified_at);
		json_end(j);
	}
	json_end(j);
}

static void put_role(struct json *j, int64_t id, struct sv name, const char *colour)
{
	json_object(j);
	json_id(json_key(j, "id"), id);
	json_string(json_key(j, "name"), name);
	json_cstr(json_key(j, "color"), colour);
	json_end(j);
}

/* Badges stand among them, too: that is where apps look for what to show beside a name. */
static void put_roles(struct ctx *cx, struct json *j, const struct account *account)
{
	const struct role_about *role = role_about((int)account->row.role);
	size_t count;
	const struct badge *badges = badges_of(cx, account->row.id, &count);
	json_array(json_key(j, "roles"));
	if (account->row.role != ROLE_MEMBER)
		put_role(j, account->row.role, sv_of(role->title), role->colour);
	for (size_t i = 0; i < count; i++)
		put_role(j, badges[i].id, badges[i].label, "");
	json_end(j);
}

/* Folkmoot's own: only where there are some. */
static void put_badges(struct ctx *cx, struct json *j, const struct account *account)
{
	size_t count;
	const struct badge *badges = badges_of(cx, account->row.id, &count);
	if (!count)
		return;
	json_array(json_key(j, "badges"));
	for (size_t i = 0; i < count; i++) {
		json_object(j);
		json_id(json_key(j, "id"), badges[i].id);
		json_string(json_key(j, "label"), badges[i].label);
		json_string(json_key(j, "reason"), badges[i].reason);
		json_string(json_key(j, "issuer"), badges[i].issuer);
		json_time(json_key(j, "created_at"), badges[i].created_at);
		json_end(j);
	}
	json_end(j);
}

static void put_pictures(struct ctx *cx, struct json *j, const struct account_row *row)
{
	json_string(json_key(j, "avatar"), account_avatar(cx, row, false));
	json_string(json_key(j, "avatar_static"), account_avatar(cx, row, true));
	json_string(json_key(j, "avatar_description"), row->avatar_description);
	json_string(json_key(j, "header"), account_header(cx, row, false));
	json_string(json_key(j, "header_static"), account_header(cx, row, true));
	json_string(json_key(j, "header_description"), row->header_description);
}

static void put_day(struct ctx *cx, struct json *j, int64_t ms)
{
	if (ms)
		json_string(j, time_date(&cx->arena, ms));
	else
		json_null(j);
}

static void put_standing(struct json *j, const struct account_row *row)
{
	bool shown = !row->suspended_at;
	json_bool(json_key(j, "locked"), shown && row->locked);
	json_bool(json_key(j, "bot"), shown && row->bot);
	json_bool(json_key(j, "group"), false);
	json_bool(json_key(j, "discoverable"), shown && row->discoverable);
	json_bool(json_key(j, "indexable"), row->indexable);
	json_bool(json_key(j, "noindex"), !row->indexable);
	json_bool(json_key(j, "hide_collections"), row->hide_collections);
	json_bool(json_key(j, "show_media"), row->show_media);
	json_bool(json_key(j, "show_media_replies"), row->show_media_replies);
	json_bool(json_key(j, "show_featured"), row->show_featured);
	if (row->suspended_at)
		json_bool(json_key(j, "suspended"), true);
	if (row->silenced_at)
		json_bool(json_key(j, "limited"), true);
	if (row->memorial)
		json_bool(json_key(j, "memorial"), true);
}

/* A suspended account shows no more than its name. */
static struct account without_words(const struct account *account)
{
	struct account bare = { .row = account->row };
	bare.row.avatar = bare.row.avatar_static = bare.row.header = bare.row.header_static = SV_NONE;
	bare.row.avatar_description = bare.row.header_description = SV("");
	bare.row.role = ROLE_MEMBER;
	return bare;
}

/* Everything but the braces. */
static void put_account(struct ctx *cx, struct json *j, const struct account *account)
{
	struct account bare;
	if (account->row.suspended_at) {
		bare = without_words(account);
		account = &bare;
	}
	const struct account_row *row = &account->row;
	bool shown = !row->suspended_at;
	json_id(json_key(j, "id"), row->id);
	json_string(json_key(j, "username"), row->username);
	json_string(json_key(j, "acct"), account_acct(cx, row));
	json_string(json_key(j, "display_name"), shown ? row->display_name : SV(""));
	json_string(json_key(j, "url"), account_url(cx, row));
	json_string(json_key(j, "uri"), account_uri(cx, row));
	json_string(json_key(j, "note"), shown ? row->note_html : SV(""));
	put_pictures(cx, j, row);
	put_standing(j, row);
	json_time(json_key(j, "created_at"), row->created_at / 86400000 * 86400000);
	put_day(cx, json_key(j, "last_status_at"), row->last_status_at);
	json_int(json_key(j, "statuses_count"), row->statuses_count);
	json_int(json_key(j, "followers_count"), row->followers_count);
	json_int(json_key(j, "following_count"), row->following_count);
	json_key(j, "emojis");
	entity_emojis(cx, j, account->emojis, account->emoji_count);
	put_fields(j, account);
	put_roles(cx, j, account);
	put_badges(cx, j, account);
	json_object(json_key(j, "feature_approval"));
	json_array(json_key(j, "automatic"));
	if (row->discoverable)
		json_cstr(j, "public");
	json_end(j);
	json_array(json_key(j, "manual"));
	json_end(j);
	json_cstr(json_key(j, "current_user"), row->discoverable ? "automatic" : "denied");
	json_end(j);
	if (account->moved_to) {
		json_object(json_key(j, "moved"));
		put_account(cx, j, account->moved_to); /* loaded one level deep: it has none of its own */
		json_end(j);
	}
}

static enum fail render_account(struct ctx *cx, int64_t id, struct fragment_draft *draft)
{
	struct account account;
	struct json j = JSON(&draft->text);
	TRY(account_load(cx, id, &account));
	json_object(&j);
	put_account(cx, &j, &account);
	json_end(&j);
	return OK;
}

enum fail entity_account(struct ctx *cx, struct json *j, int64_t id)
{
	struct fragment *fragment;
	TRY(fragment_get(cx, FRAGMENT_ACCOUNT, id, render_account, &fragment));
	json_raw(j, fragment->text);
	fragment_release(fragment);
	return OK;
}

enum fail entity_accounts(struct ctx *cx, struct json *j, const int64_t *ids, size_t count)
{
	json_array(j);
	for (size_t i = 0; i < count; i++) {
		enum fail fail = entity_account(cx, j, ids[i]);
		if (fail != OK && fail != FAIL_NOT_FOUND)
			return fail;
	}
	json_end(j);
	return OK;
}

enum fail entity_partial_account(struct ctx *cx, struct json *j, int64_t id)
{
	struct account_row row;
	TRY(q_account_get(cx, id, &row));
	json_object(j);
	json_id(json_key(j, "id"), row.id);
	json_string(json_key(j, "acct"), account_acct(cx, &row));
	json_string(json_key(j, "url"), account_url(cx, &row));
	json_string(json_key(j, "avatar"), account_avatar(cx, &row, false));
	json_string(json_key(j, "avatar_static"), account_avatar(cx, &row, true));
	json_string(json_key(j, "avatar_description"), row.avatar_description);
	json_bool(json_key(j, "locked"), row.locked);
	json_bool(json_key(j, "bot"), row.bot);
	json_end(j);
	return OK;
}

/* --- one's own -------------------------------------------------------------------------------------------------------------------- */

static void put_strings(struct json *j, struct sv json_list)
{
	json_raw(j, json_list.n ? json_list : SV("[]"));
}

static enum fail put_source(struct ctx *cx, struct json *j, const struct account *account)
{
	struct preferences preferences;
	struct follow_requests_count_row requests;
	TRY(preferences_load(cx, account->row.id, &preferences));
	TRY(q_follow_requests_count(cx, account->row.id, &requests));
	json_object(json_key(j, "source"));
	json_string(json_key(j, "privacy"), preferences.posting_default_visibility);
	json_bool(json_key(j, "sensitive"), preferences.posting_default_sensitive);
	json_string(json_key(j, "language"), preferences.posting_default_language.n ? preferences.posting_default_language : SV_NONE);
	json_string(json_key(j, "quote_policy"), preferences.posting_default_quote_policy);
	json_string(json_key(j, "note"), account->row.note);
	json_array(json_key(j, "fields"));
	for (size_t i = 0; i < account->field_count; i++) {
		json_object(j);
		json_string(json_key(j, "name"), account->fields[i].name);
		json_string(json_key(j, "value"), account->fields[i].value);
		json_time(json_key(j, "verified_at"), account->fields[i].verified_at);
		json_end(j);
	}
	json_end(j);
	json_int(json_key(j, "follow_requests_count"), requests.count);
	json_bool(json_key(j, "hide_collections"), account->row.hide_collections);
	json_bool(json_key(j, "discoverable"), account->row.discoverable);
	json_bool(json_key(j, "indexable"), account->row.indexable);
	put_strings(json_key(j, "attribution_domains"), account->row.attribution_domains);
	json_end(j);
	return OK;
}

enum fail entity_own_account(struct ctx *cx, struct json *j, int64_t id)
{
	struct account account;
	const struct role_about *role;
	TRY(account_load(cx, id, &account));
	role = role_about((int)account.row.role);
	json_object(j);
	put_account(cx, j, &account);
	TRY(put_source(cx, j, &account));
	json_object(json_key(j, "role"));
	json_string(json_key(j, "id"), arena_printf(&cx->arena, "%lld", (long long)account.row.role));
	json_cstr(json_key(j, "name"), role->title);
	json_cstr(json_key(j, "color"), role->colour);
	json_string(json_key(j, "permissions"), arena_printf(&cx->arena, "%llu", (unsigned long long)role->may));
	json_bool(json_key(j, "highlighted"), account.row.role != ROLE_MEMBER);
	json_int(json_key(j, "collection_limit"), 10);
	json_end(j);
	json_end(j);
	return OK;
}
