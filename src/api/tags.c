/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Hashtags (documentation: methods/tags, followed_tags, featured_tags). */
#include "api/api.h"
#include "social/tag.h"
#include "social/tag_mark.h"
#include "social/text.h"

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
	return entity_tag_unused(cx, j, cx->path[0]);
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

enum fail api_featured_tags(struct ctx *cx)
{
	return entity_featured_tags(cx, answer_json(cx), cx->who.account_id);
}

enum fail api_account_featured_tags(struct ctx *cx)
{
	struct account_row account;
	TRY(api_account_see(cx, &account));
	if (account.suspended_at)
		return entity_accounts(cx, answer_json(cx), NULL, 0);
	return entity_featured_tags(cx, answer_json(cx), account.id);
}

enum fail api_featured_tag_create(struct ctx *cx)
{
	struct sv name = param_sv(cx->params, "name");
	int64_t tag_id;
	TRY(tag_feature(cx, name.p ? name : SV(""), &tag_id));
	return entity_featured_tag(cx, answer_json(cx), cx->who.account_id, tag_id);
}

enum fail api_featured_tag_delete(struct ctx *cx)
{
	TRY(tag_unfeature_by_id(cx, path_id(cx, 0)));
	return answer_empty(cx);
}

enum fail api_featured_tag_suggestions(struct ctx *cx)
{
	struct tag_row *rows;
	struct json *j = answer_json(cx);
	size_t count;
	TRY(tags_to_feature(cx, &rows, &count));
	json_array(j);
	for (size_t i = 0; i < count; i++)
		TRY(entity_tag(cx, j, rows[i].id));
	json_end(j);
	return OK;
}
