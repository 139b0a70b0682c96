/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* alter.h - what people do to a picture that was taken down: each row of the table is one way, with dice for how much. */
#ifndef TESTS_ALTER_H
#define TESTS_ALTER_H

#include "scene.h"

#include "screening/copies.h"

struct alteration {
	const char *name;
	VipsImage *(*make)(VipsImage *image, struct dice *dice); /* a new image */
};
extern const struct alteration alterations[];
extern const size_t alteration_count;

/* The hashes of an image, made as the media worker makes them: of at most PDQ_POINTS_SIDE each way. */
void alter_to_bank(VipsImage *image, struct copies *copies_r);
void alter_to_ask(VipsImage *image, struct copies *copies_r);

#endif
