/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* screen.h - what the screen sees in a text: which categories, how sure it is, and which words made it say so. It observes; whoever
 * asks decides. Any number of threads may use one screen. */
#ifndef SCREENING_SCREEN_H
#define SCREENING_SCREEN_H

#include "screening/item.h"
#include "screening/language.h"
#include "screening/ruleset.h"

enum { SPANS_MOST = 4, FINDINGS_MOST = 32 };

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
	/* Of an item: */
	struct sv by;   /* "model", a rule's name, or "list " and the name of a list; lives as long as the rule set */
	struct sv why;  /* a sentence for people: what was seen, and what of its context counted; in the arena */
	enum act act;   /* what the rule set asks for */
	uint8_t text;   /* which of the item's texts; the spans are in it */
	bool aimed;     /* a threat that names whom, where or when */
	bool labels;    /* the rule set wants such a thing shown with a warning, whatever else is done */
};

struct findings {
	struct finding list[FINDINGS_MOST]; /* of a text: most likely first; of an item: by act, then most likely first */
	size_t count;
	bool cut;       /* only the first NORMALISE_MOST bytes were read */
	bool foreign;   /* nothing was found, and it is in a language that the model did not learn, or most of its words are unknown: not screened */
	const struct text_language *language; /* as far as it can be told; of an item: of its first text */
};

struct screen;

/* The file that is installed beside the program, or `path`. Tells what is wrong with it; *screen_r is then NULL. */
enum model_fault screen_open(const char *path, struct screen **screen_r);
void screen_close(struct screen *screen);
/* Where the model is looked for: beside the program, else where it is installed. In `arena`. */
const char *screen_model_path(struct arena *arena);

/* The points that the model was shipped with. */
const struct model_calibration *screen_points(const struct screen *screen, enum category category);
/* A probability as the community's correction of the model (shift, scale) makes it. */
float screen_corrected(const struct category_setting *setting, float probability);

/* Findings of the model with a probability of at least `least`; no context, no rules. */
void screen_text(const struct screen *screen, struct arena *arena, struct sv text, float least, struct findings *findings_r);

/* The least probability that screen_item() tells of. */
#define SCREEN_NOTED 0.05f

/* Everything: the model on each text (`screen` NULL: there is none, the rules are all there is), the shipped rules, the lists of the rule
 * set, and what the context says. The model never asks for more than ACT_HOLD, and for that only when a threat is aimed. */
void screen_item(const struct screen *screen, const struct ruleset *ruleset, struct arena *arena, const struct item *item,
                 struct findings *findings_r);
/* The same by two rule sets; the model is asked once. */
void screen_item_twice(const struct screen *screen, const struct ruleset *const rulesets[2], struct arena *arena, const struct item *item,
                       struct findings findings_r[2]);

/* What each word of a text adds to the model's score of a category, in logits: the words in their order. Returns how many. */
struct share {
	struct span span;
	float weight;
};
size_t screen_explain(const struct screen *screen, struct arena *arena, struct sv text, enum category category, struct share **shares_r);

/* The same without the model's opinion; `screen` (or NULL) only for its lexicon, which sees through disguises. */
void screen_rules(const struct screen *screen, const struct ruleset *ruleset, struct arena *arena, const struct item *item,
                  struct findings *findings_r);

#endif
