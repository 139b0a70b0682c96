/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A member has their account deleted, and may think again. */
#include "community_fixture.h"

#include "social/leave.h"
#include "social/role.h"
#include "social/standing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#define assert_ok(expr) assert_int_equal((expr), OK)
#define DAY (INT64_C(24) * 3600 * 1000)

static struct login_row login_of(struct fixture *at, int64_t account_id)
{
	struct login_row login;
	assert_ok(q_login_get(&at->cx, account_id, &login));
	return login;
}

static bool deletion_was_begun(struct fixture *at)
{
	struct job job = { .subject_id = at->bob };
	fixture_forget(at);
	assert_ok(leave_due(&at->cx, &job));
	return fixture_told(at, EFFECT_JOB, at->bob);
}

static void who_leaves_is_hidden_and_goes_when_the_time_is_over(void **state)
{
	struct fixture *at = *state;
	fixture_as(at, at->bob);
	int64_t began = at->cx.now;
	assert_ok(leave_begin(&at->cx));
	struct login_row login = login_of(at, at->bob);
	assert_true(leave_begun(&login));
	assert_int_equal(leave_ends(&login), began + LEAVE_DAYS * DAY);
	assert_true(fixture_told(at, EFFECT_STANDING, at->bob) && fixture_told(at, EFFECT_ACCOUNT, at->bob));
	at->cx.now = leave_ends(&login) - 1;
	assert_false(deletion_was_begun(at));
	at->cx.now++;
	assert_true(deletion_was_begun(at));
}

static void who_comes_back_stays(void **state)
{
	struct fixture *at = *state;
	fixture_as(at, at->bob);
	assert_int_equal(leave_undo(&at->cx, at->bob), FAIL_CONFLICT);
	assert_ok(leave_begin(&at->cx));
	assert_ok(leave_undo(&at->cx, at->bob));
	struct login_row login = login_of(at, at->bob);
	assert_true(!leave_begun(&login) && !login.suspended_at && !login.leaving_at);
	at->cx.now += (LEAVE_DAYS + 1) * DAY;
	assert_false(deletion_was_begun(at));
	assert_ok(leave_begin(&at->cx)); /* and leaves again: the time is new, whatever the first job says */
	assert_false(deletion_was_begun(at));
}

static void a_suspension_since_then_is_not_undone(void **state)
{
	struct fixture *at = *state;
	fixture_as(at, at->bob);
	assert_ok(leave_begin(&at->cx));
	assert_ok(q_account_set_suspended(&at->cx, at->bob, at->cx.now + 1000));
	assert_int_equal(leave_undo(&at->cx, at->bob), FAIL_CONFLICT);
	at->cx.now += (LEAVE_DAYS + 1) * DAY;
	assert_false(deletion_was_begun(at));
}

static void the_only_owner_stays_until_there_is_another(void **state)
{
	struct fixture *at = *state;
	assert_ok(q_login_set_role(&at->cx, at->ada, ROLE_OWNER));
	assert_int_equal(leave_begin(&at->cx), FAIL_CONFLICT);
	assert_ok(q_login_set_role(&at->cx, at->bob, ROLE_OWNER));
	assert_ok(leave_begin(&at->cx));
	fixture_as(at, at->bob);
	assert_int_equal(leave_begin(&at->cx), FAIL_CONFLICT); /* one who leaves looks after nothing */
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
		TEST(who_leaves_is_hidden_and_goes_when_the_time_is_over),
		TEST(who_comes_back_stays),
		TEST(a_suspension_since_then_is_not_undone),
		TEST(the_only_owner_stays_until_there_is_another),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
