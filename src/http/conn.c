/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/conn.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { STEPS_A_TURN = 64, LINGER_SECONDS = 2 };

static void list_remove(struct conn *c)
{
	if (c->list == CONN_GONE)
		return;
	struct conn_list *list = &c->worker->lists[c->list];
	*(c->before ? &c->before->after : &list->first) = c->after;
	*(c->after ? &c->after->before : &list->last) = c->before;
	c->list = CONN_GONE;
}

void conn_enter(struct conn *c, enum conn_state state, unsigned seconds)
{
	list_remove(c);
	c->state = c->list = state;
	c->deadline_us = seconds ? c->worker->now_us + (int64_t)seconds * 1000000 : INT64_MAX;
	struct conn_list *list = &c->worker->lists[state];
	c->before = list->last;
	c->after = NULL;
	*(list->last ? &list->last->after : &list->first) = c;
	list->last = c;
}

void conn_again(struct conn *c)
{
	if (c->again)
		return;
	c->again = true;
	c->next_again = c->worker->again;
	c->worker->again = c;
}

static void take_buffer(struct conn *c)
{
	struct worker *worker = c->worker;
	if (worker->spare_buffer_count)
		c->in = worker->spare_buffers[--worker->spare_buffer_count];
	else if (!(c->in = malloc(worker->server->buffer_size)))
		abort();
	c->in_at = c->in_n = c->scanned = 0;
}

void conn_drop_buffer(struct conn *c)
{
	struct worker *worker = c->worker;
	if (!c->in)
		return;
	if (worker->spare_buffer_count < SPARE_BUFFERS)
		worker->spare_buffers[worker->spare_buffer_count++] = c->in;
	else
		free(c->in);
	c->in = NULL;
	c->in_at = c->in_n = c->scanned = 0;
}

static void take_arena(struct conn *c)
{
	struct worker *worker = c->worker;
	if (worker->spare_arena_count)
		c->rq.arena = worker->spare_arenas[--worker->spare_arena_count];
}

static void drop_arena(struct conn *c)
{
	struct worker *worker = c->worker;
	if (!c->rq.arena.blocks)
		return;
	if (worker->spare_arena_count < SPARE_BUFFERS) {
		arena_reset(&c->rq.arena);
		worker->spare_arenas[worker->spare_arena_count++] = c->rq.arena;
		c->rq.arena = (struct arena){ 0 };
	} else {
		arena_free(&c->rq.arena);
	}
}

void conn_release(struct conn *c)
{
	body_free(c);
	drop_arena(c);
	c->rq.app = NULL;
}

void conn_close(struct conn *c)
{
	struct worker *worker = c->worker;
	if (c->state == CONN_GONE && c->fd < 0)
		return;
	list_remove(c);
	c->state = CONN_GONE;
	close(c->fd);
	c->fd = -1;
	if (c->stream)
		stream_gone(c);
	reply_drop(c);
	conn_release(c);
	conn_drop_buffer(c);
	peer_leaves(c);
	atomic_fetch_sub(&worker->server->connections, 1);
	atomic_fetch_sub(&worker->conns, 1);
	c->after = worker->gone;
	worker->gone = c;
}

bool conn_fill(struct conn *c)
{
	if (!c->readable || c->eof)
		return false;
	if (!c->in)
		take_buffer(c);
	size_t room = c->worker->server->buffer_size - c->in_n;
	if (!room)
		return false;
	ssize_t n = recv(c->fd, c->in + c->in_n, room, 0);
	if (n > 0) {
		c->in_n += (size_t)n;
		c->readable = (size_t)n == room || c->hung_up; /* less than asked: no more for now, epoll(7) */
		count_add(&c->worker->count.bytes_in, (uint64_t)n);
		return true;
	}
	if (n < 0 && errno == EINTR)
		return conn_fill(c);
	c->readable = false;
	c->eof = n == 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
	return false;
}

void conn_linger(struct conn *c)
{
	shutdown(c->fd, SHUT_WR);
	conn_enter(c, CONN_LINGER, LINGER_SECONDS);
}

void conn_answered(struct conn *c)
{
	conn_release(c);
	if (!c->keep) {
		conn_drop_buffer(c);
		if (c->linger && !c->eof)
			conn_linger(c);
		else
			conn_close(c);
		return;
	}
	size_t left = c->in_n - c->in_at;
	if (left) { /* the next request is here already: its head must start where there is room for all of it */
		memmove(c->in, c->in + c->in_at, left);
		c->in_at = c->scanned = 0;
		c->in_n = left;
	} else {
		conn_drop_buffer(c);
	}
	conn_enter(c, CONN_IDLE, c->worker->server->limits.idle_seconds);
}

