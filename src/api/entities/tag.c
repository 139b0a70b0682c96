/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Tag and FeaturedTag (documentation: entities/Tag, entities/FeaturedTag). */
#include "api/entities/entities.h"
#include "base/clock.h"
#include "social/account.h"
#include "social/text.h"

enum { DAYS = 7 };

static struct sv tag_url(struct ctx *cx, struct sv name)
{
	return arena_printf(&cx->arena, SVF "/tags/" SVF, SVA(cx->community->url), SVA(name));
}

/* The last seven days, today first, as strings. */
static enum fail put_history(struct ctx *cx, struct json *j, int64_t tag_id)
{
	int64_t today = cx->now / 86400000;
	struct tag_history_row *rows;
	size_t count;
	TRY(q_tag_history(cx, tag_id, today - DAYS + 1, &rows, &count));
	json_array(json_key(j, "history"));
	for (int64_t day = today; day > today - DAYS; day--) {
		int64_t uses = 0, accounts = 0;
		for (size_t i = 0; i < count; i++)
			if (rows[i].day == day) {
				uses = rows[i].uses;
				accounts = rows[i].accounts;
			}
		json_object(j);
		json_string(json_key(j, "day"), arena_printf(&cx->arena, "%lld", (long long)day * 86400));
		json_string(json_key(j, "accounts"), arena_printf(&cx->arena, "%lld", (long long)accounts));
		json_string(json_key(j, "uses"), arena_printf(&cx->arena, "%lld", (long long)uses));
		json_end(j);
	}
	json_end(j);
	return OK;
}

static enum fail put_marks(struct ctx *cx, struct json *j, int64_t tag_id)
{
	struct tag_marks_row marks = { 0 };
	if (!cx->who.account_id)
		return OK;
	if (tag_id)
		TRY(q_tag_marks(cx, cx->who.account_id, tag_id, &marks));
	json_bool(json_key(j, "following"), marks.following);
	json_bool(json_key(j, "featuring"), marks.featuring);
	return OK;
}

static enum fail put_tag(struct ctx *cx, struct json *j, const struct tag_row *tag)
{
	json_object(j);
	json_string(json_key(j, "id"), tag->id ? arena_printf(&cx->arena, "%lld", (long long)tag->id) : SV(""));
	json_string(json_key(j, "name"), tag->display_name);
	json_string(json_key(j, "url"), tag_url(cx, tag->name));
	TRY(put_history(cx, j, tag->id));
	TRY(put_marks(cx, j, tag->id));
	json_end(j);
	return OK;
}

enum fail entity_tag(struct ctx *cx, struct json *j, int64_t tag_id)
{
	struct tag_row tag;
	TRY(q_tag_get(cx, tag_id, &tag));
	return put_tag(cx, j, &tag);
}

enum fail entity_tag_unused(struct ctx *cx, struct json *j, struct sv name)
{
	struct tag_row tag = { .name = text_tag_key(&cx->arena, name), .display_name = name };
	return put_tag(cx, j, &tag);
}

/* --- featured ------------------------------------------------------------------------------------------------------------------------- */

static void put_featured(struct ctx *cx, struct json *j, struct sv profile, const struct featured_tags_of_row *tag)
{
	json_object(j);
	json_id(json_key(j, "id"), tag->id);
	json_string(json_key(j, "name"), tag->display_name);
	json_string(json_key(j, "url"), arena_printf(&cx->arena, SVF "/tagged/" SVF, SVA(profile), SVA(tag->name)));
	json_string(json_key(j, "statuses_count"), arena_printf(&cx->arena, "%lld", (long long)tag->statuses_count));
	json_string(json_key(j, "last_status_at"), tag->last_status_at ? time_date(&cx->arena, tag->last_status_at) : SV_NONE);
	json_end(j);
}

enum fail entity_featured_tags(struct ctx *cx, struct json *j, int64_t account_id)
{
	struct featured_tags_of_row *rows;
	struct account_row account;
	size_t count;
	TRY(q_account_get(cx, account_id, &account));
	TRY(q_featured_tags_of(cx, account_id, &rows, &count));
	json_array(j);
	for (size_t i = 0; i < count; i++)
		put_featured(cx, j, account_url(cx, &account), &rows[i]);
	json_end(j);
	return OK;
}

enum fail entity_featured_tag(struct ctx *cx, struct json *j, int64_t account_id, int64_t tag_id)
{
	struct featured_tags_of_row *rows;
	struct account_row account;
	size_t count;
	TRY(q_account_get(cx, account_id, &account));
	TRY(q_featured_tags_of(cx, account_id, &rows, &count));
	for (size_t i = 0; i < count; i++)
		if (rows[i].tag_id == tag_id) {
			put_featured(cx, j, account_url(cx, &account), &rows[i]);
			return OK;
		}
	return FAIL_NOT_FOUND;
}
