/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* mp3.h - where a frame of MPEG audio, layer III, ends (ISO/IEC 11172-3, 13818-3). */
#ifndef MEDIAWORKER_MP3_H
#define MEDIAWORKER_MP3_H

#include <stddef.h>
#include <stdint.h>

/* Bytes of the frame that begins at `p`, as its header says; 0: no frame begins there, or not all of it is there. */
size_t mp3_frame_size(const uint8_t *p, size_t n);

#endif
