/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/fragment.h"
#include "app/work.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "http/encoding.h"
#include "http/packed.h"
#include "social/effect.h"
#include "social/viewer.h"

#include <stdlib.h>
#include <unistd.h>

enum { MOST_IDLE = 256, USUAL_BODY = 24 << 10 };

static const struct route no_route = { .name = "none", .kind = ROUTE_API };

/* --- a work's life ------------------------------------------------------------------------------------------------------------- */

static struct work *work_new(struct app *app, struct http_request *rq)
{
	pthread_mutex_lock(&app->idle_lock);
	struct work *work = app->idle;
	if (work) {
		app->idle = work->next;
		app->idle_count--;
	}
	pthread_mutex_unlock(&app->idle_lock);
	struct arena kept = { 0 };
	if (work)
		kept = work->cx.arena;
	else if (!(work = malloc(sizeof(*work))))
		abort();
	*work = (struct work){ .app = app, .rq = rq, .route = &no_route };
	ctx_open(&work->cx, clock_now());
	work->cx.arena = kept;
	work->cx.http = rq;
	work->cx.answer = &work->answer;
	work->cx.path = work->match.captures;
	work->path = arena_dup(&work->cx.arena, rq->path);
	work->method = rq->method;
	work->arrived_us = rq->arrived_us;
	work->answer.status = 200;
	work->answer.file = -1;
	work->answer.headers = BUF(&work->cx.arena, ANSWER_HEADERS_MOST);
	work->answer.body = BUF(&work->cx.arena, ANSWER_MOST);
	work->answer.json = JSON(&work->answer.body);
	(void)buf_room(&work->answer.body, USUAL_BODY);
	return work;
}

static void work_free(void *data)
{
	struct work *work = data;
	struct app *app = work->app;
	arena_reset(&work->cx.arena);
	pthread_mutex_lock(&app->idle_lock);
	bool keep = app->idle_count < MOST_IDLE;
	if (keep) {
		work->next = app->idle;
		app->idle = work;
		app->idle_count++;
	}
	pthread_mutex_unlock(&app->idle_lock);
	if (keep)
		return;
	ctx_close(&work->cx);
	free(work);
}

/* --- the answer ----------------------------------------------------------------------------------------------------------------- */

static void put_limits(struct work *work)
{
	struct buf *headers = &work->answer.headers;
	if (!work->allowance)
		return;
	char at[TIME_TEXT];
	time_text(work->resets_at, at);
	buf_printf(headers, "X-RateLimit-Limit: %lld\r\nX-RateLimit-Remaining: %lld\r\nX-RateLimit-Reset: %.*s\r\n", (long long)work->allowance,
	           (long long)work->left, TIME_TEXT, at);
}

/* As Mastodon's: any site's scripts may ask the API, with a token of their own; nobody's cookies count there. */
static const struct sv cors_headers =
	SV_INIT("X-Content-Type-Options: nosniff\r\nAccess-Control-Allow-Origin: *\r\n"
	        "Access-Control-Expose-Headers: Link, X-RateLimit-Reset, X-RateLimit-Limit, X-RateLimit-Remaining, X-Request-Id, "
	        "Mastodon-Async-Refresh\r\n");
static const struct sv page_headers =
	SV_INIT("X-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\nReferrer-Policy: same-origin\r\n"
	        "Permissions-Policy: camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()\r\n"
	        "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
	        "media-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
	        "frame-ancestors 'none'; base-uri 'none'");

/* Who else may hold the page in his hands: no other site may load it as a picture or script (Fetch, 3.7), nor keep a handle on a
 * member's window (HTML, 7.1.3). Not the way to an app: it may have opened a window for that, and waits for it. */
