/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* features.h - what the linear model sees of a text: numbers of hashed words, word pairs and triples, pieces of words, and frames: the
 * order in which the parts of a threat come (frame.def). Each knows the tokens it came from, so that a score can be explained. */
#ifndef SCREENING_FEATURES_H
#define SCREENING_FEATURES_H

#include "screening/normalise.h"

enum { FEATURE_BITS = 18, FEATURES_MOST = 4096, FRAME_WINDOW = 5 };

enum frame_part {
	FRAME_NONE,
#define FRAME(name, words) FRAME_##name,
#include "screening/frame.def"
#undef FRAME
	FRAME_QUOTED, FRAME_PICTURE_HARM, FRAME_MENTION,
	FRAME_PARTS
};

struct feature {
	uint32_t number;      /* below 1 << FEATURE_BITS */
	uint16_t first, last; /* tokens that it spans */
	uint8_t kind;         /* enum feature_kind */
};
enum feature_kind { FEATURE_WORDS, FEATURE_PIECE, FEATURE_FRAME, FEATURE_SHAPE };

struct features {
	struct feature list[FEATURES_MOST];
	size_t count; /* of them; what is over FEATURES_MOST is left out */
};

void features_start(void); /* once, before the first use */
/* `parts_r`: of each token, as many as normal->count. */
void frame_parts(const struct normal *normal, uint8_t *parts_r);
void features_of(const struct normal *normal, const uint8_t *parts, struct features *features_r);

#endif
