/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Filter, FilterKeyword, FilterStatus, V1::Filter. */
#include "api/entities/entities.h"

void entity_filter_contexts(struct json *j, struct sv context)
{
	struct sv one;
	json_array(j);
	while (context.n) {
		sv_cut(&context, ' ', &one);
		json_string(j, one);
	}
	json_end(j);
}

void entity_filter_keyword(struct json *j, const struct filter_keyword_row *keyword)
{
	json_object(j);
	json_id(json_key(j, "id"), keyword->id);
	json_string(json_key(j, "keyword"), keyword->keyword);
	json_bool(json_key(j, "whole_word"), keyword->whole_word);
	json_end(j);
}

void entity_filter_status(struct json *j, const struct filter_status_row *status)
{
	json_object(j);
	json_id(json_key(j, "id"), status->id);
	json_id(json_key(j, "status_id"), status->status_id);
	json_end(j);
}

static enum fail put_parts(struct ctx *cx, struct json *j, int64_t filter_id)
{
	struct filter_keyword_row *keywords;
	struct filter_status_row *statuses;
	size_t count;
	TRY(q_filter_keywords_of(cx, filter_id, &keywords, &count));
	json_array(json_key(j, "keywords"));
	for (size_t i = 0; i < count; i++)
		entity_filter_keyword(j, &keywords[i]);
	json_end(j);
	TRY(q_filter_statuses_of(cx, filter_id, &statuses, &count));
	json_array(json_key(j, "statuses"));
	for (size_t i = 0; i < count; i++)
		entity_filter_status(j, &statuses[i]);
	json_end(j);
	return OK;
}

enum fail entity_filter(struct ctx *cx, struct json *j, const struct filter_row *filter)
{
	json_object(j);
	json_id(json_key(j, "id"), filter->id);
	json_string(json_key(j, "title"), filter->title);
	entity_filter_contexts(json_key(j, "context"), filter->context);
	json_time(json_key(j, "expires_at"), filter->expires_at);
	json_string(json_key(j, "filter_action"), filter->action);
	TRY(put_parts(cx, j, filter->id));
	json_end(j);
	return OK;
}

void entity_filter_v1(struct json *j, const struct filter_row *filter, const struct filter_keyword_row *keyword)
{
	json_object(j);
	json_id(json_key(j, "id"), keyword->id);
	json_string(json_key(j, "phrase"), keyword->keyword);
	entity_filter_contexts(json_key(j, "context"), filter->context);
	json_time(json_key(j, "expires_at"), filter->expires_at);
	json_bool(json_key(j, "irreversible"), sv_eq(filter->action, SV("hide")));
	json_bool(json_key(j, "whole_word"), keyword->whole_word);
	json_end(j);
}
