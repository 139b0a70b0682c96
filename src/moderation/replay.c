/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "moderation/replay.h"

#include "base/id.h"
#include "store/q.h"

#include <pthread.h>

enum { AT_ONCE = 256, EXCERPT = 160 };

/* --- what becomes of a post ---------------------------------------------------------------------------------------------------------------- */

/* A model has an opinion about everything; below its points that is none. */
static bool counts(const struct finding *finding)
{
	return finding->act > ACT_NOTE || finding->level > FINDING_NOTED || !sv_eq(finding->by, SV("model"));
}

enum act replay_act(const struct findings *findings)
{
	for (size_t i = 0; i < findings->count; i++)
		if (counts(&findings->list[i]))
			return findings->list[i].act; /* they stand by act */
	return ACT_OFF;
}

double replay_precision(const struct replay_truth *truth)
{
	int64_t flagged = truth->hits + truth->false_alarms;
	return flagged ? (double)truth->hits / (double)flagged : -1;
}

double replay_recall(const struct replay_truth *truth)
{
	int64_t harmful = truth->hits + truth->missed;
	return harmful ? (double)truth->hits / (double)harmful : -1;
}

bool replay_few(const struct replay_truth *truth)
{
	return truth->hits + truth->false_alarms + truth->missed + truth->rest < REPLAY_LABELS_FEW;
}

/* --- screening a batch ---------------------------------------------------------------------------------------------------------------------- */

struct seen {
	struct findings findings[2]; /* by the rule set in force, by the other */
};

/* A thread's portion: every `step`th post from `first` on. */
struct portion {
	const struct replay_plan *plan;
	const struct replay_post *posts;
	struct seen *seen;
	size_t count, first, step;
	struct arena arena; /* of what is seen, until the batch is counted */
	pthread_t thread;
	bool started;
};

static void *screen_portion(void *arg)
{
	struct portion *portion = arg;
	const struct ruleset *const rulesets[2] = { portion->plan->before, portion->plan->after };
	for (size_t i = portion->first; i < portion->count; i += portion->step)
		screen_item_twice(portion->plan->screen, rulesets, &portion->arena, &portion->posts[i].item, portion->seen[i].findings);
	return NULL;
}

/* The first portion is the caller's own; one whose thread does not start, too. */
static void screen_batch(struct portion *portions, unsigned threads)
{
	for (unsigned i = 1; i < threads; i++)
		portions[i].started = pthread_create(&portions[i].thread, NULL, screen_portion, &portions[i]) == 0;
	for (unsigned i = 0; i < threads; i++)
		if (!portions[i].started)
			screen_portion(&portions[i]);
	for (unsigned i = 1; i < threads; i++)
		if (portions[i].started)
			pthread_join(portions[i].thread, NULL);
}

/* --- counting -------------------------------------------------------------------------------------------------------------------------------- */

static void count_hit(struct replay_hits *hits, const struct finding *finding)
{
	hits->found++;
	hits->acted += finding->act > ACT_NOTE;
}

static void count_source(struct replay_side *side, const struct ruleset *ruleset, const struct finding *finding)
{
	if (sv_eq(finding->by, SV("model"))) {
		int bin = (int)(finding->probability * REPLAY_BINS);
		if (counts(finding))
			count_hit(&side->model[finding->category], finding);
		side->bins[finding->category][bin < REPLAY_BINS ? bin : REPLAY_BINS - 1]++;
		return;
	}
	int rule = rule_by_name(finding->by);
	if (rule >= 0)
		count_hit(&side->rules[rule], finding);
	for (size_t i = 0; rule < 0 && i < ruleset->list_count; i++)
		if (sv_starts(finding->by, SV("list ")) && sv_eq(sv_from(finding->by, 5), ruleset->lists[i].name))
			count_hit(&side->lists[i], finding);
}

static void count_truth(struct replay_truth *truth, enum replay_word word, bool flagged)
{
	if (word == REPLAY_HARMFUL)
		++*(flagged ? &truth->hits : &truth->missed);
	else if (word == REPLAY_HARMLESS)
		++*(flagged ? &truth->false_alarms : &truth->rest);
}

static enum act count_side(struct replay_side *side, const struct ruleset *ruleset, const struct replay_post *post, const struct findings *findings)
{
	enum act most[CATEGORIES] = { ACT_OFF };
	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *one = &findings->list[i];
		count_source(side, ruleset, one);
		if (counts(one) && one->act > most[one->category])
			most[one->category] = one->act;
	}
	for (unsigned c = 0; c < CATEGORIES; c++) {
		side->categories[c].found += most[c] > ACT_OFF;
		side->categories[c].acted += most[c] > ACT_NOTE;
	}
	enum act act = replay_act(findings);
	side->acts[act]++;
	count_truth(&side->truth, post->word, act >= ACT_REPORT);
	if (post->word != REPLAY_UNDECIDED)
		count_truth(&side->truths[post->category], post->word, most[post->category] >= ACT_REPORT);
	return act;
}

/* --- what changes ---------------------------------------------------------------------------------------------------------------------------- */

static size_t character_at(struct sv text, size_t at)
{
	while (at > 0 && at < text.n && ((unsigned char)text.p[at] & 0xc0) == 0x80)
		at--;
	return at < text.n ? at : text.n;
}

