/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How well the screen works on labelled texts that it did not learn from. usage: figures MODEL DEV.jsonl.gz [--list SOURCE] */
#include "data.h"
#include "rewrite.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static struct model *model;
static struct rows rows;

static double score_of(struct sv text, unsigned category, bool with_net)
{
	static struct arena arena;
	struct normal normal;
	struct score scores[CATEGORIES];
	normalise(&arena, model_lexicon(model), text, &normal);
	uint8_t *parts = arena_alloc(&arena, normal.count + 1);
	frame_parts(&normal, parts);
	model_score(model, &arena, &normal, parts, with_net, scores);
	arena_reset(&arena);
	return (double)scores[category].probability;
}

static bool is_among(struct sv name, const char *list)
{
	struct sv rest = sv_of(list), one;
	while (rest.n) {
		sv_cut(&rest, ' ', &one);
		if (sv_eq(one, name))
			return true;
	}
	return false;
}

/* Rows of these sources (NULL: all) that say something about the category. */
static size_t rank(unsigned category, const char *sources, bool with_net, struct ranked *list_r)
{
	size_t count = 0;
	for (size_t i = 0; i < rows.count; i++) {
		const struct row *row = &rows.list[i];
		if (row->label[category] == UNKNOWN || (sources && !is_among(row->source, sources)))
			continue;
		list_r[count++] = (struct ranked){ score_of(row->text, category, with_net), row->label[category] };
	}
	return count;
}

static void print_set(const char *name, unsigned category, const char *sources, struct ranked *list)
{
	struct figures fast = figures_of(list, rank(category, sources, false, list));
	struct figures full = figures_of(list, rank(category, sources, true, list));
	printf("%-11s %-22s %6zu %5zu   %.3f  %.3f   %.3f  %.3f\n", category_name(category), name, full.count, full.positives, fast.average_precision,
	       fast.area, full.average_precision, full.area);
}

static void print_sets(struct ranked *list)
{
	printf("%-11s %-22s %6s %5s   %s\n", "category", "texts", "number", "yes", "fast: AUPRC AUROC  full: AUPRC AUROC");
	for (unsigned c = 0; c < CATEGORIES; c++)
		print_set("all", c, NULL, list);
	print_set("platforms", CATEGORY_violence, "edos ghc toxicspans davidson hatemoji surge guest", list);
	static const char *const sources[] = { "edos", "ghc", "toxicspans", "hatemoji", "implicit", "mhc", "hand_dev", "contrast_dev" };
	for (size_t i = 0; i < COUNT_OF(sources); i++)
		print_set(sources[i], CATEGORY_violence, sources[i], list);
}

static void print_false_alarms(void)
{
	static const char *const harmless[] = { "headlines", "goemotions", "smsspam", "stormfront" };
	double report = (double)model_calibration(model, CATEGORY_violence)->report, hold = (double)model_calibration(model, CATEGORY_violence)->hold;
	printf("\nharmless texts over the threshold for a report (%.3f) and for holding (%.3f)\n", report, hold);
	for (size_t k = 0; k < COUNT_OF(harmless); k++) {
		size_t count = 0, over = 0, held = 0;
		for (size_t i = 0; i < rows.count; i++)
			if (sv_eq(rows.list[i].source, sv_of(harmless[k])) && rows.list[i].label[CATEGORY_violence] != 1) {
				double p = score_of(rows.list[i].text, CATEGORY_violence, true);
				count++;
				over += p > report;
				held += p > hold;
			}
		printf("  %-12s %6zu  %.2f %%  %.2f %%\n", harmless[k], count, 100.0 * (double)over / (double)(count + !count), 100.0 * (double)held / (double)(count + !count));
	}
}

/* Of the true ones that are found as they are, how many are found when they are disguised. */
static void print_rewrites(void)
{
	struct arena arena = { 0 };
	double report = (double)model_calibration(model, CATEGORY_violence)->report, sum = 0, worst = 1;
	size_t found = 0, kept[REWRITES] = { 0 };
	for (size_t i = 0; i < rows.count; i++) {
		const struct row *row = &rows.list[i];
		if (row->label[CATEGORY_violence] != 1 || row->language.n || score_of(row->text, CATEGORY_violence, true) <= report)
			continue;
		found++;
		for (unsigned how = 0; how < REWRITES; how++) {
			kept[how] += score_of(rewrite_text(&arena, how, row->text), CATEGORY_violence, true) > report;
			arena_reset(&arena);
		}
	}
	printf("\n%zu English ones found; still found when disguised:\n", found);
	for (unsigned how = 0; how < REWRITES; how++) {
		double share = (double)kept[how] / (double)(found + !found);
		printf("  %-12s %.2f\n", rewrite_name(how), share);
		sum += share;
		worst = share < worst ? share : worst;
	}
	printf("  mean %.2f, worst %.2f\n", sum / REWRITES, worst);
}

static void print_speed(void)
{
	struct arena arena = { 0 };
	for (int what = 0; what < 3; what++) {
		clock_t from = clock();
		size_t count = 0;
		for (size_t i = 0; i < rows.count && clock() - from < CLOCKS_PER_SEC; i++, count++) {
			struct normal normal;
			if (what)
				(void)score_of(rows.list[i].text, CATEGORY_violence, what == 2);
			else
				normalise(&arena, model_lexicon(model), rows.list[i].text, &normal);
			arena_reset(&arena);
		}
		printf("%s: %.0f texts a second\n", what == 0 ? "\nnormalising" : what == 1 ? "fast model" : "full model", (double)count * CLOCKS_PER_SEC / (double)(clock() - from));
	}
	arena_free(&arena);
}

static void print_texts(struct sv source)
{
	for (size_t i = 0; i < rows.count; i++)
		if (sv_eq(rows.list[i].source, source) && rows.list[i].label[CATEGORY_violence] != UNKNOWN)
			printf("%d %.3f " SVF "\t" SVF "\n", rows.list[i].label[CATEGORY_violence], score_of(rows.list[i].text, CATEGORY_violence, true),
			       SVA(rows.list[i].kind), SVA(rows.list[i].text));
}

int main(int argc, char **argv)
{
	enum model_fault fault = argc >= 3 ? model_open(argv[1], &model) : MODEL_MISSING;
	if (argc < 3)
		return fprintf(stderr, "usage: figures MODEL DEV.jsonl.gz [--list SOURCE]\n");
	if (fault)
		return fprintf(stderr, "%s: %s\n", argv[1], model_fault_text(fault));
	features_start();
	rows_read(argv[2], &rows);
	struct ranked *list = malloc((rows.count + 1) * sizeof(*list));
	if (argc == 5) {
		print_texts(sv_of(argv[4]));
		return 0;
	}
	print_sets(list);
	print_false_alarms();
	print_rewrites();
	print_speed();
	return 0;
}
