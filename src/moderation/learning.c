/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "moderation/learning.h"

#include "moderation/ruleset_text.h"
#include "store/q.h"

#include <math.h>

enum { WORDS_MOST = 20000, AT_ONCE = 256 };
static const int64_t year_ms = INT64_C(365) * 86400000;

enum fail learning_decided(struct ctx *cx, int64_t finding_id, bool harmful)
{
	int64_t changes;
	TRY(q_finding_decide(cx, finding_id, harmful ? SV("harmful") : SV("harmless"), cx->who.account_id, cx->now, &changes));
	return changes ? OK : FAIL_NOT_FOUND;
}

/* --- a curve through the decisions -------------------------------------------------------------------------------------------------------- */

struct curve {
	double slope, at_zero; /* of the logit of "harmful" */
};

static double logit(double p)
{
	p = p < 1e-6 ? 1e-6 : p > 1 - 1e-6 ? 1 - 1e-6 : p;
	return log(p / (1 - p));
}

static double within(double value, double least, double most)
{
	return value < least ? least : value > most ? most : value;
}

/* The most likely curve, given a prior around the model's own (slope 1, 0 at 0), without the words of one fold. Newton's method: two
 * unknowns, and the prior makes it convex. */
static struct curve fit(const struct learning_word *words, size_t count, size_t left_out)
{
	enum { ROUNDS = 30 };
	static const double slope_sd = 0.5, zero_sd = 3;
	struct curve c = { .slope = 1 };
	for (int step = 0; step < ROUNDS; step++) {
		double ga = (c.slope - 1) / (slope_sd * slope_sd), gb = c.at_zero / (zero_sd * zero_sd);
		double aa = 1 / (slope_sd * slope_sd), ab = 0, bb = 1 / (zero_sd * zero_sd);
		for (size_t i = 0; i < count; i++) {
			if (i % LEARNING_FOLDS == left_out)
				continue;
			double s = (double)words[i].logit, p = 1 / (1 + exp(-c.slope * s - c.at_zero)), error = p - words[i].harmful, w = p * (1 - p);
			ga += error * s;
			gb += error;
			aa += w * s * s;
			ab += w * s;
			bb += w;
		}
		double by = aa * bb - ab * ab;
		c.slope = within(c.slope - within((bb * ga - ab * gb) / by, -1, 1), 0.1, 5);
		c.at_zero -= within((aa * gb - ab * ga) / by, -2, 2);
	}
	return c;
}

struct correction {
	double shift, scale;
};

/* Moves the point for reports to where the curve says one in five, but not beyond what anybody has looked at. */
static struct correction correct(const struct curve *c, const struct learning_word *words, size_t count, double report)
{
	static const double one_in_five = 1.0 / (1 + LEARNING_MISS);
	double least = (double)words[0].logit, most = least;
	for (size_t i = 1; i < count; i++) {
		least = fmin(least, (double)words[i].logit);
		most = fmax(most, (double)words[i].logit);
	}
	double from = within((logit(one_in_five) - c->at_zero) / c->slope, least, most);
	struct correction correction = { .scale = within(c->slope, 0.5, 1.5) };
	correction.shift = within(logit(report) - correction.scale * from, -3, 3);
	return correction;
}

/* --- its effect ---------------------------------------------------------------------------------------------------------------------------- */

static void count(struct replay_truth *truth, bool harmful, bool flagged)
{
	++*(harmful ? (flagged ? &truth->hits : &truth->missed) : (flagged ? &truth->false_alarms : &truth->rest));
}

static bool flagged(const struct learning_word *word, const struct correction *correction, double report)
{
	return correction->scale * (double)word->logit + correction->shift > logit(report);
}

static int64_t cost(const struct replay_truth *truth)
{
	return truth->false_alarms + LEARNING_MISS * truth->missed;
}

