/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/conn.h"

#include "base/clock.h"
#include "base/log.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

const struct http_limits http_limits_default = {
	.head_bytes = 16 << 10,
	.head_fields = 64,
	.spool_above = 256 << 10,
	.connections = 12000,
	.connections_per_peer = 512,
	.head_seconds = 5,
	.body_seconds = 600,
	.idle_seconds = 75,
	.write_seconds = 10,
	.least_rate = 256,
	.stream_buffer = 256 << 10,
};

static int fail_open(char error[200], const char *what, const char *address)
{
	snprintf(error, 200, "%s %s: %s.", what, address, strerror(errno));
	return -1;
}

/* A socket file that nobody answers on is left over from a crash. */
static void unlink_stale(const struct sockaddr_un *un)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return;
	if (connect(fd, (const struct sockaddr *)un, sizeof(*un)) < 0 && errno == ECONNREFUSED)
		unlink(un->sun_path);
	close(fd);
}

static int listen_unix(struct http_server *server, const char *path, char error[200])
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	if (strlen(path) >= sizeof(un.sun_path)) {
		snprintf(error, 200, "The socket's path is too long; at most %zu bytes.", sizeof(un.sun_path) - 1);
		return -1;
	}
	memcpy(un.sun_path, path, strlen(path));
	unlink_stale(&un);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0 || bind(fd, (struct sockaddr *)&un, sizeof(un)) < 0 || listen(fd, SOMAXCONN) < 0) {
		fail_open(error, "Cannot listen on", path);
		if (fd >= 0)
			close(fd);
		return -1;
	}
	server->unlink_path = strdup(path);
	return fd;
}

static int listen_tcp(struct http_server *server, const struct http_config *config, char error[200])
{
	struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE, .ai_socktype = SOCK_STREAM }, *info;
	char port[16];
	snprintf(port, sizeof(port), "%u", config->port);
	if (getaddrinfo(config->address, port, &hints, &info) != 0) {
		snprintf(error, 200, "\"%s\" is not an address; write one like 127.0.0.1, :: or unix:/path.", config->address);
		return -1;
	}
	int fd = socket(info->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), one = 1, zero = 0;
	int unheard_ms = 60000; /* a phone that went out of reach takes no ping: not a quarter of an hour, as by default */
	if (fd >= 0) {
		setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one)); /* accepted sockets inherit it, and the next */
		setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &unheard_ms, sizeof(unheard_ms));
		if (info->ai_family == AF_INET6)
			setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &zero, sizeof(zero));
	}
	if (fd < 0 || bind(fd, info->ai_addr, info->ai_addrlen) < 0 || listen(fd, SOMAXCONN) < 0) {
		snprintf(error, 200, "Cannot listen on %s port %u: %s.", config->address, config->port, strerror(errno));
		if (fd >= 0)
			close(fd);
		freeaddrinfo(info);
		return -1;
	}
	freeaddrinfo(info);
	struct sockaddr_storage got = { 0 };
	socklen_t n = sizeof(got);
	getsockname(fd, (struct sockaddr *)&got, &n);
	server->port = ntohs(got.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&got)->sin6_port : ((struct sockaddr_in *)&got)->sin_port);
	return fd;
}

static void *need(void *p)
{
	if (!p)
		abort();
	return p;
}

static char **copy_list(const char *const *list)
{
	size_t n = 0;
	while (list && list[n])
		n++;
	char **copy = need(calloc(n + 1, sizeof(*copy)));
	for (size_t i = 0; i < n; i++)
		copy[i] = need(strdup(list[i]));
	return copy;
}

static void server_free(struct http_server *server)
{
	for (size_t i = 0; server->trusted[i]; i++)
		free(server->trusted[i]);
	free(server->trusted);
	map_free(&server->peers);
	pthread_mutex_destroy(&server->peers_lock);
	free(server->unlink_path);
	free(server->workers);
	free(server);
}

/* In workers that have run, what they kept for reuse is freed at the end of their thread. */
static void worker_close(struct worker *worker)
{
	close(worker->epoll);
	close(worker->wake);
	free(worker->fields);
}

static bool worker_open(struct http_server *server, unsigned number)
{
	struct worker *worker = &server->workers[number];
	worker->server = server;
	worker->number = number;
	worker->epoll = epoll_create1(EPOLL_CLOEXEC);
	worker->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	worker->fields = need(calloc(server->limits.head_fields, sizeof(*worker->fields)));
	struct epoll_event on = { .events = EPOLLIN | EPOLLET, .data.ptr = NULL };
	if (worker->epoll >= 0 && worker->wake >= 0 && epoll_ctl(worker->epoll, EPOLL_CTL_ADD, worker->wake, &on) == 0)
		return true;
	worker_close(worker);
	return false;
}

