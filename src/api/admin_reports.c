/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Handling reports (documentation: methods/admin/reports). */
#include "api/api.h"
#include "api/entities/admin.h"
#include "social/report.h"

static enum fail answer_report(struct ctx *cx)
{
	struct report_row row;
	TRY(q_report_get(cx, path_id(cx, 0), &row));
	return entity_admin_report(cx, answer_json(cx), &row);
}

enum fail api_admin_reports(struct ctx *cx)
{
	struct page page = page_read(cx, 100, 200);
	int64_t by = param_id(cx->params, "account_id"), about = param_id(cx->params, "target_account_id");
	struct report_row *rows;
	size_t count;
	if (param_bool(cx->params, "resolved", false))
		TRY(q_reports_resolved(cx, by, about, &page, &rows, &count));
	else
		TRY(q_reports_open(cx, by, about, &page, &rows, &count));
	struct json *j = answer_json(cx);
	json_array(j);
	for (size_t i = 0; i < count; i++)
		TRY(entity_admin_report(cx, j, &rows[i]));
	json_end(j);
	if (count)
		answer_links(cx, rows[0].id, rows[count - 1].id, count, page.limit);
	return OK;
}

enum fail api_admin_report(struct ctx *cx)
{
	return answer_report(cx);
}

enum fail api_admin_report_change(struct ctx *cx)
{
	int64_t *rules;
	size_t count = param_ids(&cx->arena, cx->params, "rule_ids", &rules);
	bool sent = count || param_sent(cx->params, "rule_ids") || param_sent(cx->params, "rule_ids[]");
	TRY(report_change(cx, path_id(cx, 0), param_sv(cx->params, "category"), sent ? rules : NULL, count));
	return answer_report(cx);
}

enum fail api_admin_report_assign(struct ctx *cx)
{
	TRY(report_assign(cx, path_id(cx, 0), cx->who.account_id));
	return answer_report(cx);
}

enum fail api_admin_report_unassign(struct ctx *cx)
{
	TRY(report_assign(cx, path_id(cx, 0), 0));
	return answer_report(cx);
}

enum fail api_admin_report_resolve(struct ctx *cx)
{
	TRY(report_resolve(cx, path_id(cx, 0)));
	return answer_report(cx);
}

enum fail api_admin_report_reopen(struct ctx *cx)
{
	TRY(report_reopen(cx, path_id(cx, 0)));
	return answer_report(cx);
}
