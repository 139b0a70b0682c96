/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "api/entities/admin.h"

#include "social/report.h"
#include "social/role.h"

/* --- Admin::Account ------------------------------------------------------------------------------------------------------------------- */

static enum fail put_ips(struct ctx *cx, struct json *j, const struct admin_account_row *row)
{
	struct admin_ips_of_row *ips;
	size_t count;
	TRY(q_admin_ips_of(cx, row->id, &ips, &count));
	struct sv last = count ? ips[0].ip : row->sign_up_ip;
	json_string(json_key(j, "ip"), last.n ? last : SV_NONE);
	json_array(json_key(j, "ips"));
	for (size_t i = 0; i < count; i++) {
		json_object(j);
		json_string(json_key(j, "ip"), ips[i].ip);
		json_time(json_key(j, "used_at"), ips[i].used_at);
		json_end(j);
	}
	json_end(j);
	return OK;
}

static void put_role(struct ctx *cx, struct json *j, int64_t number)
{
	const struct role_about *role = role_about((int)number);
	json_object(json_key(j, "role"));
	json_string(json_key(j, "id"), arena_printf(&cx->arena, "%lld", (long long)number));
	json_cstr(json_key(j, "name"), role->title);
	json_cstr(json_key(j, "color"), role->colour);
	json_string(json_key(j, "permissions"), arena_printf(&cx->arena, "%llu", (unsigned long long)role->may));
	json_bool(json_key(j, "highlighted"), number != ROLE_MEMBER);
	json_int(json_key(j, "collection_limit"), 10);
	json_end(j);
}

static void put_standing(struct json *j, const struct admin_account_row *row)
{
	json_bool(json_key(j, "confirmed"), row->confirmed);
	json_bool(json_key(j, "approved"), row->approved);
	json_bool(json_key(j, "disabled"), row->disabled);
	json_bool(json_key(j, "sensitized"), row->sensitized);
	json_bool(json_key(j, "silenced"), row->silenced);
	json_bool(json_key(j, "suspended"), row->suspended);
	if (row->created_by_app_id)
		json_id(json_key(j, "created_by_application_id"), row->created_by_app_id);
	if (row->invited_by_id)
		json_id(json_key(j, "invited_by_account_id"), row->invited_by_id);
}

enum fail entity_admin_account_row(struct ctx *cx, struct json *j, const struct admin_account_row *row)
{
	json_object(j);
	json_id(json_key(j, "id"), row->id);
	json_string(json_key(j, "username"), row->username);
	json_string(json_key(j, "domain"), row->domain.n ? row->domain : SV_NONE);
	json_time(json_key(j, "created_at"), row->created_at);
	json_string(json_key(j, "email"), row->email);
	TRY(put_ips(cx, j, row));
	json_string(json_key(j, "locale"), row->locale);
	json_string(json_key(j, "invite_request"), row->reason.n ? row->reason : SV_NONE);
	put_role(cx, j, row->role);
	put_standing(j, row);
	TRY(entity_account(cx, json_key(j, "account"), row->id));
	json_end(j);
	return OK;
}

enum fail entity_admin_account(struct ctx *cx, struct json *j, int64_t id)
{
	struct admin_account_row row;
	TRY(q_admin_account_get(cx, id, &row));
	return entity_admin_account_row(cx, j, &row);
}

/* --- Admin::Report ----------------------------------------------------------------------------------------------------------------------- */

static void put_report(struct json *j, const struct report_row *row)
{
	json_id(json_key(j, "id"), row->id);
	json_bool(json_key(j, "action_taken"), row->resolved_at);
	json_time(json_key(j, "action_taken_at"), row->resolved_at);
	json_string(json_key(j, "category"), row->category);
	json_string(json_key(j, "comment"), row->comment);
	json_bool(json_key(j, "forwarded"), row->forward);
	json_time(json_key(j, "created_at"), row->created_at);
}

static enum fail put_person(struct ctx *cx, struct json *j, const char *name, int64_t id)
{
	struct admin_account_row row;
	enum fail fail = id ? q_admin_account_get(cx, id, &row) : FAIL_NOT_FOUND;
	if (fail == OK)
		return entity_admin_account_row(cx, json_key(j, name), &row);
	if (fail == FAIL_NOT_FOUND)
		json_null(json_key(j, name));
	return fail == FAIL_NOT_FOUND ? OK : fail;
}

static enum fail put_rules(struct ctx *cx, struct json *j, const struct report_row *report)
{
	int64_t *ids;
	size_t count = report_ids(&cx->arena, report->rule_ids, &ids);
	json_array(json_key(j, "rules"));
	for (size_t i = 0; i < count; i++) {
		struct rule_get_row rule;
		enum fail fail = q_rule_get(cx, ids[i], &rule);
		if (fail == FAIL_NOT_FOUND)
			continue;
		TRY(fail);
		json_object(j);
		json_id(json_key(j, "id"), rule.id);
		json_string(json_key(j, "text"), rule.text);
		json_string(json_key(j, "hint"), rule.hint);
		json_object(json_key(j, "translations"));
		json_end(j);
		json_end(j);
	}
	json_end(j);
	return OK;
}

enum fail entity_admin_report(struct ctx *cx, struct json *j, const struct report_row *row)
{
	int64_t *statuses;
	size_t count = report_ids(&cx->arena, row->status_ids, &statuses);
	int64_t reporter = row->account_id;
	json_object(j);
	put_report(j, row);
	json_time(json_key(j, "updated_at"), row->updated_at);
	if (!reporter) /* the screen: clients want a person */
		TRY(report_representative(cx, &reporter));
	TRY(put_person(cx, j, "account", reporter));
	TRY(put_person(cx, j, "target_account", row->target_id));
	TRY(put_person(cx, j, "assigned_account", row->assigned_id));
	TRY(put_person(cx, j, "action_taken_by_account", row->resolved_by_id));
	TRY(entity_statuses(cx, json_key(j, "statuses"), statuses, count, 0));
	TRY(put_rules(cx, j, row));
	json_end(j);
	return OK;
}
