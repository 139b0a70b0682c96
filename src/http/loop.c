/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/conn.h"

#include "base/clock.h"
#include "base/log.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { EVENTS = 128 };

_Thread_local struct worker *this_worker;

/* Once the item is in, the worker may finish it and end: `visitors` keeps its memory until we are out of here. */
void inbox_put(struct worker *worker, struct inbox_item *item)
{
	atomic_fetch_add(&worker->visitors, 1);
	struct inbox_item *top = atomic_load_explicit(&worker->inbox, memory_order_relaxed);
	do
		item->next = top;
	while (!atomic_compare_exchange_weak(&worker->inbox, &top, item));
	/* Sequentially consistent with worker_sleep(): either it sees the item, or we see that it is asleep. */
	if (worker != this_worker && atomic_load(&worker->asleep) && atomic_exchange(&worker->asleep, false)) {
		uint64_t one = 1;
		ssize_t woken = write(worker->wake, &one, sizeof(one));
		(void)woken; /* can only fail when it is already awake */
	}
	atomic_fetch_sub(&worker->visitors, 1);
}

/* The inbox in the order things came. Items may be gone once they have arrived. */
static void inbox_take(struct worker *worker)
{
	if (!atomic_load_explicit(&worker->inbox, memory_order_relaxed))
		return;
	struct inbox_item *newest = atomic_exchange(&worker->inbox, NULL), *oldest = NULL;
	while (newest) {
		struct inbox_item *next = newest->next;
		newest->next = oldest;
		oldest = newest;
		newest = next;
	}
	while (oldest) {
		struct inbox_item *next = oldest->next;
		oldest->arrive(worker, oldest);
		oldest = next;
	}
}

static int worker_sleep(struct worker *worker, struct epoll_event *events)
{
	int wait_ms = worker->again ? 0 : timer_wait_ms(worker);
	atomic_store(&worker->asleep, true);
	if (atomic_load(&worker->inbox))
		wait_ms = 0;
	int n = epoll_wait(worker->epoll, events, EVENTS, wait_ms);
	atomic_store_explicit(&worker->asleep, false, memory_order_relaxed);
	worker->now_us = clock_monotonic();
	return n;
}

static void conn_event(struct conn *c, uint32_t events)
{
	if (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR))
		c->readable = true;
	if (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR))
		c->hung_up = true;
	conn_run(c);
}

static void run_events(struct worker *worker, const struct epoll_event *events, int n)
{
	for (int i = 0; i < n; i++) {
		if (!events[i].data.ptr)
			continue; /* the eventfd: edge-triggered, never read */
		if (events[i].data.ptr == worker->server)
			accept_some(worker);
		else if (((struct conn *)events[i].data.ptr)->state != CONN_GONE)
			conn_event(events[i].data.ptr, events[i].events);
	}
}

static void run_again(struct worker *worker)
{
	struct conn *c = worker->again;
	worker->again = NULL;
	while (c) {
		struct conn *next = c->next_again;
		c->again = false;
		if (c->state != CONN_GONE)
			conn_run(c);
		c = next;
	}
}

static void free_gone(struct worker *worker)
{
	while (worker->gone) {
		struct conn *c = worker->gone;
		if (c->again)
			return; /* still in a list: in the next turn */
		worker->gone = c->after;
		if (worker->spare_conn_count < SPARE_CONNS && !worker->stopping) {
			c->after = worker->spare_conns;
			worker->spare_conns = c;
			worker->spare_conn_count++;
		} else {
			free(c);
		}
	}
}

static void stop_listening(struct worker *worker)
{
	if (worker->listening)
		epoll_ctl(worker->epoll, EPOLL_CTL_DEL, worker->server->listener, NULL);
	worker->listening = false;
}

static void close_all(struct worker *worker, enum conn_state state)
{
	for (struct conn *c = worker->lists[state].first, *next; c; c = next) {
		next = c->after;
		if (state == CONN_STREAM || state == CONN_STREAM_WAIT)
			stream_stop(c);
		else
			conn_close(c);
	}
}

/* Once the server stops: new requests end, those under way have until the end of the grace. True when nothing is left. */
static bool stop_turn(struct worker *worker)
{
	worker->stopping = true;
	stop_listening(worker);
	close_all(worker, CONN_IDLE);
	close_all(worker, CONN_STREAM);
	close_all(worker, CONN_STREAM_WAIT);
	if (worker->now_us < worker->server->stop_at_us)
		return worker->conns == 0;
	for (unsigned state = 0; state < CONN_STATES; state++)
		if (state != CONN_HANDLE)
			close_all(worker, (enum conn_state)state);
	return true;
}

static void worker_free_spares(struct worker *worker)
{
	free_gone(worker);
	while (worker->spare_conns) {
		struct conn *c = worker->spare_conns;
		worker->spare_conns = c->after;
		free(c);
	}
	while (worker->spare_buffer_count)
		free(worker->spare_buffers[--worker->spare_buffer_count]);
	while (worker->spare_arena_count)
		arena_free(&worker->spare_arenas[--worker->spare_arena_count]);
}

/* sendfile() knows no MSG_NOSIGNAL. */
static void block_sigpipe(void)
{
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGPIPE);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
}

static void worker_listen(struct worker *worker)
{
	struct epoll_event on = { .events = EPOLLIN | EPOLLEXCLUSIVE, .data.ptr = worker->server };
	worker->listening = epoll_ctl(worker->epoll, EPOLL_CTL_ADD, worker->server->listener, &on) == 0;
	if (!worker->listening)
		LOG(ERROR, "http_cannot_listen", F("errno", errno));
}

void *worker_run(void *arg)
{
	struct worker *worker = arg;
	const struct http_app *app = &worker->server->app;
	struct epoll_event events[EVENTS];
	this_worker = worker;
	block_sigpipe();
	worker->now_us = clock_monotonic();
	if (app->worker_started)
		app->worker_started(app->data, worker->number);
	worker_listen(worker);
	for (;;) {
		if (atomic_load_explicit(&worker->server->stopping, memory_order_acquire) && stop_turn(worker))
			break;
		int n = worker_sleep(worker, events);
		inbox_take(worker);
		run_events(worker, events, n);
		run_again(worker);
		inbox_take(worker); /* what this turn has put there itself; no need to be woken for it */
		timer_run(worker);
		free_gone(worker);
	}
	worker->ended = true;
	inbox_take(worker);
	if (app->worker_stopping)
		app->worker_stopping(app->data, worker->number);
	run_again(worker);
	worker_free_spares(worker);
	return NULL;
}
