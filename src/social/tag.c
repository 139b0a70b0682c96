/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/tag.h"

#include "base/id.h"
#include "social/text.h"
#include "store/q.h"

enum fail tag_by_name(struct ctx *cx, struct sv name, int64_t *id_r)
{
	struct tag_find_row row;
	TRY(q_tag_find(cx, text_tag_key(&cx->arena, name), &row));
	*id_r = row.id;
	return OK;
}

enum fail tag_ensure(struct ctx *cx, struct sv name, int64_t *id_r)
{
	enum fail fail = tag_by_name(cx, name, id_r);
	if (fail != FAIL_NOT_FOUND)
		return fail;
	*id_r = id_new(cx->now);
	return q_tag_insert(cx, *id_r, text_tag_key(&cx->arena, name), name);
}

enum fail tag_use(struct ctx *cx, int64_t tag_id, int64_t account_id)
{
	TRY(q_tag_used(cx, tag_id, cx->now));
	return q_tag_use_add(cx, tag_id, cx->now / 86400000, account_id);
}
