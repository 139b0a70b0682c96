/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* client.h - what this program asks of other machines. client.c is the only file that knows libcurl, and loads it when it is first
 * needed: linked, it costs 8 MB of resident memory (1.2 MB of them our own) and 6 ms of every start (Debian 12). */
#ifndef HTTP_CLIENT_H
#define HTTP_CLIENT_H

#include "base/ctx.h"

struct smtp_server {
	const char *url;            /* "smtp://host:587", "smtps://host:465" */
	const char *user, *password; /* "": it asks for none */
};

/* Hands one message over (RFC 5321), with STARTTLS where the server offers it. Waits for it: not on a worker or the writer.
 * FAIL_UNAVAILABLE with what the server said. `message` has CRLF line ends. */
enum fail smtp_send(struct ctx *cx, const struct smtp_server *server, struct sv from, struct sv to, struct sv message) MUST_USE;

#endif
