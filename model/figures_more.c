/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "figures.h"

#include "rewrite.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

void print_false_alarms(const struct bench *bench)
{
	static const char *const harmless[] = { "headlines", "goemotions", "smsspam", "stormfront" };
	double report = (double)model_calibration(bench->model, CATEGORY_violence)->report, hold = (double)model_calibration(bench->model, CATEGORY_violence)->hold;
	printf("\n## False alarms\n\nHarmless texts over the thresholds of violence: for a report (%.3f), for holding (%.3f; a hold needs an aimed frame as well).\n\n"
	       "| set | texts | report | hold |\n|---|---|---|---|\n", report, hold);
	for (size_t k = 0; k < COUNT_OF(harmless); k++) {
		size_t count = 0, over = 0, held = 0;
		for (size_t i = 0; i < bench->rows.count; i++) {
			double p = (double)bench->scores[i][CATEGORY_violence].probability;
			if (!sv_eq(bench->rows.list[i].source, sv_of(harmless[k])) || bench->rows.list[i].label[CATEGORY_violence] == 1)
				continue;
			count++;
			over += p > report;
			held += p > hold;
		}
		printf("| %s | %zu | %.2f %% | %.2f %% |\n", harmless[k], count, percent(over, count), percent(held, count));
	}
}

/* --- calibration: in ten steps of equal width, how far what was said is from what was ------------------------------------------------------- */

static double calibration_error(const struct bench *bench, enum category category)
{
	enum { STEPS = 10 };
	double said[STEPS] = { 0 }, was[STEPS] = { 0 }, error = 0;
	size_t count = 0;
	for (size_t i = 0; i < bench->rows.count; i++) {
		double p = (double)bench->scores[i][category].probability;
		int step = p < 1 ? (int)(p * STEPS) : STEPS - 1, label = bench->rows.list[i].label[category];
		if (label == UNKNOWN)
			continue;
		said[step] += p;
		was[step] += label;
		count++;
	}
	for (int s = 0; s < STEPS; s++)
		error += fabs(said[s] - was[s]);
	return error / (double)(count + !count);
}

void print_calibration(const struct bench *bench)
{
	printf("\n## Calibration\n\nPlatt's, fitted on these same texts: on others the error is larger.\n\n| category | expected calibration error |\n|---|---|\n");
	for (unsigned c = 0; c < CATEGORIES; c++) {
		size_t positives = 0;
		for (size_t i = 0; i < bench->rows.count; i++)
			positives += bench->rows.list[i].label[c] == 1;
		if (positives)
			printf("| %s | %.4f |\n", category_name(c), calibration_error(bench, c));
		else
			printf("| %s | none: no text is labelled for it, only rules find it |\n", category_name(c));
	}
}

/* --- disguises --------------------------------------------------------------------------------------------------------------------------------- */

/* Of the true ones that are found as they are, how many are found when they are disguised. */
void print_rewrites(const struct bench *bench)
{
	struct arena arena = { 0 };
	double report = (double)model_calibration(bench->model, CATEGORY_violence)->report, sum = 0, worst = 1;
	size_t found = 0, kept[REWRITES] = { 0 };
	for (size_t i = 0; i < bench->rows.count; i++) {
		const struct row *row = &bench->rows.list[i];
		if (row->label[CATEGORY_violence] != 1 || row->language.n || (double)bench->scores[i][CATEGORY_violence].probability <= report)
			continue;
		found++;
		for (unsigned how = 0; how < REWRITES; how++) {
			kept[how] += (double)score_of(bench, rewrite_text(&arena, how, row->text), CATEGORY_violence) > report;
			arena_reset(&arena);
		}
	}
	printf("\n## Disguises\n\n%zu English threats are found as they are. Still found when disguised:\n\n| disguise | kept |\n|---|---|\n", found);
	for (unsigned how = 0; how < REWRITES; how++) {
		double share = percent(kept[how], found) / 100;
		printf("| %s | %.2f |\n", rewrite_name(how), share);
		sum += share;
		worst = share < worst ? share : worst;
	}
	printf("| **mean** | %.2f |\n| **worst** | %.2f |\n", sum / REWRITES, worst);
}

