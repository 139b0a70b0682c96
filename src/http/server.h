/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* server.h - our HTTP/1.1 engine (RFC 9110, 9112) with WebSocket (RFC 6455) and long-lived streams.
 *
 * One epoll loop per worker thread. A request reaches the application once it is complete (or spooled); it may be answered at
 * once or later, from any thread. The engine owns the door: sizes, deadlines, minimum rates, connection counts. */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include "base/buf.h"

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_PUT, HTTP_PATCH, HTTP_DELETE, HTTP_OPTIONS, HTTP_OTHER };

struct http_header {
	struct sv name, value; /* value: trimmed, no control bytes */
};

struct http_request {
	struct arena arena;        /* lives until the answer has been sent */
	enum http_method method;
	struct sv target;          /* as sent: "/api/v1/statuses?limit=20"; always begins with '/' */
	struct sv path, query;     /* of target, still percent-encoded, without the '?' */
	struct sv host;            /* lower case, with the port when one was sent */
	struct sv body;            /* whole; empty when it was spooled */
	int body_fd;               /* an unlinked temporary file (in $TMPDIR) with the body, at offset 0, or -1; closed by the engine */
	int64_t body_size;
	const struct http_header *headers;
	size_t header_count;
	char peer[48];             /* the client's address as text: of the connection, or from a trusted proxy's X-Forwarded-For */
	bool secure;               /* came by TLS, or a trusted proxy says so */
	int64_t arrived_us;        /* clock_monotonic() when its first byte was read */
	void *app;                 /* the application's own pointer for this request */
	unsigned worker;           /* 0 … workers-1: which loop it is on */
};

/* The value of a header, case-insensitive name; none when it was not sent. */
struct sv http_header(const struct http_request *rq, struct sv name);
/* The value of a cookie; none when it was not sent. */
struct sv http_cookie(const struct http_request *rq, struct sv name);

/* What the application says once the head is in, before a byte of the body is read. */
struct http_verdict {
	int64_t max_body;          /* bytes; a longer body is refused with 413 */
	bool spool;                /* a body over spool_above goes to a file instead of memory */
	int refuse_status;         /* not 0: answer with that at once, read no body */
	struct sv refuse_body;     /* static text, JSON */
};

struct http_app {
	void *data;
	struct http_verdict (*head)(void *data, const struct http_request *rq);
	/* A complete request, on its worker's thread. Must lead to exactly one http_reply*() or http_stream(), now or later. */
	void (*handle)(void *data, struct http_request *rq);
	/* On each worker's thread, at its start and its end: for per-thread state. May be NULL. */
	void (*worker_started)(void *data, unsigned worker);
	void (*worker_stopping)(void *data, unsigned worker);
};

struct http_limits {
	int64_t head_bytes;        /* 16 KB */
	unsigned head_fields;      /* 64 */
	int64_t spool_above;       /* 256 KB */
	unsigned connections;      /* in all; the oldest idle one is closed for a new one. The process's limit of descriptors is raised to it */
	unsigned connections_per_peer; /* IPv6: per /64; not for trusted proxies; 0: no limit */
	unsigned head_seconds;     /* from a request's first byte to the end of its head: 5 */
	unsigned body_seconds;     /* for a whole body: 600 */
	unsigned idle_seconds;     /* between requests: 75 */
	unsigned write_seconds;    /* the window in which a reader's rate is measured: 10; a stream's reader must take something in it */
	unsigned least_rate;       /* bytes per second, averaged over 10 s of a body, over write_seconds of a reader: 256 */
	unsigned stream_buffer;    /* bytes kept for a slow reader of a stream before it is dropped: 256 KB */
};
extern const struct http_limits http_limits_default;

struct http_config {
	const char *address;       /* "127.0.0.1", "::", or "unix:/path" */
	unsigned port;             /* 0: any free one */
	unsigned workers;
	const char *const *trusted_proxies; /* NULL-terminated list of addresses whose X-Forwarded-* count; a Unix socket's do */
	struct http_limits limits;
};

struct http_server;
/* Opens the door and starts the workers; requests may be handled before it returns. NULL, with a sentence in `error`, when the
 * address cannot be had. */
struct http_server *http_server_start(const struct http_config *config, const struct http_app *app, char error[200]);
unsigned http_server_port(const struct http_server *server);
/* Stops accepting, finishes what is under way for at most `grace_ms`, closes streams, joins the workers, frees. */
void http_server_stop(struct http_server *server, int grace_ms);

/* Figures for /metrics, summed over the workers. */
struct http_figures {
	uint64_t requests, accepted, refused_head, timed_out, dropped_slow, bytes_in, bytes_out;
	unsigned connections, streams;
};
struct http_figures http_server_figures(const struct http_server *server);

/* An answer. `headers`: complete lines, each ended by CRLF (Content-Length, Date, Connection are the engine's). For HEAD the
 * body is measured but not sent. From any thread; `headers` and `body` must live in rq->arena, be static, or be kept alive by
 * `done` (called once, on any thread, when the bytes are no longer needed; may be NULL).
 * `rq` is the engine's again after this call. */
struct http_reply {
	int status;
	struct sv headers;
	struct sv body;
	void (*done)(void *data);
	void *done_data;
	bool close;                /* close the connection after it */
};
void http_reply(struct http_request *rq, const struct http_reply *reply);

/* The same with a file as the body, from `offset`, `length` bytes (sendfile); takes `fd` over, copies `headers`. */
void http_reply_file(struct http_request *rq, int status, struct sv headers, int fd, int64_t offset, int64_t length);

/* --- streams: an answer without an end ------------------------------------------------------------------------------- */

/* A client that stays: server-sent events, or a WebSocket. Reference counted; safe to use from any thread. */
struct http_stream;
struct http_stream_app {
	/* A WebSocket's text message, on the worker's thread; NULL for server-sent events. */
	void (*message)(void *data, struct http_stream *stream, struct sv text);
	/* The client is gone or was dropped, on the worker's thread, exactly once; nothing is sent after it. */
	void (*closed)(void *data, struct http_stream *stream);
};

/* Answers 200 with `headers` and keeps the connection. The caller gets one reference. From any thread; on another than the
 * request's worker, `closed` may come before this returns. */
struct http_stream *http_stream_start(struct http_request *rq, struct sv headers, const struct http_stream_app *app, void *data);
/* Answers 101 to a WebSocket handshake, with `protocol` in Sec-WebSocket-Protocol unless none. NULL (and 400 was answered)
 * when the request is no valid handshake. `headers`: extra lines. */
struct http_stream *http_websocket_start(struct http_request *rq, struct sv protocol, struct sv headers,
                                         const struct http_stream_app *app, void *data);
bool http_is_websocket(const struct http_request *rq);
/* Queues bytes (a WebSocket: one text message), copied. A reader that is too far behind is dropped, not waited for. */
void http_stream_send(struct http_stream *stream, struct sv bytes);
/* WebSocket: a ping; server-sent events: the comment line ":thump". */
void http_stream_ping(struct http_stream *stream);
void http_stream_close(struct http_stream *stream);
void http_stream_ref(struct http_stream *stream);
void http_stream_unref(struct http_stream *stream);

#endif
