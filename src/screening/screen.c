/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "screening/context.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#ifndef FOLKMOOT_SHARE
#define FOLKMOOT_SHARE "/usr/share/folkmoot"
#endif

struct screen {
	struct model *model;
};

const char *finding_level_name(enum finding_level level)
{
	static const char *const names[] = { "noted", "report", "hold" };
	return level <= FINDING_HOLD ? names[level] : "";
}

const char *screen_model_path(struct arena *arena)
{
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self));
	struct sv dir = { self, n > 0 ? (size_t)n : 0 }, name;
	if (dir.n && sv_cut_last(&dir, '/', &name)) {
		struct sv beside = arena_printf(arena, SVF "/model/screen.model", SVA(dir));
		if (access(beside.p, R_OK) == 0)
			return beside.p;
	}
	return FOLKMOOT_SHARE "/screen.model";
}

static void start(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, features_start);
}

enum model_fault screen_open(const char *path, struct screen **screen_r)
{
	struct model *model;
	*screen_r = NULL;
	start();
	enum model_fault fault = model_open(path, &model);
	if (fault)
		return fault;
	*screen_r = calloc(1, sizeof(**screen_r));
	if (!*screen_r)
		abort();
	(*screen_r)->model = model;
	return MODEL_OK;
}

void screen_close(struct screen *screen)
{
	if (screen)
		model_close(screen->model);
	free(screen);
}

/* --- spans: the words that speak for it most --------------------------------------------------------------------------------------------- */

/* Of a threat, the words of harm are what somebody wants to see: they count more. */
static void raise_harm(const struct normal *normal, const uint8_t *parts, float *weights)
{
	enum { MORE = 3 };
	const uint64_t harm = UINT64_C(1) << FRAME_HARM | UINT64_C(1) << FRAME_HURT | UINT64_C(1) << FRAME_WEAPON | UINT64_C(1) << FRAME_PICTURE_HARM;
	for (size_t i = 0; i < normal->count; i++)
		if (harm >> (parts[i] & FRAME_PART) & 1 && weights[i] > 0)
			weights[i] *= MORE;
}

static size_t strongest(const float *weights, const bool *shown, size_t count)
{
	size_t best = count;
	for (size_t i = 0; i < count; i++)
		if (!shown[i] && (best == count || weights[i] > weights[best]))
			best = i;
	return best;
}

static size_t runs(const bool *shown, size_t count)
{
	size_t n = 0;
	for (size_t i = 0; i < count; i++)
		n += shown[i] && (i == 0 || !shown[i - 1]);
	return n;
}

/* The strongest words first, as many as make up SPANS_MOST spans; words much weaker than the strongest are not shown. */
static void find_spans(const struct screen *screen, struct arena *arena, const struct read_text *read, const struct seen *seen, struct finding *finding)
{
	enum { SHARE = 4, WORDS = 16 };
	const struct normal *normal = &read->normal;
	float *weights = arena_alloc(arena, (normal->count + 1) * sizeof(*weights)), most = 0;
	bool *shown = arena_alloc(arena, normal->count + 1);
	memset(shown, 0, normal->count + 1);
	model_explain(screen->model, seen, finding->category, weights);
	if (finding->category == CATEGORY_threat || finding->category == CATEGORY_violence)
		raise_harm(normal, read->parts, weights);
	for (size_t turn = 0; turn < WORDS; turn++) {
		size_t i = strongest(weights, shown, normal->count);
		if (i == normal->count || weights[i] <= 0 || weights[i] * SHARE < most)
			break;
		most = most > 0 ? most : weights[i];
		shown[i] = true;
		if (runs(shown, normal->count) > SPANS_MOST) {
			shown[i] = false;
			break;
		}
	}
	for (size_t i = 0; i < normal->count; i++)
		if (shown[i] && normal->tokens[i].kind != TOKEN_SIGN)
			finding_show(finding, normal, i, i);
}

/* --- findings -------------------------------------------------------------------------------------------------------------------------------- */

static bool is_foreign(const struct normal *normal, const struct text_language *language)
{
	enum { FEW = 4 };
	if (language->name[0])
		return language->coverage == SCREENED_NOT;
	size_t words = 0, known = 0;
	for (size_t i = 0; i < normal->count; i++)
		if (normal->tokens[i].kind == TOKEN_WORD && normal->tokens[i].form.n > 1) {
			words++;
			known += normal->tokens[i].known && !normal->tokens[i].disguised; /* a foreign word falls into English pieces, too */
		}
	return words >= FEW && known * 2 < words;
}

static void insert(struct findings *findings, struct finding finding)
{
	size_t at = findings->count++;
	for (; at > 0 && findings->list[at - 1].probability < finding.probability; at--)
		findings->list[at] = findings->list[at - 1];
	findings->list[at] = finding;
}