static void put_reach(struct work *work)
{
	const struct answer *answer = &work->answer;
	struct buf *headers = &work->answer.headers;
	buf_put(headers, answer->shared || answer->framable ? SV("Cross-Origin-Resource-Policy: cross-origin\r\n") : SV("Cross-Origin-Resource-Policy: same-origin\r\n"));
	if (work->cx.community && sv_starts(work->cx.community->url, SV("https:")))
		buf_put(headers, SV("Strict-Transport-Security: max-age=31536000\r\n")); /* RFC 6797, 6.1 */
	if (work->cx.who.session && !answer->leads_away)
		buf_put(headers, SV("Cross-Origin-Opener-Policy: same-origin\r\n"));
}

/* Of a page that is shown inside of others: it does nothing but show. */
static const struct sv framed_headers =
	SV_INIT("X-Content-Type-Options: nosniff\r\nReferrer-Policy: same-origin\r\n"
	        "Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self' data:; media-src 'self'; frame-ancestors *; "
	        "base-uri 'none'; form-action 'none'\r\n");

static void put_page_headers(const struct answer *answer, struct buf *headers)
{
	if (answer->framable) {
		buf_put(headers, framed_headers);
		return;
	}
	buf_put(headers, page_headers);
	buf_put(headers, answer->leads_away ? SV("\r\n") : SV("; form-action 'self'\r\n"));
}

static void put_headers(struct work *work)
{
	struct answer *answer = &work->answer;
	struct buf *headers = &answer->headers;
	if (work->route->kind == ROUTE_API) {
		buf_put(headers, cors_headers);
		put_limits(work);
	} else {
		put_page_headers(answer, headers);
		put_reach(work);
	}
	if (!answer->cacheable)
		buf_put(headers, work->cx.who.account_id || work->route->kind == ROUTE_PAGE
		                         ? SV("Cache-Control: private, no-store\r\nVary: Authorization, Origin, Cookie, Accept-Encoding\r\n")
		                         : SV("Cache-Control: no-cache\r\nVary: Authorization, Origin, Accept-Encoding\r\n"));
	buf_put(headers, SV("X-Request-Id: "));
	buf_put(headers, sv_of(work->cx.number));
	buf_put(headers, SV("\r\nContent-Type: "));
	buf_put(headers, sv_of(answer->content_type ? answer->content_type : "application/json; charset=utf-8"));
	buf_put(headers, SV("\r\n"));
}

static void put_refusal(struct work *work, enum fail fail)
{
	struct ctx *cx = &work->cx;
	struct answer *answer = &work->answer;
	if (fail == FAIL_BROKEN && !cx->logged)
		(void)broken(cx, "%s failed without a word", work->route->name);
	if (!cx->said.n)
		cx->said = tr(sv_of(fail_text(fail)));
	answer->status = fail_http_status(fail);
	if (answer->file >= 0)
		close(answer->file);
	answer->file = -1;
	answer->body = BUF(&cx->arena, ANSWER_MOST);
	answer->json = JSON(&answer->body);
	answer->own_from = 0;
	answer->content_type = NULL;
	if (work->route->kind == ROUTE_PAGE && work->app->config.error_page) {
		work->app->config.error_page(cx, fail);
		return;
	}
	struct json *j = answer_json(cx);
	json_object(j);
	json_string(json_key(j, "error"), cx->said);
	json_end(j);
}

static void answer_refusal(struct work *work, enum fail fail)
{
	tr_use(work->cx.language);
	put_refusal(work, fail);
	tr_use(LANGUAGE_NONE);
}

static void count_request(const struct work *work)
{
	size_t route = work->route->pattern ? work->match.row : work->app->route_count;
	metric_request(route, work->answer.status, clock_monotonic() - work->arrived_us);
	metric_add(METRIC_statements_total, work->statements);
	metric_add(METRIC_answer_bytes_total, work->answer.body.n);
}

static void log_request(struct work *work, enum fail fail)
{
	count_request(work);
	if (!work->app->config.log_requests)
		return;
	static const char *const methods[] = { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "OTHER" };
	LOG(NOTICE, "request", F("id", work->cx.number), F("method", methods[work->method]), F("path", work->path), F("route", work->route->name),
	    F("status", work->answer.status), F("fail", fail_name(fail)), F("us", clock_monotonic() - work->arrived_us),
	    F("statements", (int64_t)work->statements), F("bytes", (int64_t)work->answer.body.n), F("account", work->cx.who.account_id));
}

