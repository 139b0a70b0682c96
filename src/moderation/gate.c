/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "moderation/gate.h"

#include "base/clock.h"
#include "base/id.h"
#include "base/log.h"
#include "base/metrics.h"
#include "moderation/context.h"
#include "moderation/found.h"
#include "moderation/media_gate.h"
#include "moderation/timing.h"
#include "screening/recent.h"
#include "social/community.h"
#include "store/q.h"
#include "store/store.h"

#include <stdatomic.h>
#include <stdlib.h>

struct gatehouse {
	struct screen *screen;   /* NULL: no model */
	const char *fault;       /* why */
	char *path;              /* of the model; "": the one that came with the program */
	struct timing timing;
	struct host_banks host;
};

/* A rule set that has been in force; kept until the community closes, for somebody may still judge by it. */
struct in_force {
	struct in_force *older;
	struct ruleset *ruleset;
};

struct standing_gate {
	struct gatehouse *house;
	_Atomic(struct in_force *) now; /* NULL: the default */
	struct recent_texts *recent;
	_Atomic int64_t seen;           /* the newest row that was read, 0: none */
	struct hash_banks *banks;       /* read when the first file comes */
};

/* --- the model ----------------------------------------------------------------------------------------------------------------------------- */

static void say_fault(const struct gatehouse *house)
{
	LOG(ERROR, "no_screen_model", F("file", (const char *)house->path), F("what", house->fault),
	    F("advice", "posts are screened by rules alone; put the file back, or set screen_model, and restart"));
}

struct gatehouse *gatehouse_new(const char *model, const char *data_dir)
{
	struct arena arena = { 0 };
	struct gatehouse *house = calloc(1, sizeof(*house));
	if (!house)
		abort();
	house->path = strdup(*model ? model : screen_model_path(&arena));
	arena_free(&arena);
	host_banks_start(&house->host, data_dir);
	if (!house->path)
		abort();
	enum model_fault fault = screen_open(house->path, &house->screen);
	if (fault != MODEL_OK) {
		house->fault = model_fault_text(fault);
		say_fault(house);
	}
	return house;
}

void gatehouse_free(struct gatehouse *house)
{
	if (!house)
		return;
	screen_close(house->screen);
	host_banks_stop(&house->host);
	free(house->path);
	free(house);
}

enum fail gate_remind(struct ctx *cx)
{
	const struct standing_gate *gate = cx->community->gate.data;
	if (gate && gate->house->fault)
		say_fault(gate->house);
	return OK;
}

/* --- the rule set ---------------------------------------------------------------------------------------------------------------------------- */

static const struct ruleset *ruleset_of(const struct standing_gate *gate)
{
	const struct in_force *now = gate->now;
	return now ? now->ruleset : ruleset_default();
}

/* One that cannot be read (a newer program has written it) leaves the one before in force. */
static void put_in_force(struct ctx *cx, struct standing_gate *gate, int64_t id, struct sv text)
{
	struct in_force *fresh = calloc(1, sizeof(*fresh));
	if (!fresh)
		abort();
	atomic_store(&gate->seen, id);
	if (ruleset_read(cx, text, &fresh->ruleset) != OK) {
		LOG(ERROR, "ruleset_unreadable", F("ruleset", id), F("what", cx->said), F("advice", "the one before stays in force; folkmoot rule history lists them"));
		free(fresh);
		return;
	}
	fresh->older = atomic_exchange(&gate->now, fresh);
}

static enum fail load_ruleset(struct ctx *cx, struct standing_gate *gate)
{
	struct screen_ruleset_newest_row row;
	enum fail fail = q_screen_ruleset_newest(cx, &row);
	if (fail == OK)
		put_in_force(cx, gate, row.id, row.text);
	return fail == FAIL_NOT_FOUND ? OK : fail;
}

