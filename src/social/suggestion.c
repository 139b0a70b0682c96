/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/suggestion.h"

#include "store/q.h"

enum {
	FRIENDS = 40,    /* of the newest whom one follows; */
	THEIRS = 40,     /* of the newest whom each of them follows; */
	NEAR = 200,      /* of those, who are followed by most */
	ACTIVE = 200,    /* who posted last */
	FARTHEST = 10000 /* offset in the directory */
};

enum fail suggestions(struct ctx *cx, int64_t limit, struct suggestion **list_r, size_t *count_r)
{
	struct suggestions_row *rows;
	TRY(q_suggestions(cx, cx->who.account_id, FRIENDS, THEIRS, ACTIVE, NEAR, limit, &rows, count_r));
	*list_r = arena_array(&cx->arena, struct suggestion, *count_r + 1);
	for (size_t i = 0; i < *count_r; i++)
		(*list_r)[i] = (struct suggestion){ rows[i].id, rows[i].friends > 0 };
	return OK;
}

enum fail suggestion_dismiss(struct ctx *cx, int64_t account_id)
{
	return q_suggestion_dismiss(cx, cx->who.account_id, account_id);
}

/* --- directory ------------------------------------------------------------------------------------------------------------------------------- */

enum fail directory(struct ctx *cx, const struct directory_wish *wish, int64_t **ids_r, size_t *count_r)
{
	struct person_row *rows = NULL;
	int64_t reader_id = cx->who.account_id;
	*count_r = 0;
	if (wish->offset <= FARTHEST)
		TRY(wish->newest ? q_directory_new(cx, reader_id, wish->here, wish->limit, wish->offset, &rows, count_r)
		                 : q_directory_active(cx, reader_id, wish->here, wish->limit, wish->offset, &rows, count_r));
	*ids_r = arena_array(&cx->arena, int64_t, *count_r + 1);
	for (size_t i = 0; i < *count_r; i++)
		(*ids_r)[i] = rows[i].id;
	return OK;
}
