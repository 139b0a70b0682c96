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

/* Posts `body` to a web address that a stranger has named. `headers`: complete lines, each ended by CRLF. OK with the status of the
 * answer, whatever it is; its body is not kept. Redirects are not followed. FAIL_INVALID for what is no https address or lies in a
 * private network (decided by the address that is connected to, so no name can lead there); FAIL_UNAVAILABLE with a sentence when
 * there was no answer within 20 seconds. Waits: not on a worker or the writer. */
enum fail http_client_post(struct ctx *cx, struct sv url, struct sv headers, struct sv body, int *status_r) MUST_USE;
/* The web page at an address that a stranger has named: what it answers as text/html, cut after `most` bytes, in cx's arena. `agent`
 * names who asks (User-Agent). At most 3 redirects are followed, each as careful as the first. FAIL_INVALID for what is no web
 * address, lies in a private network or has no page; FAIL_UNAVAILABLE when it was not there whole within 10 seconds. Waits as above. */
enum fail http_client_get(struct ctx *cx, struct sv url, struct sv agent, size_t most, struct sv *html_r) MUST_USE;
/* Private networks and plain http are fine, too: for trials on one machine. Before the threads start. */
void http_client_allow_private(bool allow);

/* Not on the public internet: loopback, private, link-local, shared, documentation, multicast and the like (RFC 6890), also when it
 * is hidden in an IPv6 address. */
struct sockaddr;
bool address_is_private(const struct sockaddr *address);

#endif
