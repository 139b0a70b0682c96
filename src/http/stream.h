/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* stream.h - inside the engine: what stream.c (any stream) and websocket.c (the frames of some) share. */
#ifndef HTTP_STREAM_H
#define HTTP_STREAM_H

#include "http/conn.h"

struct http_stream {
	_Atomic unsigned refs;
	struct worker *worker;
	struct http_stream_app app;
	void *data;
	struct conn *c;           /* the worker's; NULL before it starts and once it is over */
	struct websocket *ws;     /* the worker's; NULL for server-sent events and between messages */
	bool websocket;

	pthread_mutex_t lock;     /* for what follows */
	char *pending;            /* [at, n) waits to be sent; NULL when there is nothing, which is nearly always */
	size_t at, n, cap;
	bool queued;              /* in the worker's inbox */
	bool closing, over, dead; /* over: the reader is too far behind */
	struct inbox_item item;
};

/* Adds bytes as they are; any thread. */
void stream_append(struct http_stream *s, struct sv head, struct sv bytes);
/* Says good-bye (a WebSocket: with a status code of RFC 6455 §7.4) and ends once that is sent; any thread. */
void stream_close_with(struct http_stream *s, unsigned code);

/* Gives the connection's input to the frame reader. False when the stream is to be closed (a close frame is queued). */
bool websocket_input(struct http_stream *s);
void websocket_free(struct http_stream *s);
size_t websocket_frame_head(char to[10], unsigned opcode, size_t n); /* of a whole message, unmasked */
bool websocket_accept_key(struct sv key, char to[32]); /* false for what is no key */

#endif
