/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Lists (documentation: methods/lists). */
#include "api/api.h"
#include "social/list.h"
#include "social/viewer.h"

static void put_list(struct json *j, const struct list_row *list)
{
	json_object(j);
	json_id(json_key(j, "id"), list->id);
	json_string(json_key(j, "title"), list->title);
	json_string(json_key(j, "replies_policy"), list->replies_policy);
	json_bool(json_key(j, "exclusive"), list->exclusive);
	json_end(j);
}

static enum fail answer_lists(struct ctx *cx, const struct list_row *lists, size_t count)
{
	struct json *j = answer_json(cx);
	json_array(j);
	for (size_t i = 0; i < count; i++)
		put_list(j, &lists[i]);
	json_end(j);
	return OK;
}

enum fail api_lists(struct ctx *cx)
{
	struct list_row *lists;
	size_t count;
	TRY(q_lists_of(cx, cx->who.account_id, &lists, &count));
	return answer_lists(cx, lists, count);
}

enum fail api_account_lists(struct ctx *cx)
{
	struct list_row *lists;
	struct account_row account;
	size_t count;
	TRY(api_account_see(cx, &account));
	TRY(q_lists_with(cx, cx->who.account_id, account.id, &lists, &count));
	return answer_lists(cx, lists, count);
}

enum fail api_list_show(struct ctx *cx)
{
	struct list_row list;
	TRY(list_own(cx, path_id(cx, 0), &list));
	put_list(answer_json(cx), &list);
	return OK;
}

static enum fail save(struct ctx *cx, struct list_row *list)
{
	if (param_sent(cx->params, "title") || !list->title.p)
		list->title = param_sv(cx->params, "title");
	if (param_sv(cx->params, "replies_policy").n)
		list->replies_policy = param_sv(cx->params, "replies_policy");
	list->exclusive = param_bool(cx->params, "exclusive", list->exclusive);
	TRY(list_save(cx, list));
	put_list(answer_json(cx), list);
	return OK;
}

enum fail api_list_create(struct ctx *cx)
{
	struct list_row list = { .replies_policy = SV("list") };
	return save(cx, &list);
}

enum fail api_list_update(struct ctx *cx)
{
	struct list_row list;
	TRY(list_own(cx, path_id(cx, 0), &list));
	return save(cx, &list);
}

enum fail api_list_delete(struct ctx *cx)
{
	TRY(list_remove(cx, path_id(cx, 0)));
	return answer_empty(cx);
}

/* limit=0 asks for all of them. */
enum fail api_list_members(struct ctx *cx)
{
	struct page page = page_read(cx, 40, 80);
	struct relation_page_row *rows;
	struct list_row list;
	size_t count;
	if (sv_eq(param_sv(cx->params, "limit"), SV("0")))
		page.limit = 5000;
	TRY(list_own(cx, path_id(cx, 0), &list));
	TRY(q_list_members_page(cx, list.id, &page, &rows, &count));
	int64_t *ids = arena_array(&cx->arena, int64_t, count + 1);
	for (size_t i = 0; i < count; i++)
		ids[i] = rows[i].account_id;
	if (count)
		answer_links(cx, rows[0].id, rows[count - 1].id, count, page.limit);
	return entity_accounts(cx, answer_json(cx), ids, count);
}

static enum fail for_accounts(struct ctx *cx, enum fail (*act)(struct ctx *cx, const struct list_row *list, int64_t account_id))
{
	struct list_row list;
	int64_t *ids;
	size_t count = param_ids(&cx->arena, cx->params, "account_ids", &ids);
	TRY(list_own(cx, path_id(cx, 0), &list));
	for (size_t i = 0; i < count; i++)
		TRY(act(cx, &list, ids[i]));
	return answer_empty(cx);
}

enum fail api_list_members_add(struct ctx *cx)
{
	return for_accounts(cx, list_add);
}

enum fail api_list_members_remove(struct ctx *cx)
{
	return for_accounts(cx, list_drop);
}

enum fail api_timeline_list(struct ctx *cx)
{
	struct page page = page_read(cx, 20, 40);
	struct list_row list;
	int64_t *ids;
	size_t count;
	TRY(viewer_enter(cx));
	TRY(list_own(cx, path_id(cx, 0), &list));
	TRY(list_timeline(cx, &list, &page, &ids, &count));
	return api_answer_statuses(cx, ids, count, &page, FILTER_HOME);
}
