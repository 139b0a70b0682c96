/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Hashtags (documentation: methods/tags, followed_tags, featured_tags). */
#include "api/api.h"
#include "base/clock.h"
#include "social/tag.h"
#include "social/tag_mark.h"
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

enum fail entity_tag(struct ctx *cx, struct json *j, int64_t tag_id)
{
	struct tag_row tag;
	struct tag_marks_row marks;
	TRY(q_tag_get(cx, tag_id, &tag));
	json_object(j);
	json_id(json_key(j, "id"), tag.id);
	json_string(json_key(j, "name"), tag.display_name);
	json_string(json_key(j, "url"), tag_url(cx, tag.name));
	TRY(put_history(cx, j, tag_id));
	if (cx->who.account_id) {
		TRY(q_tag_marks(cx, cx->who.account_id, tag_id, &marks));
		json_bool(json_key(j, "following"), marks.following);
		json_bool(json_key(j, "featuring"), marks.featuring);
	}
	json_end(j);
	return OK;
}

/* One that nobody has used looks like any other, but empty. */
enum fail api_tag_show(struct ctx *cx)
{
	int64_t tag_id;
	struct json *j = answer_json(cx);
	enum fail fail = tag_by_name(cx, cx->path[0], &tag_id);
	if (fail == OK)
		return entity_tag(cx, j, tag_id);
	if (fail != FAIL_NOT_FOUND || !text_is_tag(cx->path[0]))
		return fail;
	json_object(j);
	json_string(json_key(j, "name"), cx->path[0]);
	json_string(json_key(j, "url"), tag_url(cx, text_tag_key(&cx->arena, cx->path[0])));
	TRY(put_history(cx, j, 0));
	if (cx->who.account_id) {
		json_bool(json_key(j, "following"), false);
		json_bool(json_key(j, "featuring"), false);
	}
	json_end(j);
	return OK;
}

static enum fail mark(struct ctx *cx, enum fail (*act)(struct ctx *cx, struct sv name, int64_t *tag_id_r))
{
	int64_t tag_id;
	TRY(act(cx, cx->path[0], &tag_id));
	return entity_tag(cx, answer_json(cx), tag_id);
}

enum fail api_tag_follow(struct ctx *cx)
{
	return mark(cx, tag_follow);
}

enum fail api_tag_unfollow(struct ctx *cx)
{
	return mark(cx, tag_unfollow);
}

enum fail api_tag_feature(struct ctx *cx)
{
	return mark(cx, tag_feature);
}

enum fail api_tag_unfeature(struct ctx *cx)
{
	return mark(cx, tag_unfeature);
}

enum fail api_followed_tags(struct ctx *cx)
{
	struct page page = page_read(cx, 100, 200);
	struct tag_follows_page_below_row *rows;
	struct json *j = answer_json(cx);
	size_t count;
	TRY(q_tag_follows_page(cx, cx->who.account_id, &page, &rows, &count));
	if (count)
		answer_links(cx, rows[0].id, rows[count - 1].id, count, page.limit);
	json_array(j);
	for (size_t i = 0; i < count; i++)
		TRY(entity_tag(cx, j, rows[i].tag_id));
	json_end(j);
	return OK;
}

/* --- featured tags ---------------------------------------------------------------------------------------------------------------------------- */

static enum fail put_featured(struct ctx *cx, struct json *j, int64_t account_id, const struct featured_tags_of_row *tag)
{
	struct account_row account;
	TRY(q_account_get(cx, account_id, &account));
	json_object(j);
	json_id(json_key(j, "id"), tag->id);
	json_string(json_key(j, "name"), tag->display_name);
	json_string(json_key(j, "url"), arena_printf(&cx->arena, SVF "/tagged/" SVF, SVA(account_url(cx, &account)), SVA(tag->name)));
	json_string(json_key(j, "statuses_count"), arena_printf(&cx->arena, "%lld", (long long)tag->statuses_count));
	json_string(json_key(j, "last_status_at"), tag->last_status_at ? time_date(&cx->arena, tag->last_status_at) : SV_NONE);
	json_end(j);
	return OK;
}

static enum fail answer_featured(struct ctx *cx, int64_t account_id)
{
	struct featured_tags_of_row *rows;
	struct json *j = answer_json(cx);
	size_t count;
	TRY(q_featured_tags_of(cx, account_id, &rows, &count));
	json_array(j);
	for (size_t i = 0; i < count; i++)
		TRY(put_featured(cx, j, account_id, &rows[i]));
	json_end(j);
	return OK;
}

enum fail api_featured_tags(struct ctx *cx)
{
	return answer_featured(cx, cx->who.account_id);
}

enum fail api_account_featured_tags(struct ctx *cx)
{
	return answer_featured(cx, path_id(cx, 0));
}

enum fail api_featured_tag_create(struct ctx *cx)
{
	struct featured_tags_of_row *rows;
	struct sv name = param_sv(cx->params, "name");
	size_t count;
	int64_t tag_id;
	TRY(tag_feature(cx, name.p ? name : SV(""), &tag_id));
	TRY(q_featured_tags_of(cx, cx->who.account_id, &rows, &count));
	for (size_t i = 0; i < count; i++)
		if (rows[i].tag_id == tag_id)
			return put_featured(cx, answer_json(cx), cx->who.account_id, &rows[i]);
	return broken(cx, "a featured tag was not there after it was written");
}

enum fail api_featured_tag_delete(struct ctx *cx)
{
	TRY(tag_unfeature_by_id(cx, path_id(cx, 0)));
	return answer_empty(cx);
}

enum fail api_featured_tag_suggestions(struct ctx *cx)
{
	struct tags_used_by_row *rows;
	struct json *j = answer_json(cx);
	size_t count;
	TRY(q_tags_used_by(cx, cx->who.account_id, cx->now / 86400000 - 90, 10, &rows, &count));
	json_array(j);
	for (size_t i = 0; i < count; i++)
		TRY(entity_tag(cx, j, rows[i].tag_id));
	json_end(j);
	return OK;
}