static struct read_text read_text(const struct screen *screen, struct arena *arena, struct sv text)
{
	struct read_text read = { .text = text };
	normalise(arena, screen ? model_lexicon(screen->model) : NULL, text, &read.normal);
	read.parts = arena_alloc(arena, read.normal.count + 1);
	frame_parts(&read.normal, read.parts);
	return read;
}

static void score_text(const struct screen *screen, struct arena *arena, const struct read_text *read, float least, struct findings *findings_r)
{
	struct score scores[CATEGORIES];
	*findings_r = (struct findings){ .cut = read->normal.cut, .language = language_guess(&read->normal) };
	const struct seen *seen = model_score(screen->model, arena, &read->normal, read->parts, SCORE_USUAL, scores);
	for (unsigned c = 0; c < CATEGORIES; c++) {
		const struct model_calibration *by = model_calibration(screen->model, c);
		float p = scores[c].probability;
		if (p < least)
			continue;
		struct finding finding = { .category = c, .probability = p, .level = p > by->hold ? FINDING_HOLD : p > by->report ? FINDING_REPORT : FINDING_NOTED };
		find_spans(screen, arena, read, seen, &finding);
		insert(findings_r, finding);
	}
	findings_r->foreign = is_foreign(&read->normal, findings_r->language) && !(findings_r->count && findings_r->list[0].level > FINDING_NOTED);
}

void screen_text(const struct screen *screen, struct arena *arena, struct sv text, float least, struct findings *findings_r)
{
	struct read_text read = read_text(screen, arena, text);
	score_text(screen, arena, &read, least, findings_r);
}

/* --- an item ---------------------------------------------------------------------------------------------------------------------------------- */

const struct model_calibration *screen_points(const struct screen *screen, enum category category)
{
	return model_calibration(screen->model, category);
}

float screen_corrected(const struct category_setting *setting, float probability)
{
	const float least = 1e-6f;
	float p = probability < least ? least : probability > 1 - least ? 1 - least : probability;
	return setting->scale == 1 && setting->shift == 0 ? probability : 1 / (1 + expf(-setting->scale * logf(p / (1 - p)) - setting->shift));
}

/* From the first word that is shown to the last. */
static void tokens_of(const struct normal *normal, const struct finding *finding, size_t *first_r, size_t *last_r)
{
	*first_r = *last_r = 0;
	for (size_t i = 0; finding->span_count && i < normal->count; i++) {
		*first_r = normal->tokens[i].start <= finding->spans[0].start ? i : *first_r;
		*last_r = normal->tokens[i].start < finding->spans[finding->span_count - 1].end ? i : *last_r;
	}
}

/* What the rule set makes of the model's finding, its context weighed. */
static bool settle(const struct screen *screen, struct reading *reading, struct finding *finding)
{
	const struct category_setting *setting = &reading->ruleset->categories[finding->category];
	const struct model_calibration *by = model_calibration(screen->model, finding->category);
	const struct read_text *text = &reading->texts[finding->text];
	float report = setting->report < 0 ? by->report : setting->report, hold = setting->hold < 0 ? by->hold : setting->hold;
	bool threat = finding->category == CATEGORY_threat || finding->category == CATEGORY_violence;
	size_t first, last;
	finding->probability = screen_corrected(setting, finding->probability);
	finding->by = SV("model");
	finding->why = SV("the words and their order, as the model has learned them");
	tokens_of(&text->normal, finding, &first, &last);
	uint32_t around = context_of(reading, &text->normal, text->parts, first, last);
	context_weigh(reading->arena, around, true, finding);
	finding->aimed = threat && is_aimed(frame_view_of(&text->normal, text->parts));
	float p = finding->probability;
	finding->level = p > hold ? FINDING_HOLD : p > report ? FINDING_REPORT : FINDING_NOTED;
	finding->act = finding->level == FINDING_HOLD && finding->aimed ? ACT_HOLD : finding->level >= FINDING_REPORT ? ACT_REPORT : ACT_NOTE;
	finding->labels = setting->label && finding->level >= FINDING_REPORT;
	return setting->on;
}

/* The model on a text; of each category the likeliest finding of all texts is kept. */
static void ask_model(const struct screen *screen, struct reading *reading, size_t text)
{
	struct findings one, *all = reading->findings;
	score_text(screen, reading->arena, &reading->texts[text], SCREEN_NOTED, &one);
	all->cut |= one.cut;
	all->foreign |= one.foreign;
	all->language = text == 0 ? one.language : all->language;
	for (size_t i = 0; i < one.count; i++) {
		struct finding *kept = all->list, *end = all->list + all->count;
		while (kept < end && kept->category != one.list[i].category)
			kept++;
		if (kept < end && kept->probability >= one.list[i].probability)
			continue;
		all->count += kept == end;
		*kept = one.list[i];
		kept->text = (uint8_t)text;
	}
}

