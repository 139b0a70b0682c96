/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/conn.h"

#include "base/clock.h"
#include "base/json.h"

#include <errno.h>
#include <stdio.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { ENGINE_HEAD = 256, SENDFILE_A_TURN = 1 << 20, MOST_A_TURN = 4 << 20 }; /* ENGINE_HEAD: the most that we add to the application's headers */

static const char *phrase(int status)
{
	static const char *const phrases[] = {
		[101] = "Switching Protocols", [200] = "OK", [201] = "Created", [202] = "Accepted", [204] = "No Content",
		[206] = "Partial Content", [301] = "Moved Permanently", [302] = "Found", [303] = "See Other", [304] = "Not Modified",
		[307] = "Temporary Redirect", [308] = "Permanent Redirect", [400] = "Bad Request", [401] = "Unauthorized",
		[403] = "Forbidden", [404] = "Not Found", [405] = "Method Not Allowed", [406] = "Not Acceptable",
		[408] = "Request Timeout", [409] = "Conflict", [410] = "Gone", [411] = "Length Required", [412] = "Precondition Failed",
		[413] = "Content Too Large", [415] = "Unsupported Media Type", [416] = "Range Not Satisfiable",
		[417] = "Expectation Failed", [422] = "Unprocessable Content", [426] = "Upgrade Required", [429] = "Too Many Requests",
		[431] = "Request Header Fields Too Large", [500] = "Internal Server Error", [501] = "Not Implemented",
		[502] = "Bad Gateway", [503] = "Service Unavailable", [504] = "Gateway Timeout", [505] = "HTTP Version Not Supported",
	};
	bool known = status >= 0 && (size_t)status < COUNT_OF(phrases) && phrases[status];
	return known ? phrases[status] : "Status"; /* the phrase means nothing, but must be there */
}

