/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Notifications one by one, and as groups (documentation: methods/notifications, methods/grouped_notifications). */
#include "api/api.h"
#include "social/notification.h"
#include "social/viewer.h"

enum { USUAL = 40, MOST = 80, USUAL_COUNT = 100, MOST_COUNT = 1000 };

/* " mention follow ": the words of name[] that are types; what is none stays out, so that asking only for such finds nothing. */
static struct sv type_words(struct ctx *cx, const char *name)
{
	struct sv *values;
	struct buf words = BUF(&cx->arena, 4096);
	size_t count = param_list(&cx->arena, cx->params, name, &values);
	if (!count)
		return SV("");
	buf_putc(&words, ' ');
	for (size_t i = 0; i < count; i++)
		if (notification_type(values[i]))
			buf_printf(&words, SVF " ", SVA(values[i]));
	return buf_sv(&words);
}

static struct notification_wish read_wish(struct ctx *cx)
{
	return (struct notification_wish){
		.types = type_words(cx, "types"),
		.without = type_words(cx, "exclude_types"),
		.grouped = type_words(cx, "grouped_types"),
		.from = param_id(cx->params, "account_id"),
		.filtered = param_bool(cx->params, "include_filtered", false),
	};
}

static enum fail put_notifications(struct ctx *cx, struct json *j, const struct notification_row *rows, size_t count)
{
	json_array(j);
	for (size_t i = 0; i < count; i++) {
		enum fail fail = entity_notification(cx, j, &rows[i]);
		if (fail != OK && fail != FAIL_NOT_FOUND)
			return fail;
	}
	json_end(j);
	return OK;
}

enum fail api_notifications(struct ctx *cx)
{
	struct notification_wish wish = read_wish(cx);
	struct page page = page_read(cx, USUAL, MOST);
	struct notification_row *rows;
	size_t count;
	TRY(viewer_enter(cx));
	TRY(notifications_list(cx, &wish, &page, &rows, &count));
	if (count)
		answer_links(cx, rows[0].id, rows[count - 1].id, count, page.limit);
	return put_notifications(cx, answer_json(cx), rows, count);
}

enum fail api_notification(struct ctx *cx)
{
	struct notification_row row;
	TRY(viewer_enter(cx));
	TRY(q_notification_get(cx, path_id(cx, 0), cx->who.account_id, &row));
	return entity_notification(cx, answer_json(cx), &row);
}

enum fail api_notification_dismiss(struct ctx *cx)
{
	TRY(notification_dismiss(cx, path_id(cx, 0)));
	return answer_empty(cx);
}

enum fail api_notifications_dismiss_many(struct ctx *cx)
{
	int64_t *ids;
	size_t count = param_ids(&cx->arena, cx->params, "ids", &ids);
	for (size_t i = 0; i < count; i++) {
		enum fail fail = notification_dismiss(cx, ids[i]);
		if (fail != OK && fail != FAIL_NOT_FOUND)
			return fail;
	}
	return answer_empty(cx);
}

enum fail api_notifications_clear(struct ctx *cx)
{
	TRY(notifications_clear(cx));
	return answer_empty(cx);
}

static int64_t count_limit(struct ctx *cx)
{
	int64_t limit = param_int(cx->params, "limit", USUAL_COUNT);
	return limit < 1 ? USUAL_COUNT : limit > MOST_COUNT ? MOST_COUNT : limit;
}

static enum fail answer_count(struct ctx *cx, int64_t count)
{
	struct json *j = answer_json(cx);
	json_object(j);
	json_int(json_key(j, "count"), count);
	json_end(j);
	return OK;
}

enum fail api_notifications_unread(struct ctx *cx)
{
	struct notification_wish wish = read_wish(cx);
	int64_t count;
	TRY(notifications_unread(cx, &wish, count_limit(cx), &count));
	return answer_count(cx, count);
}

/* --- groups ------------------------------------------------------------------------------------------------------------------------ */

/* Accounts, partial ones and statuses that the groups mention, each once. */
struct mentioned {
	struct map accounts, partial, statuses;
	int64_t *account_list, *partial_list, *status_list;
	size_t account_count, partial_count, status_count;
};

static void mention(struct map *seen, int64_t *list, size_t *count, int64_t id)
{
	if (!id || map_has(seen, id))
		return;
	map_put(seen, id, 1);
	list[(*count)++] = id;
}

static void collect(struct ctx *cx, const struct notification_group *groups, size_t count, bool partial, struct mentioned *m)
{
	size_t most = count * NOTIFICATION_SAMPLES + 1;
	m->account_list = arena_array(&cx->arena, int64_t, most);
	m->partial_list = arena_array(&cx->arena, int64_t, most);
	m->status_list = arena_array(&cx->arena, int64_t, most);
	for (size_t i = 0; i < count; i++) {
		mention(&m->statuses, m->status_list, &m->status_count, groups[i].newest.status_id);
		for (size_t k = 0; k < groups[i].sample_count; k++)
			if (k == 0 || !partial) /* the first account of a group is whole in any case */
				mention(&m->accounts, m->account_list, &m->account_count, groups[i].samples[k]);
	}
	for (size_t i = 0; partial && i < count; i++)
		for (size_t k = 1; k < groups[i].sample_count; k++)
			if (!map_has(&m->accounts, groups[i].samples[k]))
				mention(&m->partial, m->partial_list, &m->partial_count, groups[i].samples[k]);
	map_free(&m->accounts);
	map_free(&m->partial);
	map_free(&m->statuses);
}

