/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/conn.h"

#include "base/log.h"
#include "http/file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { DEFAULT_MAX_BODY = 1 << 20, FIRST_BODY = 16 << 10 };

void body_free(struct conn *c)
{
	if (c->rq.body_fd >= 0)
		close(c->rq.body_fd);
	free(c->body);
	c->body = NULL;
	c->body_n = c->body_cap = 0;
	c->rq.body_fd = -1;
	c->rq.body = SV("");
	c->rq.body_size = 0;
}

static enum body_step refuse_body(struct conn *c, int status, const char *text)
{
	reply_refuse(c, status, text);
	return BODY_ANSWERED;
}

static bool spool(struct conn *c, struct sv piece)
{
	while (piece.n) {
		ssize_t n = write(c->rq.body_fd, piece.p, piece.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		piece = sv_from(piece, (size_t)n);
	}
	return true;
}

static bool start_spool(struct conn *c)
{
	c->rq.body_fd = http_file_temporary();
	if (c->rq.body_fd >= 0 && spool(c, (struct sv){ c->body, c->body_n })) {
		free(c->body);
		c->body = NULL;
		c->body_n = c->body_cap = 0;
		return true;
	}
	LOG(ERROR, "http_spool_failed", F("errno", errno));
	return false;
}

static void keep_in_memory(struct conn *c, struct sv piece)
{
	if (c->body_cap - c->body_n < piece.n) {
		size_t cap = c->body_cap ? c->body_cap * 2 : FIRST_BODY;
		while (cap - c->body_n < piece.n)
			cap *= 2;
		c->body = realloc(c->body, cap);
		if (!c->body)
			abort();
		c->body_cap = cap;
	}
	memcpy(c->body + c->body_n, piece.p, piece.n);
	c->body_n += piece.n;
}

static enum body_step store(struct conn *c, struct sv piece)
{
	c->moved += (int64_t)piece.n;
	if (c->moved > c->max_body)
		return refuse_body(c, 413, "The body is too large.");
	int64_t above = c->worker->server->limits.spool_above;
	bool to_file = c->spool && (c->moved > above || c->moved + c->body_left > above);
	if (c->rq.body_fd < 0 && to_file && !start_spool(c))
		return refuse_body(c, 503, "There is no room for the upload at the moment; try again later.");
	if (c->rq.body_fd < 0)
		keep_in_memory(c, piece);
	else if (!spool(c, piece))
		return refuse_body(c, 503, "There is no room for the upload at the moment; try again later.");
	return BODY_MORE;
}

static enum body_step body_done(struct conn *c)
{
	c->framing = FRAMED_NONE;
	c->rq.body_size = c->moved;
	if (c->rq.body_fd >= 0)
		lseek(c->rq.body_fd, 0, SEEK_SET);
	else
		c->rq.body = (struct sv){ c->body ? c->body : "", c->body_n };
	return BODY_COMPLETE;
}

static enum body_step take_length(struct conn *c)
{
	size_t here = c->in_n - c->in_at;
	size_t room = c->worker->server->buffer_size - c->head_end;
	if (c->moved == 0 && (size_t)c->body_left <= room) { /* it fits behind its head: nothing is copied */
		if (here < (size_t)c->body_left)
			return BODY_MORE;
		c->rq.body = (struct sv){ c->in + c->in_at, (size_t)c->body_left };
		c->rq.body_size = c->body_left;
		c->in_at += (size_t)c->body_left;
		c->framing = FRAMED_NONE;
		return BODY_COMPLETE;
	}
	struct sv piece = sv_first((struct sv){ c->in + c->in_at, here }, (size_t)c->body_left);
	c->in_at += piece.n;
	c->body_left -= (int64_t)piece.n;
	enum body_step step = piece.n ? store(c, piece) : BODY_MORE;
	return step == BODY_MORE && c->body_left == 0 ? body_done(c) : step;
}

/* The pieces of all chunks in the input are pushed together first: chunks of one byte cost no more than large ones. */
static enum body_step take_chunks(struct conn *c)
{
	struct sv in = { c->in + c->in_at, c->in_n - c->in_at }, piece;
	char *joined = c->in + c->in_at;
	size_t n = 0;
	enum http_chunk chunk;
	while ((chunk = http_chunked_next(&c->chunked, &in, &piece)) == HTTP_CHUNK_DATA) {
		memmove(joined + n, piece.p, piece.n);
		n += piece.n;
	}
	c->in_at = c->in_n - in.n;
	if (chunk == HTTP_CHUNK_BAD)
		return refuse_body(c, 400, "The chunked body is broken.");
	enum body_step step = n ? store(c, (struct sv){ joined, n }) : BODY_MORE;
	return step == BODY_MORE && chunk == HTTP_CHUNK_END ? body_done(c) : step;
}

enum body_step body_take(struct conn *c)
{
	return c->framing == FRAMED_CHUNKED ? take_chunks(c) : take_length(c);
}

/* RFC 9110 §10.1.1. It is a few bytes into an empty socket: should it not fit, the client waits in vain and gives up. */
static void send_continue(struct conn *c)
{
	static const char text[] = "HTTP/1.1 100 Continue\r\n\r\n";
	ssize_t sent = send(c->fd, text, sizeof(text) - 1, MSG_NOSIGNAL);
	(void)sent;
}

static enum body_step refuse_by_verdict(struct conn *c, const struct http_verdict *verdict)
{
	if (c->framing != FRAMED_NONE) {
		c->keep = false;
		c->linger = true;
	}
	struct http_reply reply = { .status = verdict->refuse_status, .headers = SV("Content-Type: application/json; charset=utf-8\r\n"),
		                    .body = verdict->refuse_body };
	reply_start(c, &reply);
	return BODY_ANSWERED;
}

enum body_step body_begin(struct conn *c, const struct http_head *head)
{
	struct worker *worker = c->worker;
	const struct http_app *app = &worker->server->app;
	struct http_verdict verdict = { .max_body = DEFAULT_MAX_BODY };
	c->framing = head->chunked ? FRAMED_CHUNKED : head->content_length > 0 ? FRAMED_LENGTH : FRAMED_NONE;
	c->body_left = head->chunked || head->content_length < 0 ? 0 : head->content_length;
	c->moved = 0;
	c->rq.body = SV("");
	if (app->head)
		verdict = app->head(app->data, &c->rq);
	if (verdict.refuse_status)
		return refuse_by_verdict(c, &verdict);
	if (c->framing == FRAMED_NONE)
		return BODY_COMPLETE;
	if (c->body_left > verdict.max_body)
		return refuse_body(c, 413, "The body is too large.");
	c->max_body = verdict.max_body;
	c->spool = verdict.spool;
	c->chunked = (struct http_chunked){ 0 };
	c->body_until_us = worker->now_us + (int64_t)worker->server->limits.body_seconds * 1000000;
	if (head->expect_continue && c->in_at == c->in_n)
		send_continue(c);
	return body_take(c);
}
