/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* conn.h - inside the engine: workers, connections and what state each is in. Only the engine's own files include it.
 *
 * A connection belongs to one worker; only that worker's thread touches it. Two things cross threads: a reply that another
 * thread gives (it goes into the worker's inbox), and a stream (stream.c, which has a lock).
 *
 *   IDLE ──first byte──▶ HEAD ──▶ BODY ──▶ HANDLE ──reply──▶ WRITE ──▶ IDLE | LINGER | closed
 *                                            └──stream──▶ STREAM
 */
#ifndef HTTP_CONN_H
#define HTTP_CONN_H

#include "base/map.h"
#include "http/parse.h"

#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/un.h>

enum conn_state {
	CONN_IDLE,   /* between requests: closed after idle_seconds, or when its place is needed */
	CONN_HEAD,   /* absolute deadline from the first byte */
	CONN_BODY,   /* absolute deadline and minimum rate */
	CONN_HANDLE, /* with the application: no deadline of ours */
	CONN_WRITE,  /* minimum rate */
	CONN_STREAM, /* all that was sent has been taken: no deadline */
	CONN_STREAM_WAIT, /* a stream whose reader is behind */
	CONN_LINGER, /* answered and to be closed: the rest of the input is thrown away, so that the answer is not lost to a reset */
	CONN_STATES,
	CONN_GONE,   /* closed; freed once the present events are through */
};

struct worker;
struct conn;

struct conn_list {
	struct conn *first, *last; /* the first has been in it longest */
};

/* What is on its way out, besides the head: pieces of memory, then a part of a file. */
struct output {
	struct sv head, body;
	int file;                  /* or -1 */
	off_t file_at;
	int64_t file_left;
	void (*done)(void *data);
	void *done_data;
};

/* Something another thread hands to a worker. */
struct inbox_item {
	struct inbox_item *next;
	void (*arrive)(struct worker *worker, struct inbox_item *item);
};

struct conn {
	struct http_request rq;    /* first: a request is its connection */
	struct worker *worker;
	struct conn *before, *after; /* in the list of its state */
	struct conn *next_again;   /* in worker->again */
	enum conn_state state, list; /* list: the one it is in; CONN_GONE: none */
	int fd;                    /* -1 once the client is known to be gone while the application still holds the request */
	bool readable, hung_up;    /* edge-triggered: what epoll said and recv() has not yet taken back */
	bool eof, keep, linger, trusted, in_handle, again, counted_peer, upgrade;
	int64_t deadline_us;

	char *in;                  /* borrowed from the worker while there is input */
	size_t in_at, in_n;        /* input not yet used: [in_at, in_n) */
	size_t head_end, scanned;

	struct http_chunked chunked;
	enum { FRAMED_NONE, FRAMED_LENGTH, FRAMED_CHUNKED } framing;
	int64_t body_left, max_body;
	bool spool;
	char *body;                /* malloc: a body that does not fit behind its head */
	size_t body_n, body_cap;

	int64_t moved;             /* bytes of the present body or answer so far */
	int64_t moved_before;      /* at the start of the present window, see timer.c */
	int64_t body_until_us;     /* the absolute deadline of a body */

	struct output out;
	struct http_reply reply;   /* while it is on its way from another thread */
	struct inbox_item item;
	struct http_stream *stream;
	int64_t peer_key;
	struct sockaddr_storage address;
};

struct counters {
	_Atomic uint64_t requests, accepted, refused_head, timed_out, dropped_slow, bytes_in, bytes_out;
	_Atomic unsigned streams;
};

enum { SPARE_BUFFERS = 64, SPARE_CONNS = 256 };

struct worker {
	struct http_server *server;
	unsigned number;
	pthread_t thread;
	int epoll, wake;           /* wake: eventfd */
	int64_t now_us;            /* of this turn of the loop */
	struct conn_list lists[CONN_STATES];
	struct conn *again;        /* had more to do than one turn allows */
	struct conn *gone;
	_Atomic unsigned conns;
	bool listening, stopping, ended; /* ended: the loop is over, only what is in the inbox is still looked at */

	_Atomic(struct inbox_item *) inbox; /* newest first */
	_Atomic bool asleep;       /* a thread that adds to the inbox must wake it */
	_Atomic unsigned visitors; /* threads inside inbox_put() */

	char *spare_buffers[SPARE_BUFFERS];
	unsigned spare_buffer_count;
	struct arena spare_arenas[SPARE_BUFFERS];
	unsigned spare_arena_count;
	struct conn *spare_conns;
	unsigned spare_conn_count;
	struct http_header *fields; /* limits.head_fields of them */
	struct counters count;
};

struct http_server {
	struct http_app app;
	struct http_limits limits;
	char **trusted;            /* NULL-terminated */
	size_t buffer_size;
	int listener;
	unsigned port, worker_count;
	char *unlink_path;
	_Atomic unsigned connections;
	_Atomic bool stopping;
	int64_t stop_at_us;        /* when the grace ends; set before `stopping` */
	pthread_mutex_t peers_lock;
	struct map peers;          /* connections of each peer, by a hash of its address (IPv6: of its /64) */
	struct worker *workers;
};

extern _Thread_local struct worker *this_worker; /* NULL on threads that are not ours */

static inline void count_add(_Atomic uint64_t *counter, uint64_t n)
{
	/* only the worker itself writes it, so no locked instruction is needed */
	atomic_store_explicit(counter, atomic_load_explicit(counter, memory_order_relaxed) + n, memory_order_relaxed);
}

/* --- loop.c: a worker's thread ----------------------------------------------------------------------------------------- */
void *worker_run(void *worker);
void inbox_put(struct worker *worker, struct inbox_item *item); /* any thread */

/* --- accept.c: the door --------------------------------------------------------------------------------------------------- */
void accept_some(struct worker *worker);
void peer_leaves(struct conn *c);
void peer_name(struct conn *c, const struct http_head *head); /* fills rq.peer and rq.secure */
void accept_welcome(struct worker *worker, struct conn *c);   /* takes a new connection over */

/* --- conn.c: states --------------------------------------------------------------------------------------------------------- */
void conn_run(struct conn *c);            /* as far as it goes without waiting */
void conn_enter(struct conn *c, enum conn_state state, unsigned seconds); /* 0: no deadline */
void conn_close(struct conn *c);
void conn_again(struct conn *c);          /* run it again in the next turn */
bool conn_fill(struct conn *c);           /* reads some; false when there is nothing now (c->eof: ever) */
void conn_answered(struct conn *c);       /* the answer is out: on to the next request, or the end */
void conn_release(struct conn *c);        /* frees what belonged to the request */
void conn_drop_buffer(struct conn *c);
void conn_linger(struct conn *c);

/* --- body.c: from the head to a complete request ---------------------------------------------------------------------------- */
enum body_step { BODY_COMPLETE, BODY_MORE, BODY_ANSWERED /* it was refused */ };
enum body_step body_begin(struct conn *c, const struct http_head *head);
enum body_step body_take(struct conn *c); /* uses the input there is */
void body_free(struct conn *c);

/* --- reply.c: answers ------------------------------------------------------------------------------------------------------- */
void reply_start(struct conn *c, const struct http_reply *reply); /* c->out.file…: of a file */
void reply_write(struct conn *c);         /* goes on with it */
void reply_drop(struct conn *c);          /* gives back what was to be sent */
void reply_refuse(struct conn *c, int status, const char *text); /* {"error":"…"}, then closes */
struct sv reply_date(void);               /* "Date: …\r\n", good until this thread calls again */

/* --- timer.c: deadlines and rates -------------------------------------------------------------------------------------------- */
int timer_wait_ms(const struct worker *worker); /* how long epoll may sleep; -1: for ever */
void timer_run(struct worker *worker);
bool timer_evict(struct worker *worker);  /* closes the connection that is missed least; false when there is none */
void timer_window(struct conn *c, enum conn_state state); /* enters it with a first window to be measured */

/* --- stream.c ---------------------------------------------------------------------------------------------------------------- */
void stream_run(struct conn *c);
void stream_gone(struct conn *c);         /* the connection closes */
void stream_stop(struct conn *c);         /* the server stops: says good-bye and closes */

#endif
