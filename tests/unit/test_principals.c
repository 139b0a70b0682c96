/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/principals.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static const unsigned char one[PRINCIPAL_HASH] = { 1, 0, 7 }, other[PRINCIPAL_HASH] = { 2, 0, 7 }, same_slot[PRINCIPAL_HASH] = { 1, 0, 8 };

static bool knows(struct principals *at, const unsigned char *hash, int64_t now)
{
	struct principal who;
	uint64_t changes;
	return principals_find(at, hash, now, &who, &changes);
}

static void keep(struct principals *at, const unsigned char *hash, const struct principal *who, int64_t good_until)
{
	struct principal found;
	uint64_t changes;
	(void)principals_find(at, hash, 0, &found, &changes);
	principals_keep(at, hash, who, good_until, changes);
}

static void somebody_is_known_until_their_time_is_over(void **state)
{
	(void)state;
	struct principals *at = principals_new();
	struct principal who = { .account_id = 5, .session_id = 50, .session = true }, found = { 0 };
	uint64_t changes;
	assert_false(knows(at, one, 10));
	keep(at, one, &who, 100);
	assert_true(principals_find(at, one, 99, &found, &changes));
	assert_int_equal(found.account_id, 5);
	assert_false(knows(at, one, 100));
	assert_false(knows(at, same_slot, 10));
	principals_free(at);
}

static void what_is_taken_back_is_forgotten(void **state)
{
	(void)state;
	struct principals *at = principals_new();
	struct principal ada = { .account_id = 5, .session_id = 50, .session = true }, bob = { .account_id = 6, .token_id = 60 };
	keep(at, one, &ada, 100);
	keep(at, other, &bob, 100);
	principals_forget(at, 60, 0);
	assert_true(knows(at, one, 10) && !knows(at, other, 10));
	keep(at, other, &bob, 100);
	principals_forget(at, 0, 5);
	assert_true(!knows(at, one, 10) && knows(at, other, 10));
	principals_forget(at, 0, 0);
	assert_false(knows(at, other, 10));
	principals_free(at);
}

static void what_was_read_before_something_was_taken_back_is_not_kept(void **state)
{
	(void)state;
	struct principals *at = principals_new();
	struct principal who = { .account_id = 5, .session_id = 50, .session = true }, found;
	uint64_t changes;
	assert_false(principals_find(at, one, 10, &found, &changes));
	principals_forget(at, 50, 0); /* while it is read from the database */
	principals_keep(at, one, &who, 100, changes);
	assert_false(knows(at, one, 10));
	principals_free(at);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(somebody_is_known_until_their_time_is_over),
		cmocka_unit_test(what_is_taken_back_is_forgotten),
		cmocka_unit_test(what_was_read_before_something_was_taken_back_is_not_kept),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
