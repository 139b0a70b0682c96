/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Frames that come in are read by wslay. Its context costs 4.7 KB, so one lives only while a frame or a message is half
 * received; ten thousand quiet sockets have none. What goes out is a few bytes before the text, written here. */
#include "http/stream.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <wslay/wslay.h>

enum { LONGEST_MESSAGE = 64 << 10, KEY_LENGTH = 24 };

struct websocket {
	wslay_event_context_ptr wslay;
	uint64_t given, framed;   /* bytes handed to wslay; bytes of frames it has completed */
	uint64_t frame;           /* length of the frame under way, with its head */
	bool in_message;
};

bool websocket_accept_key(struct sv key, char to[32])
{
	unsigned char decoded[KEY_LENGTH], hash[EVP_MAX_MD_SIZE], text[KEY_LENGTH + 36];
	unsigned n = 0;
	/* 16 bytes in base64; the padding makes the decoder say 18 */
	if (key.n != KEY_LENGTH || EVP_DecodeBlock(decoded, (const unsigned char *)key.p, KEY_LENGTH) != 18)
		return false;
	memcpy(text, key.p, KEY_LENGTH);
	memcpy(text + KEY_LENGTH, "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", 36);
	if (!EVP_Digest(text, sizeof(text), hash, &n, EVP_sha1(), NULL))
		return false;
	EVP_EncodeBlock((unsigned char *)to, hash, (int)n);
	return true;
}

size_t websocket_frame_head(char to[10], unsigned opcode, size_t n)
{
	to[0] = (char)(0x80 | opcode); /* FIN: one frame, one message */
	if (n < 126) {
		to[1] = (char)n;
		return 2;
	}
	unsigned bytes = n < 65536 ? 2 : 8;
	to[1] = bytes == 2 ? 126 : 127;
	for (unsigned i = 0; i < bytes; i++)
		to[2 + i] = (char)((uint64_t)n >> 8 * (bytes - 1 - i));
	return 2 + bytes;
}

static ssize_t give(wslay_event_context_ptr wslay, uint8_t *to, size_t room, int flags, void *data)
{
	struct http_stream *s = data;
	struct conn *c = s->c;
	(void)flags;
	if (!c || c->in_at == c->in_n) {
		wslay_event_set_error(wslay, WSLAY_ERR_WOULDBLOCK);
		return -1;
	}
	size_t n = c->in_n - c->in_at < room ? c->in_n - c->in_at : room;
	memcpy(to, c->in + c->in_at, n);
	c->in_at += n;
	s->ws->given += n;
	return (ssize_t)n;
}

/* Pongs and the answer to a close frame. */
static ssize_t take(wslay_event_context_ptr wslay, const uint8_t *from, size_t n, int flags, void *data)
{
	(void)wslay;
	(void)flags;
	stream_append(data, (struct sv){ (const char *)from, n }, SV(""));
	return (ssize_t)n;
}

static void frame_starts(wslay_event_context_ptr wslay, const struct wslay_event_on_frame_recv_start_arg *frame, void *data)
{
	struct http_stream *s = data;
	uint64_t n = frame->payload_length;
	(void)wslay;
	s->ws->frame = n + 2 + 4 + (n < 126 ? 0 : n < 65536 ? 2 : 8); /* a client's frames are masked */
	if (!wslay_is_ctrl_frame(frame->opcode))
		s->ws->in_message = !frame->fin;
}

static void frame_ends(wslay_event_context_ptr wslay, void *data)
{
	struct http_stream *s = data;
	(void)wslay;
	s->ws->framed += s->ws->frame;
}

static void message(wslay_event_context_ptr wslay, const struct wslay_event_on_msg_recv_arg *arg, void *data)
{
	struct http_stream *s = data;
	if (arg->opcode == WSLAY_BINARY_FRAME) {
		static const char why[] = "send text";
		wslay_event_queue_close(wslay, WSLAY_CODE_UNSUPPORTED_DATA, (const uint8_t *)why, sizeof(why) - 1);
		wslay_event_shutdown_read(wslay);
	} else if (arg->opcode == WSLAY_TEXT_FRAME && s->app.message && s->c) {
		s->app.message(s->data, s, (struct sv){ (const char *)arg->msg, arg->msg_length });
	}
}

static void open_reader(struct http_stream *s)
{
	static const struct wslay_event_callbacks callbacks = {
		.recv_callback = give, .send_callback = take, .on_frame_recv_start_callback = frame_starts,
		.on_frame_recv_end_callback = frame_ends, .on_msg_recv_callback = message,
	};
	s->ws = calloc(1, sizeof(*s->ws));
	if (!s->ws || wslay_event_context_server_init(&s->ws->wslay, &callbacks, s) != 0)
		abort();
	wslay_event_config_set_max_recv_msg_length(s->ws->wslay, LONGEST_MESSAGE);
}

void websocket_free(struct http_stream *s)
{
	if (!s->ws)
		return;
	wslay_event_context_free(s->ws->wslay);
	free(s->ws);
	s->ws = NULL;
}

bool websocket_input(struct http_stream *s)
{
	if (!s->ws)
		open_reader(s);
	wslay_event_context_ptr wslay = s->ws->wslay;
	if (wslay_event_recv(wslay) != 0) { /* not even a frame; other errors are answered by wslay itself */
		stream_close_with(s, WSLAY_CODE_PROTOCOL_ERROR);
		return false;
	}
	bool ok = wslay_event_send(wslay) == 0 && wslay_event_get_read_enabled(wslay);
	if (ok && s->ws->given == s->ws->framed && !s->ws->in_message)
		websocket_free(s);
	return ok;
}