enum fail gate_follow(struct ctx *cx)
{
	struct screen_ruleset_newest_id_row newest;
	struct standing_gate *gate = cx->community->gate.data;
	if (!gate)
		return OK;
	TRY(q_screen_ruleset_newest_id(cx, &newest));
	return newest.id == gate->seen ? OK : load_ruleset(cx, gate);
}

void gate_told(struct community *community, const struct effect *effect)
{
	struct ctx cx;
	struct standing_gate *gate = community->gate.data;
	if (!gate || effect->kind != EFFECT_RULESET)
		return;
	ctx_open(&cx, clock_now());
	put_in_force(&cx, gate, effect->id, effect->text);
	ctx_close(&cx);
}

/* --- judging ---------------------------------------------------------------------------------------------------------------------------------- */

static enum verdict verdict_of(const struct findings *findings)
{
	static const enum verdict verdicts[ACTS] = { [ACT_LABEL] = VERDICT_LABEL, [ACT_REPORT] = VERDICT_REPORT, [ACT_HOLD] = VERDICT_HOLD, [ACT_REJECT] = VERDICT_REJECT };
	return findings->count ? verdicts[findings->list[0].act] : VERDICT_ALLOW;
}

static void find_label(const struct found *found, struct judgement *judgement)
{
	for (size_t i = 0; i < found->findings.count; i++) {
		const struct finding *one = &found->findings.list[i];
		if (one->act < ACT_LABEL || !(one->labels || one->act == ACT_LABEL))
			continue;
		judgement->labelled = true;
		if (!judgement->label.n)
			judgement->label = found_label(one->category);
	}
}

static struct sv reason_of(struct ctx *cx, const struct found *found)
{
	const struct finding *first = found_first(found);
	struct sv list = first->by;
	if (sv_eq(first->by, BY_HASH_BANK))
		return TR("A file is the same as one that was decided about, or much like it.");
	if (sv_starts(list, SV("list ")))
		return TRF(&cx->arena, "A rule of this community (%s) applies. %s", sv_from(list, 5), found_sentence(first->category));
	return found_sentence(first->category);
}

static void judge(void *data, struct ctx *cx, const struct gate_item *from, struct judgement *judgement_r)
{
	struct standing_gate *gate = data;
	struct found *found = arena_new(&cx->arena, struct found);
	int64_t start = clock_monotonic();
	gate_item_read(cx, from, &found->item);
	found->item.recent = gate->recent;
	screen_item(gate->house->screen, ruleset_of(gate), &cx->arena, &found->item, &found->findings);
	media_find(cx, gate->banks, &gate->house->host, from, &found->findings);
	found->verdict = judgement_r->verdict = verdict_of(&found->findings);
	judgement_r->found = found;
	if (found->verdict != VERDICT_ALLOW) {
		judgement_r->reason = reason_of(cx, found);
		find_label(found, judgement_r);
	}
	timing_add(&gate->house->timing, clock_monotonic() - start);
	metric_add(METRIC_screened_total, 1);
}

static enum fail keep(void *data, struct ctx *cx, const struct gate_item *item, const struct judgement *judgement, int64_t subject_id)
{
	static const enum metric counted[] = { [VERDICT_LABEL] = METRIC_screened_labelled_total, [VERDICT_HOLD] = METRIC_screened_held_total,
		                               [VERDICT_REPORT] = METRIC_screened_reported_total };
	const struct found *found = judgement->found;
	(void)data, (void)item;
	TRY(found_write(cx, found, subject_id));
	if (found->verdict == VERDICT_ALLOW || found->item.kind == ITEM_MEDIA) /* a file by itself is seen by nobody: the post with it tells */
		return OK;
	metric_add(counted[found->verdict], 1);
	TRY(found_tell_author(cx, found, subject_id));
	return found->verdict == VERDICT_LABEL ? OK : found_report(cx, found, subject_id);
}

/* --- what is refused: nothing of it is written, so what was found has a task of its own --------------------------------------------------------- */

