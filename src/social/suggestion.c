/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/suggestion.h"

#include "store/q.h"

static bool is_listed(const struct suggestion *list, size_t count, int64_t account_id)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].account_id == account_id)
			return true;
	return false;
}

enum fail suggestions(struct ctx *cx, int64_t limit, struct suggestion **list_r, size_t *count_r)
{
	struct suggestions_near_row *near;
	struct suggestions_active_row *active;
	size_t near_count, active_count, count = 0;
	TRY(q_suggestions_near(cx, cx->who.account_id, limit, &near, &near_count));
	TRY(q_suggestions_active(cx, cx->who.account_id, limit, &active, &active_count));
	struct suggestion *list = arena_array(&cx->arena, struct suggestion, (size_t)limit + 1);
	for (size_t i = 0; i < near_count; i++)
		list[count++] = (struct suggestion){ near[i].id, true };
	for (size_t i = 0; i < active_count && count < (size_t)limit; i++)
		if (!is_listed(list, count, active[i].id))
			list[count++] = (struct suggestion){ active[i].id, false };
	*list_r = list;
	*count_r = count;
	return OK;
}

enum fail suggestion_dismiss(struct ctx *cx, int64_t account_id)
{
	return q_suggestion_dismiss(cx, cx->who.account_id, account_id);
}

enum fail directory(struct ctx *cx, bool newest, int64_t limit, int64_t offset, int64_t **ids_r, size_t *count_r)
{
	struct directory_row *rows;
	TRY(newest ? q_directory_new(cx, limit, offset, &rows, count_r) : q_directory_active(cx, limit, offset, &rows, count_r));
	int64_t *ids = arena_array(&cx->arena, int64_t, *count_r + 1);
	for (size_t i = 0; i < *count_r; i++)
		ids[i] = rows[i].id;
	*ids_r = ids;
	return OK;
}
