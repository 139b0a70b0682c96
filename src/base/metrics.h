/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* metrics.h - what the process counts, for whoever looks after it (Prometheus text format 0.0.4). Adding is one atomic addition; any
 * thread may. The numbers begin at 0 with the process. */
#ifndef BASE_METRICS_H
#define BASE_METRICS_H

#include "base/buf.h"

enum metric {
#define METRIC(kind, name, what) METRIC_##name,
#include "base/metrics.def"
#undef METRIC
	METRIC_COUNT
};

void metric_add(enum metric metric, uint64_t by);
uint64_t metric_value(enum metric metric);

/* --- requests ------------------------------------------------------------------------------------------------------------------ */

/* Names the routes, once, before the first request; the strings must live on. Number `count` stands for "none". */
void metrics_name_routes(const char *const *names, size_t count);
/* One that was answered: its route's number, HTTP status, microseconds from its first byte to its answer. */
void metric_request(size_t route, int status, int64_t us);

/* --- what others count ------------------------------------------------------------------------------------------------------------ */

/* Called for each look at /metrics, by one thread at a time; writes lines with the functions below. Added at start, taken away
 * before `data` goes. */
struct metrics_collector {
	struct metrics_collector *next;
	void (*write)(void *data, struct buf *out);
	void *data;
};
void metrics_add_collector(struct metrics_collector *collector);
void metrics_remove_collector(struct metrics_collector *collector);

void metrics_head(struct buf *out, const char *kind, const char *name, const char *what);
/* `label` NULL: none; its value is escaped. */
void metrics_line(struct buf *out, const char *name, const char *label, struct sv value_of_label, uint64_t value);

void metrics_write(struct buf *out); /* all of it */

#endif
