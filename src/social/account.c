/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/account.h"

#include "base/id.h"
#include "social/figure.h"
#include "social/mail.h"
#include "social/status.h"
#include "store/store.h"

#include <jansson.h>

struct sv ascii_lower(struct arena *arena, struct sv s)
{
	char *copy = arena_alloc(arena, s.n + 1);
	for (size_t i = 0; i < s.n; i++)
		copy[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] | 0x20) : s.p[i];
	copy[s.n] = 0;
	return (struct sv){ copy, s.n };
}

struct sv account_acct(struct ctx *cx, const struct account_row *row)
{
	return row->domain.n ? arena_printf(&cx->arena, SVF "@" SVF, SVA(row->username), SVA(row->domain)) : row->username;
}

struct sv account_url(struct ctx *cx, const struct account_row *row)
{
	return row->url.n ? row->url : arena_printf(&cx->arena, SVF "/@" SVF, SVA(cx->community->url), SVA(row->username));
}

struct sv account_uri(struct ctx *cx, const struct account_row *row)
{
	return row->uri.n ? row->uri : arena_printf(&cx->arena, SVF "/users/" SVF, SVA(cx->community->url), SVA(row->username));
}

struct sv account_avatar(struct ctx *cx, const struct account_row *row, bool still)
{
	struct sv file = still && row->avatar_static.n ? row->avatar_static : row->avatar;
	return file.n ? media_url(cx, file) : arena_printf(&cx->arena, SVF "/avatars/default.svg", SVA(cx->community->url));
}

struct sv account_header(struct ctx *cx, const struct account_row *row, bool still)
{
	struct sv file = still && row->header_static.n ? row->header_static : row->header;
	return file.n ? media_url(cx, file) : arena_printf(&cx->arena, SVF "/headers/default.svg", SVA(cx->community->url));
}

static struct sv json_member(struct ctx *cx, json_t *object, const char *name)
{
	json_t *value = json_object_get(object, name);
	if (!json_is_string(value))
		return SV_NONE;
	return arena_dup(&cx->arena, (struct sv){ json_string_value(value), json_string_length(value) });
}

static void read_fields(struct ctx *cx, struct account *account)
{
	json_t *list = json_loadb(account->row.fields.p, account->row.fields.n, 0, NULL);
	size_t count = json_array_size(list);
	account->fields = arena_array(&cx->arena, struct account_field, count + 1);
	for (size_t i = 0; i < count; i++) {
		json_t *item = json_array_get(list, i);
		struct account_field *field = &account->fields[account->field_count++];
		field->name = json_member(cx, item, "name");
		field->value = json_member(cx, item, "value");
		field->html = json_member(cx, item, "html");
		field->verified_at = json_integer_value(json_object_get(item, "verified_at"));
	}
	json_decref(list);
}

struct sv account_author_domains(struct ctx *cx, const struct account_row *row)
{
	json_t *list = json_loadb(row->attribution_domains.p ? row->attribution_domains.p : "", row->attribution_domains.n, 0, NULL);
	struct buf out = BUF(&cx->arena, row->attribution_domains.n + 16);
	for (size_t i = 0; i < json_array_size(list); i++) {
		json_t *one = json_array_get(list, i);
		if (json_is_string(one))
			buf_printf(&out, "%s\n", json_string_value(one));
	}
	json_decref(list);
	return buf_sv(&out);
}

enum fail account_of_row(struct ctx *cx, const struct account_row *row, struct account *account_r)
{
	*account_r = (struct account){ .row = *row };
	if (row->fields.n > 2)
		read_fields(cx, account_r);
	size_t count = 0;
	struct sv *texts = arena_array(&cx->arena, struct sv, 2 + 2 * account_r->field_count);
	texts[count++] = row->display_name;
	texts[count++] = row->note;
	for (size_t i = 0; i < account_r->field_count; i++) {
		texts[count++] = account_r->fields[i].name;
		texts[count++] = account_r->fields[i].value;
	}
	account_r->emoji_count = emojis_in(cx, texts, count, &account_r->emojis);
	return OK;
}

