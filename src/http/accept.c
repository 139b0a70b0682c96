/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/conn.h"

#include "base/log.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ACCEPTS_A_TURN = 32, UNEVEN = 2 };

/* 0: a unix socket, whose peers are on this machine and are not counted. */
static int64_t peer_key(const struct sockaddr_storage *address)
{
	struct sv bytes;
	if (address->ss_family == AF_INET)
		bytes = (struct sv){ (const char *)&((const struct sockaddr_in *)address)->sin_addr, 4 };
	else if (address->ss_family == AF_INET6)
		bytes = (struct sv){ (const char *)&((const struct sockaddr_in6 *)address)->sin6_addr, 8 }; /* one site: a /64 */
	else
		return 0;
	if (bytes.n == 8 && IN6_IS_ADDR_V4MAPPED(&((const struct sockaddr_in6 *)address)->sin6_addr))
		bytes = (struct sv){ bytes.p + 12, 4 };
	int64_t key = (int64_t)hash_sv(bytes);
	return key ? key : 1;
}

static void address_text(const struct sockaddr_storage *address, char to[48])
{
	to[0] = 0;
	if (address->ss_family == AF_INET) {
		inet_ntop(AF_INET, &((const struct sockaddr_in *)address)->sin_addr, to, 48);
	} else if (address->ss_family == AF_INET6) {
		const struct in6_addr *six = &((const struct sockaddr_in6 *)address)->sin6_addr;
		if (IN6_IS_ADDR_V4MAPPED(six))
			inet_ntop(AF_INET, six->s6_addr + 12, to, 48);
		else
			inet_ntop(AF_INET6, six, to, 48);
	} else {
		memcpy(to, "unix", 5);
	}
}

static bool is_trusted(const struct http_server *server, struct sv peer)
{
	for (size_t i = 0; server->trusted[i]; i++)
		if (sv_eq(peer, sv_of(server->trusted[i])))
			return true;
	return sv_eq(peer, SV("unix"));
}

/* Counts the peer's connections; false when it has too many. A trusted proxy speaks for many people and is not counted. */
static bool peer_enters(struct http_server *server, struct conn *c)
{
	unsigned most = server->limits.connections_per_peer;
	if (!c->peer_key || c->trusted || !most)
		return true;
	pthread_mutex_lock(&server->peers_lock);
	uint64_t *count = map_find(&server->peers, c->peer_key);
	bool ok = !count || *count < most;
	if (!count)
		map_put(&server->peers, c->peer_key, 1);
	else if (ok)
		(*count)++;
	pthread_mutex_unlock(&server->peers_lock);
	c->counted_peer = ok;
	return ok;
}

void peer_leaves(struct conn *c)
{
	struct http_server *server = c->worker->server;
	if (!c->counted_peer)
		return;
	c->counted_peer = false;
	pthread_mutex_lock(&server->peers_lock);
	uint64_t *count = map_find(&server->peers, c->peer_key);
	if (count && --*count == 0)
		map_remove(&server->peers, c->peer_key);
	pthread_mutex_unlock(&server->peers_lock);
}

/* The last address in the list that no trusted proxy wrote itself (the list grows at its end). */
static struct sv forwarded_for(const struct http_server *server, struct sv list)
{
	struct sv entry = SV_NONE;
	while (list.n) {
		if (!sv_cut_last(&list, ',', &entry)) {
			entry = list;
			list.n = 0;
		}
		entry = sv_trim(entry);
		if (!is_trusted(server, entry))
			break;
	}
	return entry;
}

static bool is_address(const char *text)
{
	unsigned char bytes[16];
	return inet_pton(AF_INET, text, bytes) == 1 || inet_pton(AF_INET6, text, bytes) == 1;
}

