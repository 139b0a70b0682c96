/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "screening/reading.h"

#include "screening/context.h"
#include "screening/line.h"
#include "screening/rule_lists.h"

#include <pthread.h>
#include <stdlib.h>

/* --- looking for patterns ----------------------------------------------------------------------------------------------------------------- */

static struct patterns *shipped;

static void make_shipped(void)
{
	struct arena arena = { 0 };
	const char *why = NULL;
	shipped = patterns_new(&arena, rule_patterns, rule_pattern_count, &why);
	if (!shipped)
		abort(); /* the tests compile them, too */
	arena_free(&arena);
}

static const struct patterns *shipped_patterns(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, make_shipped);
	return shipped;
}

static void add_hit(struct reading *reading, struct hit hit)
{
	if (reading->hit_count < HITS_MOST)
		reading->hits[reading->hit_count++] = hit;
}

static void take_words(struct reading *reading, size_t text, bool plain, unsigned groups_from, const struct line *line, const struct pattern_hits *hits)
{
	for (size_t i = 0; i < hits->count; i++) {
		const struct pattern_hit *one = &hits->list[i];
		add_hit(reading, (struct hit){ groups_from + one->group, (uint8_t)text, plain, false, line_token(line, one->start), line_token(line, one->end - 1) });
	}
}

static void take_raw(struct reading *reading, size_t text, unsigned groups_from, const struct pattern_hits *hits)
{
	const struct normal *normal = &reading->texts[text].normal;
	for (size_t i = 0; i < hits->count; i++) {
		size_t first = 0, last = normal->count;
		while (first < normal->count && normal->tokens[first].end <= hits->list[i].start)
			first++;
		while (last > first + 1 && normal->tokens[last - 1].start >= hits->list[i].end)
			last--;
		if (first < normal->count)
			add_hit(reading, (struct hit){ groups_from + hits->list[i].group, (uint8_t)text, false, true, first, last - 1 });
	}
}

static void search_line(struct reading *reading, size_t text, bool plain)
{
	struct read_text *t = &reading->texts[text];
	struct pattern_hits hits;
	struct line line = line_of(reading->arena, plain ? &t->plain : &t->normal);
	if (!line.count)
		return;
	patterns_search(shipped_patterns(), false, line.text, &hits);
	take_words(reading, text, plain, 0, &line, &hits);
	if (reading->ruleset->patterns) {
		patterns_search(reading->ruleset->patterns, false, line.text, &hits);
		take_words(reading, text, plain, OWN_LISTS, &line, &hits);
	}
}

static void search_raw(struct reading *reading, size_t text, const struct patterns *patterns, unsigned groups_from)
{
	struct pattern_hits hits;
	if (!patterns || !patterns_have_raw(patterns))
		return;
	patterns_search(patterns, true, sv_first(reading->texts[text].text, NORMALISE_MOST), &hits);
	take_raw(reading, text, groups_from, &hits);
}

static bool any_disguised(const struct normal *normal)
{
	for (size_t i = 0; i < normal->count; i++)
		if (normal->tokens[i].disguised)
			return true;
	return false;
}

void reading_search(struct reading *reading, size_t text)
{
	struct read_text *t = &reading->texts[text];
	search_line(reading, text, false);
	if (any_disguised(&t->normal)) {
		normalise(reading->arena, NULL, t->text, &t->plain);
		t->plain_parts = arena_alloc(reading->arena, t->plain.count + 1);
		frame_parts(&t->plain, t->plain_parts);
		t->has_plain = true;
		search_line(reading, text, true);
	}
	search_raw(reading, text, shipped_patterns(), 0);
	search_raw(reading, text, reading->ruleset->patterns, OWN_LISTS);
}

/* --- findings ---------------------------------------------------------------------------------------------------------------------------------- */

static void show(struct finding *finding, struct span span)
{
	size_t at = 0;
	for (; at < finding->span_count && finding->spans[at].end + 1 < span.start; at++)
		;
	struct span *here = &finding->spans[at];
	if (at < finding->span_count && here->start <= span.end + 1) { /* side by side, or one word on the page */
		here->start = span.start < here->start ? span.start : here->start;
		here->end = span.end > here->end ? span.end : here->end;
		return;
	}
	if (at == SPANS_MOST)
		return;
	finding->span_count += finding->span_count < SPANS_MOST;
	for (size_t i = finding->span_count - 1; i > at; i--)
		finding->spans[i] = finding->spans[i - 1];
	*here = span;
}

void finding_show(struct finding *finding, const struct normal *normal, size_t first, size_t last)
{
	show(finding, (struct span){ normal->tokens[first].start, normal->tokens[last].end });
}

static struct finding *found(struct reading *reading, struct finding finding)
{
	struct findings *findings = reading->findings;
	if (findings->count == FINDINGS_MOST)
		return NULL;
	findings->list[findings->count] = finding;
	return &findings->list[findings->count++];
}

