/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Accounts, as people with a role see and handle them (documentation: methods/admin/accounts). */
#include "api/api.h"
#include "api/entities/admin.h"
#include "social/sanction.h"

/* --- finding --------------------------------------------------------------------------------------------------------------------------- */

struct wish {
	struct sv origin, standing, username, display_name, email, ip, domain;
	bool staff;
	int64_t role, invited_by;
};

static struct sv text_param(struct ctx *cx, const char *name)
{
	struct sv text = sv_trim(param_sv(cx->params, name));
	return text.n ? ascii_lower(&cx->arena, text) : SV("");
}

static void read_names(struct ctx *cx, struct wish *wish)
{
	wish->username = text_param(cx, "username");
	if (wish->username.n && wish->username.p[0] == '@')
		wish->username = sv_from(wish->username, 1);
	wish->display_name = text_param(cx, "display_name");
	wish->email = text_param(cx, "email");
	wish->ip = text_param(cx, "ip");
	wish->domain = text_param(cx, "by_domain");
	wish->role = -1;
	wish->origin = wish->standing = SV("");
}

static enum fail answer_accounts(struct ctx *cx, const struct wish *w)
{
	struct page page = page_read(cx, 100, 200);
	struct admin_account_row *rows;
	size_t count;
	TRY(q_admin_accounts(cx, w->origin, w->standing, w->staff, w->role, w->invited_by, w->username, w->display_name, w->email, w->ip,
	                     w->domain, &page, &rows, &count));
	struct json *j = answer_json(cx);
	json_array(j);
	for (size_t i = 0; i < count; i++)
		TRY(entity_admin_account_row(cx, j, &rows[i]));
	json_end(j);
	if (count)
		answer_links(cx, rows[0].id, rows[count - 1].id, count, page.limit);
	return OK;
}

/* v1: a yes or no for each. */
enum fail api_admin_accounts_v1(struct ctx *cx)
{
	static const char *const standings[] = { "active", "pending", "disabled", "silenced", "sensitized", "suspended" };
	struct wish wish = { 0 };
	read_names(cx, &wish);
	if (param_bool(cx->params, "local", false))
		wish.origin = SV("local");
	else if (param_bool(cx->params, "remote", false))
		wish.origin = SV("remote");
	for (size_t i = 0; i < COUNT_OF(standings); i++)
		if (param_bool(cx->params, standings[i], false))
			wish.standing = sv_of(standings[i]);
	wish.staff = param_bool(cx->params, "staff", false);
	return answer_accounts(cx, &wish);
}

enum fail api_admin_accounts(struct ctx *cx)
{
	struct wish wish = { 0 };
	struct sv *roles;
	read_names(cx, &wish);
	wish.origin = text_param(cx, "origin");
	wish.standing = text_param(cx, "status");
	wish.staff = sv_eq(text_param(cx, "permissions"), SV("staff"));
	wish.invited_by = param_id(cx->params, "invited_by");
	if (param_list(&cx->arena, cx->params, "role_ids", &roles) && !sv_to_i64(roles[0], &wish.role))
		return refuse(cx, FAIL_INVALID, "role_ids takes the id of a role");
	return answer_accounts(cx, &wish);
}

static enum fail answer_account(struct ctx *cx)
{
	return entity_admin_account(cx, answer_json(cx), path_id(cx, 0));
}

enum fail api_admin_account(struct ctx *cx)
{
	return answer_account(cx);
}

/* --- acting ---------------------------------------------------------------------------------------------------------------------------- */

enum fail api_admin_account_action(struct ctx *cx)
{
	struct sanction_draft draft = { .account_id = path_id(cx, 0),
		                        .text = param_sv(cx->params, "text"),
		                        .report_id = param_id(cx->params, "report_id") };
	if (!sanction_parse(param_sv(cx->params, "type"), &draft.kind))
		return refuse(cx, FAIL_INVALID, "Validation failed: Type is not included in the list: none, sensitive, disable, silence, suspend");
	if (!draft.report_id && param_sv(cx->params, "report_id").n)
		return FAIL_NOT_FOUND;
	TRY(sanction_apply(cx, &draft));
	return answer_empty(cx);
}

static enum fail lift(struct ctx *cx, enum sanction kind)
{
	TRY(sanction_lift(cx, path_id(cx, 0), kind));
	return answer_account(cx);
}

enum fail api_admin_account_enable(struct ctx *cx)
{
	return lift(cx, SANCTION_DISABLE);
}

enum fail api_admin_account_unsilence(struct ctx *cx)
{
	return lift(cx, SANCTION_SILENCE);
}

enum fail api_admin_account_unsuspend(struct ctx *cx)
{
	return lift(cx, SANCTION_SUSPEND);
}

enum fail api_admin_account_unsensitive(struct ctx *cx)
{
	return lift(cx, SANCTION_SENSITIVE);
}

enum fail api_admin_account_approve(struct ctx *cx)
{
	TRY(sanction_approve(cx, path_id(cx, 0)));
	return answer_account(cx);
}

/* The answer tells of the account as it was. */
enum fail api_admin_account_reject(struct ctx *cx)
{
	TRY(answer_account(cx));
	return sanction_reject(cx, path_id(cx, 0));
}

enum fail api_admin_account_delete(struct ctx *cx)
{
	TRY(sanction_delete(cx, path_id(cx, 0)));
	return answer_account(cx);
}
