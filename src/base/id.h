/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* id.h - ids: 48 bits of milliseconds since the epoch, then 16 bits that nobody can guess. They grow in the order they are drawn,
 * and as Mastodon's clients expect, a moment can be turned into an id (ms << 16) to page from it. Strings in JSON. */
#ifndef BASE_ID_H
#define BASE_ID_H

#include "base/sv.h"

#define ID_MAX INT64_MAX

/* Safe from any thread. Unique in this process, unless now_ms lies over a second back (an import): then by chance only (1 in 32,768 of
 * the same millisecond), and the primary key tells. */
int64_t id_new(int64_t now_ms);
enum { ID_AHEAD_MS = 1000 };                    /* in a burst, ids can be that far ahead of the clock, and a step */
int64_t id_at(int64_t ms);                      /* the smallest id of that moment */
int64_t id_time(int64_t id);                    /* the moment in it, ms */
bool id_parse(struct sv s, int64_t *id_r);      /* decimal, > 0; false for anything else */

#endif