/* A member's page that another site had the browser ask for: that site may have put words into its address, and whoever watches the
 * line could tell from its length, compressed, how much of a secret they guessed (BREACH). Browsers say where a request comes from
 * (Fetch Metadata); tokens of forms are masked besides, for those that do not. */
static bool asked_by_another_site(const struct work *work)
{
	struct sv site = http_header(work->rq, SV("sec-fetch-site"));
	return sv_eq(site, SV("cross-site")) || sv_eq(site, SV("same-site"));
}

static bool may_compress(const struct work *work)
{
	const struct answer *answer = &work->answer;
	if (work->method != HTTP_GET || answer->as_is)
		return false;
	if (work->route->kind == ROUTE_API)
		return !answer->content_type;
	return answer->cacheable || !asked_by_another_site(work);
}

static bool is_own_at_its_end(const struct work *work)
{
	return work->answer.own_from && work->cx.who.account_id && http_accepts_coding(http_header(work->rq, SV("accept-encoding")), SV("gzip"));
}

/* What is read, for a client that asked for fewer bytes. Not what was written: the writer's thread has better things to do. */
static struct sv compressed(struct work *work)
{
	struct sv body = buf_sv(&work->answer.body), line;
	if (!may_compress(work))
		return body;
	if (is_own_at_its_end(work)) {
		struct sv packed = packed_gzip(work->app->packed, &work->cx.arena, body, work->answer.own_from, work->cx.who.account_id);
		if (packed.n)
			buf_put(&work->answer.headers, SV("Content-Encoding: gzip\r\n"));
		return packed.n ? packed : body;
	}
	body = http_compress(work->rq, body, &line);
	if (sv_starts(line, SV("Content-Encoding")))
		buf_put(&work->answer.headers, work->route->kind == ROUTE_API ? line : SV("Content-Encoding: gzip\r\n"));
	return body;
}

/* What the body was made from; it has its own copy. */
static void release_held(struct answer *answer)
{
	while (answer->held_count)
		fragment_release(answer->held[--answer->held_count]);
}

void work_finish(struct work *work, enum fail fail)
{
	struct answer *answer = &work->answer;
	viewer_leave(&work->cx);
	params_close(work->cx.params);
	release_held(answer);
	if (fail == OK && answer->start) {
		log_request(work, fail);
		answer->start(&work->cx);
		work_free(work);
		return;
	}
	if (fail == OK && answer->body.overflow)
		fail = broken(&work->cx, "the answer of %s is over %d bytes", work->route->name, ANSWER_MOST);
	if (fail != OK) {
		answer_refusal(work, fail);
		viewer_leave(&work->cx);
		release_held(answer);
	}
	put_headers(work);
	struct sv body = compressed(work);
	log_request(work, fail);
	if (answer->file >= 0) {
		http_reply_file(work->rq, answer->status, buf_sv(&answer->headers), answer->file, answer->file_from, answer->file_length);
		work_free(work);
		return;
	}
	http_reply(work->rq, &(struct http_reply){ .status = answer->status,
	                                           .headers = buf_sv(&answer->headers),
	                                           .body = body,
	                                           .done = work_free,
	                                           .done_data = work });
}

/* --- the lanes -------------------------------------------------------------------------------------------------------------------- */

/* A thread serves many: what it says is in the language of the one who asked, for as long as the handler runs. */
enum fail work_run(struct work *work)
{
	tr_use(work->cx.language);
	enum fail fail = work->answer.then ? work->answer.then(&work->cx, work->answer.then_arg) : work->route->handle(&work->cx);
	tr_use(LANGUAGE_NONE);
	return fail;
}

static enum fail write_task_run(struct writer_task *task)
{
	struct work *work = (struct work *)task->cx;
	uint64_t before = db_statement_count(work->cx.db);
	enum fail fail = work_run(work);
	work->statements += db_statement_count(work->cx.db) - before;
	return fail;
}

