/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Banks of hashes: in the database, in memory, and from one into the other. */
#include "moderation/media_bank.h"

#include "community_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct pdq hash(uint64_t n)
{
	struct pdq pdq;
	for (int i = 0; i < PDQ_WORDS; i++)
		pdq.words[i] = n = (n + 1) * UINT64_C(0x9e3779b97f4a7c15) ^ n >> 31;
	return pdq;
}

static struct pdq nearly(struct pdq pdq, unsigned bits)
{
	pdq.words[1] ^= (UINT64_C(1) << bits) - 1;
	return pdq;
}

static struct hash_bank_row bank(struct fixture *at, const char *name, enum act act)
{
	struct hash_bank_row row;
	struct hash_bank_draft draft = { .name = sv_of(name), .category = -1, .act = (int)act, .near = -1 };
	assert_int_equal(hash_bank_put(&at->cx, &draft, &row), OK);
	return row;
}

static int64_t add(struct fixture *at, int64_t bank_id, const uint8_t *sha256, const struct pdq *list, size_t count)
{
	int64_t added = -1;
	struct hash_draft draft = { .sha256 = { (const char *)sha256, sha256 ? HASH_BYTES : 0 }, .pdq = list, .pdq_count = count, .note = SV("case 41") };
	assert_int_equal(hash_bank_add(&at->cx, bank_id, &draft, &added), OK);
	return added;
}

static size_t look(struct fixture *at, struct hash_banks *banks, const uint8_t *sha256, struct pdq pdq, struct bank_finding *list)
{
	struct hash_query query = { .sha256 = sha256, .prints = &pdq, .print_count = 1, .quality = 100 };
	assert_int_equal(hash_banks_follow(&at->cx, banks), OK);
	return hash_banks_look(banks, &at->cx.arena, &query, list);
}

static void a_copy_of_what_was_banked_is_found(void **state)
{
	struct fixture *at = *state;
	struct bank_finding found[HASH_MATCHES];
	struct hash_banks *banks = hash_banks_new();
	uint8_t sha256[HASH_BYTES] = { 1, 2, 3 };
	struct pdq three[] = { hash(1), hash(2), hash(3) };
	int64_t id = bank(at, "decided", ACT_HOLD).id;
	assert_int_equal(look(at, banks, sha256, hash(1), found), 0);
	assert_int_equal(add(at, id, sha256, three, 3), 4);
	assert_int_equal(add(at, id, sha256, three, 3), 0); /* they are there */
	assert_int_equal(look(at, banks, NULL, nearly(hash(2), 20), found), 1);
	assert_true(sv_eq(found[0].bank, SV("decided")));
	assert_int_equal(found[0].act, ACT_HOLD);
	assert_int_equal(found[0].distance, 20);
	assert_int_equal(look(at, banks, NULL, nearly(hash(2), 32), found), 0);
	assert_int_equal(look(at, banks, sha256, hash(99), found), 1);
	assert_int_equal(found[0].kind, HASH_SHA256);
	assert_int_equal(hash_banks_figures(banks).hashes, 4);
	hash_banks_free(banks);
}

static void the_strictest_bank_comes_first(void **state)
{
	struct fixture *at = *state;
	struct bank_finding found[HASH_MATCHES];
	struct hash_banks *banks = hash_banks_new();
	struct pdq one = hash(7), other = nearly(one, 9);
	add(at, bank(at, "watched", ACT_NOTE).id, NULL, &one, 1);
	add(at, bank(at, "forbidden", ACT_REJECT).id, NULL, &other, 1);
	assert_int_equal(look(at, banks, NULL, one, found), 2);
	assert_true(sv_eq(found[0].bank, SV("forbidden")));
	assert_int_equal(found[0].distance, 9);
	assert_true(sv_eq(found[1].bank, SV("watched")));
	hash_banks_free(banks);
}

static void what_is_changed_or_removed_is_seen(void **state)
{
	struct fixture *at = *state;
	struct bank_finding found[HASH_MATCHES];
	struct hash_bank_row row;
	struct hash_banks *banks = hash_banks_new();
	struct pdq two[] = { hash(11), hash(12) }, third = hash(13);
	uint8_t bytes[PDQ_BYTES];
	int64_t id = bank(at, "changing", ACT_REPORT).id;
	add(at, id, NULL, two, 2);
	add(at, id, NULL, &third, 1);
	assert_int_equal(look(at, banks, NULL, hash(12), found), 1);
	bank(at, "changing", ACT_REJECT);
	assert_int_equal(look(at, banks, NULL, hash(12), found), 1);
	assert_int_equal(found[0].act, ACT_REJECT);
	assert_int_equal(hash_bank_put(&at->cx, &(struct hash_bank_draft){ .name = SV("changing"), .category = -1, .act = -1, .near = 3 }, &row), OK);
	assert_int_equal(look(at, banks, NULL, nearly(hash(12), 4), found), 0);
	pdq_bytes(&two[1], bytes); /* one of a picture takes the others along */
	assert_int_equal(hash_bank_drop(&at->cx, id, bytes), OK);
	assert_int_equal(look(at, banks, NULL, hash(11), found), 0);
	assert_int_equal(look(at, banks, NULL, hash(13), found), 1);
	assert_int_equal(hash_bank_drop(&at->cx, id, bytes), FAIL_NOT_FOUND);
	assert_int_equal(hash_bank_remove(&at->cx, id), OK);
	assert_int_equal(look(at, banks, NULL, hash(13), found), 0);
	hash_banks_free(banks);
}

