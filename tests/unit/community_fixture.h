/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* community_fixture.h - a community in a folder of its own, with ada and bob in it, for tests of the rules. Everything runs on one connection
 * that may write, at a time that the test sets (cx.now). */
#ifndef TESTS_UNIT_COMMUNITY_FIXTURE_H
#define TESTS_UNIT_COMMUNITY_FIXTURE_H

#include "social/community.h"
#include "social/effect.h"
#include "store/q.h"

struct fixture {
	struct ctx cx;
	struct db *db;
	struct community community;
	char folder[64];
	int64_t ada, bob;
};

int fixture_setup(void **state); /* cmocka's; the state is a struct fixture, cx.who is ada */
int fixture_teardown(void **state);

int64_t fixture_member(struct fixture *at, const char *name); /* fails the test when it cannot be made */
void fixture_as(struct fixture *at, int64_t account_id);      /* from here on cx.who is this one */
/* Runs `text` (";" between statements) on a connection of its own. */
void fixture_sql(struct fixture *at, const char *text);
/* Whether such an effect was noted since the last fixture_forget(). */
bool fixture_told(const struct fixture *at, enum effect_kind kind, int64_t id);
void fixture_forget(struct fixture *at);

#endif