static void write_task_done(struct writer_task *task, enum fail result)
{
	struct work *work = (struct work *)task->cx;
	if (result == OK)
		effects_apply(&work->cx);
	work_finish(work, result);
}

static void run_on_writer(struct work *work)
{
	struct ctx *cx = &work->cx;
	cx->db = NULL;
	work->task = (struct writer_task){ .cx = cx, .run = write_task_run, .done = write_task_done };
	writer_submit(cx->community->writer, &work->task);
}

static void run_here(struct work *work)
{
	struct ctx *cx = &work->cx;
	uint64_t before = db_statement_count(cx->db);
	enum fail fail = work_run(work);
	work->statements += db_statement_count(cx->db) - before;
	if (fail != OK || !work->answer.then) {
		work_finish(work, fail);
		return;
	}
	viewer_leave(cx);
	run_on_writer(work);
}

static void run_in_lane(struct work *work)
{
	if (work->route->lane == LANE_SLOW)
		slow_submit(work->app->slow, work);
	else if (work->route->lane == LANE_WRITE)
		run_on_writer(work);
	else
		run_here(work);
}

/* --- the way in ------------------------------------------------------------------------------------------------------------------ */

static bool looks_like_api(struct sv path)
{
	return sv_starts(path, SV("/api/")) || sv_starts(path, SV("/oauth/")) || sv_starts(path, SV("/.well-known/")) ||
	       sv_starts(path, SV("/nodeinfo/"));
}

/* A member's choice, what the browser asks for, what the community speaks. The API speaks English. */
static void choose_language(struct work *work)
{
	struct ctx *cx = &work->cx;
	if (work->route->kind != ROUTE_PAGE)
		return;
	cx->language = cx->who.language;
	if (!cx->language)
		cx->language = language_accepted(http_header(work->rq, SV("accept-language")));
	if (!cx->language)
		cx->language = community_language(cx);
	if (!cx->language)
		cx->language = LANGUAGE_en;
	tr_use(cx->language);
}

static enum fail find_route(struct work *work)
{
	static const struct route page = { .name = "none", .kind = ROUTE_PAGE };
	struct ctx *cx = &work->cx;
	enum route_found found = router_match(work->app->router, work->rq->method, work->rq->path, &cx->arena, &work->match);
	if (found == ROUTE_FOUND) {
		work->route = work->app->routes[work->match.row];
		choose_language(work);
		return OK;
	}
	work->route = looks_like_api(work->rq->path) ? &no_route : &page;
	choose_language(work);
	if (found == ROUTE_NO_PATH)
		return refuse(cx, FAIL_NOT_FOUND, work->route->kind == ROUTE_PAGE ? "There is no such page, or it was taken away." : "Not found");
	struct sv allow = route_allow(&cx->arena, work->match.allow);
	answer_header(cx, "Allow", allow);
	return refuse(cx, FAIL_NOT_FOUND, "This address only takes " SVF ".", SVA(allow));
}

static enum fail prepare(struct work *work)
{
	struct ctx *cx = &work->cx;
	struct community *community;
	TRY(communities_find(cx, work->app->config.communities, work->rq->host, &community));
	TRY(community_enter(cx, work->app->config.communities, community, work->rq->worker));
	TRY(find_route(work));
	TRY(params_read(cx, work->rq, &cx->params));
	uint64_t before = db_statement_count(cx->db);
	TRY(work_authorize(work));
	if (cx->who.language)
		choose_language(work);
	work->statements = db_statement_count(cx->db) - before;
	return work_count(work);
}

static void answer_preflight(struct http_request *rq)
{
	static const struct sv headers =
		SV_INIT("Access-Control-Allow-Origin: *\r\nAccess-Control-Allow-Methods: GET, POST, PUT, PATCH, DELETE, OPTIONS\r\n"
	                "Access-Control-Allow-Headers: Authorization, Content-Type, Idempotency-Key, Accept, X-Requested-With, If-None-Match\r\n"
	                "Access-Control-Expose-Headers: Link, X-RateLimit-Reset, X-RateLimit-Limit, X-RateLimit-Remaining, X-Request-Id, "
	                "Mastodon-Async-Refresh\r\nAccess-Control-Max-Age: 86400\r\n");
	http_reply(rq, &(struct http_reply){ .status = 204, .headers = headers });
}