/* --- spans: do they touch what people marked, or a word of harm? ------------------------------------------------------------------------------- */

static bool touches(const struct finding *finding, const struct span *spans, size_t count)
{
	for (size_t i = 0; i < finding->span_count; i++)
		for (size_t k = 0; k < count; k++)
			if (finding->spans[i].start < spans[k].end && spans[k].start < finding->spans[i].end)
				return true;
	return false;
}

static const struct finding *finding_of(const struct findings *findings, enum category category)
{
	for (size_t i = 0; i < findings->count; i++)
		if (findings->list[i].category == category && findings->list[i].level > FINDING_NOTED)
			return &findings->list[i];
	return NULL;
}

/* Where the words of harm stand. */
static size_t harm_spans(const struct bench *bench, struct arena *arena, struct sv text, struct span *spans_r, size_t most)
{
	struct normal normal;
	size_t count = 0;
	normalise(arena, model_lexicon(bench->model), text, &normal);
	uint8_t *parts = arena_alloc(arena, normal.count + 1);
	frame_parts(&normal, parts);
	for (size_t i = 0; i < normal.count && count < most; i++) {
		unsigned part = parts[i] & FRAME_PART;
		if (part == FRAME_HARM || part == FRAME_HURT || part == FRAME_WEAPON || part == FRAME_PICTURE_HARM)
			spans_r[count++] = (struct span){ normal.tokens[i].start, normal.tokens[i].end };
	}
	return count;
}

static void print_span_line(const struct bench *bench, const char *what, enum category category, bool marked)
{
	struct arena arena = { 0 };
	size_t found = 0, right = 0, share = 0;
	for (size_t i = 0; i < bench->rows.count; i++) {
		const struct row *row = &bench->rows.list[i];
		struct findings findings;
		struct span harm[64];
		if (row->label[category] != 1 || (marked && !row->span_count))
			continue;
		screen_text(bench->screen, &arena, row->text, 0, &findings);
		const struct finding *finding = finding_of(&findings, category);
		size_t count = finding && !marked ? harm_spans(bench, &arena, row->text, harm, COUNT_OF(harm)) : row->span_count;
		if (finding && count) {
			found++;
			right += touches(finding, marked ? row->spans : harm, count);
			for (size_t k = 0; k < finding->span_count; k++)
				share += (finding->spans[k].end - finding->spans[k].start) * 100 / row->text.n;
		}
		arena_reset(&arena);
	}
	arena_free(&arena);
	printf("| %s | %zu | %.1f %% | %zu %% |\n", what, found, percent(right, found), share / (found + !found));
}

void print_spans(const struct bench *bench)
{
	printf("\n## Spans\n\nOf true alarms, how many show a span that touches what people marked (toxicspans) or a word of harm, and how much of the text is marked in the mean.\n\n"
	       "| set | alarms | right | of the text |\n|---|---|---|---|\n");
	print_span_line(bench, "violence, marked by people", CATEGORY_violence, true);
	print_span_line(bench, "violence, a word of harm", CATEGORY_violence, false);
}

/* --- speed -------------------------------------------------------------------------------------------------------------------------------------- */

static double microseconds(clock_t from, size_t count)
{
	return (double)(clock() - from) * 1e6 / CLOCKS_PER_SEC / (double)count;
}

static void look_whole(const struct bench *bench, struct arena *arena, struct sv text, struct score scores_r[CATEGORIES])
{
	struct normal normal;
	normalise(arena, model_lexicon(bench->model), text, &normal);
	uint8_t *parts = arena_alloc(arena, normal.count + 1);
	frame_parts(&normal, parts);
	model_score(bench->model, arena, &normal, parts, SCORE_WHOLE, scores_r);
}

static void look(const struct bench *bench, struct arena *arena, struct sv text, int what)
{
	struct normal normal;
	struct score scores[CATEGORIES];
	struct findings findings;
	if (what == 3) {
		screen_text(bench->screen, arena, text, 0.5f, &findings);
		return;
	}
	normalise(arena, model_lexicon(bench->model), text, &normal);
	uint8_t *parts = arena_alloc(arena, normal.count + 1);
	frame_parts(&normal, parts);
	if (what)
		model_score(bench->model, arena, &normal, parts, what == 1 ? SCORE_FAST : what == 2 ? SCORE_USUAL : SCORE_WHOLE, scores);
}

