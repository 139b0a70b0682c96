/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/profile.h"

#include "base/json.h"
#include "social/effect.h"
#include "social/text.h"

enum { LONGEST_NAME = 100, LONGEST_FIELD = 255, LONGEST_DESCRIPTION = 1500 };

static enum fail check_length(struct ctx *cx, const char *what, struct sv text, int64_t most)
{
	if ((int64_t)text_graphemes(&cx->arena, text) <= most)
		return OK;
	return refuse(cx, FAIL_INVALID, "Validation failed: %s is too long (maximum is %lld characters)", what, (long long)most);
}

static enum fail check(struct ctx *cx, const struct profile_change *change)
{
	TRY(check_length(cx, "Display name", change->display_name, LONGEST_NAME));
	TRY(check_length(cx, "Note", change->note, settings(cx)->max_note_chars));
	TRY(check_length(cx, "Avatar description", change->avatar_description, LONGEST_DESCRIPTION));
	TRY(check_length(cx, "Header description", change->header_description, LONGEST_DESCRIPTION));
	if ((int64_t)change->field_count > settings(cx)->max_profile_fields)
		return refuse(cx, FAIL_INVALID, "Validation failed: Fields: %lld are the most", (long long)settings(cx)->max_profile_fields);
	for (size_t i = 0; i < change->field_count; i++) {
		TRY(check_length(cx, "The name of a field", change->fields[i].name, LONGEST_FIELD));
		TRY(check_length(cx, "The value of a field", change->fields[i].value, LONGEST_FIELD));
	}
	return OK;
}

static enum fail gate(struct ctx *cx, const struct profile_change *change)
{
	enum verdict verdict;
	struct sv *more = arena_array(&cx->arena, struct sv, 2 * change->field_count + 1);
	for (size_t i = 0; i < change->field_count; i++) {
		more[2 * i] = change->fields[i].name;
		more[2 * i + 1] = change->fields[i].value;
	}
	struct gate_item item = { .kind = GATE_PROFILE,
		                  .account_id = cx->who.account_id,
		                  .text = change->note,
		                  .spoiler_text = change->display_name,
		                  .more = more,
		                  .more_count = 2 * change->field_count };
	return gate_pass(cx, &item, &verdict);
}

static bool mention_here(void *data, struct sv user, struct sv domain, struct text_mention *mention_r)
{
	struct ctx *cx = data;
	struct account_row row;
	struct sv acct = domain.n ? arena_printf(&cx->arena, SVF "@" SVF, SVA(user), SVA(domain)) : user;
	if (account_find_acct(cx, acct, &row) != OK)
		return false;
	mention_r->url = account_url(cx, &row);
	mention_r->shown = account_acct(cx, &row);
	return true;
}

static struct sv html_of(struct ctx *cx, struct sv text, bool one_line)
{
	struct text_style style = { .base = cx->community->url, .one_line = one_line, .me = true, .mention = mention_here, .data = cx };
	return text_html(&cx->arena, text, &style).markup;
}

/* As they are stored: with their HTML, made once. A field without a name and a value is left out. */
static struct sv fields_json(struct ctx *cx, const struct profile_change *change)
{
	struct buf out = BUF(&cx->arena, 64 << 10);
	struct json json = JSON(&out), *j = &json;
	json_array(j);
	for (size_t i = 0; i < change->field_count; i++) {
		const struct profile_field *field = &change->fields[i];
		if (!field->name.n && !field->value.n)
			continue;
		json_object(j);
		json_string(json_key(j, "name"), field->name.p ? field->name : SV(""));
		json_string(json_key(j, "value"), field->value.p ? field->value : SV(""));
		json_string(json_key(j, "html"), html_of(cx, field->value.p ? field->value : SV(""), true));
		json_end(j);
	}
	json_end(j);
	return buf_sv(&out);
}

static void take_text(struct sv *to, struct sv sent)
{
	if (sent.p)
		*to = sent;
}

/* "" takes away. */
static void take_file(struct sv *to, struct sv sent)
{
	if (sent.p)
		*to = sent.n ? sent : SV_NONE;
}

static void take_bool(bool *to, const bool *sent)
{
	if (sent)
		*to = *sent;
}

static struct profile_draft draft_of(const struct account_row *row)
{
	return (struct profile_draft){ row->id, row->display_name, row->note, row->note_html, row->fields, row->avatar, row->avatar_static,
		                       row->avatar_description, row->header, row->header_static, row->header_description, row->locked,
		                       row->bot, row->discoverable, row->indexable, row->hide_collections, row->show_media,
		                       row->show_media_replies, row->show_featured, row->attribution_domains };
}

static void apply(struct ctx *cx, struct profile_draft *draft, const struct profile_change *change)
{
	take_text(&draft->display_name, change->display_name);
	take_text(&draft->avatar_description, change->avatar_description);
	take_text(&draft->header_description, change->header_description);
	take_text(&draft->attribution_domains, change->attribution_domains);
	take_file(&draft->avatar, change->avatar);
	take_file(&draft->avatar_static, change->avatar_static);
	take_file(&draft->header, change->header);
	take_file(&draft->header_static, change->header_static);
	take_bool(&draft->locked, change->locked);
	take_bool(&draft->bot, change->bot);
	take_bool(&draft->discoverable, change->discoverable);
	take_bool(&draft->indexable, change->indexable);
	take_bool(&draft->hide_collections, change->hide_collections);
	take_bool(&draft->show_media, change->show_media);
	take_bool(&draft->show_media_replies, change->show_media_replies);
	take_bool(&draft->show_featured, change->show_featured);
	if (change->note.p) {
		draft->note = change->note;
		draft->note_html = change->note.n ? html_of(cx, change->note, false) : SV("");
	}
	if (change->fields_sent)
		draft->fields = fields_json(cx, change);
}

enum fail profile_update(struct ctx *cx, const struct profile_change *change)
{
	struct account_row row;
	TRY(check(cx, change));
	TRY(gate(cx, change));
	TRY(q_account_get(cx, cx->who.account_id, &row));
	struct profile_draft draft = draft_of(&row);
	apply(cx, &draft, change);
	TRY(q_profile_put(cx, &draft));
	if (change->display_name.p) {
		TRY(q_account_text_delete(cx, row.id));
		TRY(q_account_text_insert(cx, row.id, arena_printf(&cx->arena, SVF " " SVF, SVA(row.username), SVA(draft.display_name))));
	}
	effect_add(cx, EFFECT_ACCOUNT, row.id, 0);
	return OK;
}
