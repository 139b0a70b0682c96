/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* ctx.h - one unit of work: a request, a job, a command. Every function that can fail takes it first.
 *
 * It carries the arena that its memory comes from, the time that it happens at, the database connection it may use, and
 * what went wrong. The pointers to things of higher modules are opaque here: each is set by the module that owns it. */
#ifndef BASE_CTX_H
#define BASE_CTX_H

#include "base/arena.h"
#include "base/fail.h"
#include "base/tr.h"

/* Who is asking. All zero: a visitor. */
struct principal {
	int64_t account_id; /* 0: no account (a visitor, or an app's own token) */
	int64_t app_id;     /* 0: no app (the pages) */
	int64_t token_id;
	uint64_t scopes;    /* bits of enum scope */
	uint64_t may;       /* permissions of the role, bits of enum permission */
	int64_t session_id; /* 0: not by cookie */
	bool session;       /* signed in by cookie, through the pages */
	enum language language; /* with a session: the one that they have chosen for the pages; NONE: they have not */
};

struct ctx {
	struct arena arena;
	int64_t now;                 /* milliseconds since the epoch; the same for the whole unit of work */
	struct principal who;
	struct db *db;               /* store/store.h: the connection this unit may use; read-only in a read lane */
	struct community *community; /* social/community.h */
	struct viewer *viewer;       /* social/viewer.h: what is kept in memory about who.account_id, or NULL */
	struct effect *effects;      /* social/effect.h: what to tell the world once this is committed, newest first */
	struct http_request *http;   /* http/server.h: set when a request started it */
	struct params *params;       /* http/params.h: its query and body, as one list */
	struct answer *answer;       /* app/answer.h: what will be sent back */
	const struct sv *path;       /* the parts of its path that the route names with ":name", decoded, in order */
	enum language language;      /* of the one who asked, for texts that they read (base/tr.h); the API speaks English */
	char number[17];             /* names this unit in the log and to the user: "request 8f2c…" */
	struct sv said;              /* what refuse() tells the one who asked */
	bool logged;                 /* broken() has written to the log */
};

/* For the one who asked: says what to do, in a sentence, which is looked up in the catalogue (tr.h) when a page asked. Returns `fail`. */
enum fail refuse(struct ctx *cx, enum fail fail, const char *fmt, ...) PRINTF(3, 4);
/* For whoever reads the log: what broke. The one who asked gets the request number. Returns FAIL_BROKEN. */
enum fail broken(struct ctx *cx, const char *fmt, ...) PRINTF(2, 3);

void ctx_open(struct ctx *cx, int64_t now);  /* zeroes it, draws a number */
void ctx_close(struct ctx *cx);              /* frees the arena */

#endif