static void handle(struct conn *c)
{
	const struct http_app *app = &c->worker->server->app;
	c->state = CONN_HANDLE;
	c->in_handle = true;
	app->handle(app->data, &c->rq);
	c->in_handle = false;
	if (c->state == CONN_HANDLE)
		conn_enter(c, CONN_HANDLE, 0);
}

static void body_stepped(struct conn *c, enum body_step step)
{
	if (step == BODY_COMPLETE)
		handle(c);
	else if (step == BODY_MORE && c->state != CONN_BODY)
		timer_window(c, CONN_BODY);
}

static void fill_request(struct conn *c, const struct http_head *head)
{
	struct http_request *rq = &c->rq;
	struct http_header *fields = arena_alloc(&rq->arena, (head->count + 1) * sizeof(*fields));
	memcpy(fields, head->fields, head->count * sizeof(*fields));
	rq->method = head->method;
	rq->target = head->target;
	rq->path = head->path;
	rq->query = head->query;
	rq->host = head->host;
	rq->headers = fields;
	rq->header_count = head->count;
	peer_name(c, head);
}

static void begin(struct conn *c, size_t head_n)
{
	struct worker *worker = c->worker;
	struct http_head head;
	c->head_end = c->in_at + head_n;
	take_arena(c);
	count_add(&worker->count.requests, 1);
	bool ok = http_head_parse(c->in + c->in_at, head_n, worker->fields, worker->server->limits.head_fields, &head);
	c->in_at = c->head_end;
	if (!ok) {
		c->rq.method = head.method;
		reply_refuse(c, head.refuse_status, head.refuse_text);
		return;
	}
	fill_request(c, &head);
	c->upgrade = head.upgrade;
	c->keep = head.minor == 1 ? !head.close : head.keep_alive && !head.close;
	c->linger = false;
	body_stepped(c, body_begin(c, &head));
}

/* Refuses what is in the input, which is not (and will not be) a head. */
static void refuse_input(struct conn *c, int status, const char *text)
{
	c->in_at = c->in_n;
	c->rq.method = HTTP_OTHER;
	reply_refuse(c, status, text);
}

static bool step_head(struct conn *c)
{
	const struct http_limits *limits = &c->worker->server->limits;
	size_t end;
	if (c->in_at == c->in_n && !conn_fill(c)) {
		if (c->eof)
			conn_close(c);
		else if (c->in)
			conn_drop_buffer(c);
		return false;
	}
	if (c->state == CONN_IDLE)
		c->rq.arrived_us = c->worker->now_us;
	switch (http_head_scan(c->in + c->in_at, c->in_n - c->in_at, &c->scanned, &end)) {
	case HTTP_SCAN_BAD:
		refuse_input(c, 400, "That is not an HTTP/1.1 request; lines end with CR and LF.");
		return true;
	case HTTP_SCAN_END:
		if (end > (size_t)limits->head_bytes)
			break;
		begin(c, end);
		return true;
	case HTTP_SCAN_MORE:
		if (c->in_n - c->in_at >= (size_t)limits->head_bytes)
			break;
		if (c->state == CONN_IDLE)
			conn_enter(c, CONN_HEAD, limits->head_seconds);
		if (conn_fill(c))
			return true;
		if (c->eof)
			conn_close(c);
		return false;
	}
	refuse_input(c, 431, "The header fields are too long.");
	return true;
}

static bool step_body(struct conn *c)
{
	if (c->in_at == c->in_n) /* all used: read into the same place again, behind the head */
		c->in_at = c->in_n = c->head_end;
	if (!conn_fill(c)) {
		if (c->eof)
			conn_close(c);
		return false;
	}
	body_stepped(c, body_take(c));
	return true;
}

static bool step_linger(struct conn *c)
{
	c->in_at = c->in_n = 0;
	bool more = conn_fill(c);
	if (!more)
		conn_drop_buffer(c);
	if (c->eof)
		conn_close(c);
	return more;
}

static bool step(struct conn *c)
{
	switch (c->state) {
	case CONN_IDLE:
	case CONN_HEAD:
		return step_head(c);
	case CONN_BODY:
		return step_body(c);
	case CONN_WRITE:
		reply_write(c);
		return c->state != CONN_WRITE;
	case CONN_STREAM:
	case CONN_STREAM_WAIT:
		stream_run(c);
		return c->state == CONN_LINGER;
	case CONN_LINGER:
		return step_linger(c);
	default: /* with the application, or gone */
		return false;
	}
}

void conn_run(struct conn *c)
{
	for (int steps = 0; step(c); steps++) {
		if (steps == STEPS_A_TURN) { /* the others want their turn, too */
			conn_again(c);
			return;
		}
	}
}
