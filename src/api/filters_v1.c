/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Filters as old clients know them: each is one keyword (documentation: methods/filters, "v1"; entities/V1_Filter). What is the
 * filter's own (contexts, action, end) shows with each of its keywords, and can be changed here while it has only one. */
#include "api/api.h"
#include "social/filter_write.h"

static enum fail answer_one(struct ctx *cx, int64_t id)
{
	struct filter_keyword_row keyword;
	struct filter_row filter;
	TRY(q_filter_keyword_get(cx, id, cx->who.account_id, &keyword));
	TRY(q_filter_get(cx, keyword.filter_id, cx->who.account_id, &filter));
	entity_filter_v1(answer_json(cx), &filter, &keyword);
	return OK;
}

enum fail api_filter_v1_list(struct ctx *cx)
{
	struct filter_row *filters;
	struct json *j = answer_json(cx);
	size_t count;
	TRY(q_filters_of(cx, cx->who.account_id, &filters, &count));
	json_array(j);
	for (size_t i = 0; i < count; i++) {
		struct filter_keyword_row *keywords;
		size_t keyword_count;
		TRY(q_filter_keywords_of(cx, filters[i].id, &keywords, &keyword_count));
		for (size_t k = 0; k < keyword_count; k++)
			entity_filter_v1(j, &filters[i], &keywords[k]);
	}
	json_end(j);
	return OK;
}

enum fail api_filter_v1_show(struct ctx *cx)
{
	return answer_one(cx, path_id(cx, 0));
}

/* The filter's part of what was sent, and its keyword. */
static void read_draft(struct ctx *cx, struct filter_draft *draft, struct filter_keyword_draft *keyword)
{
	struct sv *contexts;
	keyword->keyword = param_sv(cx->params, "phrase");
	keyword->whole_word_sent = param_sent(cx->params, "whole_word");
	keyword->whole_word = param_bool(cx->params, "whole_word", true);
	draft->context_count = param_list(&cx->arena, cx->params, "context", &contexts);
	draft->contexts = param_sent(cx->params, "context") ? contexts : NULL;
	if (param_sent(cx->params, "irreversible"))
		draft->action = param_bool(cx->params, "irreversible", false) ? SV("hide") : SV("warn");
	draft->expires_sent = param_sent(cx->params, "expires_in");
	draft->expires_in = param_int(cx->params, "expires_in", 0);
}

enum fail api_filter_v1_create(struct ctx *cx)
{
	struct filter_draft draft = { 0 };
	struct filter_keyword_draft keyword = { 0 };
	struct filter_keyword_row *rows;
	size_t count;
	int64_t id;
	read_draft(cx, &draft, &keyword);
	if (!sv_trim(keyword.keyword).n)
		return refuse(cx, FAIL_INVALID, "Validation failed: Phrase can't be blank");
	draft.title = keyword.keyword;
	draft.keywords = &keyword;
	draft.keyword_count = 1;
	TRY(filter_create(cx, &draft, &id));
	TRY(q_filter_keywords_of(cx, id, &rows, &count));
	return answer_one(cx, rows[0].id);
}

static bool changes_filter(const struct filter_draft *draft, const struct filter_row *row)
{
	unsigned contexts = 0;
	for (size_t i = 0; i < draft->context_count; i++)
		contexts |= filter_contexts(draft->contexts[i]);
	return (draft->contexts && contexts != filter_contexts(row->context)) ||
	       (draft->action.p && !sv_eq(draft->action, row->action)) || draft->expires_sent;
}

enum fail api_filter_v1_update(struct ctx *cx)
{
	struct filter_draft draft = { 0 };
	struct filter_keyword_draft keyword = { .id = path_id(cx, 0) };
	struct filter_keyword_row row, *rows;
	struct filter_row filter;
	size_t count;
	int64_t id;
	TRY(q_filter_keyword_get(cx, keyword.id, cx->who.account_id, &row));
	TRY(q_filter_get(cx, row.filter_id, cx->who.account_id, &filter));
	TRY(q_filter_keywords_of(cx, row.filter_id, &rows, &count));
	read_draft(cx, &draft, &keyword);
	if (count > 1 && changes_filter(&draft, &filter))
		return refuse(cx, FAIL_INVALID,
			      "These parameters cannot be changed from this application because they apply to more than one "
			      "filter keyword. Use a more recent application or the web interface.");
	TRY(filter_keyword_put(cx, 0, &keyword, &id));
	if (count == 1)
		TRY(filter_change(cx, filter.id, &draft));
	return answer_one(cx, id);
}

/* A filter without anything left in it goes with its last keyword. */
enum fail api_filter_v1_delete(struct ctx *cx)
{
	struct filter_keyword_row row, *keywords;
	struct filter_status_row *statuses;
	size_t keyword_count, status_count;
	TRY(q_filter_keyword_get(cx, path_id(cx, 0), cx->who.account_id, &row));
	TRY(filter_keyword_remove(cx, row.id));
	TRY(q_filter_keywords_of(cx, row.filter_id, &keywords, &keyword_count));
	TRY(q_filter_statuses_of(cx, row.filter_id, &statuses, &status_count));
	if (!keyword_count && !status_count)
		TRY(filter_remove(cx, row.filter_id));
	return answer_empty(cx);
}
