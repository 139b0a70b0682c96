/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* router.h - finds the row of a table of routes. Patterns: "/api/v1/statuses/:id/context", "/@:acct" (a literal start of a
 * segment), "/media/" and "*rest" (everything that is left, at least one segment). A literal segment wins over one with a literal start,
 * that over a bare :name, that over *rest; when the better way leads nowhere, the next one is tried.
 * Read-only once built: any thread may match. */
#ifndef HTTP_ROUTER_H
#define HTTP_ROUTER_H

#include "http/server.h"

enum { ROUTE_CAPTURES = 6 };

struct router_row {
	enum http_method method;
	const char *pattern;
};

struct route_match {
	size_t row;                          /* of the table */
	struct sv captures[ROUTE_CAPTURES];  /* what :name and *rest stand for, in the pattern's order, percent-decoded: UTF-8 without NUL */
	unsigned count;
	unsigned allow;                      /* bits 1 << enum http_method: what this path knows, HEAD with GET */
};

enum route_found { ROUTE_FOUND, ROUTE_NO_PATH, ROUTE_NO_METHOD };

struct router;
/* NULL, with a sentence in `error`, for a pattern it cannot read or a row that is there twice. */
struct router *router_new(const struct router_row *rows, size_t count, char error[200]);
void router_free(struct router *router);

/* `path`: still percent-encoded, without the query. One slash at the end is forgiven. HEAD finds the row of GET unless it has its
 * own. The arena is only used for a capture with an escape in it. On ROUTE_NO_METHOD, match_r->allow says what would have done. */
enum route_found router_match(const struct router *router, enum http_method method, struct sv path, struct arena *arena,
                              struct route_match *match_r);

/* "GET, HEAD, POST" for the Allow field (RFC 9110 §10.2.1). */
struct sv route_allow(struct arena *arena, unsigned allow);

#endif
