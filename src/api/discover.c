/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whom one might follow (documentation: methods/suggestions, methods/directory). */
#include "api/api.h"
#include "social/suggestion.h"

static enum fail answer_ids(struct ctx *cx, const int64_t *ids, size_t count)
{
	return entity_accounts(cx, answer_json(cx), ids, count);
}

enum fail api_suggestions_v1(struct ctx *cx)
{
	struct suggestion *list;
	size_t count;
	TRY(suggestions(cx, page_read(cx, 40, 80).limit, &list, &count));
	int64_t *ids = arena_array(&cx->arena, int64_t, count + 1);
	for (size_t i = 0; i < count; i++)
		ids[i] = list[i].account_id;
	return answer_ids(cx, ids, count);
}

enum fail api_suggestions_v2(struct ctx *cx)
{
	struct suggestion *list;
	struct json *j = answer_json(cx);
	size_t count;
	TRY(suggestions(cx, page_read(cx, 40, 80).limit, &list, &count));
	json_array(j);
	for (size_t i = 0; i < count; i++) {
		json_object(j);
		json_cstr(json_key(j, "source"), list[i].near ? "past_interactions" : "global");
		json_array(json_key(j, "sources"));
		json_cstr(j, list[i].near ? "friends_of_friends" : "most_followed");
		json_end(j);
		json_key(j, "account");
		TRY(entity_account(cx, j, list[i].account_id));
		json_end(j);
	}
	json_end(j);
	return OK;
}

enum fail api_suggestion_dismiss(struct ctx *cx)
{
	TRY(suggestion_dismiss(cx, path_id(cx, 0)));
	return answer_empty(cx);
}

enum fail api_directory(struct ctx *cx)
{
	int64_t *ids, offset = param_int(cx->params, "offset", 0);
	size_t count;
	struct directory_wish wish = { .newest = sv_eq(param_sv(cx->params, "order"), SV("new")),
		                       .here = param_bool(cx->params, "local", false),
		                       .limit = page_read(cx, 40, 80).limit,
		                       .offset = offset < 0 ? 0 : offset };
	TRY(directory(cx, &wish, &ids, &count));
	return answer_ids(cx, ids, count);
}
