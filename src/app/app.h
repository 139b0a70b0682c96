/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* app.h - the application behind the HTTP engine: dispatch. main/ makes one and hands http_app() to the server. */
#ifndef APP_APP_H
#define APP_APP_H

#include "app/route.h"
#include "host/communities.h"

struct app;
struct app_config {
	struct communities *communities;
	unsigned workers;      /* threads of the engine */
	unsigned slow_threads;
	int64_t max_upload;    /* bytes; the largest body of any route */
	bool log_requests;
	const char *metrics_token; /* who sends it may read /metrics from elsewhere; "": nobody may */
	const struct route *const *routes; /* tables, each ended by a row without pattern; NULL-terminated */
	/* Turns a refusal into a page: fills cx->answer. */
	void (*error_page)(struct ctx *cx, enum fail fail);
};

struct app *app_new(const struct app_config *config);
struct http_app app_http(struct app *app);
/* After the server has stopped: ends the slow threads. */
void app_free(struct app *app);

/* Runs `run(cx)` on one of the slow threads, with a read connection of the community; for work that no request waits for.
 * The function owns `arg`. */
void app_run_slow(struct app *app, struct community *community, void (*run)(struct ctx *cx, void *arg), void *arg);

/* In a SLOW handler: does the writing part on the writer and waits for the disk; applies its effects. */
enum fail app_write(struct ctx *cx, enum fail (*run)(struct ctx *cx, void *arg), void *arg) MUST_USE;

/* Checks a session cookie; set by web. Fills who (session = true) or leaves it. */
struct app_session {
	enum fail (*find)(struct ctx *cx, struct sv cookie, struct principal *who_r);
};
extern struct app_session app_session;

#endif