static struct sv repeated(struct arena *arena, const char *piece)
{
	enum { LONG = 64 << 10 };
	char *text = arena_alloc(arena, LONG);
	size_t n = strlen(piece), at = 0;
	for (; at + n <= LONG; at += n)
		memcpy(text + at, piece, n);
	return (struct sv){ text, at };
}

static void print_worst(const struct bench *bench)
{
	static const char *const pieces[] = { "k1ll y0u t0n1ght ", "k i l l ", "a", "aaabbbcccddd ", "k*l#ll ", "кіІl уоu ", "ki\xe2\x80\x8bll\xcc\x81 ", "iwillkillyouallandthenihateyousomuch ", "\xff\xfe", "@a ", "\"'" };
	struct arena arena = { 0 }, texts = { 0 };
	double worst = 0;
	printf("\n64 KB of one thing again and again, the whole screen:\n\n| text | ms |\n|---|---|\n");
	for (size_t i = 0; i < COUNT_OF(pieces); i++) {
		struct sv text = repeated(&texts, pieces[i]);
		clock_t from = clock();
		look(bench, &arena, text, 3);
		double ms = microseconds(from, 1) / 1000;
		arena_reset(&arena);
		printf("| %zu | %.1f |\n", i + 1, ms);
		worst = ms > worst ? ms : worst;
	}
	printf("| **worst** | %.1f |\n", worst);
	arena_free(&arena);
	arena_free(&texts);
}

/* How often the network is asked, of all texts and of those of forums and news; which true alarms are lost where it is not. */
static void print_asked(const struct bench *bench)
{
	size_t asked = 0, ordinary = 0, ordinary_asked = 0, alarms = 0, lost = 0;
	struct arena arena = { 0 };
	for (size_t i = 0; i < bench->rows.count; i++) {
		const struct row *row = &bench->rows.list[i];
		struct score whole[CATEGORIES];
		bool any = false, calm = is_among(row->source, "goemotions headlines smsspam");
		look_whole(bench, &arena, row->text, whole);
		for (unsigned c = 0; c < CATEGORIES; c++) {
			double report = (double)model_calibration(bench->model, c)->report;
			bool alarm = row->label[c] == 1 && (double)whole[c].probability > report;
			any |= bench->scores[i][c].net < 0 || bench->scores[i][c].net > 0;
			alarms += alarm;
			lost += alarm && (double)bench->scores[i][c].probability <= report;
		}
		asked += any;
		ordinary += calm;
		ordinary_asked += calm && any;
		arena_reset(&arena);
	}
	arena_free(&arena);
	printf("\nThe network is asked about %.0f %% of all these texts, and %.0f %% of headlines, forum comments and short messages; %zu of %zu true alarms are lost where it is not.\n",
	       percent(asked, bench->rows.count), percent(ordinary_asked, ordinary), lost, alarms);
}

void print_speed(const struct bench *bench)
{
	static const char *const names[] = { "normalising and frames", "and the fast model", "as a post is scored: the network where it is open", "with spans, from a score of 0.5 on", "the network always" };
	static const int whats[] = { 0, 1, 2, 3, 4 };
	struct arena arena = { 0 };
	printf("\n## Speed\n\nOn one core, of the machine that made this page.\n\n| what | texts a second | µs a text |\n|---|---|---|\n");
	for (size_t k = 0; k < COUNT_OF(whats); k++) {
		clock_t from = clock();
		size_t count = 0;
		for (; count < bench->rows.count && clock() - from < 2 * CLOCKS_PER_SEC; count++) {
			look(bench, &arena, bench->rows.list[(count * 7919) % bench->rows.count].text, whats[k]);
			arena_reset(&arena);
		}
		double each = microseconds(from, count);
		printf("| %s | %.0f | %.1f |\n", names[k], 1e6 / each, each);
	}
	print_asked(bench);
	print_worst(bench);
	arena_free(&arena);
}
