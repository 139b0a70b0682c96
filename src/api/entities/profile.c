/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Profile (documentation: entities/Profile): one's own, as it is written, for the form that changes it. */
#include "api/entities/entities.h"
#include "social/account.h"

static void put_fields(struct json *j, const struct account *account, bool formatted)
{
	json_array(j);
	for (size_t i = 0; i < account->field_count; i++) {
		const struct account_field *field = &account->fields[i];
		json_object(j);
		json_string(json_key(j, "name"), field->name);
		json_string(json_key(j, "value"), formatted ? field->html : field->value);
		json_time(json_key(j, "verified_at"), field->verified_at);
		json_end(j);
	}
	json_end(j);
}

/* Unlike those of an Account, null when there is none. */
static void put_picture(struct ctx *cx, struct json *j, struct sv file)
{
	json_string(j, file.n ? media_url(cx, file) : SV_NONE);
}

static void put_pictures(struct ctx *cx, struct json *j, const struct account_row *row)
{
	put_picture(cx, json_key(j, "avatar"), row->avatar);
	put_picture(cx, json_key(j, "avatar_static"), row->avatar_static.n ? row->avatar_static : row->avatar);
	json_string(json_key(j, "avatar_description"), row->avatar_description);
	put_picture(cx, json_key(j, "header"), row->header);
	put_picture(cx, json_key(j, "header_static"), row->header_static.n ? row->header_static : row->header);
	json_string(json_key(j, "header_description"), row->header_description);
}

enum fail entity_profile(struct ctx *cx, struct json *j, int64_t id)
{
	struct account account;
	const struct account_row *row = &account.row;
	TRY(account_load(cx, id, &account));
	json_object(j);
	json_id(json_key(j, "id"), id);
	json_string(json_key(j, "display_name"), row->display_name);
	json_string(json_key(j, "note"), row->note);
	json_string(json_key(j, "formatted_note"), row->note_html);
	put_fields(json_key(j, "fields"), &account, false);
	put_fields(json_key(j, "formatted_fields"), &account, true);
	put_pictures(cx, j, row);
#define FLAG(name, yes) json_bool(json_key(j, #name), row->name);
#include "social/profile_flag.def"
#undef FLAG
	json_raw(json_key(j, "attribution_domains"), row->attribution_domains.n ? row->attribution_domains : SV("[]"));
	TRY(entity_featured_tags(cx, json_key(j, "featured_tags"), id));
	json_end(j);
	return OK;
}