static void put_group(struct json *j, const struct notification_group *group, struct sv event, bool paged)
{
	json_object(j);
	json_string(json_key(j, "group_key"), group->key);
	json_int(json_key(j, "notifications_count"), group->count);
	json_string(json_key(j, "type"), group->newest.type);
	json_int(json_key(j, "most_recent_notification_id"), group->newest.id); /* a number, unlike all others: clients decode it as one */
	if (paged) {
		json_id(json_key(j, "page_min_id"), group->page_min_id);
		json_id(json_key(j, "page_max_id"), group->newest.id);
		json_time(json_key(j, "latest_page_notification_at"), group->newest.created_at);
	}
	json_array(json_key(j, "sample_account_ids"));
	for (size_t i = 0; i < group->sample_count; i++)
		json_id(j, group->samples[i]);
	json_end(j);
	if (group->newest.status_id)
		json_id(json_key(j, "status_id"), group->newest.status_id);
	buf_put(j->out, event);
	json_end(j);
}

/* ,"report":{...} and the like, or nothing. FAIL_NOT_FOUND when it is gone. */
static enum fail event_of(struct ctx *cx, const struct notification_group *group, struct sv *event_r)
{
	struct buf event = BUF(&cx->arena, ANSWER_MOST);
	struct json j = { .out = &event, .comma = true, .depth = 1, .closers = { '}' } };
	TRY(entity_notification_event(cx, &j, &group->newest));
	*event_r = buf_sv(&event);
	return OK;
}

static enum fail put_groups(struct ctx *cx, struct json *j, const struct notification_group *groups, size_t count, bool paged)
{
	json_array(j);
	for (size_t i = 0; i < count; i++) {
		struct sv event = SV_NONE;
		enum fail fail = event_of(cx, &groups[i], &event);
		if (fail == OK)
			put_group(j, &groups[i], event, paged);
		else if (fail != FAIL_NOT_FOUND)
			return fail;
	}
	json_end(j);
	return OK;
}

static enum fail put_partial_accounts(struct ctx *cx, struct json *j, const struct mentioned *m)
{
	json_array(json_key(j, "partial_accounts"));
	for (size_t i = 0; i < m->partial_count; i++) {
		enum fail fail = entity_partial_account(cx, j, m->partial_list[i]);
		if (fail != OK && fail != FAIL_NOT_FOUND)
			return fail;
	}
	json_end(j);
	return OK;
}

static enum fail answer_groups(struct ctx *cx, const struct notification_group *groups, size_t count, bool partial, bool paged)
{
	struct mentioned m = { 0 };
	struct json *j = answer_json(cx);
	collect(cx, groups, count, partial, &m);
	json_object(j);
	TRY(entity_accounts(cx, json_key(j, "accounts"), m.account_list, m.account_count));
	if (partial)
		TRY(put_partial_accounts(cx, j, &m));
	TRY(entity_statuses(cx, json_key(j, "statuses"), m.status_list, m.status_count, FILTER_NOTIFICATIONS));
	TRY(put_groups(cx, json_key(j, "notification_groups"), groups, count, paged));
	json_end(j);
	return OK;
}

static enum fail read_expand(struct ctx *cx, bool *partial_r)
{
	struct sv expand = param_sv(cx->params, "expand_accounts");
	*partial_r = sv_eq(expand, SV("partial_avatars"));
	if (expand.n && !*partial_r && !sv_eq(expand, SV("full")))
		return refuse(cx, FAIL_UNREADABLE, "Invalid value for 'expand_accounts': '" SVF "', allowed values are 'full' and 'partial_avatars'",
		              SVA(expand));
	return OK;
}

enum fail api_notification_groups(struct ctx *cx)
{
	struct notification_wish wish = read_wish(cx);
	struct page page = page_read(cx, USUAL, MOST);
	struct notification_group *groups;
	int64_t low, high;
	size_t count;
	bool partial;
	TRY(read_expand(cx, &partial));
	TRY(viewer_enter(cx));
	TRY(notification_groups_list(cx, &wish, &page, &groups, &count, &low, &high));
	answer_links(cx, high, low, count, page.limit);
	return answer_groups(cx, groups, count, partial, true);
}

enum fail api_notification_group(struct ctx *cx)
{
	struct notification_group group;
	TRY(viewer_enter(cx));
	TRY(notification_group_get(cx, cx->path[0], &group));
	return answer_groups(cx, &group, 1, false, false);
}

enum fail api_notification_group_accounts(struct ctx *cx)
{
	struct page page = page_read(cx, USUAL, MOST);
	struct notification_row *rows;
	size_t count;
	TRY(viewer_enter(cx));
	TRY(notification_group_members(cx, cx->path[0], &page, &rows, &count));
	int64_t *ids = arena_array(&cx->arena, int64_t, count + 1);
	for (size_t i = 0; i < count; i++)
		ids[i] = rows[i].from_account_id;
	if (count)
		answer_links(cx, rows[0].id, rows[count - 1].id, count, page.limit);
	return entity_accounts(cx, answer_json(cx), ids, count);
}

enum fail api_notification_group_dismiss(struct ctx *cx)
{
	TRY(notification_dismiss_group(cx, cx->path[0]));
	return answer_empty(cx);
}

enum fail api_notification_groups_unread(struct ctx *cx)
{
	struct notification_wish wish = read_wish(cx);
	int64_t count;
	TRY(notification_groups_unread(cx, &wish, count_limit(cx), &count));
	return answer_count(cx, count);
}