void peer_name(struct conn *c, const struct http_head *head)
{
	if (!c->trusted)
		return; /* named once, when it came */
	address_text(&c->address, c->rq.peer);
	c->rq.secure = false;
	for (size_t i = 0; i < head->count; i++) {
		const struct http_header *field = &head->fields[i];
		if (sv_eq_nocase(field->name, SV("x-forwarded-for"))) {
			struct sv entry = forwarded_for(c->worker->server, field->value);
			char text[48];
			if (entry.n == 0 || entry.n >= sizeof(text))
				continue;
			memcpy(text, entry.p, entry.n);
			text[entry.n] = 0;
			if (is_address(text))
				memcpy(c->rq.peer, text, entry.n + 1);
		} else if (sv_eq_nocase(field->name, SV("x-forwarded-proto"))) {
			c->rq.secure = sv_eq_nocase(field->value, SV("https"));
		}
	}
}

static struct worker *least_busy(struct worker *self)
{
	struct worker *best = self;
	unsigned fewest = atomic_load_explicit(&self->conns, memory_order_relaxed);
	for (unsigned i = 0; i < self->server->worker_count; i++) {
		struct worker *other = &self->server->workers[i];
		unsigned conns = atomic_load_explicit(&other->conns, memory_order_relaxed);
		if (conns + UNEVEN <= fewest) {
			best = other;
			fewest = conns;
		}
	}
	return best;
}

static struct conn *conn_alloc(struct worker *worker)
{
	struct conn *c = worker->spare_conns;
	if (c) {
		worker->spare_conns = c->after;
		worker->spare_conn_count--;
	} else if (!(c = malloc(sizeof(*c)))) {
		abort();
	}
	*c = (struct conn){ .fd = -1, .rq.body_fd = -1, .out.file = -1 };
	return c;
}

void accept_welcome(struct worker *worker, struct conn *c)
{
	struct epoll_event on = { .events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data.ptr = c };
	conn_enter(c, CONN_IDLE, worker->server->limits.idle_seconds);
	c->readable = true;
	if (worker->stopping || epoll_ctl(worker->epoll, EPOLL_CTL_ADD, c->fd, &on) < 0)
		conn_close(c);
	else
		conn_run(c); /* the request is often there already */
}

static void arrive(struct worker *worker, struct inbox_item *item)
{
	accept_welcome(worker, (struct conn *)((char *)item - offsetof(struct conn, item)));
}

static void take_in(struct worker *worker, int fd, const struct sockaddr_storage *address)
{
	struct http_server *server = worker->server;
	struct conn *c = conn_alloc(worker);
	c->fd = fd;
	c->address = *address;
	c->peer_key = peer_key(address);
	address_text(address, c->rq.peer);
	c->trusted = is_trusted(server, sv_of(c->rq.peer));
	c->worker = worker;
	c->state = c->list = CONN_GONE;
	count_add(&worker->count.accepted, 1);
	bool full = atomic_fetch_add(&server->connections, 1) >= server->limits.connections;
	if (!peer_enters(server, c) || (full && !timer_evict(worker))) {
		atomic_fetch_add(&worker->conns, 1);
		conn_close(c);
		return;
	}
	c->worker = least_busy(worker);
	c->rq.worker = c->worker->number;
	atomic_fetch_add(&c->worker->conns, 1);
	c->item.arrive = arrive;
	if (c->worker == worker)
		accept_welcome(worker, c);
	else
		inbox_put(c->worker, &c->item);
}

void accept_some(struct worker *worker)
{
	for (int i = 0; i < ACCEPTS_A_TURN; i++) {
		struct sockaddr_storage address = { 0 };
		socklen_t n = sizeof(address);
		int fd = accept4(worker->server->listener, (struct sockaddr *)&address, &n, SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (fd >= 0) {
			take_in(worker, fd, &address);
			continue;
		}
		if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
			if (!timer_evict(worker))
				usleep(1000); /* nothing to give up: let requests end */
			return;
		}
		if (errno == EAGAIN || errno == EWOULDBLOCK)
			return;
	}
}
