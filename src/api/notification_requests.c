/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The notification policy, and what it has put aside (documentation: methods/notifications, "policy", "requests"). */
#include "api/api.h"
#include "social/notification_policy.h"
#include "social/viewer.h"

enum { USUAL = 40, MOST = 80, MOST_PENDING = 100 };

static const struct policy_field {
	const char *name, *old_name; /* in v2, and in v1 as a yes or no; NULL: not in v1 */
	size_t offset;
} fields[] = {
	{ "for_not_following", "filter_not_following", offsetof(struct notification_policy_row, for_not_following) },
	{ "for_not_followers", "filter_not_followers", offsetof(struct notification_policy_row, for_not_followers) },
	{ "for_new_accounts", "filter_new_accounts", offsetof(struct notification_policy_row, for_new_accounts) },
	{ "for_private_mentions", "filter_private_mentions", offsetof(struct notification_policy_row, for_private_mentions) },
	{ "for_limited_accounts", NULL, offsetof(struct notification_policy_row, for_limited_accounts) },
	{ "for_bots", "filter_bots", offsetof(struct notification_policy_row, for_bots) },
};

static struct sv *value_of(struct notification_policy_row *policy, const struct policy_field *field)
{
	return (struct sv *)(void *)((char *)policy + field->offset);
}

static enum fail put_summary(struct ctx *cx, struct json *j)
{
	struct notification_requests_pending_row pending;
	TRY(q_notification_requests_pending(cx, cx->who.account_id, MOST_PENDING, &pending));
	json_object(json_key(j, "summary"));
	json_int(json_key(j, "pending_requests_count"), pending.requests);
	json_int(json_key(j, "pending_notifications_count"), pending.notifications);
	json_end(j);
	return OK;
}

static enum fail answer_policy(struct ctx *cx, struct notification_policy_row *policy, bool old)
{
	struct json *j = answer_json(cx);
	json_object(j);
	for (size_t i = 0; i < COUNT_OF(fields); i++)
		if (!old)
			json_string(json_key(j, fields[i].name), *value_of(policy, &fields[i]));
		else if (fields[i].old_name)
			json_bool(json_key(j, fields[i].old_name), !sv_eq(*value_of(policy, &fields[i]), SV("accept")));
	TRY(put_summary(cx, j));
	json_end(j);
	return OK;
}

enum fail api_notification_policy(struct ctx *cx)
{
	struct notification_policy_row policy;
	TRY(policy_read(cx, &policy));
	return answer_policy(cx, &policy, false);
}

enum fail api_notification_policy_update(struct ctx *cx)
{
	struct notification_policy_row policy;
	TRY(policy_read(cx, &policy));
	for (size_t i = 0; i < COUNT_OF(fields); i++)
		if (param_sv(cx->params, fields[i].name).p)
			*value_of(&policy, &fields[i]) = param_sv(cx->params, fields[i].name);
	TRY(policy_write(cx, &policy));
	return answer_policy(cx, &policy, false);
}

enum fail api_notification_policy_v1(struct ctx *cx)
{
	struct notification_policy_row policy;
	TRY(policy_read(cx, &policy));
	return answer_policy(cx, &policy, true);
}

enum fail api_notification_policy_v1_update(struct ctx *cx)
{
	struct notification_policy_row policy;
	TRY(policy_read(cx, &policy));
	for (size_t i = 0; i < COUNT_OF(fields); i++)
		if (fields[i].old_name && param_sent(cx->params, fields[i].old_name))
			*value_of(&policy, &fields[i]) = param_bool(cx->params, fields[i].old_name, false) ? SV("filter") : SV("accept");
	TRY(policy_write(cx, &policy));
	return answer_policy(cx, &policy, true);
}

/* --- requests ---------------------------------------------------------------------------------------------------------------------- */

static enum fail put_request(struct ctx *cx, struct json *j, const struct notification_request_row *row)
{
	struct buf status = BUF(&cx->arena, ANSWER_MOST), account = BUF(&cx->arena, ANSWER_MOST);
	struct json aside = JSON(&status), account_json = JSON(&account);
	enum fail fail = row->last_status_id ? entity_status(cx, &aside, row->last_status_id, FILTER_NOTIFICATIONS) : FAIL_NOT_FOUND;
	if (fail != OK && fail != FAIL_NOT_FOUND)
		return fail;
	TRY(entity_account(cx, &account_json, row->from_account_id));
	json_object(j);
	json_id(json_key(j, "id"), row->id);
	json_time(json_key(j, "created_at"), row->created_at);
	json_time(json_key(j, "updated_at"), row->updated_at);
	json_string(json_key(j, "notifications_count"), arena_printf(&cx->arena, "%lld", (long long)row->count));
	json_raw(json_key(j, "account"), buf_sv(&account));
	if (fail == OK)
		json_raw(json_key(j, "last_status"), buf_sv(&status));
	json_end(j);
	return OK;
}

enum fail api_notification_requests(struct ctx *cx)
{
	struct page page = page_read(cx, USUAL, MOST);
	struct notification_request_row *rows;
	size_t count;
	TRY(viewer_enter(cx));
	TRY(q_notification_requests_of(cx, cx->who.account_id, &page, &rows, &count));
	if (count)
		answer_links(cx, rows[0].id, rows[count - 1].id, count, page.limit);
	json_array(answer_json(cx));
	for (size_t i = 0; i < count; i++)
		TRY(put_request(cx, answer_json(cx), &rows[i]));
	json_end(answer_json(cx));
	return OK;
}

enum fail api_notification_request(struct ctx *cx)
{
	struct notification_request_row row;
	TRY(viewer_enter(cx));
	TRY(q_notification_request_get(cx, path_id(cx, 0), cx->who.account_id, &row));
	return put_request(cx, answer_json(cx), &row);
}

enum fail api_notification_request_accept(struct ctx *cx)
{
	TRY(request_accept(cx, path_id(cx, 0)));
	return answer_empty(cx);
}

enum fail api_notification_request_dismiss(struct ctx *cx)
{
	TRY(request_dismiss(cx, path_id(cx, 0)));
	return answer_empty(cx);
}

/* Those of id[] that there are. */
static enum fail each_request(struct ctx *cx, enum fail (*what)(struct ctx *cx, int64_t id))
{
	int64_t *ids;
	size_t count = param_ids(&cx->arena, cx->params, "id", &ids);
	for (size_t i = 0; i < count; i++) {
		enum fail fail = what(cx, ids[i]);
		if (fail != OK && fail != FAIL_NOT_FOUND)
			return fail;
	}
	return answer_empty(cx);
}

enum fail api_notification_requests_accept(struct ctx *cx)
{
	return each_request(cx, request_accept);
}

enum fail api_notification_requests_dismiss(struct ctx *cx)
{
	return each_request(cx, request_dismiss);
}

/* Accepting merges at once, in its transaction. */
enum fail api_notification_requests_merged(struct ctx *cx)
{
	struct json *j = answer_json(cx);
	json_object(j);
	json_bool(json_key(j, "merged"), true);
	json_end(j);
	return OK;
}
