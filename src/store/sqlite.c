/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Runs prepared statements on a SQLite connection: the engine of engine.h. */
#include "store/sqlite.h"

#include "base/log.h"

#include <stdlib.h>

/* --- preparing --------------------------------------------------------------------------------------------------------- */

static void make_room(struct sqlite *db, unsigned number)
{
	unsigned room = (number | 63) + 1;
	sqlite3_stmt **statements = realloc(db->statements, room * sizeof(*statements));
	if (!statements)
		abort();
	memset(statements + db->statement_room, 0, (room - db->statement_room) * sizeof(*statements));
	db->statements = statements;
	db->statement_room = room;
}

static int prepare(struct sqlite *db, const char *text, sqlite3_stmt **statement_r)
{
	return sqlite3_prepare_v3(db->handle, text, -1, SQLITE_PREPARE_PERSISTENT, statement_r, NULL);
}

static enum fail prepare_query(struct ctx *cx, struct sqlite *db, const struct db_query *query, sqlite3_stmt **statement_r)
{
	int code = prepare(db, query->text[DIALECT_SQLITE], statement_r);
	if (code != SQLITE_OK)
		return sqlite_failed(cx, db->handle, code, query->name);
	int columns = sqlite3_column_count(*statement_r);
	if (query->column_count == 0 || columns == (int)query->column_count)
		return OK;
	sqlite3_finalize(*statement_r);
	*statement_r = NULL;
	return broken(cx, "statement %s yields %d columns, not %u", query->name, columns, query->column_count);
}

static enum fail statement_of(struct ctx *cx, struct sqlite *db, const struct db_query *query, sqlite3_stmt **statement_r)
{
	if (query->number >= db->statement_room)
		make_room(db, query->number);
	sqlite3_stmt **place = &db->statements[query->number];
	if (!*place)
		TRY(prepare_query(cx, db, query, place));
	*statement_r = *place;
	return OK;
}

/* --- values ------------------------------------------------------------------------------------------------------------ */

/* The caller's text outlives the run, and the next run binds everything anew: so nothing is copied. */
static int bind_one(sqlite3_stmt *statement, int at, enum db_type type, union db_arg arg)
{
	switch (type) {
	case DB_I64_OR_NULL:
		if (arg.i == 0)
			return sqlite3_bind_null(statement, at);
		return sqlite3_bind_int64(statement, at, arg.i);
	case DB_I64:
	case DB_BOOL:
		return sqlite3_bind_int64(statement, at, arg.i);
	case DB_F64:
		return sqlite3_bind_double(statement, at, arg.f);
	case DB_TEXT:
		return sqlite3_bind_text64(statement, at, arg.s.p, arg.s.n, SQLITE_STATIC, SQLITE_UTF8);
	case DB_BLOB:
		return sqlite3_bind_blob64(statement, at, arg.s.p, arg.s.n, SQLITE_STATIC);
	}
	return SQLITE_MISUSE;
}

static int bind_all(sqlite3_stmt *statement, const struct db_query *query, const union db_arg *args)
{
	for (unsigned i = 0; i < query->param_count; i++) {
		int code = bind_one(statement, (int)i + 1, query->params[i], args[i]);
		if (code != SQLITE_OK)
			return code;
	}
	return SQLITE_OK;
}

static struct sv text_at(struct ctx *cx, sqlite3_stmt *statement, int at, bool blob)
{
	const char *p = blob ? sqlite3_column_blob(statement, at) : (const char *)sqlite3_column_text(statement, at);
	if (!p) /* NULL, or a blob of no bytes */
		return sqlite3_column_type(statement, at) == SQLITE_NULL ? SV_NONE : SV("");
	return arena_dup(&cx->arena, (struct sv){ p, (size_t)sqlite3_column_bytes(statement, at) });
}

static void read_row(struct ctx *cx, sqlite3_stmt *statement, const struct db_query *query, char *row)
{
	for (unsigned i = 0; i < query->column_count; i++) {
		void *to = row + query->columns[i].offset;
		switch (query->columns[i].type) {
		case DB_I64:
		case DB_I64_OR_NULL:
			*(int64_t *)to = sqlite3_column_int64(statement, (int)i); /* NULL reads as 0 */
			break;
		case DB_BOOL:
			*(bool *)to = sqlite3_column_int64(statement, (int)i) != 0;
			break;
		case DB_F64:
			*(double *)to = sqlite3_column_double(statement, (int)i);
			break;
		case DB_TEXT:
			*(struct sv *)to = text_at(cx, statement, (int)i, false);
			break;
		case DB_BLOB:
			*(struct sv *)to = text_at(cx, statement, (int)i, true);
			break;
		}
	}
}

