/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* encoding.h - the body of an answer, in fewer bytes when the client asked for that (RFC 9110 §12.5.3): gzip.
 * Do not give it an answer that holds a secret next to something a stranger chose: its length would tell the secret. */
#ifndef HTTP_ENCODING_H
#define HTTP_ENCODING_H

#include "http/server.h"

/* Text or JSON. Under 1 KB, or when the client did not ask, it comes back as it is. `*header_line_r`: the lines that the answer needs
 * with it, each with CRLF; empty when none. What is returned lies in rq->arena or is `body` itself. Any thread. */
struct sv http_compress(struct http_request *rq, struct sv body, struct sv *header_line_r);

/* Compressed by gzip, in the arena; none when it is short or does not shrink. */
struct sv http_gzip(struct arena *arena, struct sv body);

/* The same for the beginning of a body: gzip's head and blocks that end at a whole byte, whatever follows (packed.h). */
struct sv http_gzip_begin(struct arena *arena, struct sv body);

/* Whether Accept-Encoding takes a coding: named (or "*") with a weight that is not 0. */
bool http_accepts_coding(struct sv accept_encoding, struct sv coding);

#endif
