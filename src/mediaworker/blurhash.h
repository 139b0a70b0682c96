/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* blurhash.h - a few characters that a client can draw as a blurred picture while the real one loads (blurha.sh). */
#ifndef MEDIAWORKER_BLURHASH_H
#define MEDIAWORKER_BLURHASH_H

#include <stdint.h>

enum { BLURHASH_SIDE = 9, BLURHASH_TEXT = 6 + 2 * (BLURHASH_SIDE * BLURHASH_SIDE - 1) + 1 };

/* `rgb`: width * height * 3 bytes of sRGB, by rows. Components: 1-9 each way. Time grows with all four: shrink the picture to
 * some 32 pixels first. `text_r` is terminated with NUL. */
void blurhash_encode(const uint8_t *rgb, int width, int height, int x_components, int y_components, char text_r[BLURHASH_TEXT]);

#endif
