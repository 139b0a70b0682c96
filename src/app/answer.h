/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* answer.h - what a handler sends back. Lives in cx->arena until the bytes are sent. */
#ifndef APP_ANSWER_H
#define APP_ANSWER_H

#include "base/ctx.h"
#include "base/json.h"
#include "http/server.h"
#include "store/page.h"

enum { ANSWER_MOST = 16 << 20, ANSWER_HEADERS_MOST = 16 << 10, ANSWER_HEADERS_OURS = 2 << 10, /* room for what each answer has */
       ANSWER_LOCATION_MOST = 12 << 10 }; /* bytes */

struct answer {
	int status;                /* 200 unless a handler says otherwise */
	const char *content_type;
	struct buf headers, body;
	struct json json;          /* writes into body */
	size_t own_from;           /* from which byte on the body is this reader's own, and another one each time; 0: nobody has said. What
	                            * stands before that, compressed, is kept for the next time that it comes (http/packed.h) */
	bool cacheable;            /* the handler has set Cache-Control itself */
	bool as_is;                /* the body goes out as it is: it was compressed before, or holds a secret that its length must not tell */
	bool framable;             /* a page that other sites may show in a frame: nothing in it can be pressed */
	bool leads_away;           /* a page whose form may end at another site (OAuth): no form-action in its policy */
	bool shared;               /* web: pages of other sites may show it: a picture of ours */
	uint64_t changes, news;    /* web: what was known when a page to be kept was begun */
	void (*start)(struct ctx *cx); /* takes the request over, in place of a reply: a stream. Called last; cx->http is gone after it */
	enum fail (*then)(struct ctx *cx, void *arg); /* answer_on_writer() */
	void *then_arg;
	struct fragment *held[64]; /* fragment.h: those that the body is made from, until it is */
	unsigned held_count;
	int file;                  /* the body, from file_from on, file_length bytes; -1: it is `body` */
	int64_t file_from, file_length;
};

/* The JSON answer, to write into: one value. */
struct json *answer_json(struct ctx *cx);
/* "{}": for what only worked. */
enum fail answer_empty(struct ctx *cx);
void answer_status(struct ctx *cx, int status);
/* A header line; control bytes in `value` make it be left out, and so does what would leave no room for our own. */
void answer_header(struct ctx *cx, const char *name, struct sv value);
/* From a handler in the lane READ, at its end: `then` answers, in its place, on the writer, as handlers in the lane WRITE do. For what
 * takes longer to prepare than to write. */
enum fail answer_on_writer(struct ctx *cx, enum fail (*then)(struct ctx *cx, void *arg), void *arg);
/* A body of another type than JSON. */
void answer_body(struct ctx *cx, const char *content_type, struct sv body);
enum fail answer_redirect(struct ctx *cx, int status, struct sv location);
/* A file of the community's media folder or elsewhere, from a handler in any lane; with ETag, 304 and a range when one is asked for.
 * FAIL_NOT_FOUND. */
enum fail answer_file(struct ctx *cx, const char *path, const char *content_type, struct sv cache_control) MUST_USE;

/* --- pages of lists ---------------------------------------------------------------------------------------------------------- */

/* Reads max_id, since_id, min_id, limit; ids that are none count as absent; limit is cut to `most`. */
struct page page_read(const struct ctx *cx, int64_t usual, int64_t most);
/* The Link header (Mastodon documentation: api/guidelines): next for what is below `last_id`, prev for what is above `first_id`;
 * the other query parameters stay. `count` of rows that the page has: next is left out when it is 0. */
void answer_links(struct ctx *cx, int64_t first_id, int64_t last_id, size_t count, int64_t limit);

/* The bearer token as it came with the request; none: without one. */
struct sv token_sent(const struct ctx *cx);
/* The number-th ":name" of the route's path as an id; 0 when it is none: look-ups then find nothing. */
int64_t path_id(const struct ctx *cx, unsigned number);

#endif
