/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* folkmoot-screen.h - libfolkmoot-screen: what is in a text. Threats of violence above all; hate, harassment, sexual content, self-harm,
 * spam; how sure that is, which words made it say so, and what the rules ask for. It observes: what a finding leads to is yours to say.
 * Everything happens in this process, with one file that is mapped read-only; nothing is stored, nothing is sent.
 *
 *	char error[FOLKMOOT_SCREEN_ERROR];
 *	folkmoot_screen *screen = folkmoot_screen_open(NULL, error);
 *	if (!screen)
 *		errx(1, "%s", error);
 *	folkmoot_findings *found = folkmoot_screen_text(screen, NULL, text, strlen(text), FOLKMOOT_REPORT);
 *	for (size_t i = 0; i < found->count; i++)
 *		printf("%s %.3f: %s\n", found->list[i]->category, found->list[i]->score, found->list[i]->why);
 *	folkmoot_findings_free(found);
 *	folkmoot_screen_close(screen);
 *
 * Compile with `pkg-config --cflags --libs folkmoot-screen`. C99 or later, C++.
 *
 * Threads: screens and rule sets never change once they are there; any number of threads may use them at once. Whoever closes one sees to
 * it that nobody uses it any more. Findings belong to whoever asked for them.
 * Input: any bytes may come in. What is not UTF-8 is read as U+FFFD; NUL is a character like others. The first 64 KiB of a text are read.
 * A call takes time and memory linear in the length of the text; the memory is given back when it returns.
 * Failure: opening and reading may fail and then say why. Nothing else does. When there is no memory left the process ends (abort()).
 * Versions: the soname changes when a program would have to be compiled anew. Structures may grow at their end: do not copy them, do not
 * make arrays of them. What is in them never moves. */
#ifndef FOLKMOOT_SCREEN_H
#define FOLKMOOT_SCREEN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct folkmoot_screen folkmoot_screen;
typedef struct folkmoot_ruleset folkmoot_ruleset;

/* Room for the text of an error, with its NUL. Where an error_r is taken, NULL will do. */
#define FOLKMOOT_SCREEN_ERROR 1024

/* `model`: the path of a model file; NULL: the one that was installed with the library (`pkg-config --variable=model folkmoot-screen`).
 * The file is checked byte by byte and stays mapped: replace it by rename, do not write into it. The first time the rules that are
 * shipped are compiled, which takes some 50 ms and, for that moment, 60 MB.
 * NULL when it cannot be used; error_r then has a sentence that says why. */
folkmoot_screen *folkmoot_screen_open(const char *model, char *error_r);
void folkmoot_screen_close(folkmoot_screen *screen); /* NULL: nothing */

/* What you want done about what is found: thresholds by category, rules, lists of phrases of your own, as one document (INI, up to 512 KiB;
 * docs/screening.md). NULL when it cannot be used; error_r then has the line and the reason. */
folkmoot_ruleset *folkmoot_ruleset_read(const char *text, size_t length, char *error_r);
void folkmoot_ruleset_free(folkmoot_ruleset *ruleset); /* NULL: nothing */

/* Points on the score of each category, measured on harmless texts; a rule set may move them. */
enum folkmoot_level {
	FOLKMOOT_NOTED = 0,  /* for ordering; most that is noted is harmless */
	FOLKMOOT_REPORT = 1, /* one harmless text in a hundred is over it: worth a look by a person */
	FOLKMOOT_HOLD = 2    /* two in a thousand */
};

/* What the rule set asks for. The model alone asks for no more than HOLD, and for that only when a threat is aimed at somebody. */
enum folkmoot_act {
	FOLKMOOT_ACT_NOTE = 1,   /* nothing */
	FOLKMOOT_ACT_LABEL = 2,  /* show it with a warning */
	FOLKMOOT_ACT_REPORT = 3, /* tell the moderators */
	FOLKMOOT_ACT_HOLD = 4,   /* keep it back until one of them has looked at it */
	FOLKMOOT_ACT_REJECT = 5  /* refuse it; only rules and lists that were set to it */
};

typedef struct folkmoot_span {
	uint32_t start, end; /* bytes [start, end) of the text as it was handed in; never inside a UTF-8 sequence */
} folkmoot_span;

typedef struct folkmoot_finding {
	const char *category;    /* one of folkmoot_screen_category() */
	double score;            /* 0 … 1: how likely by the model, calibrated; or the weight of the rule */
	enum folkmoot_level level;
	size_t span_count;
	const folkmoot_span *spans; /* the words that speak for it most, in their order, not overlapping; may be none */
	const char *by;          /* "model", the name of a rule, or "list " and the name of a list in the rule set */
	const char *why;         /* a sentence's part in English, for people */
	enum folkmoot_act act;
	int aimed;               /* 1: a threat that names whom, where or when */
	int labels;              /* 1: the rule set wants such a thing shown with a warning, whatever else is done */
} folkmoot_finding;

typedef struct folkmoot_findings {
	size_t count;
	const folkmoot_finding *const *list; /* by act, the strongest first, then by score; of the model one of each category at most */
	int cut;     /* 1: only the first 64 KiB were read */
	int foreign; /* 1: nothing was found and most of its words are unknown to the model: take it as not screened, not as harmless */
} folkmoot_findings;

/* Findings of at least that level (FOLKMOOT_NOTED: with a score of 0.05 or more; of a rule, which has none: that ask for anything; for FOLKMOOT_HOLD, for that). `screen` NULL: rules
 * alone. `ruleset` NULL: the one that nobody has changed. `text` may be NULL when `length` is 0. Never NULL; give it back with
 * folkmoot_findings_free(). It holds no part of what was handed in. */
folkmoot_findings *folkmoot_screen_text(const folkmoot_screen *screen, const folkmoot_ruleset *ruleset, const char *text, size_t length,
                                        enum folkmoot_level least);
void folkmoot_findings_free(folkmoot_findings *findings); /* NULL: nothing */

/* The names of the categories, and what each means, in English: 0, 1, … until NULL. */
const char *folkmoot_screen_category(size_t number);
const char *folkmoot_screen_category_about(size_t number);

const char *folkmoot_screen_version(void); /* "0.1.0" */

#ifdef __cplusplus
}
#endif

#endif
