/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "moderation/timing.h"

#include "base/attr.h"
#include "base/metrics.h"

#include <stdatomic.h>

static const struct {
	int64_t us;
	const char *seconds;
} steps[TIMING_STEPS] = { { 50, "0.00005" }, { 100, "0.0001" }, { 200, "0.0002" }, { 500, "0.0005" }, { 1000, "0.001" },
	                  { 2000, "0.002" }, { 5000, "0.005" }, { 10000, "0.01" }, { 20000, "0.02" } };

void timing_add(struct timing *timing, int64_t us)
{
	size_t step = 0;
	while (step < TIMING_STEPS && us > steps[step].us)
		step++;
	atomic_fetch_add_explicit(&timing->steps[step], 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&timing->us, (uint64_t)(us > 0 ? us : 0), memory_order_relaxed);
}

void timing_write(const struct timing *timing, struct buf *out, const char *name, const char *what)
{
	uint64_t count = 0, us = timing->us;
	metrics_head(out, "histogram", name, what);
	for (size_t i = 0; i < TIMING_STEPS; i++) {
		count += timing->steps[i];
		buf_printf(out, "folkmoot_%s_bucket{le=\"%s\"} %llu\n", name, steps[i].seconds, (unsigned long long)count);
	}
	count += timing->steps[TIMING_STEPS];
	buf_printf(out, "folkmoot_%s_bucket{le=\"+Inf\"} %llu\nfolkmoot_%s_sum %llu.%06llu\nfolkmoot_%s_count %llu\n", name, (unsigned long long)count, name,
	           (unsigned long long)(us / 1000000), (unsigned long long)(us % 1000000), name, (unsigned long long)count);
}
