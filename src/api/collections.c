/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Collections (documentation: methods/collections, entities/Collection). */
#include "api/api.h"
#include "social/collection.h"
#include "social/text.h"
#include "social/viewer.h"

/* --- entities ------------------------------------------------------------------------------------------------------------------------- */

static void put_item(struct json *j, const struct collection_item_row *item)
{
	json_object(j);
	json_id(json_key(j, "id"), item->id);
	json_id(json_key(j, "account_id"), item->account_id);
	json_string(json_key(j, "state"), item->state);
	json_time(json_key(j, "created_at"), item->created_at);
	json_end(j);
}

static enum fail put_tag(struct ctx *cx, struct json *j, int64_t tag_id)
{
	struct tag_row tag;
	json_key(j, "tag");
	if (!tag_id) {
		json_null(j);
		return OK;
	}
	TRY(q_tag_get(cx, tag_id, &tag));
	json_object(j);
	json_string(json_key(j, "name"), tag.display_name);
	json_string(json_key(j, "url"), arena_printf(&cx->arena, SVF "/tags/" SVF, SVA(cx->community->url), SVA(tag.name)));
	json_end(j);
	return OK;
}

static void put_texts(struct ctx *cx, struct json *j, const struct collection_row *row)
{
	json_id(json_key(j, "id"), row->id);
	json_id(json_key(j, "account_id"), row->account_id);
	json_string(json_key(j, "uri"), arena_printf(&cx->arena, SVF "/collections/%lld", SVA(cx->community->url), (long long)row->id));
	json_null(json_key(j, "url")); /* no page shows it */
	json_string(json_key(j, "name"), row->name);
	json_string(json_key(j, "description"),
	            row->description.n ? text_html(&cx->arena, row->description, &(struct text_style){ .base = cx->community->url }).markup : SV(""));
	json_string(json_key(j, "language"), row->language.n ? row->language : SV_NONE);
	json_bool(json_key(j, "local"), true);
	json_bool(json_key(j, "sensitive"), row->sensitive);
	json_bool(json_key(j, "discoverable"), row->discoverable);
}

static enum fail put_collection(struct ctx *cx, struct json *j, const struct collection_row *row)
{
	struct collection_item_row *items;
	size_t count;
	TRY(q_collection_items(cx, row->id, &items, &count));
	json_object(j);
	put_texts(cx, j, row);
	TRY(put_tag(cx, j, row->tag_id));
	json_time(json_key(j, "created_at"), row->created_at);
	json_time(json_key(j, "updated_at"), row->updated_at);
	json_int(json_key(j, "item_count"), (int64_t)count);
	json_array(json_key(j, "items"));
	for (size_t i = 0; i < count; i++)
		put_item(j, &items[i]);
	json_end(j);
	json_end(j);
	return OK;
}

static enum fail answer_wrapped(struct ctx *cx, int64_t id)
{
	struct collection_row row;
	TRY(q_collection_get(cx, id, &row));
	struct json *j = answer_json(cx);
	json_object(j);
	TRY(put_collection(cx, json_key(j, "collection"), &row));
	json_end(j);
	return OK;
}

/* --- reading -------------------------------------------------------------------------------------------------------------------------- */

enum fail api_collection_show(struct ctx *cx)
{
	struct collection_row row;
	struct collection_item_row *items;
	size_t count;
	TRY(viewer_enter(cx));
	TRY(collection_see(cx, path_id(cx, 0), &row));
	TRY(q_collection_items(cx, row.id, &items, &count));
	int64_t *ids = arena_array(&cx->arena, int64_t, count + 1);
	ids[0] = row.account_id;
	for (size_t i = 0; i < count; i++)
		ids[i + 1] = items[i].account_id;
	struct json *j = answer_json(cx);
	json_object(j);
	TRY(entity_accounts(cx, json_key(j, "accounts"), ids, count + 1));
	TRY(put_collection(cx, json_key(j, "collection"), &row));
	json_end(j);
	return OK;
}

