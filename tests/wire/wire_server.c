/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A small application on the HTTP engine, for test_http.py and for measurements. It prints its port, and ends when its standard
 * input does.
 *
 *   wire_server [workers] [unix:/path | port=N] [trust] [name=value …]     name: a member of struct http_limits
 *
 *   GET /                 300 bytes of text               POST /echo       the body, as it came
 *   GET /thread           the same, from another thread   POST /length     the body's size and whether it was spooled
 *   GET /big?bytes=N      N bytes                         POST /refuse     403 before the body is read
 *   GET /file             this program's own source       GET /peer        the client's address and whether it came by TLS
 *   GET /stream           server-sent events: three       GET /flood       a stream that sends far too much
 *   GET /socket           a WebSocket that echoes         GET /figures     the engine's figures
 *   GET /slow?ms=N        waits on another thread         GET /hold        a quiet stream, until
 *   GET /never            is never answered             GET /broadcast   sends an event to all that are held
 */
#include "http/server.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static _Atomic unsigned closed_count; /* streams that were told so */
static _Atomic(struct http_server *) server; /* set when the workers run already */

#define TEXT SV("Content-Type: text/plain; charset=utf-8\r\n")

static char three_hundred[300]; /* about a small answer of an API */

static void answer(struct http_request *rq, int status, struct sv body)
{
	http_reply(rq, &(struct http_reply){ .status = status, .headers = TEXT, .body = body });
}

static int64_t number_in(struct sv query, struct sv name, int64_t otherwise)
{
	struct sv pair, key;
	int64_t n = otherwise;
	while (query.n) {
		sv_cut(&query, '&', &pair);
		if (sv_cut(&pair, '=', &key) && sv_eq(key, name))
			sv_to_i64(pair, &n);
	}
	return n;
}

static void hello(struct http_request *rq)
{
	answer(rq, 200, (struct sv){ three_hundred, sizeof(three_hundred) });
}

static void echo(struct http_request *rq)
{
	struct sv body = rq->body;
	if (rq->body_fd >= 0) {
		char *p = arena_alloc(&rq->arena, (size_t)rq->body_size);
		ssize_t n = pread(rq->body_fd, p, (size_t)rq->body_size, 0);
		body = (struct sv){ p, n > 0 ? (size_t)n : 0 };
	}
	answer(rq, 200, body);
}

static void length(struct http_request *rq)
{
	answer(rq, 200, arena_printf(&rq->arena, "%lld %s\n", (long long)rq->body_size, rq->body_fd >= 0 ? "spooled" : "memory"));
}

static void big(struct http_request *rq)
{
	size_t n = (size_t)number_in(rq->query, SV("bytes"), 1 << 20);
	char *p = arena_alloc(&rq->arena, n);
	memset(p, 'x', n);
	answer(rq, 200, (struct sv){ p, n });
}

static void file(struct http_request *rq)
{
	struct stat st;
	int fd = open(__FILE__, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) < 0) {
		answer(rq, 500, SV("no file\n"));
		return;
	}
	http_reply_file(rq, 200, TEXT, fd, number_in(rq->query, SV("from"), 0), st.st_size - number_in(rq->query, SV("from"), 0));
}

static void peer(struct http_request *rq)
{
	answer(rq, 200, arena_printf(&rq->arena, "%s %s " SVF "\n", rq->peer, rq->secure ? "secure" : "plain", SVA(rq->host)));
}

static void figures(struct http_request *rq)
{
	struct http_figures f = http_server_figures(server);
	answer(rq, 200, arena_printf(&rq->arena, "connections=%u streams=%u dropped_slow=%llu timed_out=%llu requests=%llu closed=%u\n",
	                             f.connections, f.streams, (unsigned long long)f.dropped_slow, (unsigned long long)f.timed_out,
	                             (unsigned long long)f.requests, closed_count));
}

static void never(struct http_request *rq)
{
	(void)rq;
}

/* --- another thread ---------------------------------------------------------------------------------------------------- */

