/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/status_posting.h"

#include "base/id.h"
#include "social/conversation.h"
#include "social/effect.h"
#include "social/feed.h"
#include "social/figure.h"
#include "social/notification.h"
#include "social/search_query.h"
#include "social/status_hold.h"
#include "social/tag.h"
#include "social/token.h"
#include "store/store.h"

/* --- write -------------------------------------------------------------------------------------------------------------------------- */

enum fail posting_write_poll(struct ctx *cx, struct posting *p)
{
	const struct poll_draft *poll = &p->draft->poll;
	if (!poll->option_count)
		return OK;
	int64_t id = p->row.poll_id = id_new(cx->now);
	int64_t ends = (p->edit ? cx->now : p->row.created_at) + poll->expires_in * 1000;
	TRY(q_poll_insert(cx, id, p->row.account_id, p->row.id, poll->multiple, poll->hide_totals, ends));
	for (size_t i = 0; i < poll->option_count; i++)
		TRY(q_poll_option_insert(cx, id, (int64_t)i, poll->options[i]));
	return OK;
}

static enum fail write_mentions(struct ctx *cx, struct posting *p)
{
	for (size_t i = 0; i < p->named_count; i++)
		TRY(q_mention_insert(cx, p->row.id, p->named[i].id, false));
	return OK;
}

enum fail posting_write_tags(struct ctx *cx, struct posting *p, int64_t *ids_r, size_t most, size_t *count_r)
{
	*count_r = 0;
	for (size_t i = 0; i < p->span_count; i++) {
		if (p->spans[i].kind != TEXT_HASHTAG)
			continue;
		int64_t tag_id;
		TRY(tag_ensure(cx, p->spans[i].name, &tag_id));
		TRY(q_status_tag_insert(cx, tag_id, p->row.id));
		if (p->row.visibility == VISIBILITY_PUBLIC && !p->row.quiet && !p->edit && !p->row.hidden_at)
			TRY(tag_use(cx, tag_id, p->row.account_id));
		if (*count_r < most)
			ids_r[(*count_r)++] = tag_id;
	}
	return OK;
}

static enum fail write_parts(struct ctx *cx, struct posting *p, struct recent_status *recent)
{
	size_t tags;
	for (size_t i = 0; i < p->draft->media_count; i++)
		TRY(q_media_attach(cx, p->draft->media_ids[i], p->row.id, (int64_t)i));
	TRY(write_mentions(cx, p));
	TRY(posting_write_tags(cx, p, recent->tags, RECENT_TAGS, &tags));
	if (!p->row.hidden_at)
		TRY(status_count(cx, &p->row, 1));
	return q_status_text_insert(cx, p->row.id, status_words(cx, &p->row));
}

struct sv status_words(struct ctx *cx, const struct status_row *row)
{
	return arena_printf(&cx->arena, SVF "\n" SVF "\n" SVF, SVA(row->spoiler_text), SVA(row->text),
	                    SVA(search_marks(&cx->arena, row->account_id, (int)row->visibility)));
}

static enum fail tell_named(struct ctx *cx, struct posting *p)
{
	for (size_t i = 0; i < p->named_count; i++)
		TRY(notification_create(cx, &(struct notification_draft){ .to = p->named[i].id,
		                                                          .from = p->row.account_id,
		                                                          .type = "mention",
		                                                          .status_id = p->row.id,
		                                                          .conversation_id = p->row.conversation_id }));
	return OK;
}

enum fail posting_tell_others(struct ctx *cx, const struct posting *p)
{
	struct followers_to_notify_row *rows;
	size_t count;
	if (p->row.quote_of_id && !posting_names(p, p->quoted.account_id))
		TRY(notification_create(cx, &(struct notification_draft){ .to = p->quoted.account_id,
		                                                          .from = p->row.account_id,
		                                                          .type = "quote",
		                                                          .status_id = p->row.id,
		                                                          .conversation_id = p->row.conversation_id }));
	if (p->row.visibility == VISIBILITY_DIRECT || (p->row.in_reply_to_id && p->row.in_reply_to_account_id != p->row.account_id))
		return OK;
	TRY(q_followers_to_notify(cx, p->row.account_id, &rows, &count));
	for (size_t i = 0; i < count; i++)
		if (!posting_names(p, rows[i].account_id))
			TRY(notification_create(cx, &(struct notification_draft){ .to = rows[i].account_id,
			                                                          .from = p->row.account_id,
			                                                          .type = "status",
			                                                          .status_id = p->row.id }));
	return OK;
}

static enum fail tell(struct ctx *cx, struct posting *p, const struct recent_status *recent)
{
	if (p->row.quiet || p->row.hidden_at)
		return OK;
	effect_add(cx, EFFECT_STATUS_NEW, p->row.id, p->row.account_id)->status = recent;
	TRY(tell_named(cx, p));
	TRY(posting_tell_others(cx, p));
	return p->row.visibility == VISIBILITY_DIRECT ? conversation_add(cx, &p->row) : OK;
}

static void start_row(struct ctx *cx, struct posting *p)
{
	const struct status_draft *draft = p->draft;
	int64_t at = draft->created_at ? draft->created_at : cx->now, id = id_new(at);
	p->row = (struct status_row){
		.id = id,
		.account_id = draft->account_id,
		.conversation_id = id,
		.visibility = draft->visibility,
		.text = draft->text.p ? draft->text : SV(""),
		.html = SV(""),
		.spoiler_text = draft->spoiler_text.p ? draft->spoiler_text : SV(""),
		.sensitive = draft->sensitive || sv_trim(draft->spoiler_text).n,
		.language = draft->language.n ? draft->language : SV_NONE,
		.app_id = draft->app_id,
		.quote_policy = draft->visibility > VISIBILITY_UNLISTED ? QUOTE_BY_NOBODY : draft->quote_policy,
		.created_at = at,
		.quiet = draft->quiet,
	};
}

