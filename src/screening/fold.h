/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* fold.h - what each code point is to the screen, and the letters it stands for: NFKC, without case and marks, Latin letters in ASCII,
 * letters of other scripts that look like ASCII as such (Unicode TR36, TR39: confusables). The table is made at build of ICU's data
 * (tools/foldgen.c). */
#ifndef SCREENING_FOLD_H
#define SCREENING_FOLD_H

#include <stdint.h>

enum { FOLD_POINTS = 0x20000, FOLD_BLOCK = 128 };

enum fold_kind {
	FOLD_NOTHING, /* dropped: marks, zero-width and bidi controls, variation selectors, skin tones */
	FOLD_SPACE,
	FOLD_LETTER,
	FOLD_DIGIT,
	FOLD_MARK,
	FOLD_SIGN,    /* punctuation and symbols */
	FOLD_PICTURE, /* emoji */
	FOLD_ALIKE,   /* a letter of another script that looks like the text */
};

struct fold {
	unsigned char kind, n; /* n bytes of text; 0: the code point itself */
	char text[16];
};

extern const struct fold fold_table[];
extern const unsigned short fold_blocks[][FOLD_BLOCK], fold_block_of[FOLD_POINTS / FOLD_BLOCK];

static inline const struct fold *fold_of(uint32_t code)
{
	static const struct fold nothing;
	if (code >= FOLD_POINTS)
		return &nothing;
	return &fold_table[fold_blocks[fold_block_of[code / FOLD_BLOCK]][code % FOLD_BLOCK]];
}

#endif
