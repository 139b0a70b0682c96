/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* overview.h - how a community fares, for those who look after it: four weeks of figures, what is stored, what waits to be done. Counts
 * over many rows are kept for OVERVIEW_MS; the queue is looked at each time, up to OVERVIEW_JOBS jobs. From outside of the workers:
 * the first count of a large community takes a while. */
#ifndef SOCIAL_OVERVIEW_H
#define SOCIAL_OVERVIEW_H

#include "base/ctx.h"

enum { OVERVIEW_DAYS = 28, OVERVIEW_MS = 5 * 60 * 1000, OVERVIEW_JOBS = 10000 };

enum overview_kind { STORED_PICTURES, STORED_ANIMATIONS, STORED_VIDEOS, STORED_SOUND, STORED_OTHER, STORED_DATABASE, STORED_KINDS };
struct overview_day {
	int64_t at;                    /* its beginning, ms */
	int64_t joined, active, posts; /* new members, members who did something, statuses */
};
struct overview_stored {
	int64_t files, bytes;
};
struct overview_counts {
	struct overview_day days[OVERVIEW_DAYS]; /* oldest first; the last is today */
	struct overview_stored stored[STORED_KINDS];
	int64_t disk_free, disk_total; /* bytes of the file system that holds the community; 0: not known */
};
struct overview_queue {
	struct sv kind, what;          /* jobs.def */
	int64_t due, later;            /* jobs whose time has come, and those that wait for theirs */
	int64_t failed;                /* of them, those that did not work yet */
	int64_t oldest_ms;             /* how long the oldest that is due has waited */
};
struct overview {
	struct overview_counts counts;
	struct overview_queue *queues;
	size_t queue_count;
	int64_t pending, reports;      /* members to be let in, reports that are open: counted up to 1,000 */
};

struct overview_cache *overview_cache_new(void);
void overview_cache_free(struct overview_cache *cache);

enum fail overview_read(struct ctx *cx, struct overview *overview_r) MUST_USE;

#endif
