/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Reading: pages of notifications, and of groups of them.
 *
 * Groups are not stored. A page is read from its end towards the other, until it has as many groups as were asked for; later
 * members of a group that the page has cost one row each, so there is a most of rows, after which the page ends early. */
#include "social/notification.h"

#include "store/store.h"

#include <jansson.h>

enum { CHUNK = 80, MOST_ROWS = 2000 };

enum fail notifications_list(struct ctx *cx, const struct notification_wish *wish, const struct page *page, struct notification_row **rows_r,
                             size_t *count_r)
{
	if (wish->from)
		return q_notifications_from(cx, cx->who.account_id, wish->from, wish->types, wish->without, page, rows_r, count_r);
	return q_notifications_of(cx, cx->who.account_id, wish->types, wish->without, wish->filtered, page, rows_r, count_r);
}

/* --- groups ---------------------------------------------------------------------------------------------------------------------- */

struct gathering {
	const struct notification_wish *wish;
	struct notification_group *groups; /* in the order they were met */
	size_t count, limit;
	int64_t first, last; /* ids taken in */
	bool full;
};

static bool has_word(struct sv list, struct sv word)
{
	for (ptrdiff_t at; (at = sv_find(list, word)) >= 0; list = sv_from(list, (size_t)at + 1))
		if (at > 0 && list.p[at - 1] == ' ' && (size_t)at + word.n < list.n && list.p[(size_t)at + word.n] == ' ')
			return true;
	return false;
}

static struct sv key_of(struct ctx *cx, const struct notification_wish *wish, const struct notification_row *row)
{
	if (!wish->grouped.n || has_word(wish->grouped, row->type))
		return row->group_key;
	return arena_printf(&cx->arena, "ungrouped-%lld", (long long)row->id);
}

static struct notification_group *group_by_key(struct gathering *gathering, struct sv key)
{
	for (size_t i = 0; i < gathering->count; i++)
		if (sv_eq(gathering->groups[i].key, key))
			return &gathering->groups[i];
	return NULL;
}

/* Takes one row in; false when it would be one group too many. */
static bool take_in(struct ctx *cx, struct gathering *gathering, const struct notification_row *row)
{
	struct sv key = key_of(cx, gathering->wish, row);
	struct notification_group *group = group_by_key(gathering, key);
	if (!group && gathering->count == gathering->limit) {
		gathering->full = true;
		return false;
	}
	if (!group) {
		group = &gathering->groups[gathering->count++];
		*group = (struct notification_group){ .newest = *row, .key = key, .page_min_id = row->id };
	}
	if (row->id > group->newest.id)
		group->newest = *row;
	if (row->id < group->page_min_id)
		group->page_min_id = row->id;
	if (!gathering->first)
		gathering->first = row->id;
	gathering->last = row->id;
	return true;
}

/* From the end that `page` is anchored at, in chunks. */
static enum fail gather(struct ctx *cx, const struct page *page, struct gathering *gathering)
{
	struct page chunk = *page;
	bool up = page->min_id;
	chunk.limit = CHUNK;
	for (size_t seen = 0; seen < MOST_ROWS && !gathering->full;) {
		struct notification_row *rows;
		size_t count;
		TRY(notifications_list(cx, gathering->wish, &chunk, &rows, &count));
		for (size_t i = 0; i < count; i++)
			if (!take_in(cx, gathering, &rows[up ? count - 1 - i : i]))
				break;
		if (count < CHUNK)
			return OK;
		if (up)
			chunk.min_id = rows[0].id;
		else
			chunk.max_id = rows[count - 1].id;
		seen += count;
	}
	return OK;
}

static enum fail complete(struct ctx *cx, struct notification_group *group)
{
	struct notification_group_count_row counted;
	struct notification_row *rows;
	size_t count;
	struct page page = PAGE_NEWEST(NOTIFICATION_SAMPLES);
	group->samples = arena_array(&cx->arena, int64_t, NOTIFICATION_SAMPLES);
	group->samples[0] = group->newest.from_account_id;
	group->sample_count = 1;
	group->count = 1;
	if (sv_starts(group->key, SV("ungrouped-")))
		return OK;
	page.max_id = group->newest.id + 1;
	TRY(q_notifications_in_group(cx, cx->who.account_id, group->key, &page, &rows, &count));
	for (size_t i = 0; i < count; i++)
		group->samples[i] = rows[i].from_account_id;
	group->sample_count = count;
	group->count = (int64_t)count;
	if (count < NOTIFICATION_SAMPLES)
		return OK;
	TRY(q_notification_group_count(cx, cx->who.account_id, group->key, group->newest.id, &counted));
	group->count = counted.count;
	return OK;
}

