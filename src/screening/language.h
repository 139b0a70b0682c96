/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* language.h - a guess at a text's language, by its letters and its small words, and which languages the screen reads. */
#ifndef SCREENING_LANGUAGE_H
#define SCREENING_LANGUAGE_H

#include "screening/normalise.h"

enum coverage {
	SCREENED_NOT,    /* the model learned nothing of it: only a community's own rules read it */
	SCREENED_PARTLY, /* threats and hate against groups, of templates; little of how people really write */
	SCREENED_WHOLE,
};

struct text_language {
	const char *tag;  /* ISO 639-1; "und": it could not be told */
	const char *name; /* in English; "" for "und" */
	enum coverage coverage;
};

/* Never NULL. Short texts are often "und". */
const struct text_language *language_guess(const struct normal *normal);

/* The languages that are screened, wholly or in part, for pages and documents. */
const struct text_language *screen_languages(size_t *count_r);

#endif
