/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* file.h - what an answer with a file, or with something that can be cached, needs to know: types, validators, ranges. */
#ifndef HTTP_FILE_H
#define HTTP_FILE_H

#include "http/server.h"

/* The value for Content-Type by the name's extension; "application/octet-stream" for one that is not known. Static. */
struct sv http_content_type(struct sv name);

/* A strong validator of these bytes, quoted, the same after a restart: "\"9f86d081884c7d65\"". */
struct sv http_etag(struct arena *arena, struct sv bytes) MUST_USE;
/* Whether the client has this already, by If-None-Match (RFC 9110 §13.1.2): answer 304 with the same ETag then. */
bool http_not_modified(const struct http_request *rq, struct sv etag);

/* Which part of `size` bytes a request wants (RFC 9110 §14). ALL: answer 200 with everything, also for several ranges, for what
 * cannot be read, and when If-Range names another version; PART: 206 with `length` bytes from `from` and
 * http_range_line(); NONE: 416 with http_range_line_none(). */
enum http_range { HTTP_RANGE_ALL, HTTP_RANGE_PART, HTTP_RANGE_NONE };
enum http_range http_range_parse(const struct http_request *rq, struct sv etag, int64_t size, int64_t *from_r, int64_t *length_r);
struct sv http_range_line(struct arena *arena, int64_t from, int64_t length, int64_t size); /* "Content-Range: bytes …\r\n" */
struct sv http_range_line_none(struct arena *arena, int64_t size);

/* A new file in $TMPDIR (else /tmp) without a name, readable and writable; -1 with errno. */
int http_file_temporary(void);

#endif