static void *answer_later(void *arg)
{
	struct http_request *rq = arg;
	usleep((useconds_t)number_in(rq->query, SV("ms"), 0) * 1000);
	hello(rq);
	return NULL;
}

static void in_thread(struct http_request *rq, void *(*run)(void *))
{
	pthread_t thread;
	if (pthread_create(&thread, NULL, run, rq) == 0)
		pthread_detach(thread);
	else
		answer(rq, 500, SV("no thread\n"));
}

static void elsewhere(struct http_request *rq)
{
	in_thread(rq, answer_later);
}

/* --- streams ------------------------------------------------------------------------------------------------------------- */

static void echo_message(void *data, struct http_stream *stream, struct sv text)
{
	(void)data;
	if (sv_eq(text, SV("close")))
		http_stream_close(stream);
	else if (sv_eq(text, SV("ping")))
		http_stream_ping(stream);
	else
		http_stream_send(stream, text);
}

static void closed(void *data, struct http_stream *stream)
{
	(void)data;
	(void)stream;
	atomic_fetch_add(&closed_count, 1);
}

static const struct http_stream_app stream_app = { echo_message, closed };

static struct http_stream *events_for(struct http_request *rq, const struct http_stream_app *app)
{
	return http_stream_start(rq, SV("Content-Type: text/event-stream\r\nCache-Control: no-store\r\n"), app, NULL);
}

static struct http_stream *events(struct http_request *rq)
{
	return events_for(rq, &stream_app);
}

static void three_events(struct http_request *rq)
{
	struct http_stream *stream = events(rq);
	http_stream_send(stream, SV("event: update\ndata: 1\n\n"));
	http_stream_ping(stream);
	http_stream_send(stream, SV("event: update\ndata: 2\n\n"));
	http_stream_close(stream);
	http_stream_unref(stream);
}

/* The streams that are held, each with a reference of ours, until it is closed. */
enum { MOST_HELD = 20000 };
static struct http_stream *held[MOST_HELD];
static size_t held_count;
static pthread_mutex_t held_lock = PTHREAD_MUTEX_INITIALIZER;

static void held_closed(void *data, struct http_stream *stream)
{
	pthread_mutex_lock(&held_lock);
	for (size_t i = 0; i < held_count; i++)
		if (held[i] == stream) {
			held[i] = held[--held_count];
			http_stream_unref(stream);
			break;
		}
	pthread_mutex_unlock(&held_lock);
	closed(data, stream);
}

static void hold(struct http_request *rq)
{
	static const struct http_stream_app app = { NULL, held_closed };
	pthread_mutex_lock(&held_lock);
	bool room = held_count < MOST_HELD;
	if (room)
		held[held_count++] = events_for(rq, &app);
	pthread_mutex_unlock(&held_lock);
	if (!room)
		answer(rq, 503, SV("full\n"));
}

static void *broadcast_later(void *arg)
{
	struct http_request *rq = arg;
	pthread_mutex_lock(&held_lock);
	for (size_t i = 0; i < held_count; i++)
		http_stream_send(held[i], SV("event: update\ndata: to all\n\n"));
	struct sv text = arena_printf(&rq->arena, "%zu\n", held_count);
	pthread_mutex_unlock(&held_lock);
	answer(rq, 200, text);
	return NULL;
}

static void broadcast(struct http_request *rq)
{
	in_thread(rq, broadcast_later);
}

/* Broadcasting from a thread that is no worker's; ends when the reader has been dropped. */
static void *flood_later(void *arg)
{
	char line[64 << 10];
	struct http_stream *stream = arg;
	memset(line, 'x', sizeof(line) - 1);
	for (int i = 0; i < 400; i++) {
		http_stream_send(stream, (struct sv){ line, sizeof(line) });
		usleep(2000);
	}
	http_stream_close(stream);
	http_stream_unref(stream);
	return NULL;
}

static void flood(struct http_request *rq)
{
	pthread_t thread;
	struct http_stream *stream = events(rq);
	if (pthread_create(&thread, NULL, flood_later, stream) == 0)
		pthread_detach(thread);
	else
		http_stream_unref(stream);
}