enum fail account_load(struct ctx *cx, int64_t id, struct account *account_r)
{
	struct account_row row;
	TRY(q_account_get(cx, id, &row));
	TRY(account_of_row(cx, &row, account_r));
	if (!row.moved_to_id)
		return OK;
	struct account_row target;
	enum fail fail = q_account_get(cx, row.moved_to_id, &target);
	if (fail == FAIL_NOT_FOUND)
		return OK;
	TRY(fail);
	account_r->moved_to = arena_new(&cx->arena, struct account);
	return account_of_row(cx, &target, account_r->moved_to);
}

enum fail account_find_acct(struct ctx *cx, struct sv acct, struct account_row *row_r)
{
	struct sv user, domain = SV("");
	if (acct.n && acct.p[0] == '@')
		acct = sv_from(acct, 1);
	user = acct;
	sv_cut_last(&user, '@', &domain);
	if (sv_eq_nocase(domain, cx->community->domain))
		domain = SV("");
	return q_account_find(cx, ascii_lower(&cx->arena, user), ascii_lower(&cx->arena, domain), row_r);
}

static const struct sv reserved_names[] = {
	SV_INIT("admin"),  SV_INIT("administrator"), SV_INIT("mod"),     SV_INIT("moderator"), SV_INIT("owner"), SV_INIT("support"),
	SV_INIT("help"),   SV_INIT("root"),          SV_INIT("webmaster"), SV_INIT("postmaster"), SV_INIT("abuse"), SV_INIT("security"),
	SV_INIT("system"), SV_INIT("folkmoot"),      SV_INIT("mastodon"),
};

enum fail username_check(struct ctx *cx, struct sv username)
{
	struct account_id_find_row row;
	if (username.n == 0)
		return refuse(cx, FAIL_INVALID, "Validation failed: Username can't be blank");
	if (username.n > 30)
		return refuse(cx, FAIL_INVALID, "Validation failed: Username is too long (maximum is 30 characters)");
	for (size_t i = 0; i < username.n; i++) {
		char c = username.p[i];
		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'))
			return refuse(cx, FAIL_INVALID, "Validation failed: Username must contain only letters, numbers and underscores");
	}
	enum fail fail = q_account_id_find(cx, ascii_lower(&cx->arena, username), SV(""), &row);
	if (fail == OK)
		return refuse(cx, FAIL_INVALID, "Validation failed: Username has already been taken");
	return fail == FAIL_NOT_FOUND ? OK : fail;
}

bool username_is_reserved(struct sv username)
{
	for (size_t i = 0; i < COUNT_OF(reserved_names); i++)
		if (sv_eq_nocase(username, reserved_names[i]))
			return true;
	return false;
}

static enum fail draft_check(struct ctx *cx, const struct account_draft *draft)
{
	struct login_row taken;
	TRY(username_check(cx, draft->username));
	if (draft->role == 0 && username_is_reserved(draft->username))
		return refuse(cx, FAIL_INVALID, "Validation failed: Username is reserved");
	if (!mail_address_ok(draft->email))
		return refuse(cx, FAIL_INVALID, "Validation failed: E-mail address is invalid");
	enum fail fail = q_login_by_email(cx, ascii_lower(&cx->arena, draft->email), &taken);
	if (fail == OK)
		return refuse(cx, FAIL_INVALID, "Validation failed: E-mail address has already been taken");
	return fail == FAIL_NOT_FOUND ? OK : fail;
}

enum fail account_create(struct ctx *cx, const struct account_draft *draft, int64_t *id_r)
{
	int64_t at = draft->created_at ? draft->created_at : cx->now, id = id_new(at);
	TRY(draft_check(cx, draft));
	TXN(txn);
	TRY(txn_begin(&txn, cx));
	TRY(q_account_insert(cx, id, draft->username, ascii_lower(&cx->arena, draft->username),
	                     draft->display_name.p ? draft->display_name : SV(""), at));
	TRY(q_account_text_insert(cx, id, arena_printf(&cx->arena, SVF " " SVF, SVA(draft->username), SVA(draft->display_name))));
	TRY(q_login_insert(cx, id, draft->email, ascii_lower(&cx->arena, draft->email), draft->password_hash, draft->role,
	                   draft->locale.n ? draft->locale : language_about(community_language(cx))->code, draft->confirmed ? at : 0, draft->approved ? at : 0,
	                   draft->reason.p ? draft->reason : SV(""), draft->invite_id, at, draft->app_id,
	                   draft->ip.p ? draft->ip : SV("")));
	TRY(activity_join(cx, at));
	TRY(txn_commit(&txn));
	*id_r = id;
	return OK;
}
