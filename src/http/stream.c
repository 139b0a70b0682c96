/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/stream.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <wslay/wslay.h>

void http_stream_ref(struct http_stream *s)
{
	atomic_fetch_add_explicit(&s->refs, 1, memory_order_relaxed);
}

void http_stream_unref(struct http_stream *s)
{
	if (!s || atomic_fetch_sub(&s->refs, 1) != 1)
		return;
	pthread_mutex_destroy(&s->lock);
	free(s->pending);
	free(s);
}

static void put(struct http_stream *s, struct sv bytes)
{
	if (s->cap - s->n < bytes.n) {
		size_t cap = s->cap ? s->cap * 2 : 512;
		while (cap - s->n < bytes.n)
			cap *= 2;
		s->pending = realloc(s->pending, cap);
		if (!s->pending)
			abort();
		s->cap = cap;
	}
	if (bytes.n)
		memcpy(s->pending + s->n, bytes.p, bytes.n);
	s->n += bytes.n;
}

/* With the lock held, so that nothing is queued once the stream is dead and its worker perhaps gone. */
static void wake_worker(struct http_stream *s)
{
	if (s->queued)
		return;
	s->queued = true;
	http_stream_ref(s);
	inbox_put(s->worker, &s->item);
}

void stream_append(struct http_stream *s, struct sv head, struct sv bytes)
{
	pthread_mutex_lock(&s->lock);
	if (!s->dead && !s->closing) {
		if (s->n - s->at + head.n + bytes.n > s->worker->server->limits.stream_buffer) {
			s->over = true;
		} else {
			put(s, head);
			put(s, bytes);
		}
		wake_worker(s);
	}
	pthread_mutex_unlock(&s->lock);
}

enum drain { DRAINED, DRAIN_LATER, DRAIN_LOST };

static enum drain drain(struct http_stream *s)
{
	while (s->at < s->n) {
		ssize_t n = send(s->c->fd, s->pending + s->at, s->n - s->at, MSG_NOSIGNAL);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno == EAGAIN || errno == EWOULDBLOCK ? DRAIN_LATER : DRAIN_LOST;
		s->at += (size_t)n;
		s->c->moved += n;
		count_add(&s->worker->count.bytes_out, (uint64_t)n);
	}
	free(s->pending);
	s->pending = NULL;
	s->at = s->n = s->cap = 0;
	return DRAINED;
}

/* What is sent moves to the front when more than half the buffer is used up. */
static void compact(struct http_stream *s)
{
	if (s->at < s->cap / 2)
		return;
	memmove(s->pending, s->pending + s->at, s->n - s->at);
	s->n -= s->at;
	s->at = 0;
}

/* On the worker's thread. The connection may be closed after it. */
static void stream_flush(struct http_stream *s)
{
	struct conn *c = s->c;
	pthread_mutex_lock(&s->lock);
	enum drain drained = drain(s);
	bool over = s->over, closing = s->closing;
	if (drained == DRAIN_LATER)
		compact(s);
	pthread_mutex_unlock(&s->lock);
	if (over)
		count_add(&s->worker->count.dropped_slow, 1);
	if (over || drained == DRAIN_LOST) {
		conn_close(c);
	} else if (drained == DRAIN_LATER) {
		if (c->state != CONN_STREAM_WAIT)
			timer_window(c, CONN_STREAM_WAIT);
	} else if (closing) {
		stream_gone(c);
		conn_drop_buffer(c);
		conn_linger(c);
		conn_again(c);
	} else if (c->state != CONN_STREAM) {
		conn_enter(c, CONN_STREAM, 0);
	}
}

static void stream_arrive(struct worker *worker, struct inbox_item *item)
{
	struct http_stream *s = (struct http_stream *)((char *)item - offsetof(struct http_stream, item));
	(void)worker;
	pthread_mutex_lock(&s->lock);
	s->queued = false;
	pthread_mutex_unlock(&s->lock);
	if (s->c)
		stream_flush(s);
	http_stream_unref(s);
}

void http_stream_send(struct http_stream *s, struct sv bytes)
{
	char head[10];
	size_t n = s->websocket ? websocket_frame_head(head, WSLAY_TEXT_FRAME, bytes.n) : 0;
	stream_append(s, (struct sv){ head, n }, bytes);
}

void http_stream_ping(struct http_stream *s)
{
	char head[10];
	if (s->websocket)
		stream_append(s, (struct sv){ head, websocket_frame_head(head, WSLAY_PING, 0) }, SV(""));
	else
		stream_append(s, SV(":thump\n"), SV(""));
}

void stream_close_with(struct http_stream *s, unsigned code)
{
	char frame[12];
	size_t n = 0;
	if (s->websocket) {
		n = websocket_frame_head(frame, WSLAY_CONNECTION_CLOSE, 2);
		frame[n++] = (char)(code >> 8);
		frame[n++] = (char)code;
	}
	pthread_mutex_lock(&s->lock);
	if (!s->dead && !s->closing) {
		put(s, (struct sv){ frame, n });
		s->closing = true;
		wake_worker(s);
	}
	pthread_mutex_unlock(&s->lock);
}

void http_stream_close(struct http_stream *s)
{
	stream_close_with(s, WSLAY_CODE_NORMAL_CLOSURE);
}

void stream_stop(struct conn *c)
{
	struct http_stream *s = c->stream;
	http_stream_ref(s);
	stream_close_with(s, WSLAY_CODE_GOING_AWAY);
	stream_flush(s);
	if (s->c) /* its reader is behind: no good-bye then */
		conn_close(c);
	http_stream_unref(s);
}