static bool start_workers(struct http_server *server, char error[200])
{
	for (unsigned i = 0; i < server->worker_count; i++) {
		if (!worker_open(server, i)) {
			fail_open(error, "Cannot open", "an event queue");
			while (i--)
				worker_close(&server->workers[i]);
			return false;
		}
	}
	for (unsigned i = 0; i < server->worker_count; i++)
		if (pthread_create(&server->workers[i].thread, NULL, worker_run, &server->workers[i]) != 0)
			abort(); /* no thread at start: the machine is unusable */
	return true;
}

/* The usual soft limit of 1,024 descriptors is for programs that use select(). */
static void raise_file_limit(const struct http_limits *limits)
{
	struct rlimit files;
	rlim_t want = (rlim_t)limits->connections + 1024; /* and databases, uploads, files on their way out */
	if (getrlimit(RLIMIT_NOFILE, &files) < 0 || files.rlim_cur >= want)
		return;
	files.rlim_cur = files.rlim_max < want ? files.rlim_max : want;
	if (setrlimit(RLIMIT_NOFILE, &files) < 0 || files.rlim_cur < want)
		LOG(WARNING, "http_few_descriptors", F("connections", limits->connections), F("descriptors", files.rlim_cur));
}

struct http_server *http_server_start(const struct http_config *config, const struct http_app *app, char error[200])
{
	struct http_server *server = need(calloc(1, sizeof(*server)));
	raise_file_limit(&config->limits);
	server->app = *app;
	server->limits = config->limits;
	server->worker_count = config->workers ? config->workers : 1;
	server->buffer_size = (size_t)config->limits.head_bytes + (16 << 10);
	server->workers = need(calloc(server->worker_count, sizeof(*server->workers)));
	server->trusted = copy_list(config->trusted_proxies);
	pthread_mutex_init(&server->peers_lock, NULL);
	bool is_unix = strncmp(config->address, "unix:", 5) == 0;
	server->listener = is_unix ? listen_unix(server, config->address + 5, error) : listen_tcp(server, config, error);
	if (server->listener >= 0 && start_workers(server, error))
		return server;
	if (server->listener >= 0)
		close(server->listener);
	server_free(server);
	return NULL;
}

unsigned http_server_port(const struct http_server *server)
{
	return server->port;
}

void http_server_stop(struct http_server *server, int grace_ms)
{
	server->stop_at_us = clock_monotonic() + (int64_t)grace_ms * 1000;
	atomic_store(&server->stopping, true);
	uint64_t one = 1;
	for (unsigned i = 0; i < server->worker_count; i++)
		if (write(server->workers[i].wake, &one, sizeof(one)) < 0)
			LOG(ERROR, "http_wake_failed", F("worker", i));
	unsigned unanswered = 0;
	for (unsigned i = 0; i < server->worker_count; i++) {
		pthread_join(server->workers[i].thread, NULL);
		unanswered += server->workers[i].conns;
	}
	close(server->listener);
	if (server->unlink_path)
		unlink(server->unlink_path);
	if (unanswered) { /* somebody may still answer: what they would touch is left to the end of the process */
		LOG(WARNING, "http_requests_unanswered", F("count", unanswered));
		return;
	}
	for (unsigned i = 0; i < server->worker_count; i++) {
		while (atomic_load(&server->workers[i].visitors))
			sched_yield(); /* a few instructions away from leaving */
		worker_close(&server->workers[i]);
	}
	server_free(server);
}

struct http_figures http_server_figures(const struct http_server *server)
{
	struct http_figures sum = { .connections = server->connections };
	for (unsigned i = 0; i < server->worker_count; i++) {
		const struct counters *count = &server->workers[i].count;
		sum.requests += count->requests;
		sum.accepted += count->accepted;
		sum.refused_head += count->refused_head;
		sum.timed_out += count->timed_out;
		sum.dropped_slow += count->dropped_slow;
		sum.bytes_in += count->bytes_in;
		sum.bytes_out += count->bytes_out;
		sum.streams += count->streams;
	}
	return sum;
}

struct sv http_header(const struct http_request *rq, struct sv name)
{
	for (size_t i = 0; i < rq->header_count; i++)
		if (sv_eq_nocase(rq->headers[i].name, name))
			return rq->headers[i].value;
	return SV_NONE;
}

struct sv http_cookie(const struct http_request *rq, struct sv name)
{
	for (size_t i = 0; i < rq->header_count; i++) {
		if (!sv_eq_nocase(rq->headers[i].name, SV("cookie")))
			continue;
		struct sv rest = rq->headers[i].value, pair, key;
		while (rest.n) {
			sv_cut(&rest, ';', &pair);
			pair = sv_trim(pair);
			if (sv_cut(&pair, '=', &key) && sv_eq(key, name))
				return pair;
		}
	}
	return SV_NONE;
}
