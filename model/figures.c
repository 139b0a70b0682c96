/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* usage: figures MODEL DEV.jsonl.gz PROBES.tsv [--list SOURCE] */
#include "figures.h"

#include <stdio.h>
#include <stdlib.h>

static void score_text(const struct model *model, struct sv text, enum score_depth depth, struct score scores_r[CATEGORIES])
{
	static struct arena arena;
	struct normal normal;
	normalise(&arena, model_lexicon(model), text, &normal);
	uint8_t *parts = arena_alloc(&arena, normal.count + 1);
	frame_parts(&normal, parts);
	model_score(model, &arena, &normal, parts, depth, scores_r);
	arena_reset(&arena);
}

float score_of(const struct bench *bench, struct sv text, enum category category)
{
	struct score scores[CATEGORIES];
	score_text(bench->model, text, SCORE_USUAL, scores);
	return scores[category].probability;
}

bool is_among(struct sv name, const char *list)
{
	struct sv rest = sv_of(list), one;
	while (rest.n) {
		sv_cut(&rest, ' ', &one);
		if (sv_eq(one, name))
			return true;
	}
	return false;
}

double percent(size_t some, size_t count)
{
	return count ? 100.0 * (double)some / (double)count : 0;
}

static void score_rows(struct bench *bench)
{
	struct score fast[CATEGORIES];
	bench->scores = malloc((bench->rows.count + 1) * sizeof(*bench->scores));
	bench->fast = malloc((bench->rows.count + 1) * sizeof(*bench->fast));
	bench->room = malloc((bench->rows.count + PROBES_MOST) * sizeof(*bench->room));
	for (size_t i = 0; i < bench->rows.count; i++) {
		score_text(bench->model, bench->rows.list[i].text, SCORE_USUAL, bench->scores[i]);
		score_text(bench->model, bench->rows.list[i].text, SCORE_FAST, fast);
		for (unsigned c = 0; c < CATEGORIES; c++)
			bench->fast[i][c] = fast[c].probability;
	}
}

/* --- rankings by set ------------------------------------------------------------------------------------------------------------------------ */

struct set {
	const char *name, *sources, *kinds, *language; /* NULL: any; kinds are those of harmless texts, others must be positive */
};

static bool is_of(const struct set *set, const struct row *row)
{
	return (!set->sources || is_among(row->source, set->sources)) && (!set->language || sv_eq(row->language, sv_of(set->language)));
}

static size_t rank(const struct bench *bench, const struct set *set, enum category category, bool fast)
{
	size_t count = 0;
	for (size_t i = 0; i < bench->rows.count; i++) {
		const struct row *row = &bench->rows.list[i];
		if (row->label[category] != UNKNOWN && is_of(set, row))
			bench->room[count++] = (struct ranked){ (double)(fast ? bench->fast[i][category] : bench->scores[i][category].probability), row->label[category] };
	}
	return count;
}

static void print_set(const struct bench *bench, const struct set *set, enum category category)
{
	struct figures fast = figures_of(bench->room, rank(bench, set, category, true));
	struct figures full = figures_of(bench->room, rank(bench, set, category, false));
	if (full.positives)
		printf("| %s | %s | %zu | %zu | %.3f | %.3f | %.3f | %.3f |\n", category_name(category), set->name, full.count, full.positives, full.average_precision,
		       full.area, fast.average_precision, fast.area);
}

#define PLATFORMS "davidson edos ghc goemotions guest hatemoji headlines implicit smsspam stormfront surge toxicspans"
static const struct set all = { "all" }, mixed = { "mixed platform texts", .sources = PLATFORMS };

