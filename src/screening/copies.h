/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* copies.h - the hashes by which altered copies of a picture are found.
 *
 * A perceptual hash forgives other sizes, encodings, colours and small marks. It does not forgive that points move: an edge cut off, a
 * border, a small turn, a mirror. So more than one is made: of a picture that goes into a bank, what is left when edges are cut; of one
 * that is looked up, what is inside its border, and what it was before it was turned or mirrored. */
#ifndef SCREENING_COPIES_H
#define SCREENING_COPIES_H

#include "screening/pdq.h"

enum { COPIES_BANKED = 80, COPIES_ASKED = 64 };

struct copies {
	struct pdq list[COPIES_BANKED > COPIES_ASKED ? COPIES_BANKED : COPIES_ASKED]; /* the first is that of the picture itself */
	size_t count;
	int quality; /* of the first */
};

/* `rgb`: as for pdq_picture_read(), with sides of at most PDQ_POINTS_SIDE. The arena is for what is needed on the way. */
void copies_to_bank(struct arena *arena, const uint8_t *rgb, int width, int height, struct copies *copies_r);
void copies_to_ask(struct arena *arena, const uint8_t *rgb, int width, int height, struct copies *copies_r);

/* Cuts off a border of one colour, whole rows and columns; false: there is none. */
bool picture_inside(struct arena *arena, const struct pdq_picture *picture, struct pdq_picture *inside_r);

#endif
