/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/collection.h"

#include "base/id.h"
#include "base/utf8.h"
#include "social/account.h"
#include "social/tag.h"
#include "social/text.h"
#include "social/viewer.h"

enum fail collection_see(struct ctx *cx, int64_t id, struct collection_row *row_r)
{
	unsigned hidden;
	TRY(q_collection_get(cx, id, row_r));
	TRY(viewer_hides(cx, row_r->account_id, &hidden));
	return hidden & (HIDDEN_BLOCKED_BY | HIDDEN_SUSPENDED) ? FAIL_NOT_FOUND : OK;
}

enum fail collection_own(struct ctx *cx, int64_t id, struct collection_row *row_r)
{
	TRY(q_collection_get(cx, id, row_r));
	return row_r->account_id == cx->who.account_id ? OK : FAIL_NOT_FOUND;
}

static enum fail check(struct ctx *cx, const struct collection_row *collection)
{
	if (!sv_trim(collection->name).n)
		return refuse(cx, FAIL_INVALID, "Validation failed: Name can't be blank");
	if (utf8_count(collection->name) > COLLECTION_MOST_NAME)
		return refuse(cx, FAIL_INVALID, "Validation failed: Name is too long (maximum is %d characters)", COLLECTION_MOST_NAME);
	if (utf8_count(collection->description) > COLLECTION_MOST_DESCRIPTION)
		return refuse(cx, FAIL_INVALID, "Validation failed: Description is too long (maximum is %d characters)", COLLECTION_MOST_DESCRIPTION);
	return OK;
}

static enum fail start_one(struct ctx *cx, struct collection_row *collection)
{
	struct collections_count_row own;
	TRY(q_collections_count(cx, cx->who.account_id, &own));
	if (own.count >= COLLECTIONS_MOST)
		return refuse(cx, FAIL_INVALID, "Validation failed: You have reached the maximum of %d collections", COLLECTIONS_MOST);
	collection->id = id_new(cx->now);
	collection->account_id = cx->who.account_id;
	collection->created_at = cx->now;
	return OK;
}

enum fail collection_write(struct ctx *cx, struct collection_row *collection, struct sv tag_name)
{
	if (tag_name.n && tag_name.p[0] == '#')
		tag_name = sv_from(tag_name, 1);
	TRY(check(cx, collection));
	if (tag_name.n && !text_is_tag(tag_name))
		return refuse(cx, FAIL_INVALID, "Validation failed: Tag name is not a hashtag");
	if (tag_name.n)
		TRY(tag_ensure(cx, tag_name, &collection->tag_id));
	else if (tag_name.p)
		collection->tag_id = 0;
	if (!collection->id)
		TRY(start_one(cx, collection));
	collection->updated_at = cx->now;
	return q_collection_put(cx, collection);
}

enum fail collection_remove(struct ctx *cx, int64_t id)
{
	struct collection_row row;
	TRY(collection_own(cx, id, &row));
	return q_collection_delete(cx, id);
}

/* --- who is in it ------------------------------------------------------------------------------------------------------------------- */

static enum fail may_be_in(struct ctx *cx, int64_t account_id)
{
	struct account_row account;
	unsigned hidden;
	TRY(q_account_get(cx, account_id, &account));
	TRY(viewer_hides(cx, account_id, &hidden));
	if (account.suspended_at || hidden & (HIDDEN_BLOCKED_BY | HIDDEN_BLOCKS))
		return FAIL_NOT_FOUND;
	return account.discoverable ? OK : refuse(cx, FAIL_FORBIDDEN, "This account does not want to be in collections");
}

enum fail collection_add(struct ctx *cx, int64_t id, int64_t account_id, int64_t *item_id_r)
{
	struct collection_row row;
	struct collection_item_row item, *items;
	size_t count;
	TRY(collection_own(cx, id, &row));
	TRY(may_be_in(cx, account_id));
	enum fail fail = q_collection_item_find(cx, id, account_id, &item);
	if (fail == OK)
		return refuse(cx, FAIL_INVALID, sv_eq(item.state, SV("revoked")) ? "Validation failed: that account has left this collection"
		                                                                 : "Validation failed: that account is in it already");
	if (fail != FAIL_NOT_FOUND)
		return fail;
	TRY(q_collection_items(cx, id, &items, &count));
	if (count >= COLLECTION_MOST_ITEMS)
		return refuse(cx, FAIL_INVALID, "Validation failed: a collection holds at most %d accounts", COLLECTION_MOST_ITEMS);
	*item_id_r = id_new(cx->now);
	return q_collection_item_insert(cx, *item_id_r, id, account_id, cx->now);
}

enum fail collection_take_out(struct ctx *cx, int64_t id, int64_t item_id)
{
	struct collection_row row;
	struct collection_item_row item;
	TRY(collection_own(cx, id, &row));
	TRY(q_collection_item_get(cx, item_id, id, &item));
	return sv_eq(item.state, SV("revoked")) ? FAIL_NOT_FOUND : q_collection_item_delete(cx, item_id);
}

enum fail collection_revoke(struct ctx *cx, int64_t id, int64_t item_id)
{
	struct collection_item_row item;
	TRY(q_collection_item_get(cx, item_id, id, &item));
	return item.account_id == cx->who.account_id ? q_collection_item_revoke(cx, item_id) : FAIL_NOT_FOUND;
}