static void handle(void *data, struct http_request *rq)
{
	struct app *app = data;
	if (metrics_page_answer(app, rq))
		return;
	if (rq->method == HTTP_OPTIONS) {
		answer_preflight(rq);
		return;
	}
	struct work *work = work_new(app, rq);
	enum fail fail = prepare(work);
	tr_use(LANGUAGE_NONE);
	if (fail != OK)
		work_finish(work, fail);
	else
		run_in_lane(work);
}

/* Asked before the route is known, so that a stranger's body is not even stored. */
static bool takes_files(struct sv path)
{
	static const struct sv doors[] = { SV("/api/v1/media"), SV("/api/v2/media"), SV("/api/v1/accounts/update_credentials"),
		                           SV("/api/v1/profile"), SV("/settings/"), SV("/compose") };
	for (size_t i = 0; i < sizeof doors / sizeof *doors; i++)
		if (sv_starts(path, doors[i]))
			return true;
	return false;
}

static struct http_verdict head(void *data, const struct http_request *rq)
{
	const struct app *app = data;
	return (struct http_verdict){ .max_body = takes_files(rq->path) ? app->config.max_upload : 1 << 20, .spool = true };
}

/* --- from routes.def to a router --------------------------------------------------------------------------------------------------- */

static size_t collect_routes(const struct route *const *tables, const struct route **routes, struct router_row *rows)
{
	size_t count = 0;
	for (; *tables; tables++)
		for (const struct route *route = *tables; route->pattern; route++, count++)
			if (routes) {
				routes[count] = route;
				rows[count] = (struct router_row){ route->method, route->pattern };
			}
	return count;
}

static void name_routes(struct app *app)
{
	const char **names = calloc(app->route_count + 1, sizeof(*names));
	if (!names)
		abort();
	for (size_t i = 0; i < app->route_count; i++)
		names[i] = app->routes[i]->name;
	metrics_name_routes(names, app->route_count);
	free(names);
}

static void build_router(struct app *app)
{
	char error[200];
	size_t count = collect_routes(app->config.routes, NULL, NULL);
	app->routes = calloc(count + 1, sizeof(*app->routes));
	struct router_row *rows = calloc(count + 1, sizeof(*rows));
	if (!app->routes || !rows)
		abort();
	collect_routes(app->config.routes, app->routes, rows);
	app->router = router_new(rows, count, error);
	free(rows);
	app->route_count = count;
	name_routes(app);
	if (!app->router) {
		LOG(ERROR, "routes", F("what", (const char *)error));
		abort(); /* a mistake in a routes.def: no test would pass */
	}
}

struct app *app_new(const struct app_config *config)
{
	struct app *app = calloc(1, sizeof(*app));
	if (!app)
		abort();
	app->config = *config;
	pthread_mutex_init(&app->idle_lock, NULL);
	build_router(app);
	app->limiter = limiter_new();
	app->packed = packed_new();
	app->slow = slow_new(app, config->slow_threads, config->workers);
	return app;
}

struct http_app app_http(struct app *app)
{
	return (struct http_app){ .data = app, .head = head, .handle = handle };
}

void app_run_slow(struct app *app, struct community *community, void (*run)(struct ctx *cx, void *arg), void *arg)
{
	slow_run(app->slow, community, run, arg);
}

void app_free(struct app *app)
{
	slow_free(app->slow);
	while (app->idle) {
		struct work *work = app->idle;
		app->idle = work->next;
		ctx_close(&work->cx);
		free(work);
	}
	limiter_free(app->limiter);
	packed_free(app->packed);
	router_free(app->router);
	free(app->routes);
	pthread_mutex_destroy(&app->idle_lock);
	free(app);
}