static void sort(struct findings *findings)
{
	for (size_t i = 1; i < findings->count; i++) {
		struct finding one = findings->list[i];
		size_t at = i;
		for (; at > 0 && (findings->list[at - 1].act < one.act || (findings->list[at - 1].act == one.act && findings->list[at - 1].probability < one.probability)); at--)
			findings->list[at] = findings->list[at - 1];
		findings->list[at] = one;
	}
}

static void run_code(struct reading *reading)
{
#define CODE(name) rule_##name,
#define LIST(name)
	static void (*const rules[])(struct reading *) = {
#define RULE(name, how, category, act, weight, what) how(name)
#include "screening/rules/rules.def"
#undef RULE
	};
#undef CODE
#undef LIST
	for (size_t i = 0; i < COUNT_OF(rules); i++)
		rules[i](reading);
}

static void settle_all(const struct screen *screen, struct reading *reading)
{
	struct findings *findings = reading->findings;
	size_t kept = 0;
	for (size_t i = 0; i < findings->count; i++)
		if (settle(screen, reading, &findings->list[i]))
			findings->list[kept++] = findings->list[i];
	findings->count = kept;
}

static struct reading *begin(const struct screen *screen, const struct ruleset *ruleset, struct arena *arena, const struct item *item,
                             struct findings *findings)
{
	struct reading *reading = arena_alloc(arena, sizeof(*reading)); /* big: what is used of it is set */
	start();
	findings->count = 0;
	findings->cut = findings->foreign = false;
	reading->item = item;
	reading->ruleset = ruleset;
	reading->arena = arena;
	reading->findings = findings;
	reading->hit_count = 0;
	for (reading->count = 0; reading->count < item->text_count && reading->count < ITEM_TEXTS; reading->count++) {
		reading->texts[reading->count] = read_text(screen, arena, item->texts[reading->count]);
		findings->cut |= reading->texts[reading->count].normal.cut;
	}
	return reading;
}

static void run_rules(struct reading *reading)
{
	for (size_t i = 0; i < reading->count; i++)
		reading_search(reading, i);
	reading_find_lists(reading);
	run_code(reading);
	sort(reading->findings);
}

void screen_rules(const struct screen *screen, const struct ruleset *ruleset, struct arena *arena, const struct item *item,
                  struct findings *findings_r)
{
	run_rules(begin(screen, ruleset, arena, item, findings_r));
}

void screen_item(const struct screen *screen, const struct ruleset *ruleset, struct arena *arena, const struct item *item,
                 struct findings *findings_r)
{
	struct reading *reading = begin(screen, ruleset, arena, item, findings_r);
	for (size_t i = 0; screen && i < reading->count; i++)
		ask_model(screen, reading, i);
	settle_all(screen, reading);
	run_rules(reading);
}

void screen_item_twice(const struct screen *screen, const struct ruleset *const rulesets[2], struct arena *arena, const struct item *item,
                       struct findings findings_r[2])
{
	struct reading *reading = begin(screen, rulesets[0], arena, item, &findings_r[0]);
	for (size_t i = 0; screen && i < reading->count; i++)
		ask_model(screen, reading, i);
	findings_r[1] = findings_r[0];
	for (int i = 0; i < 2; i++) {
		reading->ruleset = rulesets[i];
		reading->findings = &findings_r[i];
		reading->hit_count = 0;
		settle_all(screen, reading);
		run_rules(reading);
	}
}

/* --- why ----------------------------------------------------------------------------------------------------------------------------------------- */

size_t screen_explain(const struct screen *screen, struct arena *arena, struct sv text, enum category category, struct share **shares_r)
{
	struct read_text read = read_text(screen, arena, text);
	const struct normal *normal = &read.normal;
	float *weights = arena_alloc(arena, (normal->count + 1) * sizeof(*weights));
	struct share *shares = arena_array(arena, struct share, normal->count + 1);
	size_t count = 0;
	struct score scores[CATEGORIES];
	const struct seen *seen = model_score(screen->model, arena, normal, read.parts, SCORE_USUAL, scores);
	model_explain(screen->model, seen, category, weights);
	for (size_t i = 0; i < normal->count; i++) {
		struct span span = { normal->tokens[i].start, normal->tokens[i].end };
		if (!count || span.start >= shares[count - 1].span.end) /* else: part of a word that was run together */
			shares[count++] = (struct share){ .span = span };
		shares[count - 1].weight += weights[i];
	}
	*shares_r = shares;
	return count;
}
