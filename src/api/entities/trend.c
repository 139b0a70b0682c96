/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "api/entities/trend.h"

enum { DAYS = 7, ENTITY_MOST = 64 << 10 };

typedef enum fail entity_by_id(struct ctx *cx, struct json *j, int64_t id);

static enum fail put_list(struct ctx *cx, struct json *j, const int64_t *ids, size_t count, entity_by_id *put)
{
	json_array(j);
	for (size_t i = 0; i < count; i++) {
		enum fail fail = put(cx, j, ids[i]);
		if (fail != OK && fail != FAIL_NOT_FOUND)
			return fail;
	}
	json_end(j);
	return OK;
}

/* An object that was rendered already, opened again at its end. */
static struct json reopened(struct json *j, struct sv object)
{
	json_raw(j, sv_first(object, object.n - 1));
	return (struct json){ .out = j->out, .comma = object.n > 2, .depth = 1, .closers = { '}' } };
}

static void put_number(struct ctx *cx, struct json *j, const char *name, int64_t number)
{
	json_string(json_key(j, name), arena_printf(&cx->arena, "%lld", (long long)number));
}

static enum fail put_history(struct ctx *cx, struct json *j, int64_t card_id)
{
	struct link_history_row *rows;
	size_t count;
	int64_t today = cx->now / 86400000;
	TRY(q_link_history(cx, card_id, today - DAYS + 1, &rows, &count));
	json_array(json_key(j, "history"));
	for (int64_t day = today; day > today - DAYS; day--) {
		struct link_history_row found = { 0 };
		for (size_t i = 0; i < count; i++)
			if (rows[i].day == day)
				found = rows[i];
		json_object(j);
		put_number(cx, j, "day", day * 86400);
		put_number(cx, j, "accounts", found.accounts);
		put_number(cx, j, "uses", found.uses);
		json_end(j);
	}
	json_end(j);
	return OK;
}

enum fail entity_link(struct ctx *cx, struct json *j, int64_t card_id)
{
	struct card_get_row card;
	struct buf aside = BUF(&cx->arena, ENTITY_MOST);
	struct json inner = JSON(&aside);
	TRY(q_card_get(cx, card_id, &card));
	entity_card(cx, &inner, &card);
	struct json link = reopened(j, buf_sv(&aside));
	TRY(put_history(cx, &link, card_id));
	json_end(&link);
	return OK;
}

enum fail entity_admin_tag(struct ctx *cx, struct json *j, int64_t tag_id)
{
	struct admin_tag_row row;
	struct buf aside = BUF(&cx->arena, ENTITY_MOST);
	struct json inner = JSON(&aside);
	TRY(q_admin_tag_get(cx, tag_id, &row));
	TRY(entity_tag(cx, &inner, tag_id));
	struct json tag = reopened(j, buf_sv(&aside));
	json_bool(json_key(&tag, "trendable"), row.trendable);
	json_bool(json_key(&tag, "usable"), row.usable);
	json_bool(json_key(&tag, "requires_review"), row.requires_review);
	json_bool(json_key(&tag, "listable"), row.listable);
	json_end(&tag);
	return OK;
}

enum fail entity_tags(struct ctx *cx, struct json *j, const int64_t *ids, size_t count)
{
	return put_list(cx, j, ids, count, entity_tag);
}

enum fail entity_links(struct ctx *cx, struct json *j, const int64_t *ids, size_t count)
{
	return put_list(cx, j, ids, count, entity_link);
}

enum fail entity_admin_tags(struct ctx *cx, struct json *j, const int64_t *ids, size_t count)
{
	return put_list(cx, j, ids, count, entity_admin_tag);
}
