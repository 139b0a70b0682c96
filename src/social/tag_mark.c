/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/tag_mark.h"

#include "base/id.h"
#include "social/effect.h"
#include "social/tag.h"
#include "social/text.h"
#include "store/q.h"

enum { USED_DAYS = 90, SUGGESTED = 10 };

static enum fail find_or_make(struct ctx *cx, struct sv name, int64_t *tag_id_r)
{
	if (name.n && name.p[0] == '#')
		name = sv_from(name, 1);
	if (!text_is_tag(name))
		return refuse(cx, FAIL_INVALID, "Validation failed: Tag is invalid: letters, numbers and underscores, and not numbers alone");
	return tag_ensure(cx, name, tag_id_r);
}

enum fail tag_follow(struct ctx *cx, struct sv name, int64_t *tag_id_r)
{
	TRY(find_or_make(cx, name, tag_id_r));
	effect_add(cx, EFFECT_VIEWER, cx->who.account_id, 0);
	return q_tag_follow_put(cx, cx->who.account_id, *tag_id_r, id_new(cx->now));
}

enum fail tag_unfollow(struct ctx *cx, struct sv name, int64_t *tag_id_r)
{
	TRY(find_or_make(cx, name, tag_id_r));
	effect_add(cx, EFFECT_VIEWER, cx->who.account_id, 0);
	return q_tag_follow_delete(cx, cx->who.account_id, *tag_id_r);
}

enum fail tag_feature(struct ctx *cx, struct sv name, int64_t *tag_id_r)
{
	struct featured_tags_of_row *rows;
	struct featured_tag_find_row found;
	size_t count;
	TRY(find_or_make(cx, name, tag_id_r));
	enum fail fail = q_featured_tag_find(cx, cx->who.account_id, *tag_id_r, &found);
	if (fail != FAIL_NOT_FOUND)
		return fail;
	TRY(q_featured_tags_of(cx, cx->who.account_id, &rows, &count));
	if (count >= TAGS_FEATURED_MOST)
		return refuse(cx, FAIL_INVALID, "Validation failed: You have already featured the maximum number of hashtags (%d)", TAGS_FEATURED_MOST);
	effect_add(cx, EFFECT_ACCOUNT, cx->who.account_id, 0);
	return q_featured_tag_put(cx, id_new(cx->now), cx->who.account_id, *tag_id_r);
}

enum fail tag_unfeature(struct ctx *cx, struct sv name, int64_t *tag_id_r)
{
	TRY(find_or_make(cx, name, tag_id_r));
	effect_add(cx, EFFECT_ACCOUNT, cx->who.account_id, 0);
	return q_featured_tag_delete_by_tag(cx, cx->who.account_id, *tag_id_r);
}

enum fail tag_unfeature_by_id(struct ctx *cx, int64_t id)
{
	int64_t changes;
	effect_add(cx, EFFECT_ACCOUNT, cx->who.account_id, 0);
	TRY(q_featured_tag_delete(cx, id, cx->who.account_id, &changes));
	return changes ? OK : FAIL_NOT_FOUND;
}

enum fail tags_to_feature(struct ctx *cx, struct tag_row **rows_r, size_t *count_r)
{
	return q_tags_used_by(cx, cx->who.account_id, cx->now / 86400000 - USED_DAYS, SUGGESTED, rows_r, count_r);
}