static void validate(const struct learning_word *words, size_t word_count, const struct category_setting *setting, double report,
                     struct learning_category *category)
{
	struct correction now = { (double)setting->shift, (double)setting->scale }, then[LEARNING_FOLDS];
	for (size_t fold = 0; fold < LEARNING_FOLDS; fold++) {
		struct curve curve = fit(words, word_count, fold);
		then[fold] = correct(&curve, words, word_count, report);
	}
	for (size_t i = 0; i < word_count; i++) {
		count(&category->before, words[i].harmful, flagged(&words[i], &now, report));
		count(&category->after, words[i].harmful, flagged(&words[i], &then[i % LEARNING_FOLDS], report));
	}
}

void learning_weigh(const struct learning_word *words, size_t word_count, const struct category_setting *setting, float report,
                    struct learning_category *category_r)
{
	*category_r = (struct learning_category){ .shift = setting->shift, .scale = setting->scale };
	for (size_t i = 0; i < word_count; i++)
		++*(words[i].harmful ? &category_r->harmful : &category_r->harmless);
	category_r->enough = word_count >= LEARNING_LEAST && category_r->harmful >= LEARNING_LEAST_EACH && category_r->harmless >= LEARNING_LEAST_EACH;
	if (!category_r->enough)
		return;
	validate(words, word_count, setting, (double)report, category_r);
	if (cost(&category_r->after) >= cost(&category_r->before))
		return;
	struct curve curve = fit(words, word_count, LEARNING_FOLDS);
	struct correction correction = correct(&curve, words, word_count, (double)report);
	category_r->shift = (float)correction.shift;
	category_r->scale = (float)correction.scale;
	category_r->proposed = true;
}

/* How often a rule is right, held near its weight by as many words as it must have. */
static void weigh_rule(struct learning_rule *rule)
{
	static const float least_change = 0.05f;
	int64_t all = rule->harmless + rule->harmful;
	rule->enough = all >= LEARNING_LEAST_RULE;
	rule->after = rule->before;
	if (!rule->enough)
		return;
	float after = ((float)rule->harmful + LEARNING_LEAST_RULE * rule->before) / (float)(all + LEARNING_LEAST_RULE);
	rule->proposed = fabsf(after - rule->before) >= least_change;
	if (rule->proposed)
		rule->after = after;
}

/* --- reading the decisions ------------------------------------------------------------------------------------------------------------------ */

struct gathering {
	const struct screen *screen;
	struct learning *learning;
	struct learning_word *words[CATEGORIES];
	size_t counts[CATEGORIES];
};

static void score(const struct screen *screen, struct arena *arena, const struct learning_posts_row *post, float probabilities_r[CATEGORIES])
{
	const struct sv texts[] = { post->text, post->spoiler_text };
	struct findings findings;
	memset(probabilities_r, 0, CATEGORIES * sizeof(*probabilities_r));
	for (size_t t = 0; screen && t < COUNT_OF(texts); t++) {
		screen_text(screen, arena, texts[t], 0, &findings);
		for (size_t i = 0; texts[t].n && i < findings.count; i++)
			probabilities_r[findings.list[i].category] = fmaxf(probabilities_r[findings.list[i].category], findings.list[i].probability);
	}
}

static void take_word(struct gathering *g, const struct replay_decisions_row *row, const float probabilities[CATEGORIES])
{
	bool harmful = sv_eq(row->decided, SV("harmful"));
	int category = category_by_name(row->category), rule = rule_by_name(row->found_by);
	g->learning->decisions++;
	if (rule >= 0)
		++*(harmful ? &g->learning->rules[rule].harmful : &g->learning->rules[rule].harmless);
	else if (g->screen && category >= 0 && sv_eq(row->found_by, SV("model")) && g->counts[category] < WORDS_MOST)
		g->words[category][g->counts[category]++] = (struct learning_word){ (float)logit((double)probabilities[category]), harmful };
}

/* Both lists are in the order of the posts' ids. A post that was edited has findings of several versions: only the last word of each kind
 * is about the text that is there. */
