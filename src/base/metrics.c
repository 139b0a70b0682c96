/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/metrics.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

static _Atomic uint64_t values[METRIC_COUNT];

static const struct {
	const char *kind, *name, *what;
} about[METRIC_COUNT] = {
#define METRIC(kind_, name_, what_) { #kind_, #name_, what_ },
#include "base/metrics.def"
#undef METRIC
};

/* Upper bounds of the steps, in microseconds; the last step has none. */
static const int64_t steps_us[] = { 500, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 500000, 1000000, 2500000 };
enum { STEPS = COUNT_OF(steps_us) + 1, CLASSES = 6 }; /* classes: 1xx … 5xx by their first digit */

struct route_count {
	const char *name;
	size_t counts_at; /* the first one of the same name: a handler may have several paths */
	_Atomic uint64_t by_class[CLASSES];
	_Atomic uint64_t us;
};
static struct route_count *routes; /* never freed: as long as the process */
static size_t route_count;
static _Atomic uint64_t steps[STEPS];
static _Atomic uint64_t sum_us;

static pthread_mutex_t collectors_lock = PTHREAD_MUTEX_INITIALIZER;
static struct metrics_collector *collectors;

static void add(_Atomic uint64_t *to, uint64_t by)
{
	atomic_fetch_add_explicit(to, by, memory_order_relaxed);
}

static uint64_t read_value(_Atomic uint64_t *from)
{
	return atomic_load_explicit(from, memory_order_relaxed);
}

void metric_add(enum metric metric, uint64_t by)
{
	add(&values[metric], by);
}

uint64_t metric_value(enum metric metric)
{
	return read_value(&values[metric]);
}

void metrics_name_routes(const char *const *names, size_t count)
{
	free(routes);
	routes = calloc(count + 1, sizeof(*routes));
	if (!routes)
		abort();
	route_count = count + 1;
	for (size_t i = 0; i <= count; i++) {
		routes[i].name = i < count ? names[i] : "none";
		while (strcmp(routes[routes[i].counts_at].name, routes[i].name) != 0)
			routes[i].counts_at++;
	}
}

static size_t step_of(int64_t us)
{
	size_t step = 0;
	while (step < COUNT_OF(steps_us) && us > steps_us[step])
		step++;
	return step;
}

void metric_request(size_t route, int status, int64_t us)
{
	if (us < 0)
		us = 0;
	add(&steps[step_of(us)], 1);
	add(&sum_us, (uint64_t)us);
	if (route >= route_count)
		return;
	struct route_count *counts = &routes[routes[route].counts_at];
	add(&counts->by_class[status / 100 < CLASSES && status > 0 ? status / 100 : 0], 1);
	add(&counts->us, (uint64_t)us);
}

void metrics_add_collector(struct metrics_collector *collector)
{
	pthread_mutex_lock(&collectors_lock);
	collector->next = collectors;
	collectors = collector;
	pthread_mutex_unlock(&collectors_lock);
}

void metrics_remove_collector(struct metrics_collector *collector)
{
	pthread_mutex_lock(&collectors_lock);
	for (struct metrics_collector **at = &collectors; *at; at = &(*at)->next)
		if (*at == collector) {
			*at = collector->next;
			break;
		}
	pthread_mutex_unlock(&collectors_lock);
}

/* --- as text ------------------------------------------------------------------------------------------------------------------------- */

void metrics_head(struct buf *out, const char *kind, const char *name, const char *what)
{
	buf_printf(out, "# HELP folkmoot_%s %s\n# TYPE folkmoot_%s %s\n", name, what, name, kind);
}

static void put_label(struct buf *out, const char *label, struct sv value)
{
	buf_printf(out, "%s=\"", label);
	for (size_t i = 0; i < value.n; i++) {
		if (value.p[i] == '"' || value.p[i] == '\\')
			buf_putc(out, '\\');
		buf_putc(out, value.p[i] == '\n' ? ' ' : value.p[i]);
	}
	buf_putc(out, '"');
}

void metrics_line(struct buf *out, const char *name, const char *label, struct sv value_of_label, uint64_t value)
{
	buf_printf(out, "folkmoot_%s", name);
	if (label) {
		buf_putc(out, '{');
		put_label(out, label, value_of_label);
		buf_putc(out, '}');
	}
	buf_printf(out, " %llu\n", (unsigned long long)value);
}

static void write_route(struct buf *out, struct route_count *route)
{
	for (unsigned c = 0; c < CLASSES; c++) {
		uint64_t count = read_value(&route->by_class[c]);
		if (count)
			buf_printf(out, "folkmoot_requests_total{route=\"%s\",status=\"%uxx\"} %llu\n", route->name, c, (unsigned long long)count);
	}
}

static void write_requests(struct buf *out)
{
	metrics_head(out, "counter", "requests_total", "requests answered, by route and status");
	for (size_t i = 0; i < route_count; i++)
		write_route(out, &routes[i]);
	metrics_head(out, "counter", "route_microseconds_total", "time from a request's first byte to its answer, by route");
	for (size_t i = 0; i < route_count; i++)
		if (read_value(&routes[i].us))
			metrics_line(out, "route_microseconds_total", "route", sv_of(routes[i].name), read_value(&routes[i].us));
}

static void write_latency(struct buf *out)
{
	uint64_t count = 0;
	metrics_head(out, "histogram", "request_seconds", "time from a request's first byte to its answer");
	for (size_t i = 0; i < STEPS; i++) {
		count += read_value(&steps[i]);
		if (i < COUNT_OF(steps_us))
			buf_printf(out, "folkmoot_request_seconds_bucket{le=\"%g\"} %llu\n", (double)steps_us[i] / 1e6, (unsigned long long)count);
	}
	buf_printf(out, "folkmoot_request_seconds_bucket{le=\"+Inf\"} %llu\nfolkmoot_request_seconds_sum %.6f\nfolkmoot_request_seconds_count %llu\n",
	           (unsigned long long)count, (double)read_value(&sum_us) / 1e6, (unsigned long long)count);
}

void metrics_write(struct buf *out)
{
	for (int i = 0; i < METRIC_COUNT; i++) {
		metrics_head(out, about[i].kind, about[i].name, about[i].what);
		metrics_line(out, about[i].name, NULL, SV_NONE, read_value(&values[i]));
	}
	write_requests(out);
	write_latency(out);
	pthread_mutex_lock(&collectors_lock);
	for (struct metrics_collector *collector = collectors; collector; collector = collector->next)
		collector->write(collector->data, out);
	pthread_mutex_unlock(&collectors_lock);
}
