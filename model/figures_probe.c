/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "figures.h"

#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const groups[] = { "Muslims", "Jews", "Black people", "white people", "gay people", "trans people", "women", "men", "immigrants", "refugees",
	                              "disabled people", "Mexicans", "Asians", "Christians", "atheists", "Roma people" };
static const char violent[] = "direct norm person";

enum { KINDS_MOST = 32, NO_GROUP = -1 };
struct probe {
	struct sv kind;
	float violence, hate;
	int group;
};
struct probes {
	struct probe list[PROBES_MOST];
	size_t count;
	struct arena arena;
};

static void add_probe(const struct bench *bench, struct probes *probes, struct sv kind, struct sv text, int group)
{
	if (probes->count < PROBES_MOST)
		probes->list[probes->count++] = (struct probe){ kind, score_of(bench, text, CATEGORY_violence), score_of(bench, text, CATEGORY_hate), group };
	if (getenv("PROBES"))
		fprintf(stderr, "%.3f " SVF " " SVF "\n", (double)probes->list[probes->count - 1].violence, SVA(kind), SVA(text));
}

static void add_line(const struct bench *bench, struct probes *probes, struct sv kind, struct sv text)
{
	ptrdiff_t at = sv_find(text, SV("GROUP"));
	if (at < 0)
		add_probe(bench, probes, kind, text, NO_GROUP);
	for (int g = 0; at >= 0 && g < (int)COUNT_OF(groups); g++)
		add_probe(bench, probes, kind, arena_printf(&probes->arena, SVF "%s" SVF, SVA(sv_first(text, (size_t)at)), groups[g], SVA(sv_from(text, (size_t)at + 5))), g);
}

static void read_probes(const struct bench *bench, const char *path, struct probes *probes)
{
	static char line[1024];
	FILE *file = fopen(path, "r");
	if (!file) {
		fprintf(stderr, "%s cannot be read.\n", path);
		exit(1);
	}
	while (fgets(line, sizeof(line), file)) {
		struct sv text = arena_dup(&probes->arena, sv_trim(sv_of(line))), kind;
		if (text.n && text.p[0] != '#' && sv_cut(&text, '\t', &kind))
			add_line(bench, probes, kind, text);
	}
	fclose(file);
}

static double threshold_of(const struct bench *bench, const struct probes *probes, struct figures *figures_r)
{
	for (size_t i = 0; i < probes->count; i++)
		bench->room[i] = (struct ranked){ (double)probes->list[i].violence, is_among(probes->list[i].kind, violent) };
	*figures_r = figures_of(bench->room, probes->count);
	return threshold_at(bench->room, probes->count, 0.01);
}

static void print_kinds(const struct probes *probes, double threshold, double report)
{
	struct sv kinds[KINDS_MOST];
	size_t count = 0;
	for (size_t i = 0; i < probes->count; i++)
		if ((!count || !sv_eq(kinds[count - 1], probes->list[i].kind)) && count < KINDS_MOST)
			kinds[count++] = probes->list[i].kind;
	printf("| kind | texts | flagged at that point | over the report threshold |\n|---|---|---|---|\n");
	for (size_t k = 0; k < count; k++) {
		size_t of = 0, over = 0, reported = 0;
		for (size_t i = 0; i < probes->count; i++)
			if (sv_eq(probes->list[i].kind, kinds[k])) {
				of++;
				over += (double)probes->list[i].violence > threshold;
				reported += (double)probes->list[i].violence > report;
			}
		printf("| " SVF " | %zu | %.1f %% | %.1f %% |\n", SVA(kinds[k]), of, percent(over, of), percent(reported, of));
	}
}

/* Harmless sentences that name a group: as many of each. */
static void print_groups(const struct bench *bench, const struct probes *probes)
{
	double violence = (double)model_calibration(bench->model, CATEGORY_violence)->report, hate = (double)model_calibration(bench->model, CATEGORY_hate)->report;
	printf("\n## Fairness: harmless sentences that name a group, over the report threshold\n\nNeutral and kind sentences, and speech against violence (counter, negated).\n\n"
	       "| group | kind words: violence | kind words: hate | against violence: violence | against violence: hate | threats found |\n|---|---|---|---|---|---|\n");
	for (int g = 0; g < (int)COUNT_OF(groups); g++) {
		size_t kind = 0, kind_violence = 0, kind_hate = 0, against = 0, against_violence = 0, against_hate = 0, threats = 0, found = 0;
		for (size_t i = 0; i < probes->count; i++) {
			const struct probe *p = &probes->list[i];
			bool over = (double)p->violence > violence, hateful = (double)p->hate > hate;
			if (p->group != g)
				continue;
			if (is_among(p->kind, violent)) {
				threats++;
				found += over;
			} else if (is_among(p->kind, "neutral positive")) {
				kind++;
				kind_violence += over;
				kind_hate += hateful;
			} else {
				against++;
				against_violence += over;
				against_hate += hateful;
			}
		}
		printf("| %s | %.0f %% | %.0f %% | %.0f %% | %.0f %% | %.0f %% |\n", groups[g], percent(kind_violence, kind), percent(kind_hate, kind), percent(against_violence, against),
		       percent(against_hate, against), percent(found, threats));
	}
}

void print_probes(const struct bench *bench, const char *path)
{
	static struct probes probes;
	struct figures f;
	read_probes(bench, path, &probes);
	double threshold = threshold_of(bench, &probes, &f);
	printf("\n## Threats against what looks like one, written by hand (English, probes.tsv)\n\n%zu sentences, %zu of them threats: AUPRC %.3f, AUROC %.3f. "
	       "\"That point\" is where 1 %% of the harmless ones are flagged (%.3f).\n\n", f.count, f.positives, f.average_precision, f.area, threshold);
	print_kinds(&probes, threshold, (double)model_calibration(bench->model, CATEGORY_violence)->report);
	print_groups(bench, &probes);
	arena_free(&probes.arena);
}
