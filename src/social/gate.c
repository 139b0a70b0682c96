/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/gate.h"

#include "social/community.h"

void gate_judge(struct ctx *cx, const struct gate_item *item, struct judgement *judgement_r)
{
	const struct gate *gate = &cx->community->gate;
	*judgement_r = (struct judgement){ .verdict = VERDICT_ALLOW };
	if (gate->judge)
		gate->judge(gate->data, cx, item, judgement_r);
}

static void note_refusal(struct ctx *cx, const struct gate_item *item, const struct judgement *judgement)
{
	const struct gate *gate = &cx->community->gate;
	if (gate->refused)
		gate->refused(gate->data, cx, item, judgement);
}

enum fail gate_admit(struct ctx *cx, const struct gate_item *item, const struct judgement *judgement)
{
	if (judgement->verdict != VERDICT_REJECT)
		return OK;
	note_refusal(cx, item, judgement);
	return refuse(cx, FAIL_INVALID, "This was not published: " SVF, SVA(judgement->reason));
}

enum fail gate_admit_now(struct ctx *cx, const struct gate_item *item, const struct judgement *judgement)
{
	if (judgement->verdict != VERDICT_HOLD)
		return gate_admit(cx, item, judgement);
	note_refusal(cx, item, judgement);
	return refuse(cx, FAIL_INVALID, "Validation failed: this has to be looked at by a moderator first. Ask one. " SVF, SVA(judgement->reason));
}

enum fail gate_keep(struct ctx *cx, const struct gate_item *item, const struct judgement *judgement, int64_t subject_id)
{
	const struct gate *gate = &cx->community->gate;
	return gate->keep && judgement->found ? gate->keep(gate->data, cx, item, judgement, subject_id) : OK;
}
