/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A blurhash from elsewhere: a picture of always the same size comes of it, or nothing. */
#include "web/blur.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	unsigned char rgb[BLUR_PIXELS];
	struct sv hash = { (const char *)data, size }, made = blur_bmp(&arena, hash);
	if (made.n != (blur_pixels(hash, rgb) ? 120 : 0))
		abort();
	arena_free(&arena);
	return 0;
}
