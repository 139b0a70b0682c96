/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Each state has one length of time, so its list is in the order of the deadlines, and only its front needs a look.
 * Rates are measured in windows: at the end of one, a connection that has moved too little goes, another gets a new window. */
#include "http/conn.h"

#include <linux/sockios.h>
#include <sys/ioctl.h>

enum { RATE_WINDOW_S = 10 };

/* What the other side has taken: of an answer, the bytes that still wait in the kernel do not count. */
static int64_t moved_really(const struct conn *c)
{
	int waiting = 0;
	if (c->state == CONN_BODY)
		return c->moved + (int64_t)(c->in_n - c->in_at);
	if (ioctl(c->fd, SIOCOUTQ, &waiting) < 0)
		waiting = 0;
	return c->moved - waiting;
}

static unsigned window_seconds(const struct conn *c, enum conn_state state)
{
	const struct http_limits *limits = &c->worker->server->limits;
	if (state == CONN_BODY)
		return limits->body_seconds < RATE_WINDOW_S ? limits->body_seconds : RATE_WINDOW_S;
	return limits->write_seconds;
}

void timer_window(struct conn *c, enum conn_state state)
{
	conn_enter(c, state, window_seconds(c, state));
	c->moved_before = moved_really(c);
}

static void window_ends(struct conn *c)
{
	struct worker *worker = c->worker;
	int64_t moved = moved_really(c) - c->moved_before;
	int64_t least = (int64_t)worker->server->limits.least_rate * window_seconds(c, c->state);
	if (c->state == CONN_STREAM_WAIT)
		least = 1; /* its buffer is bounded: it only must not stand still */
	if (c->state == CONN_BODY && (moved < least || worker->now_us >= c->body_until_us)) {
		count_add(&worker->count.timed_out, 1);
		reply_refuse(c, 408, "The body came too slowly.");
	} else if (moved < least) {
		count_add(&worker->count.dropped_slow, 1);
		conn_close(c);
	} else {
		timer_window(c, c->state);
	}
}

static void expire(struct conn *c)
{
	switch (c->state) {
	case CONN_HEAD:
		count_add(&c->worker->count.timed_out, 1);
		c->in_at = c->in_n;
		c->rq.method = HTTP_OTHER;
		reply_refuse(c, 408, "The header fields came too slowly.");
		break;
	case CONN_BODY:
	case CONN_WRITE:
	case CONN_STREAM_WAIT:
		window_ends(c);
		break;
	default:
		conn_close(c);
		break;
	}
}

void timer_run(struct worker *worker)
{
	for (unsigned state = 0; state < CONN_STATES; state++) {
		struct conn *c;
		while ((c = worker->lists[state].first) && c->deadline_us <= worker->now_us)
			expire(c);
	}
}

int timer_wait_ms(const struct worker *worker)
{
	int64_t until = worker->stopping ? worker->server->stop_at_us : INT64_MAX;
	for (unsigned state = 0; state < CONN_STATES; state++)
		if (worker->lists[state].first && worker->lists[state].first->deadline_us < until)
			until = worker->lists[state].first->deadline_us;
	if (until == INT64_MAX)
		return -1;
	int64_t ms = (until - worker->now_us) / 1000 + 1;
	return ms < 0 ? 0 : ms > 60000 ? 60000 : (int)ms;
}

bool timer_evict(struct worker *worker)
{
	struct conn *c = worker->lists[CONN_IDLE].first;
	if (!c)
		c = worker->lists[CONN_HEAD].first;
	if (!c)
		return false;
	conn_close(c);
	return true;
}
