/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* screen.h - what the screen sees in a text: which categories, how sure it is, and which words made it say so. It observes; whoever
 * asks decides. Any number of threads may use one screen. */
#ifndef SCREENING_SCREEN_H
#define SCREENING_SCREEN_H

#include "screening/model.h"

enum { SPANS_MOST = 4 };

/* In the original text, bytes [start, end). */
struct span {
	uint32_t start, end;
};

enum finding_level {
	FINDING_NOTED,  /* as likely as not, by the calibrated score, or less: for ordering */
	FINDING_REPORT, /* one harmless text in a hundred is over this */
	FINDING_HOLD,   /* two in a thousand */
};
const char *finding_level_name(enum finding_level level); /* "noted", "report", "hold" */

struct finding {
	enum category category;
	float probability;
	enum finding_level level;
	struct span spans[SPANS_MOST]; /* of the words that speak for it most, in their order */
	size_t span_count;
};

struct findings {
	struct finding list[CATEGORIES]; /* most likely first */
	size_t count;
	bool cut;       /* only the first NORMALISE_MOST bytes were read */
	bool foreign;   /* nothing was found, and most of its words are unknown to the model: it was not screened */
};

struct screen;

/* The file that is installed beside the program, or `path`. Tells what is wrong with it; *screen_r is then NULL. */
enum model_fault screen_open(const char *path, struct screen **screen_r);
void screen_close(struct screen *screen);
/* Where the model is looked for: beside the program, else where it is installed. In `arena`. */
const char *screen_model_path(struct arena *arena);

/* Findings with a probability of at least `least`. */
void screen_text(const struct screen *screen, struct arena *arena, struct sv text, float least, struct findings *findings_r);

#endif
