/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* parse.h - the head of an HTTP/1.x request (RFC 9112), read strictly: what two servers could understand in two ways is refused,
 * so that nothing can be smuggled past a proxy in front of us. */
#ifndef HTTP_PARSE_H
#define HTTP_PARSE_H

#include "http/server.h"

struct http_head {
	enum http_method method;
	struct sv target, path, query, host; /* as in struct http_request */
	struct http_header *fields;
	size_t count;
	int minor;                  /* of HTTP/1.minor: 0 or 1 */
	int64_t content_length;     /* -1: none was sent */
	bool chunked, close, keep_alive, upgrade, expect_continue;
	int refuse_status;          /* why it was refused */
	const char *refuse_text;
};

/* Looks for the end of the head in the `n` bytes at `p`. `*scanned` (0 at first) remembers how far earlier calls came, so
 * that a head that comes byte by byte is not read again and again. MORE: not there yet; BAD: it can never be a head. */
enum http_scan { HTTP_SCAN_MORE, HTTP_SCAN_END, HTTP_SCAN_BAD };
enum http_scan http_head_scan(const char *p, size_t n, size_t *scanned, size_t *end_r);

/* Reads the complete head of `n` bytes at `p`, lower-casing the host in place. `fields` has room for `max_fields`. False when
 * it is refused: head_r->refuse_status and refuse_text say why. Views point into `p`. */
bool http_head_parse(char *p, size_t n, struct http_header *fields, unsigned max_fields, struct http_head *head_r) MUST_USE;

/* The body of a chunked request, as it comes. Trailers are read and dropped. A zeroed struct is at the start. */
struct http_chunked {
	unsigned char at;           /* private: what comes next */
	unsigned digits, overhead;
	uint64_t left;              /* of the chunk under way */
};
enum http_chunk { HTTP_CHUNK_MORE, HTTP_CHUNK_DATA, HTTP_CHUNK_END, HTTP_CHUNK_BAD };
/* Takes from the front of `in`. DATA: `*data_r` is a piece of the body; MORE: `in` is used up; END: the body is complete. */
enum http_chunk http_chunked_next(struct http_chunked *chunked, struct sv *in, struct sv *data_r);

extern const unsigned char http_token_char[256]; /* RFC 9110 §5.6.2: 1 for what a token may hold */

#endif