static enum fail gather_batch(struct ctx *cx, struct gathering *g, int64_t *after_id, size_t *count_r)
{
	struct learning_posts_row *posts;
	struct replay_decisions_row *rows;
	size_t row_count, at = 0;
	TRY(q_learning_posts(cx, *after_id, AT_ONCE, &posts, count_r));
	if (!*count_r)
		return OK;
	TRY(q_replay_decisions(cx, posts[0].subject_id, posts[*count_r - 1].subject_id, &rows, &row_count));
	for (size_t i = 0; i < *count_r; i++) {
		float probabilities[CATEGORIES];
		score(g->screen, &cx->arena, &posts[i], probabilities);
		for (; at < row_count && rows[at].status_id <= posts[i].subject_id; at++) {
			bool replaced = false;
			for (size_t k = at + 1; k < row_count && rows[k].status_id == rows[at].status_id; k++)
				replaced |= sv_eq(rows[k].category, rows[at].category) && sv_eq(rows[k].found_by, rows[at].found_by);
			if (rows[at].status_id == posts[i].subject_id && !replaced)
				take_word(g, &rows[at], probabilities);
		}
	}
	*after_id = posts[*count_r - 1].subject_id;
	return OK;
}

static enum fail gather(struct ctx *cx, struct gathering *g)
{
	int64_t after = cx->now > year_ms ? (cx->now - year_ms) << 16 : 0;
	size_t count, all = 0;
	for (unsigned c = 0; c < CATEGORIES; c++)
		g->words[c] = arena_array(&cx->arena, struct learning_word, WORDS_MOST);
	do {
		struct ctx part;
		ctx_open(&part, cx->now);
		part.db = cx->db;
		part.community = cx->community;
		enum fail fail = gather_batch(&part, g, &after, &count);
		if (fail)
			cx->said = arena_dup(&cx->arena, part.said);
		ctx_close(&part);
		TRY(fail);
		all += count;
	} while (count == AT_ONCE && all < WORDS_MOST);
	return OK;
}

/* --- the proposal ------------------------------------------------------------------------------------------------------------------------------ */

static struct sv set_number(struct ctx *cx, struct sv text, const char *kind, const char *of, const char *name, float value)
{
	return ruleset_text_set(&cx->arena, text, arena_printf(&cx->arena, "%s %s", kind, of), sv_of(name), arena_printf(&cx->arena, "%.2f", (double)value));
}

static struct sv write_proposal(struct ctx *cx, struct sv text, const struct learning *learning)
{
	struct sv before = text;
	for (unsigned c = 0; c < CATEGORIES; c++)
		if (learning->categories[c].proposed) {
			text = set_number(cx, text, "category", category_name(c), "scale", learning->categories[c].scale);
			text = set_number(cx, text, "category", category_name(c), "shift", learning->categories[c].shift);
		}
	for (unsigned r = 0; r < RULES; r++)
		if (learning->rules[r].proposed)
			text = set_number(cx, text, "rule", rule_about(r)->name.p, "weight", learning->rules[r].after);
	return sv_eq(text, before) ? SV_NONE : text;
}

static void weigh_all(const struct gathering *g, const struct ruleset *set, struct learning *learning)
{
	for (unsigned c = 0; g->screen && c < CATEGORIES; c++) {
		const struct category_setting *setting = &set->categories[c];
		float report = setting->report < 0 ? screen_points(g->screen, c)->report : setting->report;
		learning_weigh(g->words[c], g->counts[c], setting, report, &learning->categories[c]);
	}
	for (unsigned r = 0; r < RULES; r++) {
		learning->rules[r].before = set->rules[r].weight;
		weigh_rule(&learning->rules[r]);
	}
}

enum fail learning_propose(struct ctx *cx, const struct screen *screen, struct sv text, struct learning *learning_r)
{
	struct ruleset *set;
	struct gathering g = { .screen = screen, .learning = learning_r };
	*learning_r = (struct learning){ 0 };
	TRY(ruleset_read(cx, text, &set));
	enum fail fail = gather(cx, &g);
	if (fail == OK) {
		weigh_all(&g, set, learning_r);
		learning_r->text = write_proposal(cx, text, learning_r);
	}
	ruleset_free(set);
	return fail;
}