/* Newest first: by insertion, since they nearly are. */
static void sort(struct notification_group *groups, size_t count)
{
	for (size_t i = 1; i < count; i++)
		for (size_t k = i; k > 0 && groups[k - 1].newest.id < groups[k].newest.id; k--) {
			struct notification_group other = groups[k];
			groups[k] = groups[k - 1];
			groups[k - 1] = other;
		}
}

enum fail notification_groups_list(struct ctx *cx, const struct notification_wish *wish, const struct page *page,
                                   struct notification_group **groups_r, size_t *count_r, int64_t *low_r, int64_t *high_r)
{
	struct gathering gathering = { .wish = wish, .limit = (size_t)page->limit };
	gathering.groups = arena_array(&cx->arena, struct notification_group, gathering.limit + 1);
	TRY(gather(cx, page, &gathering));
	sort(gathering.groups, gathering.count);
	for (size_t i = 0; i < gathering.count; i++)
		TRY(complete(cx, &gathering.groups[i]));
	*groups_r = gathering.groups;
	*count_r = gathering.count;
	*low_r = gathering.first < gathering.last ? gathering.first : gathering.last;
	*high_r = gathering.first < gathering.last ? gathering.last : gathering.first;
	return OK;
}

enum fail notification_group_members(struct ctx *cx, struct sv key, const struct page *page, struct notification_row **rows_r, size_t *count_r)
{
	int64_t id;
	struct notification_row *row = arena_new(&cx->arena, struct notification_row);
	if (!sv_starts(key, SV("ungrouped-")))
		return q_notifications_in_group(cx, cx->who.account_id, key, page, rows_r, count_r);
	*rows_r = row;
	*count_r = 1;
	return sv_to_i64(sv_from(key, 10), &id) ? q_notification_get(cx, id, cx->who.account_id, row) : FAIL_NOT_FOUND;
}

enum fail notification_group_get(struct ctx *cx, struct sv key, struct notification_group *group_r)
{
	struct notification_row *rows;
	size_t count;
	TRY(notification_group_members(cx, key, &PAGE_NEWEST(1), &rows, &count));
	if (!count)
		return FAIL_NOT_FOUND;
	*group_r = (struct notification_group){ .newest = rows[0], .key = key };
	return complete(cx, group_r);
}

/* --- unread ---------------------------------------------------------------------------------------------------------------------- */

static enum fail after_marker(struct ctx *cx, int64_t most, struct page *page_r)
{
	struct notification_last_read_row *marker;
	size_t count;
	TRY(q_notification_last_read(cx, cx->who.account_id, &marker, &count));
	*page_r = PAGE_NEWEST(most);
	page_r->since_id = count ? marker[0].last_read_id : 0;
	return OK;
}

enum fail notifications_unread(struct ctx *cx, const struct notification_wish *wish, int64_t most, int64_t *count_r)
{
	struct notification_row *rows;
	struct page page;
	size_t count;
	TRY(after_marker(cx, most, &page));
	TRY(notifications_list(cx, wish, &page, &rows, &count));
	*count_r = (int64_t)count;
	return OK;
}

enum fail notification_groups_unread(struct ctx *cx, const struct notification_wish *wish, int64_t most, int64_t *count_r)
{
	struct gathering gathering = { .wish = wish, .limit = (size_t)most };
	struct page page;
	TRY(after_marker(cx, most, &page));
	gathering.groups = arena_array(&cx->arena, struct notification_group, gathering.limit + 1);
	TRY(gather(cx, &page, &gathering));
	*count_r = (int64_t)gathering.count;
	return OK;
}

void notification_warning_read(struct ctx *cx, struct sv event, struct sv *text_r, int64_t *status_id_r)
{
	json_t *warning = json_loadb(event.p ? event.p : "", event.n, 0, NULL);
	const char *text = json_string_value(json_object_get(warning, "text"));
	const char *id = json_string_value(json_array_get(json_object_get(warning, "status_ids"), 0));
	*text_r = arena_dup(&cx->arena, sv_of(text));
	*status_id_r = 0;
	if (id)
		sv_to_i64(sv_of(id), status_id_r);
	json_decref(warning);
}
