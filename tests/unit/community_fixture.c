/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "community_fixture.h"

#include "base/clock.h"
#include "base/id.h"
#include "social/account.h"
#include "store/store.h"

#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#define assert_ok(expr) assert_int_equal((expr), OK)

enum { HOUR = 60 * 60 * 1000 };

static void path_of(const struct fixture *at, char path[80])
{
	snprintf(path, 80, "%s/community.db", at->folder);
}

int64_t fixture_member(struct fixture *at, const char *name)
{
	char mail[64];
	int64_t id;
	snprintf(mail, sizeof(mail), "%s@example.org", name);
	struct account_draft draft = { .username = sv_of(name), .email = sv_of(mail), .password_hash = SV("-"), .display_name = SV(""),
		                       .locale = SV("en"), .reason = SV(""), .ip = SV(""), .confirmed = true, .approved = true };
	assert_ok(account_create(&at->cx, &draft, &id));
	return id;
}

int fixture_setup(void **state)
{
	static int64_t hours; /* every test has an hour of its own: ids follow the clock */
	struct fixture *at = calloc(1, sizeof(*at));
	char path[80];
	snprintf(at->folder, sizeof(at->folder), "/tmp/folkmoot-unit-XXXXXX");
	assert_non_null(mkdtemp(at->folder));
	path_of(at, path);
	ctx_open(&at->cx, clock_now() + hours++ * HOUR);
	assert_ok(db_open(&at->cx, path, DB_WRITE, &at->db));
	assert_ok(migrate(&at->cx, at->db, path));
	at->cx.db = at->db;
	assert_ok(community_open(&at->cx, &at->community, SV("talk.example"), SV("https://talk.example"), sv_of(at->folder)));
	at->cx.community = &at->community;
	at->ada = fixture_member(at, "ada");
	at->bob = fixture_member(at, "bob");
	fixture_as(at, at->ada);
	*state = at;
	return 0;
}

int fixture_teardown(void **state)
{
	struct fixture *at = *state;
	char command[128];
	community_close(&at->community);
	db_close(at->db);
	ctx_close(&at->cx);
	snprintf(command, sizeof(command), "rm -rf '%s'", at->folder);
	int result = system(command);
	free(at);
	return result;
}

void fixture_as(struct fixture *at, int64_t account_id)
{
	at->cx.who = (struct principal){ .account_id = account_id };
}

void fixture_sql(struct fixture *at, const char *text)
{
	sqlite3 *db;
	char path[80], *error = NULL;
	path_of(at, path);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	sqlite3_exec(db, text, NULL, NULL, &error);
	sqlite3_close(db);
	if (error)
		fail_msg("%s: %s", text, error);
}

bool fixture_told(const struct fixture *at, enum effect_kind kind, int64_t id)
{
	for (const struct effect *effect = at->cx.effects; effect; effect = effect->next)
		if (effect->kind == kind && effect->id == id)
			return true;
	return false;
}

void fixture_forget(struct fixture *at)
{
	at->cx.effects = NULL;
}
