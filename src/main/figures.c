/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "main/figures.h"

#include "store/store.h"

static void put(struct buf *out, const char *kind, const char *name, const char *what, uint64_t value)
{
	metrics_head(out, kind, name, what);
	metrics_line(out, name, NULL, SV_NONE, value);
}

static void write_http(struct buf *out, const struct http_figures *f)
{
	put(out, "gauge", "http_connections", "open connections", f->connections);
	put(out, "gauge", "http_streams", "open streams: WebSockets and server-sent events", f->streams);
	put(out, "counter", "http_requests_total", "complete requests, those without a route included", f->requests);
	put(out, "counter", "http_accepted_total", "connections accepted", f->accepted);
	put(out, "counter", "http_refused_heads_total", "requests whose head was refused", f->refused_head);
	put(out, "counter", "http_timeouts_total", "connections closed because nothing came in time", f->timed_out);
	put(out, "counter", "http_dropped_slow_total", "readers dropped because they were too slow", f->dropped_slow);
	put(out, "counter", "http_bytes_in_total", "bytes received", f->bytes_in);
	put(out, "counter", "http_bytes_out_total", "bytes sent", f->bytes_out);
}

/* One line a community, of one member of its writer's figures. */
static void write_of_each(struct buf *out, struct communities *communities, const char *kind, const char *name, const char *what,
                          uint64_t (*member)(const struct writer_figures *figures))
{
	metrics_head(out, kind, name, what);
	for (size_t i = 0; i < communities_count(communities); i++) {
		const struct community *community = communities_at(communities, i);
		if (!community->writer)
			continue;
		struct writer_figures figures = writer_figures(community->writer);
		metrics_line(out, name, "community", community->domain, member(&figures));
	}
}

static uint64_t tasks(const struct writer_figures *f)
{
	return f->tasks;
}

static uint64_t batches(const struct writer_figures *f)
{
	return f->batches;
}

static uint64_t failed_commits(const struct writer_figures *f)
{
	return f->failed_commits;
}

static uint64_t busy_us(const struct writer_figures *f)
{
	return (uint64_t)f->busy_us;
}

static uint64_t waiting(const struct writer_figures *f)
{
	return f->waiting;
}

void write_figures(void *source_, struct buf *out)
{
	struct figures_source *source = source_;
	struct http_figures http = http_server_figures(source->server);
	write_http(out, &http);
	put(out, "gauge", "communities", "communities that are open", communities_count(source->communities));
	write_of_each(out, source->communities, "counter", "writer_tasks_total", "writes", tasks);
	write_of_each(out, source->communities, "counter", "writer_batches_total", "groups of writes committed together", batches);
	write_of_each(out, source->communities, "counter", "writer_failed_commits_total", "groups that could not be committed", failed_commits);
	write_of_each(out, source->communities, "counter", "writer_busy_microseconds_total", "time the writer was at work", busy_us);
	write_of_each(out, source->communities, "gauge", "writer_waiting", "writes that wait for their turn", waiting);
	gate_write_figures(source->gatehouse, out);
}
