/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* webp.h - takes the EXIF and XMP chunks out of a WebP file (RFC 9649), in place. */
#ifndef MEDIAWORKER_WEBP_H
#define MEDIAWORKER_WEBP_H

#include <stddef.h>
#include <stdint.h>

/* libvips 8.14 writes an EXIF chunk of its own even when told to strip. Returns the new length; a file whose chunks do not add
 * up stays as it is. */
size_t webp_drop_metadata(uint8_t *file, size_t n);

#endif
