/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/suggestion.h"

#include "base/map.h"
#include "store/q.h"

#include <stdlib.h>

enum {
	FRIENDS = 40,     /* of the newest whom one follows; */
	THEIRS = 40,      /* of the newest whom each of them follows */
	ACTIVE = 200,     /* who posted last */
	CANDIDATES = 400, /* are looked at more closely, at most */
	FARTHEST = 10000  /* offset in the directory */
};

/* --- candidates: who is followed by friends, by how many ------------------------------------------------------------------------------------- */

struct candidate {
	int64_t id;
	uint64_t friends;
};

static int more_friends_first(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;
	if (x->friends != y->friends)
		return x->friends < y->friends ? 1 : -1;
	return x->id < y->id ? -1 : x->id > y->id;
}

static enum fail count_friends_of(struct ctx *cx, int64_t friend_id, struct map *counts)
{
	struct person_row *theirs;
	size_t count;
	TRY(q_follows_newest(cx, friend_id, THEIRS, &theirs, &count));
	for (size_t i = 0; i < count; i++) {
		uint64_t *found = map_find(counts, theirs[i].id);
		if (found)
			++*found;
		else
			map_put(counts, theirs[i].id, 1);
	}
	return OK;
}

static enum fail count_friends(struct ctx *cx, struct map *counts)
{
	struct person_row *friends;
	size_t count;
	TRY(q_follows_newest(cx, cx->who.account_id, FRIENDS, &friends, &count));
	for (size_t i = 0; i < count; i++)
		TRY(count_friends_of(cx, friends[i].id, counts));
	return OK;
}

static enum fail near_candidates(struct ctx *cx, struct candidate **list_r, size_t *count_r)
{
	struct map counts = { 0 };
	enum fail fail = count_friends(cx, &counts);
	struct candidate *list = arena_array(&cx->arena, struct candidate, counts.count + 1);
	size_t count = 0;
	for (size_t i = 0; i < counts.capacity; i++)
		if (counts.slots[i].key)
			list[count++] = (struct candidate){ counts.slots[i].key, counts.slots[i].value };
	map_free(&counts);
	qsort(list, count, sizeof(*list), more_friends_first);
	*list_r = list;
	*count_r = count;
	return fail;
}

/* --- suggestions ----------------------------------------------------------------------------------------------------------------------------- */

struct found {
	struct suggestion *list;
	size_t count, limit, looked_at;
};

static bool is_listed(const struct found *found, int64_t account_id)
{
	for (size_t i = 0; i < found->count; i++)
		if (found->list[i].account_id == account_id)
			return true;
	return false;
}

static enum fail consider(struct ctx *cx, struct found *found, int64_t account_id, bool near)
{
	struct person_row row;
	if (found->count == found->limit || found->looked_at == CANDIDATES || is_listed(found, account_id))
		return OK;
	found->looked_at++;
	enum fail fail = q_suggestion_fits(cx, cx->who.account_id, account_id, &row);
	if (fail == OK)
		found->list[found->count++] = (struct suggestion){ account_id, near };
	return fail == FAIL_NOT_FOUND ? OK : fail;
}

enum fail suggestions(struct ctx *cx, int64_t limit, struct suggestion **list_r, size_t *count_r)
{
	struct candidate *near;
	struct person_row *active;
	size_t near_count, active_count;
	struct found found = { .list = arena_array(&cx->arena, struct suggestion, (size_t)limit + 1), .limit = (size_t)limit };
	TRY(near_candidates(cx, &near, &near_count));
	for (size_t i = 0; i < near_count && i < CANDIDATES / 2; i++)
		TRY(consider(cx, &found, near[i].id, true));
	TRY(q_accounts_active(cx, ACTIVE, &active, &active_count));
	for (size_t i = 0; i < active_count; i++)
		TRY(consider(cx, &found, active[i].id, false));
	*list_r = found.list;
	*count_r = found.count;
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