enum fail status_posted_before(struct ctx *cx, const struct status_draft *draft, int64_t *id_r)
{
	struct idempotency_find_row row = { 0 };
	*id_r = 0;
	if (!draft->idempotency_key.n)
		return OK;
	enum fail fail = q_idempotency_find(cx, draft->account_id, token_hash_sv(&cx->arena, draft->idempotency_key), &row);
	*id_r = row.status_id;
	return fail == FAIL_NOT_FOUND ? OK : fail;
}

enum fail status_check(struct ctx *cx, const struct status_draft *draft)
{
	struct posting p = { .draft = draft };
	start_row(cx, &p);
	TRY(posting_check(cx, &p));
	return posting_check_others(cx, &p);
}

static enum fail write_row(struct ctx *cx, struct posting *p)
{
	const struct status_row *row = &p->row;
	TRY(posting_write_poll(cx, p));
	return q_status_insert(cx, row->id, row->account_id, row->in_reply_to_id, row->in_reply_to_account_id, row->reblog_of_id,
	                       row->conversation_id, row->visibility, row->text, row->html, row->spoiler_text, row->sensitive, row->language,
	                       row->app_id, row->poll_id, row->card_id, row->quote_of_id, row->quote_state, row->quote_policy,
	                       (int64_t)p->draft->media_count, row->created_at, row->hidden_at, row->quiet);
}

static struct recent_status *recent_of(struct ctx *cx, const struct status_row *row)
{
	struct recent_status *recent = arena_new(&cx->arena, struct recent_status);
	*recent = (struct recent_status){ .id = row->id,
		                          .account_id = row->account_id,
		                          .in_reply_to_account_id = row->in_reply_to_account_id,
		                          .language = row->language,
		                          .visibility = (int)row->visibility };
	return recent;
}

enum fail status_create(struct ctx *cx, const struct status_draft *draft, int64_t *id_r)
{
	struct posting p = { .draft = draft };
	TRY(status_posted_before(cx, draft, id_r));
	if (*id_r)
		return OK;
	start_row(cx, &p);
	TRY(posting_check(cx, &p));
	TRY(posting_check_others(cx, &p));
	TRY(posting_gate(cx, &p));
	TRY(posting_render(cx, &p));
	TRY(posting_find_card(cx, &p));

	struct recent_status *recent = recent_of(cx, &p.row);
	TRY(write_row(cx, &p));
	TRY(write_parts(cx, &p, recent));
	if (draft->idempotency_key.n)
		TRY(q_idempotency_insert(cx, draft->account_id, token_hash_sv(&cx->arena, draft->idempotency_key), p.row.id, cx->now));
	TRY(posting_keep(cx, &p));
	TRY(tell(cx, &p, recent));
	*id_r = p.row.id;
	return OK;
}

/* --- boosts --------------------------------------------------------------------------------------------------------------------------- */

static enum fail may_reblog(struct ctx *cx, int64_t id, struct status_row *original)
{
	TRY(status_see(cx, id, original));
	if (original->reblog_of_id)
		TRY(status_see(cx, original->reblog_of_id, original));
	bool own = original->account_id == cx->who.account_id;
	if (original->hidden_at || original->visibility == VISIBILITY_DIRECT || (original->visibility == VISIBILITY_PRIVATE && !own))
		return refuse(cx, FAIL_NOT_FOUND, "Record not found");
	return OK;
}

enum fail status_reblog(struct ctx *cx, int64_t id, int visibility, int64_t *id_r)
{
	struct status_row original;
	struct status_reblog_by_row before;
	TRY(may_reblog(cx, id, &original));
	enum fail fail = q_status_reblog_by(cx, original.id, cx->who.account_id, &before);
	if (fail == OK) {
		*id_r = before.id;
		return OK;
	}
	if (fail != FAIL_NOT_FOUND)
		return fail;
	struct status_draft draft = { .account_id = cx->who.account_id,
		                      .visibility = original.visibility > visibility ? (int)original.visibility : visibility };
	struct posting p = { .draft = &draft };
	start_row(cx, &p);
	p.row.reblog_of_id = original.id;
	p.row.language = original.language;
	struct recent_status *recent = recent_of(cx, &p.row);
	recent->reblog_account_id = original.account_id;
	TRY(write_row(cx, &p));
	TRY(q_account_posted(cx, p.row.account_id, 1, p.row.created_at));
	TRY(q_status_count_reblogs(cx, original.id, 1));
	effect_add(cx, EFFECT_STATUS_NEW, p.row.id, p.row.account_id)->status = recent;
	effect_add(cx, EFFECT_STATUS_COUNTED, original.id, 0);
	effect_add(cx, EFFECT_FLAGS, original.id, cx->who.account_id);
	effect_add(cx, EFFECT_ACCOUNT, cx->who.account_id, 0);
	*id_r = p.row.id;
	return notification_create(cx, &(struct notification_draft){ .to = original.account_id,
	                                                             .from = cx->who.account_id,
	                                                             .type = "reblog",
	                                                             .status_id = original.id,
	                                                             .conversation_id = original.conversation_id });
}
