/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/status_hold.h"

#include "social/card.h"
#include "social/conversation.h"
#include "social/effect.h"
#include "social/figure.h"
#include "social/notification.h"
#include "social/status_posting.h"
#include "social/tag.h"

static enum fail count_author(struct ctx *cx, const struct status_row *row, int64_t by)
{
	effect_add(cx, EFFECT_ACCOUNT, row->account_id, 0);
	if (by < 0)
		return q_account_unposted(cx, row->account_id);
	if (row->quiet) /* an import is no sign of life */
		TRY(q_account_count_statuses(cx, row->account_id, 1));
	else
		TRY(q_account_posted(cx, row->account_id, 1, row->created_at));
	return activity_post(cx, row->account_id, row->created_at);
}

enum fail status_count(struct ctx *cx, const struct status_row *row, int64_t by)
{
	TRY(count_author(cx, row, by));
	if (row->in_reply_to_id) {
		TRY(q_status_count_replies(cx, row->in_reply_to_id, by));
		effect_add(cx, EFFECT_STATUS_COUNTED, row->in_reply_to_id, 0);
	}
	if (row->quote_of_id && row->quote_state == QUOTE_ACCEPTED) {
		TRY(q_status_count_quotes(cx, row->quote_of_id, by));
		effect_add(cx, EFFECT_STATUS_COUNTED, row->quote_of_id, 0);
	}
	return OK;
}

/* --- going out -------------------------------------------------------------------------------------------------------------------------- */

static enum fail use_tags(struct ctx *cx, const struct status_row *row)
{
	struct tags_of_row *tags;
	size_t count;
	if (row->visibility != VISIBILITY_PUBLIC)
		return OK;
	TRY(q_tags_of(cx, row->id, &tags, &count));
	for (size_t i = 0; i < count; i++)
		TRY(tag_use(cx, tags[i].id, row->account_id));
	return OK;
}

/* What was left undone while nobody was to see it. */
static enum fail use_parts(struct ctx *cx, const struct status_row *row)
{
	struct text_span *spans;
	if (row->quiet)
		return OK;
	if (!row->edited_at)
		TRY(use_tags(cx, row));
	if (row->card_id && row->visibility == VISIBILITY_PUBLIC && !row->edited_at)
		return card_use(cx, row->card_id, row->account_id);
	bool may_have = !row->card_id && !row->media_count && !row->poll_id && !row->quote_of_id && row->visibility != VISIBILITY_DIRECT;
	if (!may_have || !card_link(cx, spans, text_scan(&cx->arena, row->text, &spans)).n)
		return OK;
	return effect_job(cx, JOB_PREVIEW_CARD, row->id, SV_NONE, 0);
}

static enum fail tell_named(struct ctx *cx, const struct status_row *row)
{
	struct mentions_untold_row *rows;
	size_t count;
	TRY(q_mentions_untold(cx, row->id, &rows, &count));
	for (size_t i = 0; i < count; i++)
		TRY(notification_create(cx, &(struct notification_draft){ .to = rows[i].account_id,
		                                                          .from = row->account_id,
		                                                          .type = "mention",
		                                                          .status_id = row->id,
		                                                          .conversation_id = row->conversation_id }));
	return OK;
}

/* One that was edited has been told of before. */
static enum fail tell_others(struct ctx *cx, const struct status_row *row)
{
	struct mentions_of_row *named;
	struct posting p = { .row = *row };
	if (row->edited_at)
		return OK;
	if (row->quote_of_id && q_status_get(cx, row->quote_of_id, &p.quoted) != OK)
		p.row.quote_of_id = 0; /* gone meanwhile */
	TRY(q_mentions_of(cx, row->id, &named, &p.named_count));
	p.named = arena_array(&cx->arena, struct account_id_find_row, p.named_count + 1);
	for (size_t i = 0; i < p.named_count; i++)
		p.named[i].id = named[i].id;
	return posting_tell_others(cx, &p);
}

enum fail status_publish(struct ctx *cx, int64_t id)
{
	struct status_row row;
	TRY(q_status_get(cx, id, &row));
	if (row.hidden_at <= 0)
		return FAIL_CONFLICT;
	row.hidden_at = 0;
	TRY(q_status_show(cx, id));
	TRY(status_count(cx, &row, 1));
	TRY(use_parts(cx, &row));
	effect_add(cx, EFFECT_STATUS_BACK, id, row.account_id);
	if (row.quiet)
		return OK;
	effect_add(cx, EFFECT_STATUS_NEW, id, row.account_id); /* not into the ring of the newest: its place is further down */
	TRY(tell_named(cx, &row));
	TRY(tell_others(cx, &row));
	return row.visibility == VISIBILITY_DIRECT ? conversation_add(cx, &row) : OK;
}

enum fail status_appears(struct ctx *cx, const struct job *job)
{
	struct status_row row;
	enum fail fail = q_status_get(cx, job->subject_id, &row);
	if (fail != OK)
		return fail == FAIL_NOT_FOUND ? OK : fail;
	effect_add(cx, EFFECT_STATUS_BACK, row.id, row.account_id);
	effect_add(cx, EFFECT_ACCOUNT, row.account_id, 0);
	if (row.hidden_at)
		return OK;
	if (!row.quiet)
		effect_add(cx, EFFECT_STATUS_NEW, row.id, row.account_id);
	if (row.in_reply_to_id)
		effect_add(cx, EFFECT_STATUS_COUNTED, row.in_reply_to_id, 0);
	if (row.quote_of_id)
		effect_add(cx, EFFECT_STATUS_COUNTED, row.quote_of_id, 0);
	return OK;
}