/* --- running ----------------------------------------------------------------------------------------------------------- */

static int step_all(struct ctx *cx, sqlite3_stmt *statement, const struct db_query *query, struct db_result *result)
{
	int code;
	bool only_reads = sqlite3_stmt_readonly(statement);
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		if (result->count < result->most)
			read_row(cx, statement, query, result_row(cx, result));
		if (only_reads && result->count == result->most)
			return SQLITE_DONE; /* one that writes must come to its end */
	}
	return code;
}

enum fail engine_run(struct ctx *cx, const struct db_query *query, const union db_arg *args, struct db_result *result)
{
	struct sqlite *db = sqlite_of(cx->db);
	sqlite3_stmt *statement = NULL;
	if (db->db.depth && sqlite3_get_autocommit(db->handle))
		return refuse(cx, FAIL_UNAVAILABLE, "An earlier error has undone this change. Please try again.");
	TRY(statement_of(cx, db, query, &statement));
	int code = bind_all(statement, query, args);
	if (code == SQLITE_OK)
		code = step_all(cx, statement, query, result);
	enum fail fail = OK;
	if (code == SQLITE_DONE)
		result->changes = sqlite3_changes64(db->handle);
	else if ((code & 0xff) == SQLITE_READONLY && db->db.mode == DB_READ)
		fail = broken(cx, "statement %s writes on a connection that only reads", query->name);
	else
		fail = sqlite_failed(cx, db->handle, code, query->name);
	sqlite3_reset(statement); /* its code repeats the error that was just told */
	return fail;
}

enum fail engine_step(struct ctx *cx, struct db *base, enum db_step step)
{
	static const char *const texts[STEPS] = {
		[STEP_BEGIN_READ] = "BEGIN",   [STEP_BEGIN_WRITE] = "BEGIN IMMEDIATE", [STEP_COMMIT] = "COMMIT",
		[STEP_ROLLBACK] = "ROLLBACK",  [STEP_SAVE] = "SAVEPOINT task",         [STEP_RELEASE] = "RELEASE task",
		[STEP_UNDO] = "ROLLBACK TO task",
	};
	struct sqlite *db = sqlite_of(base);
	sqlite3_stmt **statement = &db->steps[step];
	int code = *statement ? SQLITE_OK : prepare(db, texts[step], statement);
	if (code == SQLITE_OK)
		code = sqlite3_step(*statement);
	enum fail fail = code == SQLITE_DONE ? OK : sqlite_failed(cx, db->handle, code, texts[step]);
	sqlite3_reset(*statement);
	return fail;
}

bool engine_in_transaction(const struct db *db)
{
	return !sqlite3_get_autocommit(((const struct sqlite *)(const void *)db)->handle);
}

enum fail engine_script(struct ctx *cx, struct db *db, const char *text)
{
	sqlite3 *handle = sqlite_of(db)->handle;
	int code = sqlite3_exec(handle, text, NULL, NULL, NULL);
	return code == SQLITE_OK ? OK : sqlite_failed(cx, handle, code, "a migration");
}

/* --- the write-ahead log ----------------------------------------------------------------------------------------------- */

int64_t engine_unsettled(const struct db *base)
{
	const struct sqlite *db = (const struct sqlite *)(const void *)base;
	return (int64_t)(db->frames - db->settled) * 4096;
}

void engine_settle(struct db *base)
{
	struct sqlite *db = sqlite_of(base);
	int frames, settled;
	int code = sqlite3_wal_checkpoint_v2(db->handle, "main", SQLITE_CHECKPOINT_PASSIVE, &frames, &settled);
	if (code == SQLITE_OK) {
		db->frames = frames;
		db->settled = settled;
	} else {
		LOG(WARNING, "log_not_settled", F("error", sqlite3_errstr(code)));
		db->frames = db->settled; /* not again before the next commit: a full disk is not helped by trying */
	}
}

void engine_rest(struct db *base)
{
	engine_settle(base);
	sqlite3_db_release_memory(sqlite_of(base)->handle);
}
