/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "api/entities/entities.h"

enum fail entity_report(struct ctx *cx, struct json *j, int64_t id)
{
	struct report_row row;
	struct buf account = BUF(&cx->arena, 1 << 20);
	struct json aside = JSON(&account);
	TRY(q_report_get(cx, id, &row));
	TRY(entity_account(cx, &aside, row.target_id));
	json_object(j);
	json_id(json_key(j, "id"), row.id);
	json_bool(json_key(j, "action_taken"), row.resolved_at);
	json_time(json_key(j, "action_taken_at"), row.resolved_at);
	json_string(json_key(j, "category"), row.category);
	json_string(json_key(j, "comment"), row.comment);
	json_bool(json_key(j, "forwarded"), row.forward);
	json_time(json_key(j, "created_at"), row.created_at);
	json_raw(json_key(j, "status_ids"), row.status_ids);
	json_raw(json_key(j, "rule_ids"), row.rule_ids);
	json_raw(json_key(j, "collection_ids"), row.collection_ids);
	json_raw(json_key(j, "target_account"), buf_sv(&account));
	json_end(j);
	return OK;
}
