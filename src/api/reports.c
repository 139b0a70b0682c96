/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reporting (documentation: methods/reports). */
#include "api/api.h"
#include "social/report.h"

enum fail api_report_file(struct ctx *cx)
{
	int64_t id, *statuses, *rules, *collections;
	struct report_draft draft = { .target_id = param_id(cx->params, "account_id"),
		                      .category = param_sv(cx->params, "category"),
		                      .comment = param_sv(cx->params, "comment"),
		                      .forward = param_bool(cx->params, "forward", false) };
	draft.status_count = param_ids(&cx->arena, cx->params, "status_ids", &statuses);
	draft.rule_count = param_ids(&cx->arena, cx->params, "rule_ids", &rules);
	draft.collection_count = param_ids(&cx->arena, cx->params, "collection_ids", &collections);
	draft.status_ids = statuses;
	draft.rule_ids = rules;
	draft.collection_ids = collections;
	TRY(report_file(cx, &draft, &id));
	return entity_report(cx, answer_json(cx), id);
}