struct sv reply_date(void)
{
	static _Thread_local char line[64];
	static _Thread_local time_t second;
	time_t now = clock_now() / 1000;
	if (now != second) {
		struct tm tm;
		gmtime_r(&now, &tm);
		strftime(line, sizeof(line), "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &tm);
		second = now;
	}
	return (struct sv){ line, sizeof("Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n") - 1 };
}

static void put_status(struct buf *out, int status)
{
	if (status == 200) {
		buf_put(out, SV("HTTP/1.1 200 OK\r\n"));
		return;
	}
	buf_put(out, SV("HTTP/1.1 "));
	buf_int(out, status);
	buf_putc(out, ' ');
	buf_put(out, sv_of(phrase(status)));
	buf_put(out, SV("\r\n"));
}

/* RFC 9110 §8.6: these have no body and say nothing of its length. */
static bool without_length(int status)
{
	return status == 204 || status == 304 || status < 200;
}

static void put_head(struct conn *c, const struct http_reply *reply, int64_t length)
{
	struct buf out = BUF(&c->rq.arena, reply->headers.n + ENGINE_HEAD);
	out.p = arena_alloc(&c->rq.arena, out.max);
	out.cap = out.max;
	put_status(&out, reply->status);
	buf_put(&out, reply_date());
	buf_put(&out, reply->headers);
	if (!without_length(reply->status)) {
		buf_put(&out, SV("Content-Length: "));
		buf_int(&out, length);
		buf_put(&out, SV("\r\n"));
	}
	buf_put(&out, c->keep ? SV("Connection: keep-alive\r\n\r\n") : SV("Connection: close\r\n\r\n"));
	c->out.head = buf_sv(&out);
}

void reply_start(struct conn *c, const struct http_reply *reply)
{
	struct output *out = &c->out;
	if (reply->close || c->worker->stopping)
		c->keep = false;
	put_head(c, reply, out->file >= 0 ? out->file_left : (int64_t)reply->body.n);
	bool bare = c->rq.method == HTTP_HEAD || without_length(reply->status);
	out->body = bare ? SV("") : reply->body;
	if (bare)
		out->file_left = 0;
	out->done = reply->done;
	out->done_data = reply->done_data;
	c->moved = 0;
	reply_write(c);
}

void reply_drop(struct conn *c)
{
	struct output *out = &c->out;
	if (out->file >= 0)
		close(out->file);
	void (*done)(void *) = out->done;
	void *data = out->done_data;
	*out = (struct output){ .file = -1 };
	if (done)
		done(data);
}

static void took(struct conn *c, size_t n)
{
	c->moved += (int64_t)n;
	count_add(&c->worker->count.bytes_out, n);
}

static bool send_memory(struct conn *c)
{
	struct output *out = &c->out;
	struct iovec iov[2] = { { (void *)(uintptr_t)out->head.p, out->head.n }, { (void *)(uintptr_t)out->body.p, out->body.n } };
	struct msghdr msg = { .msg_iov = out->head.n ? iov : iov + 1, .msg_iovlen = out->head.n && out->body.n ? 2 : 1 };
	ssize_t n = sendmsg(c->fd, &msg, MSG_NOSIGNAL | (out->file_left ? MSG_MORE : 0));
	if (n < 0)
		return false;
	took(c, (size_t)n);
	size_t of_head = (size_t)n < out->head.n ? (size_t)n : out->head.n;
	out->head = sv_from(out->head, of_head);
	out->body = sv_from(out->body, (size_t)n - of_head);
	return true;
}

static bool send_file(struct conn *c)
{
	struct output *out = &c->out;
	size_t n = out->file_left < SENDFILE_A_TURN ? (size_t)out->file_left : SENDFILE_A_TURN;
	ssize_t sent = sendfile(c->fd, out->file, &out->file_at, n);
	if (sent == 0)
		errno = EIO; /* the file is shorter than was promised: the client must see a broken answer */
	if (sent <= 0)
		return false;
	took(c, (size_t)sent);
	out->file_left -= sent;
	return true;
}

enum flush { FLUSH_DONE, FLUSH_LATER, FLUSH_LOST };

static enum flush flush(struct conn *c)
{
	int64_t most = c->moved + MOST_A_TURN;
	while (c->out.head.n || c->out.body.n || c->out.file_left) {
		if (c->moved >= most) { /* a reader as fast as we are must not keep the others waiting */
			conn_again(c);
			return FLUSH_LATER;
		}
		bool sent = c->out.head.n || c->out.body.n ? send_memory(c) : send_file(c);
		if (!sent && (errno == EAGAIN || errno == EWOULDBLOCK))
			return FLUSH_LATER;
		if (!sent && errno != EINTR)
			return FLUSH_LOST;
	}
	return FLUSH_DONE;
}

void reply_write(struct conn *c)
{
	switch (flush(c)) {
	case FLUSH_DONE:
		reply_drop(c);
		conn_answered(c);
		break;
	case FLUSH_LATER:
		if (c->state != CONN_WRITE)
			timer_window(c, CONN_WRITE);
		break;
	case FLUSH_LOST:
		conn_close(c);
		break;
	}
}

void reply_refuse(struct conn *c, int status, const char *text)
{
	struct buf body = BUF(&c->rq.arena, 1024);
	struct json j = JSON(&body);
	json_object(&j);
	json_cstr(json_key(&j, "error"), text);
	json_end(&j);
	c->keep = false;
	c->linger = true;
	if (status == 400 || status == 431 || status >= 500)
		count_add(&c->worker->count.refused_head, 1);
	struct http_reply reply = { .status = status, .headers = SV("Content-Type: application/json; charset=utf-8\r\n"),
		                    .body = buf_sv(&body), .close = true };
	reply_start(c, &reply);
}

static void reply_arrive(struct worker *worker, struct inbox_item *item)
{
	struct conn *c = (struct conn *)((char *)item - offsetof(struct conn, item));
	(void)worker;
	reply_start(c, &c->reply);
	conn_run(c);
}

void http_reply(struct http_request *rq, const struct http_reply *reply)
{
	struct conn *c = (struct conn *)rq;
	if (this_worker != c->worker) {
		c->reply = *reply;
		c->item.arrive = reply_arrive;
		inbox_put(c->worker, &c->item);
		return;
	}
	bool inside = c->in_handle; /* then conn_run() is under way */
	reply_start(c, reply);
	if (!inside)
		conn_run(c);
}

void http_reply_file(struct http_request *rq, int status, struct sv headers, int fd, int64_t offset, int64_t length)
{
	struct conn *c = (struct conn *)rq;
	c->out.file = fd;
	c->out.file_at = (off_t)offset;
	c->out.file_left = length;
	http_reply(rq, &(struct http_reply){ .status = status, .headers = arena_dup(&rq->arena, headers) });
}
