/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/filter_write.h"

#include "base/buf.h"
#include "base/id.h"
#include "social/effect.h"
#include "social/status.h"
#include "social/text.h"

static enum fail changed(struct ctx *cx)
{
	effect_add(cx, EFFECT_VIEWER, cx->who.account_id, 0);
	effect_add(cx, EFFECT_FILTERS, cx->who.account_id, 0);
	return OK;
}

/* --- check ------------------------------------------------------------------------------------------------------------------ */

static enum fail check_title(struct ctx *cx, struct sv title)
{
	if (!sv_trim(title).n)
		return refuse(cx, FAIL_INVALID, "Validation failed: Title can't be blank");
	if (text_graphemes(&cx->arena, title) > FILTER_TITLE_MOST)
		return refuse(cx, FAIL_INVALID, "Validation failed: Title is too long (maximum is %d characters)",
			      FILTER_TITLE_MOST);
	return OK;
}

static enum fail check_keyword(struct ctx *cx, struct sv keyword)
{
	if (!sv_trim(keyword).n)
		return refuse(cx, FAIL_INVALID, "Validation failed: Keyword can't be blank");
	if (text_graphemes(&cx->arena, keyword) > FILTER_KEYWORD_MOST)
		return refuse(cx, FAIL_INVALID, "Validation failed: Keyword is too long (maximum is %d characters)",
			      FILTER_KEYWORD_MOST);
	return OK;
}

/* As it is stored: each once, with spaces between. */
static enum fail join_contexts(struct ctx *cx, const struct filter_draft *draft, struct sv *context_r)
{
	struct buf out = BUF(&cx->arena, 256);
	unsigned seen = 0;
	for (size_t i = 0; i < draft->context_count; i++) {
		unsigned bit = sv_has(draft->contexts[i], ' ') ? 0 : filter_contexts(draft->contexts[i]);
		if (!bit)
			return refuse(cx, FAIL_INVALID,
				      "Validation failed: Context None or invalid context supplied: "
				      "home, notifications, public, thread, account");
		if (!(seen & bit))
			buf_printf(&out, "%s" SVF, out.n ? " " : "", SVA(draft->contexts[i]));
		seen |= bit;
	}
	*context_r = buf_sv(&out);
	return seen ? OK
		    : refuse(cx, FAIL_INVALID,
			     "Validation failed: Context can't be blank, Context None or invalid context supplied");
}

static enum fail check_action(struct ctx *cx, struct sv action)
{
	for (enum filter_action i = FILTER_WARN; i <= FILTER_BLUR; i++)
		if (sv_eq(action, sv_of(filter_action_name(i))))
			return OK;
	return refuse(cx, FAIL_INVALID, "Validation failed: filter_action is not included in the list: warn, hide, blur");
}

/* The row with what the draft says; what it does not say stays. */
static enum fail apply(struct ctx *cx, const struct filter_draft *draft, struct filter_row *row)
{
	if (draft->title.p)
		row->title = draft->title;
	if (draft->action.p)
		row->action = draft->action;
	if (draft->contexts)
		TRY(join_contexts(cx, draft, &row->context));
	if (draft->expires_sent)
		row->expires_at =
			draft->expires_in > 0 && draft->expires_in < INT64_MAX / 2000 ? cx->now + draft->expires_in * 1000 : 0;
	TRY(check_title(cx, row->title));
	return check_action(cx, row->action);
}

/* --- keywords --------------------------------------------------------------------------------------------------------------- */

static enum fail keyword_change(struct ctx *cx, int64_t filter_id, const struct filter_keyword_draft *draft)
{
	struct filter_keyword_row row;
	TRY(q_filter_keyword_get(cx, draft->id, cx->who.account_id, &row));
	if (filter_id && row.filter_id != filter_id)
		return FAIL_NOT_FOUND;
	if (draft->destroy)
		return q_filter_keyword_delete(cx, row.id);
	struct sv keyword = draft->keyword.p ? draft->keyword : row.keyword;
	TRY(check_keyword(cx, keyword));
	return q_filter_keyword_update(cx, row.id, keyword, draft->whole_word_sent ? draft->whole_word : row.whole_word);
}

