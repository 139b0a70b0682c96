/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* picture.h - uploads to test with: pictures, and the secrets that cameras hide in them. Memory is the caller's arena's. */
#ifndef TESTS_MEDIA_PICTURE_H
#define TESTS_MEDIA_PICTURE_H

#include "social/media_format.h"

#include <vips/vips.h>

#include "base/arena.h"

VipsImage *picture_halves(int width, int height);                       /* the left half red, the right one blue */
struct sv picture_file(struct arena *arena, VipsImage *image, enum media_format format); /* JPEG, PNG, GIF, WebP, AVIF, HEIC */
struct sv picture_exif(struct arena *arena, int orientation);           /* "Exif\0\0" and a TIFF with SECRET_MAKER and a GPS block */
struct sv picture_jpeg_with_secrets(struct arena *arena, struct sv jpeg, int orientation);
struct sv picture_png_of_size(struct arena *arena, uint32_t width, uint32_t height); /* a header that claims it, no pixels */
VipsImage *picture_read(struct sv file, enum media_format format);      /* what was kept, decoded */
struct sv picture_animation(struct arena *arena, int width, int height, int frames, enum media_format format);

#endif
