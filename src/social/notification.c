/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Telling. How they are read is in notification_list.c. */
#include "social/notification.h"

#include "base/id.h"
#include "base/json.h"
#include "social/effect.h"
#include "social/notification_policy.h"
#include "social/push.h"
#include "social/role.h"

enum { GROUP_MS = 12 * 3600 * 1000 };

static const struct notification_type types[] = {
#define TYPE(name_, about_, policy_, group_, push_) \
	{ .name = name_, .about = NOTIFICATION_OF_##about_, .policy = policy_, .group = group_, .push = push_ },
#include "social/notification_type.def"
#undef TYPE
};

const struct notification_type *notification_type(struct sv name)
{
	for (size_t i = 0; i < COUNT_OF(types); i++)
		if (sv_eq(name, sv_of(types[i].name)))
			return &types[i];
	return NULL;
}

size_t notification_types(const struct notification_type **list_r)
{
	*list_r = types;
	return COUNT_OF(types);
}

/* Favourites and boosts of one status, follows and sign-ups that come within half a day are shown as one. */
static struct sv group_key(struct ctx *cx, const struct notification_draft *draft, int64_t id, bool alone)
{
	long long span = (long long)(cx->now / GROUP_MS);
	if (alone || !notification_type(sv_of(draft->type))->group)
		return arena_printf(&cx->arena, "ungrouped-%lld", (long long)id);
	if (draft->status_id)
		return arena_printf(&cx->arena, "%s-%lld-%lld", draft->type, (long long)draft->status_id, span);
	return arena_printf(&cx->arena, "%s-%lld", draft->type, span);
}

/* What has no other sender: one's own poll has ended, the community has done something. */
static bool may_be_from_oneself(const struct notification_draft *draft)
{
	enum notification_about about = notification_type(sv_of(draft->type))->about;
	return about == NOTIFICATION_OF_EVENT || about == NOTIFICATION_OF_WARNING || about == NOTIFICATION_OF_REPORT || sv_eq(sv_of(draft->type), SV("poll"));
}

static bool is_unwanted(const struct notification_wanted_row *wanted)
{
	return wanted->blocked || wanted->muted || wanted->domain_muted || wanted->conversation_muted || wanted->names_blocked;
}

enum fail notification_create(struct ctx *cx, const struct notification_draft *draft)
{
	struct notification_wanted_row wanted;
	enum policy_verdict verdict;
	const struct notification_type *type = notification_type(sv_of(draft->type));
	if (!type)
		return broken(cx, "a notification of the type %s, which is not in its table", draft->type);
	if (draft->to == draft->from && !may_be_from_oneself(draft))
		return OK;
	enum fail fail = q_notification_wanted(cx, draft->to, draft->from, draft->status_id, draft->conversation_id,
	                                       sv_eq(sv_of(draft->type), SV("mention")), &wanted);
	if (fail == FAIL_NOT_FOUND)
		return OK; /* nobody who signs in here */
	TRY(fail);
	TRY(policy_judge(cx, draft, &wanted, &verdict));
	if (is_unwanted(&wanted) || verdict == POLICY_DROP)
		return OK;
	int64_t id = id_new(cx->now);
	bool filtered = verdict == POLICY_FILTER;
	TRY(q_notification_insert(cx, id, draft->to, sv_of(draft->type), draft->from, draft->status_id, draft->report_id, draft->event,
	                          group_key(cx, draft, id, filtered), filtered, cx->now));
	if (!filtered) {
		effect_add(cx, EFFECT_NOTIFICATION, id, draft->to);
		return push_notify(cx, draft->to, sv_of(draft->type), id);
	}
	bool asks = sv_eq(sv_of(draft->type), SV("mention")) || sv_eq(sv_of(draft->type), SV("quote")); /* the others only wait */
	return asks ? q_notification_request_put(cx, id_new(cx->now), draft->to, draft->from, cx->now) : OK;
}

enum fail notification_create_staff(struct ctx *cx, uint64_t permission, const struct notification_draft *draft)
{
	struct notification_staff_row *staff;
	size_t count;
	TRY(q_notification_staff(cx, ROLE_MODERATOR, &staff, &count));
	for (size_t i = 0; i < count; i++) {
		struct notification_draft one = *draft;
		one.to = staff[i].account_id;
		if (role_permissions((int)staff[i].role) & permission)
			TRY(notification_create(cx, &one));
	}
	return OK;
}

enum fail notification_withdraw(struct ctx *cx, int64_t to, int64_t from, const char *type, int64_t status_id)
{
	effect_add(cx, EFFECT_UNREAD, to, 0);
	return q_notification_withdraw(cx, to, from, sv_of(type), status_id);
}

enum fail notification_dismiss(struct ctx *cx, int64_t id)
{
	struct notification_row row;
	TRY(q_notification_get(cx, id, cx->who.account_id, &row));
	effect_add(cx, EFFECT_UNREAD, cx->who.account_id, 0);
	return q_notification_delete(cx, id, cx->who.account_id);
}

enum fail notification_dismiss_group(struct ctx *cx, struct sv key)
{
	int64_t id;
	effect_add(cx, EFFECT_UNREAD, cx->who.account_id, 0);
	if (sv_starts(key, SV("ungrouped-")) && sv_to_i64(sv_from(key, 10), &id))
		return q_notification_delete(cx, id, cx->who.account_id);
	return q_notification_delete_group(cx, cx->who.account_id, key);
}

enum fail notifications_clear(struct ctx *cx)
{
	effect_add(cx, EFFECT_UNREAD, cx->who.account_id, 0);
	return q_notification_delete_all(cx, cx->who.account_id);
}

/* An AccountWarning, but for its target: that is whoever gets it. */
static struct sv warning_json(struct ctx *cx, const char *action, struct sv text, int64_t status_id)
{
	struct buf out = BUF(&cx->arena, 64 << 10);
	struct json j = JSON(&out);
	json_object(&j);
	json_id(json_key(&j, "id"), id_new(cx->now));
	json_string(json_key(&j, "action"), sv_of(action));
	json_string(json_key(&j, "text"), text);
	json_array(json_key(&j, "status_ids"));
	if (status_id)
		json_id(&j, status_id);
	json_end(&j);
	json_null(json_key(&j, "appeal"));
	json_time(json_key(&j, "created_at"), cx->now);
	json_end(&j);
	return buf_sv(&out);
}

enum fail notification_warn(struct ctx *cx, int64_t account_id, const char *action, struct sv text, int64_t status_id)
{
	return notification_create(cx, &(struct notification_draft){ .to = account_id,
	                                                             .from = account_id,
	                                                             .type = "moderation_warning",
	                                                             .event = warning_json(cx, action, text, status_id) });
}