struct refusal {
	struct writer_task task; /* first: the two are the same pointer */
	struct ctx cx;
	struct found found;
};

static enum fail write_refusal(struct writer_task *task)
{
	struct refusal *refusal = (struct refusal *)task;
	return found_write(&refusal->cx, &refusal->found, 0);
}

static void refusal_done(struct writer_task *task, enum fail result)
{
	struct refusal *refusal = (struct refusal *)task;
	if (result != OK)
		LOG(WARNING, "refusal_not_kept", F("account", refusal->found.item.author_id), F("what", refusal->cx.said));
	ctx_close(&refusal->cx);
	free(refusal);
}

static void refused(void *data, struct ctx *cx, const struct gate_item *item, const struct judgement *judgement)
{
	struct refusal *refusal = calloc(1, sizeof(*refusal));
	(void)data, (void)item;
	if (!refusal)
		abort();
	ctx_open(&refusal->cx, cx->now);
	refusal->cx.community = cx->community;
	refusal->found = *(const struct found *)judgement->found;
	for (size_t i = 0; i < refusal->found.findings.count; i++) { /* texts and reasons go with the request */
		struct finding *one = &refusal->found.findings.list[i];
		one->why = arena_dup(&refusal->cx.arena, one->why);
		one->by = arena_dup(&refusal->cx.arena, one->by);
	}
	refusal->task = (struct writer_task){ .cx = &refusal->cx, .run = write_refusal, .done = refusal_done };
	metric_add(METRIC_screened_rejected_total, 1);
	writer_submit(cx->community->writer, &refusal->task);
}

/* --- opening and closing -------------------------------------------------------------------------------------------------------------------------- */

static enum fail load_in_writer(struct ctx *cx, void *arg)
{
	return load_ruleset(cx, arg);
}

void gate_open(struct gatehouse *house, struct community *community)
{
	struct ctx cx;
	struct standing_gate *gate = calloc(1, sizeof(*gate));
	if (!gate)
		abort();
	gate->house = house;
	gate->banks = hash_banks_new();
	gate->recent = recent_texts_new();
	ctx_open(&cx, clock_now());
	cx.community = community;
	if (community->writer && writer_run(community->writer, &cx, load_in_writer, gate) != OK)
		LOG(ERROR, "ruleset_unread", F("community", community->domain), F("what", cx.said), F("advice", "the default is in force; it is tried again"));
	ctx_close(&cx);
	community->gate = (struct gate){ .data = gate, .judge = judge, .keep = keep, .refused = refused };
}

void gate_close(struct community *community)
{
	struct standing_gate *gate = community->gate.data;
	community->gate = (struct gate){ 0 };
	if (!gate)
		return;
	for (struct in_force *one = gate->now, *older; one; one = older) {
		older = one->older;
		ruleset_free(one->ruleset);
		free(one);
	}
	hash_banks_free(gate->banks);
	recent_texts_free(gate->recent);
	free(gate);
}

/* --- for others ----------------------------------------------------------------------------------------------------------------------------------- */

const char *gate_model_fault(const struct community *community)
{
	const struct standing_gate *gate = community->gate.data;
	return gate ? gate->house->fault : NULL;
}

const struct screen *gate_screen(const struct community *community)
{
	const struct standing_gate *gate = community->gate.data;
	return gate ? gate->house->screen : NULL;
}

const struct ruleset *gate_ruleset(const struct community *community)
{
	const struct standing_gate *gate = community->gate.data;
	return gate ? ruleset_of(gate) : ruleset_default();
}

void gate_write_figures(const struct gatehouse *house, struct buf *out)
{
	metrics_head(out, "gauge", "screen_model", "1: the model of the screen is used; 0: it could not be read, posts are screened by rules alone");
	metrics_line(out, "screen_model", NULL, SV_NONE, house->screen != NULL);
	timing_write(&house->timing, out, "screen_seconds", "how long it took to judge an item");
}
