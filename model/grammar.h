/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* grammar.h - texts made by rule (grammar.txt) and real ones disguised, to learn from: labels by construction. */
#ifndef MODEL_GRAMMAR_H
#define MODEL_GRAMMAR_H

#include "data.h"

/* Adds the texts that the file describes; some stand beside a harmless sentence of the rows that are there. Ends the program with the
 * line when the file cannot be read. */
void grammar_add(const char *path, struct rows *rows);
/* Adds disguised copies (rewrite.h) of some rows, threats more often than others. */
void disguised_add(struct rows *rows);

#endif
