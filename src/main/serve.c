/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The server: wires the modules, starts them, waits for a signal, stops them. */
#include "api/api.h"
#include "stream/hub.h"
#include "app/app.h"
#include "base/clock.h"
#include "base/log.h"
#include "cli/cli.h"
#include "host/fetcher.h"
#include "host/mailer.h"
#include "host/secret.h"
#include "http/client.h"
#include "main/handlers.h"
#include "main/figures.h"
#include "moderation/gate.h"
#include "push/vapid.h"
#include "social/effect.h"
#include "web/web.h"

#include <signal.h>
#include <stdio.h>

enum { GRACE_MS = 5000 };

/* What the communities of this process share. */
struct service {
	struct communities *communities;
	struct jobs *jobs;
	struct hub *hub;
	struct gatehouse *gatehouse;
};

static void told(struct community *community, const struct effect *effects)
{
	struct service *service = community->told_data;
	entities_forget(community, effects);
	pages_told(community, effects);
	hub_told(service->hub, community, effects);
	for (const struct effect *effect = effects; effect; effect = effect->next)
		gate_told(community, effect);
	for (const struct effect *effect = effects; effect; effect = effect->next)
		if (effect->kind == EFFECT_JOB) {
			jobs_wake(service->jobs, community);
			break;
		}
}

static void prepare_push(struct community *community)
{
	struct ctx cx;
	ctx_open(&cx, clock_now());
	cx.community = community;
	if (vapid_ensure(&cx) != OK)
		LOG(ERROR, "no_vapid_key", F("domain", community->domain), F("what", cx.said));
	ctx_close(&cx);
}

static void opened(struct community *community, void *data)
{
	struct service *service = data;
	prepare_push(community);
	community->fragments = fragments_new();
	community->pages = pages_new();
	community->hub = service->hub;
	community->told_data = service;
	community->told = told;
	gate_open(service->gatehouse, community);
	jobs_add_community(service->jobs, community, community->writer);
}

static void closed(struct community *community, void *data)
{
	(void)data;
	gate_close(community);
	fragments_free(community->fragments);
	pages_free(community->pages);
}

static enum fail read_listen(struct cli *cli)
{
	const char *listen = cli_option(cli, "listen");
	if (!listen)
		return OK;
	struct sv address = sv_of(listen), port;
	if (sv_starts(address, SV("unix:")) || !sv_cut_last(&address, ':', &port))
		return config_set(&cli->cx, &cli->config, "listen", listen);
	if (address.n > 2 && address.p[0] == '[')
		address = (struct sv){ address.p + 1, address.n - 2 };
	TRY(config_set(&cli->cx, &cli->config, "listen", arena_cstr(&cli->cx.arena, address)));
	return config_set(&cli->cx, &cli->config, "port", arena_cstr(&cli->cx.arena, port));
}

static const char *const *split(struct arena *arena, const char *list)
{
	struct sv text = sv_of(list), word;
	const char **out = arena_array(arena, const char *, text.n / 2 + 2);
	size_t count = 0;
	while (text.n) {
		sv_cut(&text, ' ', &word);
		if (word.n)
			out[count++] = arena_cstr(arena, word);
	}
	return out;
}

static struct http_config http_config_of(struct cli *cli)
{
	const struct config *config = &cli->config;
	struct http_config http = { .address = config->listen,
		                    .port = (unsigned)config->port,
		                    .workers = (unsigned)config->workers,
		                    .trusted_proxies = split(&cli->cx.arena, config->trusted_proxies),
		                    .limits = http_limits_default };
	http.limits.connections = (unsigned)config->max_connections;
	http.limits.connections_per_peer = (unsigned)config->max_connections_per_address;
	return http;
}

static void wait_for_signal(void)
{
	sigset_t set;
	int caught;
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigwait(&set, &caught);
}

/* Before any thread starts, so that every one of them leaves the signals to wait_for_signal(). */
static void block_signals(void)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
}

static enum fail enter(void *data, struct ctx *cx, struct community *community, unsigned slot)
{
	const struct service *service = data;
	return community_enter(cx, service->communities, community, slot);
}

