/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Many hashes at once: what the index finds is what comparing all would find. */
#include "screening/hash_index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static uint64_t state_now;

static uint64_t draw(void)
{
	state_now ^= state_now << 13;
	state_now ^= state_now >> 7;
	state_now ^= state_now << 17;
	return state_now * UINT64_C(0x2545F4914F6CDD1D);
}

static struct pdq draw_hash(void)
{
	struct pdq pdq;
	for (int i = 0; i < PDQ_WORDS; i++)
		pdq.words[i] = draw();
	return pdq;
}

/* The same with `count` other bits. */
static struct pdq changed(struct pdq pdq, int count)
{
	struct pdq other = pdq;
	while (count > 0) {
		unsigned bit = draw() % PDQ_BITS;
		if ((other.words[bit / 64] ^ pdq.words[bit / 64]) >> bit % 64 & 1)
			continue;
		other.words[bit / 64] ^= UINT64_C(1) << bit % 64;
		count--;
	}
	return other;
}

static struct hash_entry *make(size_t count)
{
	struct hash_entry *entries = calloc(count, sizeof(*entries));
	assert_non_null(entries);
	for (size_t i = 0; i < count; i++)
		entries[i] = (struct hash_entry){ .pdq = draw_hash(), .kind = i % 10 ? HASH_PDQ : HASH_SHA256, .near = HASH_DISTANCE_MOST, .id = (int64_t)i };
	return entries;
}

static void near_ones_are_found_at_any_size(size_t count)
{
	state_now = 7 + count;
	struct hash_entry *entries = make(count);
	struct hash_index *index = hash_index_new(entries, count);
	for (int times = 0; times < 200; times++) {
		size_t i = draw() % count;
		int bits = (int)(draw() % 40);
		struct pdq asked = changed(entries[i].pdq, bits);
		struct hash_matches matches = { 0 };
		hash_index_near(index, &asked, &matches);
		bool is_near = entries[i].kind == HASH_PDQ && bits <= HASH_DISTANCE_MOST;
		assert_int_equal(matches.count, is_near);
		if (is_near) {
			assert_int_equal(matches.list[0].id, i);
			assert_int_equal(matches.list[0].distance, bits);
		}
	}
	hash_index_free(index);
	free(entries);
}

static void near_ones_are_found_and_no_others(void **state)
{
	(void)state;
	near_ones_are_found_at_any_size(1);
	near_ones_are_found_at_any_size(500);
	near_ones_are_found_at_any_size(40000);
}

static void an_exact_hash_is_found_in_each_bank(void **state)
{
	(void)state;
	state_now = 3;
	struct hash_entry *entries = make(5000);
	for (int i = 0; i < 3; i++) {
		entries[i * 100 + 10] = entries[0];
		entries[i * 100 + 10].bank = (uint16_t)i;
	}
	struct hash_index *index = hash_index_new(entries, 5000);
	struct hash_matches matches = { 0 }, none = { 0 };
	hash_index_exact(index, entries[0].sha256, &matches);
	assert_int_equal(matches.count, 3);
	hash_index_exact(index, entries[1].sha256, &none); /* a perceptual one is not an exact one */
	assert_int_equal(none.count, 0);
	hash_index_free(index);
	free(entries);
}

static void each_bank_has_its_own_distance_and_its_nearest(void **state)
{
	(void)state;
	state_now = 5;
	struct pdq asked = draw_hash();
	struct hash_entry entries[] = {
		{ .pdq = changed(asked, 20), .kind = HASH_PDQ, .near = 31, .bank = 1, .id = 1 },
		{ .pdq = changed(asked, 12), .kind = HASH_PDQ, .near = 31, .bank = 1, .id = 2 },
		{ .pdq = changed(asked, 12), .kind = HASH_PDQ, .near = 10, .bank = 2, .id = 3 },
		{ .pdq = changed(asked, 10), .kind = HASH_PDQ, .near = 10, .bank = 3, .id = 4 },
	};
	struct hash_index *index = hash_index_new(entries, 4);
	struct hash_matches matches = { 0 }, one_by_one = { 0 };
	hash_index_near(index, &asked, &matches);
	assert_int_equal(matches.count, 2);
	assert_int_equal(matches.list[0].id, 2);
	assert_int_equal(matches.list[0].distance, 12);
	assert_int_equal(matches.list[1].id, 4);
	hash_list_find(entries, 4, &asked, NULL, &one_by_one);
	assert_int_equal(one_by_one.count, matches.count);
	assert_int_equal(one_by_one.list[0].id, 2);
	hash_index_free(index);
}

static void hashes_made_alike_are_still_found(void **state)
{
	(void)state;
	enum { COUNT = 30000 };
	state_now = 9;
	struct hash_entry *entries = calloc(COUNT, sizeof(*entries));
	struct pdq one = draw_hash();
	assert_non_null(entries);
	for (size_t i = 0; i < COUNT; i++)
		entries[i] = (struct hash_entry){ .pdq = changed(one, 16), .kind = HASH_PDQ, .near = 31, .id = (int64_t)i };
	struct hash_index *index = hash_index_new(entries, COUNT);
	struct hash_matches matches = { 0 };
	hash_index_near(index, &entries[77].pdq, &matches);
	assert_int_equal(matches.count, 1);
	assert_int_equal(matches.list[0].distance, 0);
	hash_index_free(index);
	free(entries);
}

static void nothing_is_found_in_nothing(void **state)
{
	(void)state;
	struct hash_index *index = hash_index_new(NULL, 0);
	struct hash_matches matches = { 0 };
	uint8_t sha256[HASH_BYTES] = { 0 };
	hash_index_exact(index, sha256, &matches);
	hash_index_near(index, &(struct pdq){ { 0 } }, &matches);
	assert_int_equal(matches.count, 0);
	hash_index_free(index);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(near_ones_are_found_and_no_others),
		cmocka_unit_test(an_exact_hash_is_found_in_each_bank),
		cmocka_unit_test(each_bank_has_its_own_distance_and_its_nearest),
		cmocka_unit_test(hashes_made_alike_are_still_found),
		cmocka_unit_test(nothing_is_found_in_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
