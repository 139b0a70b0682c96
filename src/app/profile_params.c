/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/profile_params.h"

#include "app/app.h"
#include "http/params.h"

static enum profile_wish wish_of(const struct params *params, const char *name)
{
	if (!param_sv(params, name).p)
		return PROFILE_AS_IS;
	return param_bool(params, name, false) ? PROFILE_YES : PROFILE_NO;
}

/* Text in the place of a file says nothing: forms send it empty. */
static struct profile_picture picture_of(const struct params *params, const char *name)
{
	const struct param *param = param_find(params, name);
	return (struct profile_picture){ .file = param ? param->file_fd : -1, .bytes = param ? param->file_size : 0 };
}

/* As [0][name], as a JSON map with keys "0", "1", …, and as a JSON array. */
static void read_fields(struct ctx *cx, struct profile_change *change)
{
	struct sv *members;
	size_t count = param_members(&cx->arena, cx->params, "fields_attributes", &members);
	struct profile_field *fields = arena_array(&cx->arena, struct profile_field, count + 1);
	for (size_t i = 0; i < count; i++) {
		const struct param *name = param_member(cx->params, "fields_attributes", members[i], "name");
		const struct param *value = param_member(cx->params, "fields_attributes", members[i], "value");
		fields[i].name = name && name->value.p ? name->value : SV("");
		fields[i].value = value && value->value.p ? value->value : SV("");
	}
	change->fields = fields;
	change->field_count = count;
	change->fields_sent = count || param_sent(cx->params, "fields_attributes") || param_sent(cx->params, "fields_attributes[]");
}

static void read_domains(struct ctx *cx, struct profile_change *change)
{
	struct sv *domains;
	change->domain_count = param_list(&cx->arena, cx->params, "attribution_domains", &domains);
	change->domains = domains;
	change->domains_sent = param_sent(cx->params, "attribution_domains") || param_sent(cx->params, "attribution_domains[]") || change->domain_count;
}

/* null stands for "none": as apps say it. */
static struct sv language_of(const struct params *params)
{
	struct sv language = param_sv(params, "source[language]");
	return param_sent(params, "source[language]") && !language.p ? SV("") : language;
}

struct profile_change profile_params_read(struct ctx *cx)
{
	const struct params *params = cx->params;
	struct profile_change change = profile_unchanged();
	change.display_name = param_sv(params, "display_name");
	change.note = param_sv(params, "note");
	change.avatar_description = param_sv(params, "avatar_description");
	change.header_description = param_sv(params, "header_description");
	change.avatar = picture_of(params, "avatar");
	change.header = picture_of(params, "header");
#define FLAG(name, yes) change.name = wish_of(params, #name);
#include "social/profile_flag.def"
#undef FLAG
	change.sensitive = wish_of(params, "source[sensitive]");
	change.visibility = param_sv(params, "source[privacy]");
	change.quote_policy = param_sv(params, "source[quote_policy]");
	change.language = language_of(params);
	read_fields(cx, &change);
	read_domains(cx, &change);
	return change;
}

enum fail profile_apply(struct ctx *cx, const struct profile_change *change)
{
	struct profile_edit edit;
	TRY(profile_prepare(cx, change, &edit));
	enum fail fail = app_write(cx, profile_save, &edit);
	profile_finish(cx, &edit, fail);
	return fail;
}
