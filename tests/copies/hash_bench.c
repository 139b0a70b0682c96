/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* hash_bench: how long a look among many hashes takes. `make media-bench` runs it.
 *
 *   hash_bench [HASHES]   default: a million */
#include "scene.h"

#include "base/clock.h"
#include "screening/hash_index.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { TIMES = 2000 };

static struct pdq draw(struct dice *dice)
{
	struct pdq pdq;
	for (int i = 0; i < PDQ_WORDS; i++)
		pdq.words[i] = dice_roll(dice) << 32 ^ dice_roll(dice);
	return pdq;
}

static int by_number(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

/* Every other one is of a hash that is there, with as many other bits as may be. */
static int look(const struct hash_index *index, const struct hash_entry *entries, size_t count, struct dice *dice, int64_t us[TIMES])
{
	int missed = 0;
	for (int i = 0; i < TIMES; i++) {
		size_t which = (size_t)(dice_roll(dice) % count);
		struct hash_matches matches = { 0 };
		struct pdq asked = i % 2 ? entries[which].pdq : draw(dice);
		for (unsigned bit = 0; i % 2 && bit < HASH_DISTANCE_MOST; bit++)
			asked.words[bit % PDQ_WORDS] ^= UINT64_C(1) << (bit * 7 % 61);
		int64_t start = clock_monotonic();
		hash_index_near(index, &asked, &matches);
		us[i] = clock_monotonic() - start;
		missed += i % 2 && !(matches.count && matches.list[0].id == (int64_t)which);
	}
	return missed;
}

int main(int argc, char **argv)
{
	static int64_t us[TIMES];
	size_t count = argc > 1 ? (size_t)atol(argv[1]) : 1000000;
	struct dice dice = dice_of(1);
	struct hash_entry *entries = calloc(count, sizeof(*entries));
	if (!entries || !count)
		return 1;
	for (size_t i = 0; i < count; i++)
		entries[i] = (struct hash_entry){ .pdq = draw(&dice), .kind = HASH_PDQ, .near = HASH_DISTANCE_MOST, .id = (int64_t)i };
	int64_t start = clock_monotonic();
	struct hash_index *index = hash_index_new(entries, count);
	printf("%zu hashes: made in %" PRId64 " ms, %zu MB\n", count, (clock_monotonic() - start) / 1000, hash_index_bytes(index) >> 20);
	int missed = look(index, entries, count, &dice, us);
	qsort(us, TIMES, sizeof(*us), by_number);
	printf("a look: median %" PRId64 " us, p90 %" PRId64 " us, p99 %" PRId64 " us; %d of %d near ones missed\n", us[TIMES / 2], us[TIMES * 9 / 10], us[TIMES * 99 / 100], missed,
	       TIMES / 2);
	hash_index_free(index);
	free(entries);
	return missed > 0;
}
