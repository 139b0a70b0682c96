/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* data.h - labelled texts: one JSON object a line, gzip or plain. A label is 1, 0 or unknown. */
#ifndef MODEL_DATA_H
#define MODEL_DATA_H

#include "screening/screen.h"

enum { UNKNOWN = -1 };

struct row {
	struct sv text, source, language; /* language none: English */
	struct sv kind;                   /* what the source itself calls it: "threat_dir_h", "idiom"; none: nothing */
	const struct span *spans;         /* that people marked; bytes */
	size_t span_count;
	signed char label[CATEGORIES];
	bool weak[CATEGORIES];            /* inferred, not annotated */
	bool disguised;                   /* a copy that was rewritten: its words are none */
};

struct rows {
	struct row *list;
	size_t count, room;
	struct arena arena;
};

void rows_add(struct rows *rows, struct row row);
/* Ends the program with a sentence when the file cannot be read. */
void rows_read(const char *path, struct rows *rows_r);

/* --- figures of a ranking ---------------------------------------------------------------------------------------------------------- */

struct ranked {
	double score;
	bool positive;
};
struct figures {
	size_t count, positives;
	double average_precision, area; /* AUPRC, AUROC */
};
struct figures figures_of(struct ranked *list, size_t count); /* sorts the list */
/* The score that `share` of the negatives are over. */
double threshold_at(struct ranked *sorted, size_t count, double share);

/* --- chance, the same at each run ------------------------------------------------------------------------------------------------------ */

uint64_t chance(void);
double chance_share(void); /* 0 ≤ x < 1 */
void chance_shuffle(uint32_t *list, size_t count);

#endif
