/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "api/entities/entities.h"
#include "social/notification.h"

static enum notification_about about(const struct notification_row *row)
{
	const struct notification_type *type = notification_type(row->type);
	return type ? type->about : NOTIFICATION_OF_NOTHING;
}

/* The warning as it was stored, with the account that it is about put before its closing brace. */
static enum fail put_warning(struct ctx *cx, struct json *j, struct sv event)
{
	json_raw(json_key(j, "moderation_warning"), sv_first(event, event.n - 1));
	struct json inner = { .out = j->out, .comma = event.n > 2, .depth = 1, .closers = { '}' } };
	TRY(entity_account(cx, json_key(&inner, "target_account"), cx->who.account_id));
	json_end(&inner);
	return OK;
}

enum fail entity_notification_event(struct ctx *cx, struct json *j, const struct notification_row *row)
{
	if (about(row) == NOTIFICATION_OF_REPORT)
		return entity_report(cx, json_key(j, "report"), row->report_id);
	if (about(row) == NOTIFICATION_OF_EVENT && row->event.n)
		json_raw(json_key(j, "event"), row->event);
	return about(row) == NOTIFICATION_OF_WARNING && row->event.n >= 2 ? put_warning(cx, j, row->event) : OK;
}

static enum fail put(struct ctx *cx, struct json *j, const struct notification_row *row)
{
	json_object(j);
	json_id(json_key(j, "id"), row->id);
	json_string(json_key(j, "type"), row->type);
	json_time(json_key(j, "created_at"), row->created_at);
	json_string(json_key(j, "group_key"), row->group_key);
	TRY(entity_account(cx, json_key(j, "account"), row->from_account_id));
	if (row->status_id)
		TRY(entity_status(cx, json_key(j, "status"), row->status_id, FILTER_NOTIFICATIONS));
	TRY(entity_notification_event(cx, j, row));
	if (row->filtered)
		json_bool(json_key(j, "filtered"), true);
	json_end(j);
	return OK;
}

enum fail entity_notification(struct ctx *cx, struct json *j, const struct notification_row *row)
{
	struct json before = *j;
	size_t n = j->out->n;
	enum fail fail = put(cx, j, row);
	if (fail != OK) { /* what was written of it is taken back */
		j->out->n = n;
		*j = before;
	}
	return fail;
}
