/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* timing.h - how long something takes, as a histogram of /metrics (Prometheus text format 0.0.4). Any thread may add. */
#ifndef MODERATION_TIMING_H
#define MODERATION_TIMING_H

#include "base/buf.h"

enum { TIMING_STEPS = 9 };

struct timing {
	_Atomic uint64_t steps[TIMING_STEPS + 1], us; /* the last: longer than all */
};

void timing_add(struct timing *timing, int64_t us);
void timing_write(const struct timing *timing, struct buf *out, const char *name, const char *what);

#endif