static void web_socket(struct http_request *rq)
{
	http_stream_unref(http_websocket_start(rq, http_header(rq, SV("sec-websocket-protocol")), SV(""), &stream_app, NULL));
}

/* --- the table -------------------------------------------------------------------------------------------------------------- */

static const struct {
	struct sv path;
	void (*handle)(struct http_request *rq);
} pages[] = {
	{ SV_INIT("/"), hello }, { SV_INIT("/echo"), echo }, { SV_INIT("/length"), length }, { SV_INIT("/big"), big },
	{ SV_INIT("/file"), file }, { SV_INIT("/peer"), peer }, { SV_INIT("/figures"), figures }, { SV_INIT("/thread"), elsewhere },
	{ SV_INIT("/slow"), elsewhere }, { SV_INIT("/stream"), three_events }, { SV_INIT("/hold"), hold }, { SV_INIT("/flood"), flood },
	{ SV_INIT("/broadcast"), broadcast }, { SV_INIT("/never"), never },
	{ SV_INIT("/socket"), web_socket },
};

static void handle(void *data, struct http_request *rq)
{
	(void)data;
	for (size_t i = 0; i < COUNT_OF(pages); i++)
		if (sv_eq(pages[i].path, rq->path)) {
			pages[i].handle(rq);
			return;
		}
	answer(rq, 404, SV("no such page\n"));
}

static struct http_verdict head(void *data, const struct http_request *rq)
{
	(void)data;
	if (sv_eq(rq->path, SV("/refuse")))
		return (struct http_verdict){ .refuse_status = 403, .refuse_body = SV("{\"error\":\"not here\"}") };
	return (struct http_verdict){ .max_body = 8 << 20, .spool = true };
}

static bool set_limit(struct http_limits *limits, struct sv setting)
{
	struct sv name;
	int64_t value;
	if (!sv_cut(&setting, '=', &name) || !sv_to_i64(setting, &value))
		return false;
	struct {
		struct sv name;
		unsigned *to;
	} members[] = {
		{ SV("connections"), &limits->connections }, { SV("connections_per_peer"), &limits->connections_per_peer },
		{ SV("head_seconds"), &limits->head_seconds }, { SV("body_seconds"), &limits->body_seconds },
		{ SV("idle_seconds"), &limits->idle_seconds }, { SV("write_seconds"), &limits->write_seconds },
		{ SV("least_rate"), &limits->least_rate }, { SV("stream_buffer"), &limits->stream_buffer },
	};
	for (size_t i = 0; i < COUNT_OF(members); i++)
		if (sv_eq(members[i].name, name)) {
			*members[i].to = (unsigned)value;
			return true;
		}
	return false;
}

int main(int argc, char **argv)
{
	const char *const trusted[] = { "127.0.0.1", NULL };
	struct http_config config = { .address = "127.0.0.1", .workers = argc > 1 ? (unsigned)atoi(argv[1]) : 1,
		                      .limits = http_limits_default };
	struct http_app app = { .head = head, .handle = handle };
	char error[200];
	for (int i = 2; i < argc; i++) {
		if (strcmp(argv[i], "trust") == 0)
			config.trusted_proxies = trusted;
		else if (strncmp(argv[i], "unix:", 5) == 0)
			config.address = argv[i];
		else if (strncmp(argv[i], "port=", 5) == 0)
			config.port = (unsigned)atoi(argv[i] + 5);
		else if (!set_limit(&config.limits, sv_of(argv[i])))
			fprintf(stderr, "%s is no limit\n", argv[i]);
	}
	memset(three_hundred, '-', sizeof(three_hundred));
	server = http_server_start(&config, &app, error);
	if (!server) {
		fprintf(stderr, "%s\n", error);
		return 1;
	}
	printf("%u\n", http_server_port(server));
	fflush(stdout);
	char byte;
	while (read(STDIN_FILENO, &byte, 1) > 0)
		;
	http_server_stop(server, 2000);
	return 0;
}
