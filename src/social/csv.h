/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* csv.h - comma-separated values (RFC 4180), as Mastodon writes and reads them. Lines may end in LF too; a byte order mark is skipped. */
#ifndef SOCIAL_CSV_H
#define SOCIAL_CSV_H

#include "base/buf.h"

enum { CSV_CELLS = 16 };

/* One row, taken from the front of `rest`: `cells` has CSV_CELLS places, cells beyond are dropped, those that are not there are empty.
 * Blank lines are passed over. False at the end. A quote that is never closed ends with the text. */
bool csv_row(struct arena *arena, struct sv *rest, struct sv *cells, size_t *count_r);

/* A row; cells are quoted where they must be. */
void csv_put(struct buf *out, const struct sv *cells, size_t count);

#endif
