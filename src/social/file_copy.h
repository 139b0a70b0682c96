/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* file_copy.h - the bytes of one file into another, also across file systems. */
#ifndef SOCIAL_FILE_COPY_H
#define SOCIAL_FILE_COPY_H

#include <stdbool.h>
#include <stdint.h>

/* All of `in` from its start, to where `out` stands. false: errno tells why. `*bytes_r` is how many were written. */
bool file_copy(int in, int out, int64_t *bytes_r);

#endif
