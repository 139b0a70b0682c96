/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* store_test.h - a folder, a context and a migrated file of notes for each test of the store. */
#ifndef UNIT_STORE_TEST_H
#define UNIT_STORE_TEST_H

#include "base/clock.h"
#include "store/engine.h"
#include "store/test_q.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#define assert_sv(got, want) assert_true(sv_eq((got), sv_of(want)))
#define assert_ok(expr) assert_int_equal((expr), OK)

extern const struct migration test_q_migrations[];
extern const unsigned test_q_migration_count;

struct place {
	struct ctx cx;
	struct db *db; /* DB_WRITE; NULL once a writer has taken it over */
	char folder[64], path[80];
};

static inline bool said(const struct ctx *cx, const char *part)
{
	return sv_find(cx->said, sv_of(part)) >= 0;
}

static inline void place_open(struct place *at)
{
	snprintf(at->folder, sizeof(at->folder), "/tmp/folkmoot-store-XXXXXX");
	assert_non_null(mkdtemp(at->folder));
	snprintf(at->path, sizeof(at->path), "%s/notes.db", at->folder);
	ctx_open(&at->cx, clock_now());
	assert_ok(db_open(&at->cx, at->path, DB_WRITE, &at->db));
	assert_ok(migrate_along(&at->cx, at->db, at->path, test_q_migrations, test_q_migration_count));
	at->cx.db = at->db;
}

static inline int place_setup(void **state)
{
	struct place *at = calloc(1, sizeof(*at));
	place_open(at);
	*state = at;
	return 0;
}

static inline int place_teardown(void **state)
{
	struct place *at = *state;
	char command[128];
	db_close(at->db);
	ctx_close(&at->cx);
	snprintf(command, sizeof(command), "rm -rf '%s'", at->folder);
	int result = system(command);
	free(at);
	return result;
}

#endif
