/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Announcement and Reaction. */
#include "api/entities/entities.h"
#include "social/search.h"
#include "social/text.h"

static void put_mention(struct ctx *cx, struct json *j, const struct text_span *span)
{
	struct account_row row;
	struct sv domain = span->domain.p ? ascii_lower(&cx->arena, span->domain) : SV("");
	if (q_account_find(cx, ascii_lower(&cx->arena, span->name), domain, &row) != OK)
		return;
	json_object(j);
	json_id(json_key(j, "id"), row.id);
	json_string(json_key(j, "username"), row.username);
	json_string(json_key(j, "url"), account_url(cx, &row));
	json_string(json_key(j, "acct"), account_acct(cx, &row));
	json_end(j);
}

static void put_status(struct ctx *cx, struct json *j, const struct text_span *span)
{
	int64_t account_id, status_id;
	struct status_row row;
	if (search_address(cx, span->whole, &account_id, &status_id) != OK || !status_id || status_see(cx, status_id, &row) != OK)
		return;
	json_object(j);
	json_id(json_key(j, "id"), status_id);
	json_string(json_key(j, "url"), span->whole);
	json_end(j);
}

static void put_tag(struct ctx *cx, struct json *j, const struct text_span *span)
{
	json_object(j);
	json_string(json_key(j, "name"), span->name);
	json_string(json_key(j, "url"), arena_printf(&cx->arena, SVF "/tags/" SVF, SVA(cx->community->url), SVA(text_tag_key(&cx->arena, span->name))));
	json_end(j);
}

/* What its text names: accounts, statuses, hashtags. */
static void put_named(struct ctx *cx, struct json *j, struct sv text)
{
	static const struct {
		const char *name;
		enum text_kind kind;
		void (*put)(struct ctx *cx, struct json *j, const struct text_span *span);
	} lists[] = { { "mentions", TEXT_MENTION, put_mention }, { "statuses", TEXT_URL, put_status }, { "tags", TEXT_HASHTAG, put_tag } };
	struct text_span *spans;
	size_t count = text_scan(&cx->arena, text, &spans);
	for (size_t list = 0; list < COUNT_OF(lists); list++) {
		json_array(json_key(j, lists[list].name));
		for (size_t i = 0; i < count; i++)
			if (spans[i].kind == lists[list].kind)
				lists[list].put(cx, j, &spans[i]);
		json_end(j);
	}
}

static enum fail put_reactions(struct ctx *cx, struct json *j, int64_t id)
{
	struct announcement_reactions_row *rows;
	size_t count;
	TRY(q_announcement_reactions(cx, id, cx->who.account_id, &rows, &count));
	json_array(json_key(j, "reactions"));
	for (size_t i = 0; i < count; i++) {
		const struct emoji *emoji = emoji_find(cx->community, rows[i].name);
		json_object(j);
		json_string(json_key(j, "name"), rows[i].name);
		json_int(json_key(j, "count"), rows[i].count);
		if (cx->who.account_id)
			json_bool(json_key(j, "me"), rows[i].me);
		if (emoji) {
			json_string(json_key(j, "url"), media_url(cx, emoji->file));
			json_string(json_key(j, "static_url"), media_url(cx, emoji->static_file));
		}
		json_end(j);
	}
	json_end(j);
	return OK;
}

static enum fail put_read(struct ctx *cx, struct json *j, int64_t id)
{
	struct announcement_is_read_row row;
	if (!cx->who.account_id)
		return OK;
	enum fail fail = q_announcement_is_read(cx, cx->who.account_id, id, &row);
	if (fail != OK && fail != FAIL_NOT_FOUND)
		return fail;
	json_bool(json_key(j, "read"), fail == OK);
	return OK;
}

enum fail entity_announcement_row(struct ctx *cx, struct json *j, const struct announcement_row *row)
{
	const struct emoji **emojis;
	json_object(j);
	json_id(json_key(j, "id"), row->id);
	json_string(json_key(j, "content"), row->html);
	json_time(json_key(j, "starts_at"), row->starts_at);
	json_time(json_key(j, "ends_at"), row->ends_at);
	json_bool(json_key(j, "all_day"), row->all_day);
	json_time(json_key(j, "published_at"), row->published_at);
	json_time(json_key(j, "updated_at"), row->updated_at);
	TRY(put_read(cx, j, row->id));
	put_named(cx, j, row->text);
	size_t count = emojis_in(cx, &row->text, 1, &emojis);
	json_key(j, "emojis");
	entity_emojis(cx, j, emojis, count);
	TRY(put_reactions(cx, j, row->id));
	json_end(j);
	return OK;
}

enum fail entity_announcement(struct ctx *cx, struct json *j, int64_t id)
{
	struct announcement_row row;
	TRY(q_announcement_get(cx, id, &row));
	return entity_announcement_row(cx, j, &row);
}
