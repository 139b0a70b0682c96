/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* figures.h - how well the screen works on labelled texts that it did not learn from, as a page of tables (`make screening-bench`). */
#ifndef MODEL_FIGURES_H
#define MODEL_FIGURES_H

#include "data.h"

#include "screening/screen.h"

struct bench {
	struct model *model;
	struct screen *screen;
	struct rows rows;
	struct score (*scores)[CATEGORIES]; /* of each row, as a post is scored */
	float (*fast)[CATEGORIES];          /* the same by the linear model alone */
	struct ranked *room;                /* for a ranking of all rows */
};

float score_of(const struct bench *bench, struct sv text, enum category category);
/* Is it of one of these? `list` is parted by spaces. */
bool is_among(struct sv name, const char *list);
/* The share of `count`, in percent; nothing of nothing is 0. */
double percent(size_t some, size_t count);

enum { PROBES_MOST = 4096 }; /* room for the ranking of those */

/* --- figures_probe.c: sentences written by hand (probes.tsv) ---------------------------------------------------------------------------- */

void print_probes(const struct bench *bench, const char *path);

/* --- figures_more.c ------------------------------------------------------------------------------------------------------------------------ */

void print_false_alarms(const struct bench *bench);
void print_calibration(const struct bench *bench);
void print_rewrites(const struct bench *bench);
void print_spans(const struct bench *bench);
void print_speed(const struct bench *bench);

#endif
