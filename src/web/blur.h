/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* blur.h - the blurred picture that stands where a real one will be, without a script: a handful of pixels that the browser smooths. */
#ifndef WEB_BLUR_H
#define WEB_BLUR_H

#include "base/arena.h"
#include "base/sv.h"

enum { BLUR_WIDTH = 5, BLUR_HEIGHT = 4, BLUR_PIXELS = BLUR_WIDTH * BLUR_HEIGHT * 3 };

/* The pixels of a blurhash (blurha.sh): sRGB by rows, from the top. False: it is none. */
bool blur_pixels(struct sv blurhash, unsigned char rgb_r[BLUR_PIXELS]);
/* The same as a BMP file in base64, 120 characters: what follows "data:image/bmp;base64,". None when it is no blurhash. */
struct sv blur_bmp(struct arena *arena, struct sv blurhash);

#endif
