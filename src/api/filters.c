/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Filters (documentation: methods/filters, "v2"). */
#include "api/api.h"
#include "base/id.h"
#include "social/filter_write.h"

/* --- what is sent ----------------------------------------------------------------------------------------------------------- */

static const char *member_name(struct ctx *cx, struct sv member, const char *field)
{
	return arena_cstr(&cx->arena, arena_printf(&cx->arena, "keywords_attributes[" SVF "][%s]", SVA(member), field));
}

static void read_whole_word(struct ctx *cx, const char *name, struct filter_keyword_draft *draft)
{
	draft->whole_word_sent = param_sv(cx->params, name).p != NULL;
	draft->whole_word = param_bool(cx->params, name, true);
}

static size_t read_keywords(struct ctx *cx, const struct filter_keyword_draft **keywords_r)
{
	struct sv *members;
	size_t count = param_members(&cx->arena, cx->params, "keywords_attributes", &members);
	struct filter_keyword_draft *keywords = arena_array(&cx->arena, struct filter_keyword_draft, count + 1);
	for (size_t i = 0; i < count; i++) {
		keywords[i].id = param_id(cx->params, member_name(cx, members[i], "id"));
		keywords[i].keyword = param_sv(cx->params, member_name(cx, members[i], "keyword"));
		keywords[i].destroy = param_bool(cx->params, member_name(cx, members[i], "_destroy"), false);
		read_whole_word(cx, member_name(cx, members[i], "whole_word"), &keywords[i]);
	}
	*keywords_r = keywords;
	return count;
}

static void read_draft(struct ctx *cx, struct filter_draft *draft)
{
	struct sv *contexts;
	draft->title = param_sv(cx->params, "title");
	draft->action = param_sv(cx->params, "filter_action");
	draft->context_count = param_list(&cx->arena, cx->params, "context", &contexts);
	draft->contexts = param_sent(cx->params, "context") ? contexts : NULL;
	draft->expires_sent = param_sent(cx->params, "expires_in");
	draft->expires_in = param_int(cx->params, "expires_in", 0);
	draft->keyword_count = read_keywords(cx, &draft->keywords);
}

/* --- filters ---------------------------------------------------------------------------------------------------------------- */

enum fail api_filter_list(struct ctx *cx)
{
	struct filter_row *rows;
	struct json *j = answer_json(cx);
	size_t count;
	TRY(q_filters_of(cx, cx->who.account_id, &rows, &count));
	json_array(j);
	for (size_t i = 0; i < count; i++)
		TRY(entity_filter(cx, j, &rows[i]));
	json_end(j);
	return OK;
}

static enum fail answer_filter(struct ctx *cx, int64_t id)
{
	struct filter_row row;
	TRY(q_filter_get(cx, id, cx->who.account_id, &row));
	return entity_filter(cx, answer_json(cx), &row);
}

enum fail api_filter_show(struct ctx *cx)
{
	return answer_filter(cx, path_id(cx, 0));
}

enum fail api_filter_create(struct ctx *cx)
{
	struct filter_draft draft = { 0 };
	int64_t id;
	read_draft(cx, &draft);
	TRY(filter_create(cx, &draft, &id));
	return answer_filter(cx, id);
}

enum fail api_filter_update(struct ctx *cx)
{
	struct filter_draft draft = { 0 };
	read_draft(cx, &draft);
	TRY(filter_change(cx, path_id(cx, 0), &draft));
	return answer_filter(cx, path_id(cx, 0));
}

enum fail api_filter_delete(struct ctx *cx)
{
	TRY(filter_remove(cx, path_id(cx, 0)));
	return answer_empty(cx);
}

/* --- their keywords --------------------------------------------------------------------------------------------------------- */

enum fail api_filter_keywords(struct ctx *cx)
{
	struct filter_row filter;
	struct filter_keyword_row *rows;
	struct json *j = answer_json(cx);
	size_t count;
	TRY(q_filter_get(cx, path_id(cx, 0), cx->who.account_id, &filter));
	TRY(q_filter_keywords_of(cx, filter.id, &rows, &count));
	json_array(j);
	for (size_t i = 0; i < count; i++)
		entity_filter_keyword(j, &rows[i]);
	json_end(j);
	return OK;
}

static enum fail answer_keyword(struct ctx *cx, int64_t id)
{
	struct filter_keyword_row row;
	TRY(q_filter_keyword_get(cx, id, cx->who.account_id, &row));
	entity_filter_keyword(answer_json(cx), &row);
	return OK;
}

static enum fail put_keyword(struct ctx *cx, int64_t filter_id, int64_t id)
{
	struct filter_keyword_draft draft = { .id = id, .keyword = param_sv(cx->params, "keyword") };
	read_whole_word(cx, "whole_word", &draft);
	TRY(filter_keyword_put(cx, filter_id, &draft, &id));
	return answer_keyword(cx, id);
}

enum fail api_filter_keyword_create(struct ctx *cx)
{
	return put_keyword(cx, path_id(cx, 0), 0);
}

enum fail api_filter_keyword_update(struct ctx *cx)
{
	int64_t id = path_id(cx, 0);
	return id ? put_keyword(cx, 0, id) : FAIL_NOT_FOUND;
}

enum fail api_filter_keyword_show(struct ctx *cx)
{
	return answer_keyword(cx, path_id(cx, 0));
}

enum fail api_filter_keyword_delete(struct ctx *cx)
{
	TRY(filter_keyword_remove(cx, path_id(cx, 0)));
	return answer_empty(cx);
}

/* --- their statuses --------------------------------------------------------------------------------------------------------- */

enum fail api_filter_statuses(struct ctx *cx)
{
	struct filter_row filter;
	struct filter_status_row *rows;
	struct json *j = answer_json(cx);
	size_t count;
	TRY(q_filter_get(cx, path_id(cx, 0), cx->who.account_id, &filter));
	TRY(q_filter_statuses_of(cx, filter.id, &rows, &count));
	json_array(j);
	for (size_t i = 0; i < count; i++)
		entity_filter_status(j, &rows[i]);
	json_end(j);
	return OK;
}

static enum fail answer_filter_status(struct ctx *cx, int64_t id)
{
	struct filter_status_row row;
	TRY(q_filter_status_get(cx, id, cx->who.account_id, &row));
	entity_filter_status(answer_json(cx), &row);
	return OK;
}

enum fail api_filter_status_create(struct ctx *cx)
{
	int64_t id;
	TRY(filter_status_add(cx, path_id(cx, 0), param_id(cx->params, "status_id"), &id));
	return answer_filter_status(cx, id);
}

enum fail api_filter_status_show(struct ctx *cx)
{
	return answer_filter_status(cx, path_id(cx, 0));
}

/* The answer is what was removed. */
enum fail api_filter_status_delete(struct ctx *cx)
{
	TRY(answer_filter_status(cx, path_id(cx, 0)));
	return filter_status_remove(cx, path_id(cx, 0));
}
