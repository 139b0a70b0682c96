/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* store.h - one community's data: connections, transactions, the writer.
 *
 * SQL lives in store/sql/<thing>.sql as named statements; tools/sqlgen.py makes one C function of each (build: store/q.h):
 *
 *     enum fail q_status_get(struct ctx *cx, int64_t id, struct status_get_row *row_r);
 *
 * They use cx->db and put what they return into cx->arena. No statement is ever built from input. The engine (sqlite.c, later
 * postgres.c) is known only behind store/engine.h. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/ctx.h"

struct db; /* one connection; used by one thread at a time */

enum db_mode { DB_READ, DB_WRITE };

/* Opens `path` and, when mode is DB_WRITE, prepares it for durable writes (WAL, synchronous=FULL, foreign keys on). A DB_READ
 * connection cannot write (query_only). FAIL_UNAVAILABLE, with a sentence, when it cannot be opened. */
enum fail db_open(struct ctx *cx, const char *path, enum db_mode mode, struct db **db_r) MUST_USE;
void db_close(struct db *db);

/* A read that must see one moment across several statements is wrapped in these; a single statement needs none. */
enum fail db_snapshot_begin(struct ctx *cx) MUST_USE;
void db_snapshot_end(struct ctx *cx);

/* A transaction on cx->db, rolled back at the end of the scope unless it was committed. Inside a writer's task it is a
 * savepoint, so tasks may use it freely.
 *
 *     TXN(txn);
 *     TRY(txn_begin(&txn, cx));
 *     …
 *     return txn_commit(&txn);
 */
struct txn {
	struct ctx *cx; /* NULL: not begun, or ended */
	unsigned depth;
};
#define TXN(name) struct txn name CLEANUP(txn_rollback) = { 0 }
enum fail txn_begin(struct txn *txn, struct ctx *cx) MUST_USE;
enum fail txn_commit(struct txn *txn) MUST_USE;
void txn_rollback(struct txn *txn);

bool db_is_writer(const struct db *db);

/* Statements that cx->db has run since it was opened; tests of pages state how many a request takes. */
uint64_t db_statement_count(const struct db *db);

/* --- the writer: one thread per community commits a batch of tasks together (group commit) ----------------------------- */

struct writer;
struct writer_task {
	struct writer_task *next;
	struct ctx *cx;          /* its db is set while `run` runs, and is the same connection for every task */
	/* Does the work, inside a savepoint that is rolled back unless OK is returned. Must not block on anything but the disk. */
	enum fail (*run)(struct writer_task *task);
	/* After the batch is on disk (result: what `run` returned), or could not be committed (FAIL_UNAVAILABLE; cx->said is set).
	 * On the writer's thread; cx->db is NULL again. Never waits. */
	void (*done)(struct writer_task *task, enum fail result);
};

/* Takes over a DB_WRITE connection. */
struct writer *writer_start(struct db *db);
void writer_submit(struct writer *writer, struct writer_task *task);  /* from any thread; the task lives until `done` */
/* Runs `run(cx, arg)` on the writer and waits until it is on disk. Not from the writer's own thread. */
enum fail writer_run(struct writer *writer, struct ctx *cx, enum fail (*run)(struct ctx *cx, void *arg), void *arg) MUST_USE;
void writer_stop(struct writer *writer);                              /* finishes what was submitted, closes the connection */
struct writer_figures {
	uint64_t tasks, batches, failed_commits;
	int64_t busy_us;
	unsigned waiting;
};
struct writer_figures writer_figures(const struct writer *writer);

/* --- migrations: forward only, checksummed, preceded by a copy (db/migrations, compiled in) ---------------------------- */

/* Brings the open DB_WRITE connection's schema up to date, in one transaction per migration. A file made by a newer binary,
 * or with a changed migration, is refused with a sentence. `path` is copied to "<path>.before-<version>" first, unless new. */
enum fail migrate(struct ctx *cx, struct db *db, const char *path) MUST_USE;
unsigned migrate_latest(void);

/* --- copies ------------------------------------------------------------------------------------------------------------ */

/* A consistent copy of a live file, complete and synced when it returns; `to` must not exist. */
enum fail db_backup(struct ctx *cx, const char *path, const char *to) MUST_USE;
/* Integrity and foreign keys; FAIL_CONFLICT with the first thing found. */
enum fail db_check(struct ctx *cx, struct db *db) MUST_USE;

#endif