static void show_excerpt(struct ctx *cx, struct replay_change *change, struct sv text, const struct finding *finding)
{
	struct span span = finding->span_count ? finding->spans[0] : (struct span){ 0 };
	size_t from = span.start > EXCERPT / 2 ? character_at(text, span.start - EXCERPT / 2) : 0;
	size_t to = character_at(text, from + EXCERPT > span.end ? from + EXCERPT : span.end);
	to = to - from > 2 * EXCERPT ? character_at(text, from + 2 * EXCERPT) : to;
	change->excerpt = arena_dup(&cx->arena, (struct sv){ text.p + from, to - from });
	if (span.end > span.start && span.start >= from && span.end <= to)
		change->span = (struct span){ span.start - (uint32_t)from, span.end - (uint32_t)from };
}

/* What is found on the side that does more stands for the difference. */
static void note_change(struct ctx *cx, const struct replay_plan *plan, struct replay *replay, const struct replay_post *post, const struct seen *seen,
                        enum act before, enum act after)
{
	const struct findings *more = after > before ? &seen->findings[1] : &seen->findings[0];
	replay->changed++;
	replay->stricter += after > before;
	if (replay->change_count == plan->changes || !more->count)
		return;
	const struct finding *finding = &more->list[0];
	struct replay_change *change = &replay->changes[replay->change_count++];
	*change = (struct replay_change){ .id = post->id,
		                          .username = arena_dup(&cx->arena, post->username),
		                          .before = before,
		                          .after = after,
		                          .category = finding->category,
		                          .by = arena_dup(&cx->arena, finding->by),
		                          .word = post->word };
	show_excerpt(cx, change, post->item.texts[finding->text], finding);
}

static void count_post(struct ctx *cx, const struct replay_plan *plan, struct replay *replay, const struct replay_post *post, const struct seen *seen)
{
	enum act before = count_side(&replay->before, plan->before, post, &seen->findings[0]);
	enum act after = count_side(&replay->after, plan->after, post, &seen->findings[1]);
	replay->posts++;
	replay->foreign += seen->findings[1].foreign;
	replay->harmless += post->word == REPLAY_HARMLESS;
	replay->harmful += post->word == REPLAY_HARMFUL;
	if ((before > ACT_NOTE || after > ACT_NOTE) && before != after)
		note_change(cx, plan, replay, post, seen, before, after);
}

/* --- reading ---------------------------------------------------------------------------------------------------------------------------------- */

/* Reads, screens and counts the next posts. `part` is for this batch alone: it portions the caller's connection. */
static enum fail replay_batch(struct ctx *cx, struct ctx *part, const struct replay_plan *plan, int64_t *after_id, size_t *count_r, struct replay *replay)
{
	struct replay_post *posts;
	struct portion portions[REPLAY_THREADS_MOST] = { 0 };
	unsigned threads = plan->threads < 1 ? 1 : plan->threads > REPLAY_THREADS_MOST ? REPLAY_THREADS_MOST : plan->threads;
	TRY(replay_read_posts(part, *after_id, AT_ONCE, &posts, count_r));
	struct seen *seen = arena_array(&part->arena, struct seen, *count_r + 1);
	for (unsigned i = 0; i < threads; i++)
		portions[i] = (struct portion){ .plan = plan, .posts = posts, .seen = seen, .count = *count_r, .first = i, .step = threads };
	screen_batch(portions, threads);
	for (size_t i = 0; i < *count_r; i++)
		count_post(cx, plan, replay, &posts[i], &seen[i]);
	if (*count_r)
		*after_id = posts[*count_r - 1].id;
	for (unsigned i = 0; i < threads; i++)
		arena_free(&portions[i].arena);
	return OK;
}

static enum fail find_start(struct ctx *cx, const struct replay_plan *plan, int64_t *after_r, bool *cut_r)
{
	struct replay_newest_row newest;
	*after_r = id_at(plan->since) - 1;
	*cut_r = false;
	if (plan->most <= 0)
		return OK;
	enum fail fail = q_replay_newest(cx, plan->most, &newest);
	*cut_r = fail == OK && newest.id > *after_r;
	if (*cut_r)
		*after_r = newest.id;
	return fail == FAIL_NOT_FOUND ? OK : fail;
}

enum fail replay_run(struct ctx *cx, const struct replay_plan *plan, struct replay *replay_r)
{
	int64_t after;
	size_t count = 0;
	struct replay_count_row total;
	struct replay_plan own = *plan;
	own.changes = own.changes > REPLAY_CHANGES_MOST ? REPLAY_CHANGES_MOST : own.changes;
	*replay_r = (struct replay){ .changes = arena_array(&cx->arena, struct replay_change, own.changes + 1) };
	TRY(find_start(cx, plan, &after, &replay_r->cut));
	TRY(q_replay_count(cx, after, &total));
	do {
		struct ctx part;
		ctx_open(&part, cx->now);
		part.db = cx->db;
		part.community = cx->community;
		enum fail fail = replay_batch(cx, &part, &own, &after, &count, replay_r);
		if (fail)
			cx->said = arena_dup(&cx->arena, part.said);
		ctx_close(&part);
		TRY(fail);
		if (plan->progress)
			plan->progress(plan->data, replay_r->posts, total.count);
	} while (count == AT_ONCE);
	return OK;
}
