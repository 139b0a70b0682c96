/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* image.h - pictures, by libvips: made upright, sRGB, no larger than wanted, and without any metadata. */
#ifndef MEDIAWORKER_IMAGE_H
#define MEDIAWORKER_IMAGE_H

#include "mediaworker/worker.h"

void image_start(void);                /* loads libvips; before the sandbox, and starts no thread */
void image_make(struct work *work);    /* from work->input of kind MEDIA_PICTURE to the two files and work->found */

/* A preview (JPEG), blurhash and colour out of a frame of a video, or out of a cover. `rgb`: width * height * 3 bytes; `turn`:
 * quarter turns clockwise until it is upright. */
void image_preview_frame(struct work *work, const uint8_t *rgb, struct picture_size size, int turn);
bool image_preview_cover(struct work *work, struct sv file); /* false: not a picture that can be read */

#endif
