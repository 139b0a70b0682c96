/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whatever is typed into the search box: SQLite must take the expression that is made of it. */
#include "social/search_query.h"

#include <sqlite3.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static sqlite3_stmt *search_statement(void)
{
	static sqlite3_stmt *statement;
	sqlite3 *db;
	if (statement)
		return statement;
	if (sqlite3_open(":memory:", &db) != SQLITE_OK ||
	    sqlite3_exec(db,
	                 "CREATE VIRTUAL TABLE t USING fts5 (text, tokenize = 'unicode61 remove_diacritics 2');"
	                 "INSERT INTO t VALUES ('tea fmby1 fmin0'), ('a quiet evening fmby2 fmin3')",
	                 NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(db, "SELECT rowid FROM t WHERE t MATCH ?1 ORDER BY rowid DESC", -1, &statement, NULL) != SQLITE_OK)
		abort();
	return statement;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct search_query query;
	sqlite3_stmt *statement = search_statement();
	search_query_read(&arena, (struct sv){ (const char *)data, size }, &query);
	struct sv match = search_fts5(&arena, &query, size % 2 ? 1 : 0, (int)(size % 5) - 1);
	sqlite3_bind_text(statement, 1, match.p, (int)match.n, SQLITE_STATIC);
	int step;
	do
		step = sqlite3_step(statement);
	while (step == SQLITE_ROW);
	if (step != SQLITE_DONE)
		abort();
	sqlite3_reset(statement);
	arena_free(&arena);
	return 0;
}