static enum fail answer_list(struct ctx *cx, const struct collection_row *rows, size_t count)
{
	struct json *j = answer_json(cx);
	json_object(j);
	json_array(json_key(j, "collections"));
	for (size_t i = 0; i < count; i++)
		TRY(put_collection(cx, j, &rows[i]));
	json_end(j);
	json_end(j);
	return OK;
}

static int64_t offset_of(struct ctx *cx)
{
	int64_t offset = param_int(cx->params, "offset", 0);
	return offset < 0 ? 0 : offset;
}

enum fail api_account_collections(struct ctx *cx)
{
	struct account_row account;
	struct collection_row *rows = NULL;
	unsigned hidden;
	size_t count = 0;
	int64_t id = path_id(cx, 0);
	TRY(viewer_enter(cx));
	TRY(q_account_get(cx, id, &account));
	TRY(viewer_hides(cx, id, &hidden));
	if (!(hidden & (HIDDEN_BLOCKED_BY | HIDDEN_SUSPENDED)))
		TRY(q_collections_of(cx, id, id == cx->who.account_id, page_read(cx, 40, 80).limit, offset_of(cx), &rows, &count));
	return answer_list(cx, rows, count);
}

/* Only one's own membership is told. */
enum fail api_account_in_collections(struct ctx *cx)
{
	struct collection_row *rows;
	size_t count;
	if (path_id(cx, 0) != cx->who.account_id)
		return FAIL_FORBIDDEN;
	TRY(q_collections_with(cx, cx->who.account_id, page_read(cx, 40, 80).limit, offset_of(cx), &rows, &count));
	return answer_list(cx, rows, count);
}

/* --- writing -------------------------------------------------------------------------------------------------------------------------- */

static struct sv text_or(struct ctx *cx, const char *name, struct sv otherwise)
{
	struct sv sent = param_sv(cx->params, name);
	return sent.p ? sent : param_sent(cx->params, name) ? SV("") : otherwise;
}

static void read_collection(struct ctx *cx, struct collection_row *row)
{
	row->name = text_or(cx, "name", row->name);
	row->description = text_or(cx, "description", row->description);
	row->language = text_or(cx, "language", row->language);
	row->sensitive = param_bool(cx->params, "sensitive", row->sensitive);
	row->discoverable = param_bool(cx->params, "discoverable", row->discoverable);
}

enum fail api_collection_create(struct ctx *cx)
{
	struct collection_row row = { .name = SV(""), .description = SV(""), .discoverable = true };
	int64_t *accounts, item;
	size_t count = param_ids(&cx->arena, cx->params, "account_ids", &accounts);
	read_collection(cx, &row);
	TRY(collection_write(cx, &row, text_or(cx, "tag_name", SV_NONE)));
	for (size_t i = 0; i < count; i++)
		TRY(collection_add(cx, row.id, accounts[i], &item));
	return answer_wrapped(cx, row.id);
}

enum fail api_collection_change(struct ctx *cx)
{
	struct collection_row row;
	TRY(collection_own(cx, path_id(cx, 0), &row));
	read_collection(cx, &row);
	TRY(collection_write(cx, &row, text_or(cx, "tag_name", SV_NONE)));
	return answer_wrapped(cx, row.id);
}

enum fail api_collection_delete(struct ctx *cx)
{
	TRY(collection_remove(cx, path_id(cx, 0)));
	return answer_empty(cx);
}

enum fail api_collection_item_add(struct ctx *cx)
{
	struct collection_item_row item;
	int64_t id;
	TRY(collection_add(cx, path_id(cx, 0), param_id(cx->params, "account_id"), &id));
	TRY(q_collection_item_get(cx, id, path_id(cx, 0), &item));
	struct json *j = answer_json(cx);
	json_object(j);
	put_item(json_key(j, "collection_item"), &item);
	json_end(j);
	return OK;
}

enum fail api_collection_item_delete(struct ctx *cx)
{
	TRY(collection_take_out(cx, path_id(cx, 0), path_id(cx, 1)));
	return answer_empty(cx);
}

enum fail api_collection_item_revoke(struct ctx *cx)
{
	TRY(collection_revoke(cx, path_id(cx, 0), path_id(cx, 1)));
	return answer_empty(cx);
}