struct finding *rule_found(struct reading *reading, enum rule rule, size_t text)
{
	const struct rule_about *about = rule_about(rule);
	const struct rule_setting *setting = &reading->ruleset->rules[rule];
	const struct category_setting *category = &reading->ruleset->categories[about->category];
	if (setting->act == ACT_OFF || !category->on)
		return NULL;
	return found(reading, (struct finding){ .category = about->category, .probability = setting->weight, .by = about->name, .why = about->what,
	                                        .act = setting->act, .text = (uint8_t)text, .labels = category->label });
}

static struct finding *list_found(struct reading *reading, size_t list, size_t text)
{
	const struct word_list *about = &reading->ruleset->lists[list];
	if (about->act == ACT_OFF)
		return NULL;
	return found(reading, (struct finding){ .category = (enum category)about->category, .probability = about->weight, .by = about->by,
	                                        .why = SV("a phrase or pattern of the community's own list"), .act = about->act, .text = (uint8_t)text,
	                                        .labels = about->act == ACT_LABEL });
}

static bool is_threat(enum category category)
{
	return category == CATEGORY_threat || category == CATEGORY_violence;
}

void finding_weigh(struct reading *reading, struct finding *finding, const struct normal *normal, const uint8_t *parts, size_t first, size_t last)
{
	uint32_t bits = context_of(reading, normal, parts, first, last);
	context_weigh(reading->arena, bits, false, finding);
	finding->aimed = normal && is_threat(finding->category) && !context_is_idle(bits) &&
	                 (rule_by_name(finding->by) >= 0 || is_aimed(frame_view_of(normal, parts)));
	if (finding->probability < 0.5f && finding->act > ACT_NOTE) {
		finding->act = ACT_NOTE;
		finding->labels = false;
	}
	finding->level = finding->act >= ACT_HOLD ? FINDING_HOLD : finding->act >= ACT_REPORT ? FINDING_REPORT : FINDING_NOTED;
}

/* --- lists -------------------------------------------------------------------------------------------------------------------------------------- */

static struct span span_of(const struct reading *reading, const struct hit *hit)
{
	const struct read_text *text = &reading->texts[hit->text];
	const struct normal *normal = hit->plain ? &text->plain : &text->normal;
	return (struct span){ normal->tokens[hit->first].start, normal->tokens[hit->last].end };
}

static bool is_taken_back(const struct reading *reading, const struct hit *hit)
{
	struct span span = span_of(reading, hit);
	for (size_t i = 0; hit->group < OWN_LISTS && i < reading->hit_count; i++) {
		const struct hit *other = &reading->hits[i];
		if (other->group != hit->group + 1 || other->text != hit->text)
			continue;
		struct span around = span_of(reading, other);
		if (around.start < span.end && span.start < around.end)
			return true;
	}
	return false;
}

bool rule_next_hit(const struct reading *reading, enum rule rule, size_t text, size_t *at, const struct hit **hit_r)
{
	for (; *at < reading->hit_count; ++*at) {
		const struct hit *hit = &reading->hits[*at];
		if (hit->group != 2 * rule || hit->text != text || is_taken_back(reading, hit))
			continue;
		++*at;
		*hit_r = hit;
		return true;
	}
	return false;
}

/* Several hits in a text are one finding, as strong as the strongest. */
static void merge(struct findings *findings, struct finding *new)
{
	for (struct finding *old = findings->list; old < new; old++) {
		if (!sv_eq(old->by, new->by) || old->text != new->text)
			continue;
		struct finding kept = old->probability >= new->probability ? *old : *new;
		struct finding other = old->probability >= new->probability ? *new : *old;
		for (size_t i = 0; i < other.span_count; i++)
			show(&kept, other.spans[i]);
		kept.aimed |= other.aimed;
		*old = kept;
		findings->count--;
		return;
	}
}

static void take_hit(struct reading *reading, const struct hit *hit)
{
	const struct read_text *text = &reading->texts[hit->text];
	struct finding *finding = hit->group < OWN_LISTS ? rule_found(reading, hit->group / 2, hit->text) : list_found(reading, hit->group - OWN_LISTS, hit->text);
	if (!finding)
		return;
	show(finding, span_of(reading, hit));
	finding_weigh(reading, finding, hit->plain ? &text->plain : &text->normal, hit->plain ? text->plain_parts : text->parts, hit->first, hit->last);
	merge(reading->findings, finding);
}

void reading_find_lists(struct reading *reading)
{
#define CODE(name) false
#define LIST(name) true
	static const bool is_list[] = {
#define RULE(name, how, category, act, weight, what) how(name),
#include "screening/rules/rules.def"
#undef RULE
	};
#undef CODE
#undef LIST
	for (size_t i = 0; i < reading->hit_count; i++) {
		const struct hit *hit = &reading->hits[i];
		if (hit->group >= OWN_LISTS || (hit->group % 2 == 0 && is_list[hit->group / 2] && !is_taken_back(reading, hit)))
			take_hit(reading, hit);
	}
}