static struct jobs *jobs_of(struct service *service, const struct config *config)
{
	return jobs_new(&(struct jobs_config){ .handlers = job_handlers,
	                                       .handler_count = job_handler_count,
	                                       .periodic = periodic_handlers,
	                                       .periodic_count = periodic_handler_count,
	                                       .threads = (unsigned)config->job_threads,
	                                       .first_slot = (unsigned)(config->workers + config->slow_threads),
	                                       .data = service,
	                                       .enter = enter,
	                                       .committed = effects_apply });
}

static enum fail serve(struct cli *cli, struct service *service)
{
	static const struct route *const routes[] = { api_routes, web_routes, NULL };
	char error[200];
	struct http_config http = http_config_of(cli);
	struct app_config config = { .communities = service->communities,
		                     .workers = http.workers,
		                     .slow_threads = (unsigned)cli->config.slow_threads,
		                     .max_upload = cli->config.max_upload,
		                     .log_requests = cli->config.log_requests,
		                     .metrics_token = cli->config.metrics_token,
		                     .routes = routes,
		                     .error_page = web_error_page };
	web_start();
	struct app *app = app_new(&config);
	struct http_app handler = app_http(app);
	struct http_server *server = http_server_start(&http, &handler, error);
	if (!server) {
		app_free(app);
		return refuse(&cli->cx, FAIL_UNAVAILABLE, "%s", error);
	}
	struct figures_source source = { service->communities, server, service->gatehouse };
	struct metrics_collector collector = { .write = write_figures, .data = &source };
	metrics_add_collector(&collector);
	jobs_start(service->jobs);
	LOG(NOTICE, "serving", F("address", cli->config.listen), F("port", (int64_t)http_server_port(server)),
	    F("communities", (int64_t)communities_count(service->communities)));
	printf("Folkmoot is at http://%s:%u - stop it with Ctrl-C.\n", cli->config.listen, http_server_port(server));
	fflush(stdout);
	wait_for_signal();
	LOG(NOTICE, "stopping", F("grace_ms", GRACE_MS));
	metrics_remove_collector(&collector);
	http_server_stop(server, GRACE_MS);
	jobs_stop(service->jobs);
	app_free(app);
	return OK;
}

static enum fail open_all(struct ctx *cx, struct communities *communities)
{
	struct community *community;
	for (size_t i = 0; i < communities_count(communities); i++)
		TRY(communities_find(cx, communities, communities_at(communities, i)->domain, &community));
	return OK;
}

static enum fail check_threads(struct cli *cli)
{
	const struct config *config = &cli->config;
	const int64_t counts[] = { config->workers, config->slow_threads, config->job_threads };
	for (size_t i = 0; i < COUNT_OF(counts); i++)
		if (counts[i] < 1 || counts[i] > 64)
			return refuse(&cli->cx, FAIL_INVALID, "workers, slow_threads and job_threads take a number from 1 to 64.");
	return OK;
}

enum fail cmd_serve(struct cli *cli)
{
	struct service service = { 0 };
	const struct config *config = &cli->config;
	log_set_level(LOG_LEVEL_NOTICE);
	TRY(read_listen(cli));
	TRY(check_threads(cli));
	TRY(secret_load(&cli->cx, &cli->config));
	TRY(mailer_start(&cli->cx, &cli->config));
	http_client_allow_private(config->private_requests);
	fetcher_start();
	block_signals();
	unsigned readers = (unsigned)(config->workers + config->slow_threads + config->job_threads);
	TRY(communities_open(&cli->cx, config->data, readers + 1, &service.communities));
	service.jobs = jobs_of(&service, config);
	service.gatehouse = gatehouse_new(config->screen_model, config->data);
	service.hub = hub_start(&(struct hub_config){ .data = &service, .enter = enter, .slot = readers, .render = api_stream_render });
	communities_hook(service.communities, &(struct community_hooks){ .data = &service, .opened = opened, .closed = closed });
	enum fail fail = open_all(&cli->cx, service.communities);
	if (fail == OK)
		fail = serve(cli, &service);
	hub_stop(service.hub);
	communities_close(service.communities); /* until here, writers may tell the hub and wake the jobs */
	hub_free(service.hub);
	jobs_free(service.jobs);
	gatehouse_free(service.gatehouse);
	return fail;
}
