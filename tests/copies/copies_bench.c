/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* copies_bench: how many altered copies are found, and whether any other picture is taken for one. `make media-bench` runs it.
 *
 *   copies_bench [BANKED [OTHERS]]   that many pictures are banked, each altered in every way; that many others are looked up */
#include "alter.h"

#include "screening/hash_index.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { WAYS_MOST = 64 };

struct tally {
	int found, plain, all; /* plain: by the one hash of each */
	int by_kind[SCENE_KINDS];
};

static struct hash_entry *entries;
static size_t entry_count;
static struct tally tallies[WAYS_MOST];

static void bank(struct copies *copies, int64_t id)
{
	for (size_t i = 0; i < copies->count; i++) {
		entries = realloc(entries, (entry_count + 1) * sizeof(*entries));
		entries[entry_count++] = (struct hash_entry){ .pdq = copies->list[i], .id = id, .near = PDQ_NEAR, .kind = HASH_PDQ };
	}
}

static bool looks_like(const struct hash_index *index, const struct copies *copies, struct hash_match *match_r, size_t *which_r)
{
	struct hash_matches best = { 0 };
	for (size_t i = 0; i < copies->count; i++) {
		struct hash_matches matches = { 0 };
		hash_index_near(index, &copies->list[i], &matches);
		if (matches.count && (!best.count || matches.list[0].distance < best.list[0].distance)) {
			best = matches;
			*which_r = i;
		}
	}
	*match_r = best.list[0];
	return best.count > 0;
}

/* False: there is too little to see in it to be banked. */
static bool alter_all(uint64_t seed)
{
	VipsImage *image = scene_draw(seed);
	struct copies banked;
	alter_to_bank(image, &banked);
	if (banked.quality < PDQ_QUALITY) {
		g_object_unref(image);
		return false;
	}
	size_t from = entry_count;
	bank(&banked, (int64_t)seed);
	struct hash_index *index = hash_index_new(entries + from, entry_count - from);
	struct dice dice = dice_of(seed ^ 0x5eed);
	for (size_t way = 0; way < alteration_count; way++) {
		struct copies asked;
		struct hash_match match;
		size_t which;
		VipsImage *copy = alterations[way].make(image, &dice);
		alter_to_ask(copy, &asked);
		bool found = looks_like(index, &asked, &match, &which);
		tallies[way].all++;
		tallies[way].found += found;
		tallies[way].by_kind[seed % SCENE_KINDS] += !found;
		tallies[way].plain += pdq_distance(&asked.list[0], &banked.list[0]) <= PDQ_NEAR;
		g_object_unref(copy);
	}
	hash_index_free(index);
	g_object_unref(image);
	return true;
}

static void print_found(void)
{
	printf("%-42s  found    by one hash alone   missed by kind\n", "altered");
	for (size_t way = 0; way < alteration_count; way++) {
		const struct tally *t = &tallies[way];
		printf("%-42s %5.1f %%  %5.1f %%            ", alterations[way].name, 100.0 * t->found / t->all, 100.0 * t->plain / t->all);
		for (int i = 0; i < SCENE_KINDS; i++)
			if (t->by_kind[i])
				printf(" %s %d", scene_names[i], t->by_kind[i]);
		printf("\n");
	}
}

static int others(const struct hash_index *index, uint64_t from, int count)
{
	int wrong = 0, dull = 0;
	for (int i = 0; i < count; i++) {
		VipsImage *image = scene_draw(from + (uint64_t)i);
		struct copies asked;
		struct hash_match match;
		size_t which;
		alter_to_ask(image, &asked);
		dull += asked.quality < PDQ_QUALITY;
		if (looks_like(index, &asked, &match, &which)) {
			wrong++;
			printf("%s %" PRIu64 " taken for %" PRId64 " at %u by hash %zu\n", scene_names[(from + (uint64_t)i) % SCENE_KINDS], from + (uint64_t)i, match.id, match.distance, which);
		}
		g_object_unref(image);
	}
	printf("%d others looked up among %zu hashes: %d taken for a banked one (%d had too little to see)\n", count, entry_count, wrong, dull);
	return wrong;
}

int main(int argc, char **argv)
{
	int banked = argc > 1 ? atoi(argv[1]) : 300, other = argc > 2 ? atoi(argv[2]) : 10000;
	if (VIPS_INIT(argv[0]))
		return 1;
	vips_concurrency_set(1);
	vips_cache_set_max(0);
	int dull = 0;
	for (int i = 0; i - dull < banked; i++)
		dull += !alter_all((uint64_t)i);
	printf("%d pictures banked, each altered in %zu ways; %d more had too little to see\n", banked, alteration_count, dull);
	print_found();
	struct hash_index *index = hash_index_new(entries, entry_count);
	int wrong = others(index, 1000000, other);
	hash_index_free(index);
	free(entries);
	return wrong > 0;
}