void stream_gone(struct conn *c)
{
	struct http_stream *s = c->stream;
	c->stream = NULL;
	atomic_fetch_sub(&c->worker->count.streams, 1);
	websocket_free(s);
	pthread_mutex_lock(&s->lock);
	s->dead = true;
	free(s->pending);
	s->pending = NULL;
	s->at = s->n = s->cap = 0;
	pthread_mutex_unlock(&s->lock);
	s->c = NULL;
	if (s->app.closed)
		s->app.closed(s->data, s);
	http_stream_unref(s);
}

/* A WebSocket's frames, or, of server-sent events, bytes that nobody asked for. */
static bool take_input(struct http_stream *s, struct conn *c)
{
	if (s->websocket)
		return websocket_input(s);
	c->in_at = c->in_n = 0;
	return true;
}

void stream_run(struct conn *c)
{
	struct http_stream *s = c->stream;
	http_stream_ref(s);
	bool open = true;
	int reads = 0;
	while (open && s->c && (c->in_at < c->in_n || conn_fill(c))) {
		open = take_input(s, c);
		if (c->in_at == c->in_n)
			c->in_at = c->in_n = 0;
		if (++reads == 16 && s->c) {
			conn_again(c);
			break;
		}
	}
	if (s->c && c->in && c->in_at == c->in_n)
		conn_drop_buffer(c);
	if (!open) {
		pthread_mutex_lock(&s->lock);
		s->closing = true;
		pthread_mutex_unlock(&s->lock);
	}
	if (s->c && c->eof)
		conn_close(c);
	else if (s->c)
		stream_flush(s);
	http_stream_unref(s);
}

/* The request ends here: its connection is the stream's from now on. */
static void adopt(struct conn *c)
{
	struct http_stream *s = c->stream;
	s->c = c;
	conn_release(c);
	c->keep = false;
	c->moved = 0;
	if (c->in_at == c->in_n)
		conn_drop_buffer(c);
	conn_enter(c, CONN_STREAM, 0);
	if (c->worker->ended)
		stream_stop(c);
}

static void adopt_arrive(struct worker *worker, struct inbox_item *item)
{
	struct conn *c = (struct conn *)((char *)item - offsetof(struct conn, item));
	(void)worker;
	adopt(c);
	conn_run(c);
}

static struct http_stream *stream_new(struct conn *c, const struct http_stream_app *app, void *data)
{
	struct http_stream *s = calloc(1, sizeof(*s));
	if (!s)
		abort();
	s->refs = 2; /* the connection's and the caller's */
	s->worker = c->worker;
	s->app = *app;
	s->data = data;
	s->item.arrive = stream_arrive;
	pthread_mutex_init(&s->lock, NULL);
	return s;
}

/* `first` and `headers`, then the engine's own lines, are the answer. */
static struct http_stream *start(struct conn *c, struct http_stream *s, struct sv first, struct sv headers, struct sv last)
{
	put(s, first);
	put(s, reply_date());
	put(s, headers);
	put(s, last);
	c->stream = s;
	atomic_fetch_add(&c->worker->count.streams, 1);
	if (this_worker != c->worker) {
		c->item.arrive = adopt_arrive;
		inbox_put(c->worker, &c->item);
		return s;
	}
	bool inside = c->in_handle;
	adopt(c);
	if (!inside)
		conn_run(c);
	return s;
}

struct http_stream *http_stream_start(struct http_request *rq, struct sv headers, const struct http_stream_app *app, void *data)
{
	struct conn *c = (struct conn *)rq;
	struct http_stream *s = stream_new(c, app, data);
	s->closing = rq->method == HTTP_HEAD;
	return start(c, s, SV("HTTP/1.1 200 OK\r\n"), headers, SV("Connection: close\r\n\r\n"));
}

/* --- the WebSocket's handshake, RFC 6455 §4.2 ------------------------------------------------------------------------- */

bool http_is_websocket(const struct http_request *rq)
{
	const struct conn *c = (const struct conn *)rq;
	return rq->method == HTTP_GET && c->upgrade && sv_eq_nocase(http_header(rq, SV("upgrade")), SV("websocket"));
}

static void refuse_handshake(struct http_request *rq, int status, struct sv headers, struct sv body)
{
	http_reply(rq, &(struct http_reply){ .status = status, .headers = headers, .body = body, .close = true });
}

struct http_stream *http_websocket_start(struct http_request *rq, struct sv protocol, struct sv headers,
                                         const struct http_stream_app *app, void *data)
{
	struct conn *c = (struct conn *)rq;
	struct sv key = http_header(rq, SV("sec-websocket-key"));
	char accept[32];
	if (!http_is_websocket(rq) || !websocket_accept_key(key, accept)) {
		refuse_handshake(rq, 400, SV("Content-Type: application/json; charset=utf-8\r\n"),
		                 SV("{\"error\":\"This is not a WebSocket handshake (RFC 6455).\"}"));
		return NULL;
	}
	if (!sv_eq(http_header(rq, SV("sec-websocket-version")), SV("13"))) {
		refuse_handshake(rq, 426, SV("Content-Type: application/json; charset=utf-8\r\nSec-WebSocket-Version: 13\r\n"),
		                 SV("{\"error\":\"Use version 13 of the WebSocket protocol.\"}"));
		return NULL;
	}
	struct http_stream *s = stream_new(c, app, data);
	s->websocket = true;
	struct sv lines = arena_printf(&rq->arena, "%s" SVF "%s" SVF "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n",
	                               protocol.p ? "Sec-WebSocket-Protocol: " : "", SVA(protocol), protocol.p ? "\r\n" : "", SVA(headers),
	                               accept);
	return start(c, s, SV("HTTP/1.1 101 Switching Protocols\r\n"), SV(""), lines);
}