static void what_is_added_little_by_little_is_found(void **state)
{
	struct fixture *at = *state;
	struct bank_finding found[HASH_MATCHES];
	struct hash_banks *banks = hash_banks_new();
	struct hash_bank_about about = { .id = 1, .name = SV("one"), .near = 31, .act = ACT_REPORT };
	struct hash_entry *entries = calloc(5000, sizeof(*entries));
	assert_non_null(entries);
	for (int i = 0; i < 5000; i++)
		entries[i] = (struct hash_entry){ .pdq = hash((uint64_t)i * 7 + 1), .kind = HASH_PDQ, .id = i + 1 };
	hash_banks_replace(banks, &about, 1, entries, 100);
	for (int i = 100; i < 5000; i += 700)
		hash_banks_append(banks, entries + i, 700);
	hash_banks_append(banks, entries, 5000); /* nothing new */
	assert_int_equal(hash_banks_figures(banks).hashes, 5000);
	for (int i = 0; i < 5000; i += 99) {
		struct pdq asked = nearly(entries[i].pdq, 31);
		struct hash_query query = { .prints = &asked, .print_count = 1, .quality = 100 };
		assert_int_equal(hash_banks_look(banks, &at->cx.arena, &query, found), 1);
		assert_int_equal(found[0].id, i + 1);
		query.quality = 10; /* too little to see */
		assert_int_equal(hash_banks_look(banks, &at->cx.arena, &query, found), 0);
	}
	free(entries);
	hash_banks_free(banks);
}

static void a_bank_has_a_name_an_act_and_a_distance_that_can_be(void **state)
{
	struct fixture *at = *state;
	struct hash_bank_row row;
	struct hash_bank_draft drafts[] = {
		{ .name = SV(""), .category = -1, .act = -1, .near = -1 },
		{ .name = SV("two\nlines"), .category = -1, .act = -1, .near = -1 },
		{ .name = SV("far"), .category = -1, .act = -1, .near = 32 },
		{ .name = SV("idle"), .category = -1, .act = ACT_OFF, .near = -1 },
	};
	for (size_t i = 0; i < COUNT_OF(drafts); i++)
		assert_int_equal(hash_bank_put(&at->cx, &drafts[i], &row), FAIL_INVALID);
	assert_int_equal(hash_bank_get(&at->cx, SV("far"), &row), FAIL_NOT_FOUND);
}

static void an_upload_that_was_decided_about_goes_into_a_bank(void **state)
{
	struct fixture *at = *state;
	struct bank_finding found[HASH_MATCHES];
	struct hash_banks *banks = hash_banks_new();
	uint8_t sha256[HASH_BYTES], bytes[PDQ_BYTES];
	struct pdq pdq = hash(21);
	int64_t id = bank(at, "decided", ACT_HOLD).id;
	memset(sha256, 7, sizeof(sha256));
	pdq_bytes(&pdq, bytes);
	fixture_sql(at, "INSERT INTO media (id, account_id, state, created_at) SELECT 5, id, 1, 1 FROM account LIMIT 1");
	assert_int_equal(q_media_hashed(&at->cx, 5, (struct sv){ (char *)sha256, HASH_BYTES }, (struct sv){ (char *)bytes, PDQ_BYTES }, 90), OK);
	assert_int_equal(bank_media(&at->cx, id, 5, SV("case 41")), OK);
	assert_int_equal(look(at, banks, NULL, nearly(pdq, 5), found), 1);
	assert_int_equal(look(at, banks, sha256, hash(22), found), 1);
	assert_int_equal(bank_media(&at->cx, id, 6, SV("no such file")), FAIL_NOT_FOUND);
	assert_int_equal(q_media_hashed(&at->cx, 5, SV_NONE, (struct sv){ (char *)bytes, PDQ_BYTES }, 10), OK);
	int64_t other = bank(at, "dull", ACT_HOLD).id;
	assert_int_equal(bank_media(&at->cx, other, 5, SV("case 42")), OK);
	assert_int_equal(look(at, banks, NULL, pdq, found), 1); /* in the first bank only: there is too little to see */
	hash_banks_free(banks);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_copy_of_what_was_banked_is_found, fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(the_strictest_bank_comes_first, fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(what_is_changed_or_removed_is_seen, fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(what_is_added_little_by_little_is_found, fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(an_upload_that_was_decided_about_goes_into_a_bank, fixture_setup, fixture_teardown),
		cmocka_unit_test_setup_teardown(a_bank_has_a_name_an_act_and_a_distance_that_can_be, fixture_setup, fixture_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
