/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Statements and transactions as the rest of the program sees them, over one engine. */
#include "store/engine.h"

#include <stdlib.h>

enum { FIRST_ROWS = 24 }; /* a page of a timeline is 20 */

void *result_row(struct ctx *cx, struct db_result *result)
{
	size_t size = result->query->row_size;
	if (result->count == result->capacity) {
		size_t capacity = result->capacity ? result->capacity * 2 : FIRST_ROWS, bytes;
		if (__builtin_mul_overflow(capacity, size, &bytes))
			abort();
		char *rows = arena_alloc(&cx->arena, bytes); /* the engine fills every member */
		if (result->count)
			memcpy(rows, result->rows, result->count * size);
		result->rows = rows;
		result->capacity = capacity;
	}
	return result->rows + result->count++ * size;
}

static enum fail run(struct ctx *cx, const struct db_query *query, const union db_arg *args, struct db_result *result)
{
	if (!cx->db)
		return broken(cx, "statement %s without a connection", query->name);
	result->query = query;
	cx->db->statements++;
	return engine_run(cx, query, args, result);
}

enum fail query_none(struct ctx *cx, const struct db_query *query, const union db_arg *args)
{
	struct db_result result = { 0 };
	return run(cx, query, args, &result);
}

enum fail query_changes(struct ctx *cx, const struct db_query *query, const union db_arg *args, int64_t *changes_r)
{
	struct db_result result = { 0 };
	enum fail fail = run(cx, query, args, &result);
	*changes_r = result.changes;
	return fail;
}

enum fail query_one(struct ctx *cx, const struct db_query *query, const union db_arg *args, void *row_r)
{
	memset(row_r, 0, query->row_size);
	struct db_result result = { .rows = row_r, .capacity = 1, .most = 1 };
	TRY(run(cx, query, args, &result));
	return result.count ? OK : FAIL_NOT_FOUND;
}

enum fail query_many(struct ctx *cx, const struct db_query *query, const union db_arg *args, void **rows_r, size_t *count_r)
{
	struct db_result result = { .most = SIZE_MAX };
	enum fail fail = run(cx, query, args, &result);
	*rows_r = fail == OK ? result.rows : NULL;
	*count_r = fail == OK ? result.count : 0;
	return fail;
}

bool db_is_writer(const struct db *db)
{
	return db->mode == DB_WRITE;
}

uint64_t db_statement_count(const struct db *db)
{
	return db->statements;
}

enum fail db_snapshot_begin(struct ctx *cx)
{
	struct db *db = cx->db;
	if (db->depth == 0 && db->snapshots == 0)
		TRY(engine_step(cx, db, STEP_BEGIN_READ));
	db->snapshots++;
	return OK;
}

void db_snapshot_end(struct ctx *cx)
{
	struct db *db = cx->db;
	if (--db->snapshots == 0 && db->depth == 0 && engine_in_transaction(db)) {
		enum fail fail = engine_step(cx, db, STEP_ROLLBACK); /* nothing was written */
		(void)fail;                                          /* it is in the log */
	}
}

enum fail txn_begin(struct txn *txn, struct ctx *cx)
{
	struct db *db = cx->db;
	if (db->mode != DB_WRITE)
		return broken(cx, "a transaction on a connection that only reads");
	if (db->snapshots)
		return broken(cx, "a transaction inside a snapshot");
	TRY(engine_step(cx, db, db->depth ? STEP_SAVE : STEP_BEGIN_WRITE));
	txn->cx = cx;
	txn->depth = ++db->depth;
	return OK;
}

enum fail txn_commit(struct txn *txn)
{
	struct ctx *cx = txn->cx;
	if (!cx || cx->db->depth != txn->depth)
		return broken(cx, "transactions end in another order than they began");
	enum fail fail = engine_step(cx, cx->db, txn->depth > 1 ? STEP_RELEASE : STEP_COMMIT);
	if (fail != OK)
		return fail; /* and the end of the scope rolls back */
	cx->db->depth--;
	txn->cx = NULL;
	return OK;
}

void txn_rollback(struct txn *txn)
{
	struct ctx *cx = txn->cx;
	if (!cx)
		return;
	struct db *db = cx->db;
	if (engine_in_transaction(db)) { /* otherwise the error that brought us here has ended it already */
		enum fail fail = engine_step(cx, db, txn->depth > 1 ? STEP_UNDO : STEP_ROLLBACK);
		if (fail == OK && txn->depth > 1)
			fail = engine_step(cx, db, STEP_RELEASE);
		(void)fail; /* it is in the log; the outer transaction fails at its commit */
	}
	db->depth = txn->depth - 1;
	txn->cx = NULL;
}

void query_rows_reverse(void *rows, size_t count, size_t size)
{
	char *low = rows, *high = low + (count ? count - 1 : 0) * size;
	for (; low < high; low += size, high -= size)
		for (size_t i = 0; i < size; i++) {
			char byte = low[i];
			low[i] = high[i];
			high[i] = byte;
		}
}
