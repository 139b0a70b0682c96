/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/list.h"

#include "base/id.h"
#include "base/utf8.h"
#include "social/effect.h"
#include "social/feed.h"
#include "social/merge.h"

enum { LONGEST_TITLE = 256, MOST_LISTS = 200 };

enum fail list_own(struct ctx *cx, int64_t id, struct list_row *row_r)
{
	TRY(q_list_get(cx, id, row_r));
	return row_r->account_id == cx->who.account_id ? OK : FAIL_NOT_FOUND;
}

static bool is_policy(struct sv name)
{
	return sv_eq(name, SV("followed")) || sv_eq(name, SV("list")) || sv_eq(name, SV("none"));
}

static enum fail check_new(struct ctx *cx)
{
	struct list_row *lists;
	size_t count;
	TRY(q_lists_of(cx, cx->who.account_id, &lists, &count));
	return count < MOST_LISTS ? OK : refuse(cx, FAIL_INVALID, "Validation failed: You have reached the limit of %d lists", MOST_LISTS);
}

enum fail list_save(struct ctx *cx, struct list_row *list)
{
	list->title = sv_trim(list->title);
	if (!list->title.n)
		return refuse(cx, FAIL_INVALID, "Validation failed: Title can't be blank");
	if (utf8_count(list->title) > LONGEST_TITLE)
		return refuse(cx, FAIL_INVALID, "Validation failed: Title is too long (maximum is %d characters)", LONGEST_TITLE);
	if (!is_policy(list->replies_policy))
		return refuse(cx, FAIL_INVALID, "Validation failed: replies_policy is not included in the list: followed, list, none");
	if (!list->id) {
		TRY(check_new(cx));
		list->id = id_new(cx->now);
		list->account_id = cx->who.account_id;
	}
	TRY(q_list_put(cx, list));
	effect_add(cx, EFFECT_VIEWER, list->account_id, 0);
	return OK;
}

enum fail list_remove(struct ctx *cx, int64_t id)
{
	struct list_row list;
	TRY(list_own(cx, id, &list));
	TRY(q_list_delete(cx, id));
	effect_add(cx, EFFECT_VIEWER, list.account_id, 0);
	return OK;
}

/* Followed, or asked for. */
static enum fail check_followed(struct ctx *cx, int64_t owner_id, int64_t account_id)
{
	struct follow_has_row row;
	struct follow_wish wish;
	enum fail fail = q_follow_has(cx, owner_id, account_id, &row);
	return fail == FAIL_NOT_FOUND ? q_follow_request_get(cx, owner_id, account_id, &wish) : fail;
}

enum fail list_add(struct ctx *cx, const struct list_row *list, int64_t account_id)
{
	int64_t changes;
	if (account_id != list->account_id)
		TRY(check_followed(cx, list->account_id, account_id));
	TRY(q_list_member_put(cx, list->id, account_id, id_new(cx->now), &changes));
	if (!changes)
		return refuse(cx, FAIL_INVALID, "Validation failed: Account has already been taken");
	effect_add(cx, EFFECT_VIEWER, list->account_id, 0);
	return OK;
}

enum fail list_drop(struct ctx *cx, const struct list_row *list, int64_t account_id)
{
	TRY(q_list_member_delete(cx, list->id, account_id));
	effect_add(cx, EFFECT_VIEWER, list->account_id, 0);
	return OK;
}

enum fail list_timeline(struct ctx *cx, const struct list_row *list, const struct page *page, int64_t **ids_r, size_t *count_r)
{
	struct list_members_posted_row *rows;
	struct merge_list merge = { .replies_policy = list->replies_policy };
	size_t count;
	TRY(q_list_members_posted(cx, list->id, &rows, &count));
	merge.authors = arena_array(&cx->arena, struct merge_author, count + 1);
	for (size_t i = 0; i < count; i++) {
		merge.authors[i] = (struct merge_author){ rows[i].id, rows[i].last_status_at };
		map_put(&merge.members, rows[i].id, 1);
	}
	merge.author_count = count;
	enum fail fail = merge_list(cx, &merge, page, ids_r, count_r);
	map_free(&merge.members);
	return fail;
}

enum fail list_wants(struct ctx *cx, int64_t list_id, const struct recent_status *status, bool *wants_r)
{
	struct list_row list;
	struct list_members_row *members;
	struct merge_list merge = { 0 };
	struct feed_row row = { .id = status->id,
		                .account_id = status->account_id,
		                .reblog_account_id = status->reblog_account_id,
		                .in_reply_to_account_id = status->in_reply_to_account_id,
		                .visibility = status->visibility,
		                .language = status->language };
	size_t count;
	*wants_r = false;
	TRY(list_own(cx, list_id, &list));
	TRY(q_list_members(cx, list_id, &members, &count));
	for (size_t i = 0; i < count; i++)
		map_put(&merge.members, members[i].account_id, 1);
	merge.replies_policy = list.replies_policy;
	enum fail fail = map_has(&merge.members, status->account_id) ? merge_list_wants(cx, &merge, &row, wants_r) : OK;
	map_free(&merge.members);
	return fail;
}
