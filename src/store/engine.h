/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* engine.h - what lies between the statements that tools/sqlgen.py made and one database engine. Only for src/store, for the
 * generated code and for the tests of statements; everybody else includes store/store.h and store/q.h.
 *
 * sqlite.c is the engine at present. An engine keeps the prepared statements of a connection in a cache, by their number. */
#ifndef STORE_ENGINE_H
#define STORE_ENGINE_H

#include "store/store.h"

/* --- a statement, as data ---------------------------------------------------------------------------------------------- */

enum db_type { DB_I64, DB_I64_OR_NULL, DB_F64, DB_BOOL, DB_TEXT, DB_BLOB };
enum db_dialect { DIALECT_SQLITE, DIALECT_POSTGRES, DIALECTS };

struct db_column {
	const char *name;
	enum db_type type;
	size_t offset; /* of its member in the row's struct */
};

struct db_query {
	const char *name;
	unsigned number;            /* its place in a connection's cache */
	const char *text[DIALECTS];
	unsigned param_count, column_count;
	const unsigned char *params; /* enum db_type */
	const struct db_column *columns;
	size_t row_size;
	const char *scans;          /* tables it may read from end to end, by single spaces, or NULL */
};

union db_arg {
	int64_t i; /* DB_I64, DB_I64_OR_NULL, DB_BOOL */
	double f;
	struct sv s; /* DB_TEXT, DB_BLOB; stays the caller's */
};

/* What a run gives back. The engine calls result_row() for the memory of each row. */
struct db_result {
	const struct db_query *query;
	char *rows;
	size_t count, capacity, most; /* most: the engine stops after so many rows */
	int64_t changes;
};
void *result_row(struct ctx *cx, struct db_result *result);

/* Called by the generated functions; all use cx->db. */
enum fail query_none(struct ctx *cx, const struct db_query *query, const union db_arg *args) MUST_USE;
enum fail query_changes(struct ctx *cx, const struct db_query *query, const union db_arg *args, int64_t *changes_r) MUST_USE;
/* FAIL_NOT_FOUND, nothing said, when there is no row; `row_r` is then zeroed. */
enum fail query_one(struct ctx *cx, const struct db_query *query, const union db_arg *args, void *row_r) MUST_USE;
enum fail query_many(struct ctx *cx, const struct db_query *query, const union db_arg *args, void **rows_r, size_t *count_r) MUST_USE;
void query_rows_reverse(void *rows, size_t count, size_t size);

/* --- what an engine does ----------------------------------------------------------------------------------------------- */

struct db { /* the part of a connection that every engine has */
	enum db_mode mode;
	uint64_t statements;
	unsigned depth;     /* of transactions: 1 in the outermost */
	unsigned snapshots; /* db_snapshot_begin() without its end */
};

enum db_step { STEP_BEGIN_READ, STEP_BEGIN_WRITE, STEP_COMMIT, STEP_ROLLBACK, STEP_SAVE, STEP_RELEASE, STEP_UNDO, STEPS };

enum fail engine_run(struct ctx *cx, const struct db_query *query, const union db_arg *args, struct db_result *result) MUST_USE;
enum fail engine_step(struct ctx *cx, struct db *db, enum db_step step) MUST_USE;
bool engine_in_transaction(const struct db *db); /* some errors end one: a full disk, for example */
/* Runs constant text of many statements (a migration). */
enum fail engine_script(struct ctx *cx, struct db *db, const char *text) MUST_USE;
/* Bytes of the write-ahead log that are not yet in the main file; 0 where there is no such thing. */
int64_t engine_unsettled(const struct db *db);
/* Moves them there, as far as readers allow, without making anybody wait but the caller. */
void engine_settle(struct db *db);
void engine_rest(struct db *db); /* the same, and gives memory back: when nobody has written for a while */

/* --- migrations -------------------------------------------------------------------------------------------------------- */

struct migration {
	unsigned version;
	const char *name, *checksum; /* of the text for SQLite, SHA-256 in hex */
	const char *text[DIALECTS];
};
/* migrate() with a list of one's own. Number 0, if it is there, makes the table that records the others. */
enum fail migrate_along(struct ctx *cx, struct db *db, const char *path, const struct migration *list, unsigned count) MUST_USE;

/* db_backup() that replaces `to` if it is there. */
enum fail db_backup_replace(struct ctx *cx, const char *path, const char *to) MUST_USE;

#endif