static enum fail keyword_add(struct ctx *cx, int64_t filter_id, const struct filter_keyword_draft *draft, int64_t *id_r)
{
	TRY(check_keyword(cx, draft->keyword));
	*id_r = id_new(cx->now);
	return q_filter_keyword_insert(cx, *id_r, filter_id, draft->keyword, draft->whole_word_sent ? draft->whole_word : true);
}

static enum fail put_keywords(struct ctx *cx, int64_t filter_id, const struct filter_draft *draft)
{
	int64_t id;
	for (size_t i = 0; i < draft->keyword_count; i++) {
		const struct filter_keyword_draft *keyword = &draft->keywords[i];
		if (keyword->id)
			TRY(keyword_change(cx, filter_id, keyword));
		else if (!keyword->destroy)
			TRY(keyword_add(cx, filter_id, keyword, &id));
	}
	return OK;
}

enum fail filter_keyword_put(struct ctx *cx, int64_t filter_id, const struct filter_keyword_draft *draft, int64_t *id_r)
{
	struct filter_row filter;
	*id_r = draft->id;
	if (draft->id) {
		TRY(keyword_change(cx, filter_id, draft));
	} else {
		TRY(q_filter_get(cx, filter_id, cx->who.account_id, &filter));
		TRY(keyword_add(cx, filter_id, draft, id_r));
	}
	return changed(cx);
}

enum fail filter_keyword_remove(struct ctx *cx, int64_t id)
{
	TRY(keyword_change(cx, 0, &(struct filter_keyword_draft){ .id = id, .destroy = true }));
	return changed(cx);
}

/* --- filters ---------------------------------------------------------------------------------------------------------------- */

enum fail filter_create(struct ctx *cx, const struct filter_draft *draft, int64_t *id_r)
{
	struct filter_row row = { .id = id_new(cx->now), .title = SV(""), .context = SV(""), .action = SV("warn") };
	TRY(apply(cx, draft, &row));
	if (!row.context.n)
		return refuse(cx, FAIL_INVALID,
			      "Validation failed: Context can't be blank, Context None or invalid context supplied");
	TRY(q_filter_insert(cx, row.id, cx->who.account_id, row.title, row.context, row.action, row.expires_at));
	TRY(put_keywords(cx, row.id, draft));
	*id_r = row.id;
	return changed(cx);
}

enum fail filter_change(struct ctx *cx, int64_t id, const struct filter_draft *draft)
{
	struct filter_row row;
	TRY(q_filter_get(cx, id, cx->who.account_id, &row));
	TRY(apply(cx, draft, &row));
	TRY(q_filter_update(cx, id, row.title, row.context, row.action, row.expires_at));
	TRY(put_keywords(cx, id, draft));
	return changed(cx);
}

enum fail filter_remove(struct ctx *cx, int64_t id)
{
	int64_t changes;
	TRY(q_filter_delete(cx, id, cx->who.account_id, &changes));
	return changes ? changed(cx) : FAIL_NOT_FOUND;
}

/* --- statuses --------------------------------------------------------------------------------------------------------------- */

enum fail filter_status_add(struct ctx *cx, int64_t filter_id, int64_t status_id, int64_t *id_r)
{
	struct filter_row filter;
	struct status_row status;
	int64_t changes;
	TRY(q_filter_get(cx, filter_id, cx->who.account_id, &filter));
	TRY(status_see(cx, status_id, &status));
	*id_r = id_new(cx->now);
	TRY(q_filter_status_insert(cx, *id_r, filter_id, status_id, &changes));
	return changes ? changed(cx) : refuse(cx, FAIL_INVALID, "Validation failed: Status has already been taken");
}

enum fail filter_status_remove(struct ctx *cx, int64_t id)
{
	struct filter_status_row row;
	TRY(q_filter_status_get(cx, id, cx->who.account_id, &row));
	TRY(q_filter_status_delete(cx, id));
	return changed(cx);
}
