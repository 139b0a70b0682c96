/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sqlite.h - what the files that know SQLite share. Only for sqlite.c, sqlite_open.c and backup.c. */
#ifndef STORE_SQLITE_H
#define STORE_SQLITE_H

#include "store/engine.h"

#include <sqlite3.h>

struct sqlite {
	struct db db; /* first: a struct db is one of these */
	sqlite3 *handle;
	sqlite3_stmt **statements; /* by db_query.number; NULL until first used */
	unsigned statement_room;
	sqlite3_stmt *steps[STEPS];
	int frames, settled; /* of the write-ahead log: in it, and copied into the main file */
};

static inline struct sqlite *sqlite_of(struct db *db)
{
	return (struct sqlite *)(void *)db;
}

/* Turns SQLite's last error into a failure: speaks to the one who asked, and tells the log what to do about it. `what` names the
 * statement or the step; `handle` may be NULL when there is none to ask. A broken unique constraint is FAIL_CONFLICT, unsaid. */
enum fail sqlite_failed(struct ctx *cx, sqlite3 *handle, int code, const char *what) MUST_USE;

/* Makes a new handle safe and quick: limits, time-outs, memory. `durable`: WAL with synchronous=FULL. */
enum fail sqlite_handle_open(struct ctx *cx, const char *path, int flags, sqlite3 **handle_r) MUST_USE;

#endif
