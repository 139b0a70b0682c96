/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the gate is shown of a post, before the writer's turn or in it. */
#include "social/gate.h"
#include "social/status_edit.h"
#include "social/status_posting.h"

struct foreseen {
	struct gate_item item;
	struct judgement judgement;
};

static struct gate_item item_of(struct ctx *cx, const struct status_draft *draft, const struct status_row *row, bool edit, const struct sv *descriptions)
{
	struct sv *more = arena_array(&cx->arena, struct sv, draft->poll.option_count + draft->media_count + 1);
	size_t count = 0;
	for (size_t i = 0; i < draft->poll.option_count; i++)
		more[count++] = draft->poll.options[i];
	for (size_t i = 0; i < draft->media_count; i++)
		more[count++] = descriptions[i];
	return (struct gate_item){ .kind = edit ? GATE_EDIT : GATE_STATUS,
		                   .account_id = row->account_id,
		                   .in_reply_to_account_id = row->in_reply_to_account_id,
		                   .visibility = (int)row->visibility,
		                   .text = draft->text,
		                   .spoiler_text = draft->spoiler_text,
		                   .more = more,
		                   .more_count = count,
		                   .media_ids = draft->media_ids,
		                   .media_count = draft->media_count };
}

/* --- before the writer's turn ---------------------------------------------------------------------------------------------------------- */

/* As it will be: what is sent with the post, or what is stored. A file that is not there is for the checks to complain about. */
static enum fail description_of(struct ctx *cx, int64_t id, const struct media_edit *edits, size_t edit_count, struct sv *description_r)
{
	struct media_row media;
	for (size_t i = 0; i < edit_count; i++)
		if (edits[i].id == id && edits[i].description.p) {
			*description_r = edits[i].description;
			return OK;
		}
	enum fail fail = q_media_get(cx, id, &media);
	*description_r = fail == OK ? media.description : SV_NONE;
	return fail == FAIL_NOT_FOUND ? OK : fail;
}

static enum fail author_of(struct ctx *cx, int64_t id, int64_t *account_id_r)
{
	struct status_row row;
	if (!id)
		return OK;
	enum fail fail = q_status_get(cx, id, &row);
	if (fail == OK && row.reblog_of_id)
		fail = q_status_get(cx, row.reblog_of_id, &row);
	*account_id_r = fail == OK ? row.account_id : 0;
	return fail == FAIL_NOT_FOUND ? OK : fail;
}

enum fail status_foresee(struct ctx *cx, struct status_draft *draft, const struct status_row *old, const struct media_edit *edits, size_t edit_count)
{
	struct foreseen *foreseen = arena_new(&cx->arena, struct foreseen);
	struct status_row row = { .account_id = draft->account_id, .visibility = draft->visibility };
	struct sv *descriptions = arena_array(&cx->arena, struct sv, draft->media_count + 1);
	if (!cx->community->gate.judge)
		return OK;
	TRY(posting_check_text(cx, draft));
	for (size_t i = 0; i < draft->media_count; i++)
		TRY(description_of(cx, draft->media_ids[i], edits, edit_count, &descriptions[i]));
	if (old)
		row = *old;
	else
		TRY(author_of(cx, draft->in_reply_to_id, &row.in_reply_to_account_id));
	foreseen->item = item_of(cx, draft, &row, old != NULL, descriptions);
	gate_judge(cx, &foreseen->item, &foreseen->judgement);
	draft->foreseen = foreseen;
	return draft->quiet ? OK : gate_admit(cx, &foreseen->item, &foreseen->judgement); /* an import goes on with the next one */
}

/* --- in it ------------------------------------------------------------------------------------------------------------------------------- */

static struct foreseen *judge_now(struct ctx *cx, const struct posting *p)
{
	struct foreseen *foreseen = arena_new(&cx->arena, struct foreseen);
	struct sv *descriptions = arena_array(&cx->arena, struct sv, p->draft->media_count + 1);
	for (size_t i = 0; i < p->draft->media_count; i++)
		descriptions[i] = p->media[i].description;
	foreseen->item = item_of(cx, p->draft, &p->row, p->edit, descriptions);
	gate_judge(cx, &foreseen->item, &foreseen->judgement);
	return foreseen;
}

enum fail posting_gate(struct ctx *cx, struct posting *p)
{
	if (!cx->community->gate.judge)
		return OK;
	p->judged = p->draft->foreseen ? p->draft->foreseen : judge_now(cx, p);
	const struct judgement *judgement = &p->judged->judgement;
	TRY(gate_admit(cx, &p->judged->item, judgement));
	if (judgement->verdict == VERDICT_HOLD && !p->row.hidden_at)
		p->row.hidden_at = cx->now;
	if (judgement->labelled) {
		p->row.sensitive = true;
		if (!sv_trim(p->row.spoiler_text).n && judgement->label.n)
			p->row.spoiler_text = judgement->label;
	}
	return OK;
}

enum fail posting_keep(struct ctx *cx, const struct posting *p)
{
	return p->judged ? gate_keep(cx, &p->judged->item, &p->judged->judgement, p->row.id) : OK;
}
