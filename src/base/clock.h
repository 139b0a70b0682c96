/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* clock.h - the only three places that read a clock. Everything else is told the time. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "base/arena.h"

int64_t clock_now(void);        /* wall clock, milliseconds since the epoch */
int64_t clock_cpu(void);        /* microseconds of processor time this thread has used: for budgets */
int64_t clock_monotonic(void);  /* microseconds since some start: for durations and time-outs */

/* "2026-11-24T14:41:11.000Z": 24 bytes, as every client of the Mastodon API wants it. Years 0000-9999. */
enum { TIME_TEXT = 24 };
void time_text(int64_t ms, char to[TIME_TEXT]);
struct sv time_dup(struct arena *arena, int64_t ms);
struct sv time_date(struct arena *arena, int64_t ms);     /* "2026-11-24" */
bool time_parse(struct sv s, int64_t *ms_r);              /* ISO 8601 date or date and time, with or without fraction and offset */

#endif