static void print_sets(const struct bench *bench)
{
	static const struct set sets[] = { { "edos", .sources = "edos" }, { "ghc", .sources = "ghc" }, { "toxicspans", .sources = "toxicspans" },
		                           { "hatemoji", .sources = "hatemoji" }, { "implicit", .sources = "implicit" }, { "hand_dev", .sources = "hand_dev" },
		                           { "contrast_dev", .sources = "contrast_dev" } };
	static const struct set languages[] = { { "German (mhc)", .language = "de" }, { "Spanish (mhc)", .language = "es" }, { "French (mhc)", .language = "fr" },
		                                { "Italian (mhc)", .language = "it" } };
	printf("## By category, set and language\n\nAUPRC is the mean precision, AUROC the chance that a true text stands above another. \"Fast\" is the linear model alone.\n\n"
	       "| category | set | texts | true | AUPRC | AUROC | fast AUPRC | fast AUROC |\n|---|---|---|---|---|---|---|---|\n");
	for (unsigned c = 0; c < CATEGORIES; c++)
		print_set(bench, &all, c);
	print_set(bench, &mixed, CATEGORY_violence);
	for (size_t i = 0; i < COUNT_OF(sets); i++)
		print_set(bench, &sets[i], CATEGORY_violence);
	for (size_t i = 0; i < COUNT_OF(languages); i++) {
		print_set(bench, &languages[i], CATEGORY_violence);
		print_set(bench, &languages[i], CATEGORY_hate);
	}
}

/* --- templates (mhc): threats against what looks like one ----------------------------------------------------------------------------------- */

static size_t rank_templates(const struct bench *bench)
{
	size_t count = 0;
	for (size_t i = 0; i < bench->rows.count; i++) {
		const struct row *row = &bench->rows.list[i];
		if (sv_eq(row->source, SV("mhc")) && row->label[CATEGORY_violence] != UNKNOWN)
			bench->room[count++] = (struct ranked){ (double)bench->scores[i][CATEGORY_violence].probability, row->label[CATEGORY_violence] };
	}
	return count;
}

static void print_kind_over(const struct bench *bench, const char *kind, double threshold)
{
	size_t over = 0, count = 0;
	for (size_t i = 0; i < bench->rows.count; i++)
		if (sv_eq(bench->rows.list[i].kind, sv_of(kind)) && bench->rows.list[i].label[CATEGORY_violence] != UNKNOWN) {
			count++;
			over += (double)bench->scores[i][CATEGORY_violence].probability > threshold;
		}
	printf("| %s | %zu | %.1f %% |\n", kind, count, percent(over, count));
}

static void print_templates(const struct bench *bench)
{
	static const char *const kinds[] = { "threat_dir_h", "threat_norm_h", "counter_quote_nh", "counter_ref_nh", "negate_neg_nh", "ident_neutral_nh", "ident_pos_nh", "target_obj_nh",
		                             "profanity_nh" };
	size_t count = rank_templates(bench);
	struct figures f = figures_of(bench->room, count);
	double threshold = threshold_at(bench->room, count, 0.01);
	printf("\n## Direct and norm threats against harmless templates (mhc: de, es, fr, it)\n\nAUPRC %.3f, AUROC %.3f. Flagged at the point where 1 %% of the harmless ones are:\n\n"
	       "| kind | texts | flagged |\n|---|---|---|\n", f.average_precision, f.area);
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		print_kind_over(bench, kinds[i], threshold);
}

static void print_texts(const struct bench *bench, struct sv source)
{
	for (size_t i = 0; i < bench->rows.count; i++) {
		const struct row *row = &bench->rows.list[i];
		if (sv_eq(row->source, source) && row->label[CATEGORY_violence] != UNKNOWN)
			printf("%d %.3f " SVF "\t" SVF "\n", row->label[CATEGORY_violence], (double)bench->scores[i][CATEGORY_violence].probability, SVA(row->kind), SVA(row->text));
	}
}

int main(int argc, char **argv)
{
	struct bench bench = { 0 };
	if (argc != 4 && argc != 6)
		return fprintf(stderr, "usage: figures MODEL DEV.jsonl.gz PROBES.tsv [--list SOURCE]\n");
	enum model_fault fault = screen_open(argv[1], &bench.screen);
	if (!fault)
		fault = model_open(argv[1], &bench.model);
	if (fault)
		return fprintf(stderr, "%s: %s\n", argv[1], model_fault_text(fault));
	rows_read(argv[2], &bench.rows);
	score_rows(&bench);
	if (argc == 6) {
		print_texts(&bench, sv_of(argv[5]));
		return 0;
	}
	print_sets(&bench);
	print_templates(&bench);
	print_probes(&bench, argv[3]);
	print_false_alarms(&bench);
	print_rewrites(&bench);
	print_spans(&bench);
	print_calibration(&bench);
	print_speed(&bench);
	return 0;
}
