/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "screening/hash_index.h"

#include <stdlib.h>

enum { BANDS = 16, BAND_BITS = 16, BUCKETS = 1 << BAND_BITS, PROBES = BAND_BITS + 1, FEW = 16384, AT_ONCE = 256 };

const char *const hash_kind_names[HASH_KINDS] = { "sha256", "pdq" };

struct band {
	uint32_t *starts; /* BUCKETS + 1 of them: where each bucket's numbers begin */
	uint32_t *numbers; /* of entries among the near ones */
};

struct hash_index {
	struct hash_entry *entries; /* exact ones first, sorted */
	size_t count, exact;
	struct pdq *near;           /* hashes alone, as they are compared; entries + exact says more of each */
	struct band bands[BANDS];   /* none when they are few */
	bool banded;
};

static void *must(void *memory)
{
	if (!memory)
		abort();
	return memory;
}

/* --- make --------------------------------------------------------------------------------------------------------------------------- */

/* A band takes a bit of each row and of each column of the waves, because neighbours go together. */
static void bands_of(const struct pdq *pdq, uint16_t bands_r[BANDS])
{
	memset(bands_r, 0, BANDS * sizeof(*bands_r));
	for (unsigned row = 0; row < 16; row++) {
		unsigned bits = pdq->words[row / 4] >> (row % 4 * 16) & 0xffff;
		for (unsigned band = 0; band < BANDS; band++)
			bands_r[band] |= (uint16_t)((bits >> ((band + row) % 16) & 1) << row);
	}
}

static void band_make(struct band *band, const uint16_t *keys, size_t count, unsigned number)
{
	band->starts = must(calloc(BUCKETS + 1, sizeof(*band->starts)));
	band->numbers = must(malloc(count * sizeof(*band->numbers)));
	for (size_t i = 0; i < count; i++)
		band->starts[keys[i * BANDS + number] + 1u]++;
	for (unsigned bucket = 0; bucket < BUCKETS; bucket++)
		band->starts[bucket + 1] += band->starts[bucket];
	uint32_t *at = must(malloc(BUCKETS * sizeof(*at)));
	memcpy(at, band->starts, BUCKETS * sizeof(*at));
	for (size_t i = 0; i < count; i++)
		band->numbers[at[keys[i * BANDS + number]]++] = (uint32_t)i;
	free(at);
}

static void bands_make(struct hash_index *index, size_t count)
{
	uint16_t *keys = must(malloc(count * BANDS * sizeof(*keys)));
	for (size_t i = 0; i < count; i++)
		bands_of(&index->near[i], keys + i * BANDS);
	for (unsigned band = 0; band < BANDS; band++)
		band_make(&index->bands[band], keys, count, band);
	free(keys);
	index->banded = true;
}

static int by_bytes(const void *a, const void *b)
{
	return memcmp(((const struct hash_entry *)a)->sha256, ((const struct hash_entry *)b)->sha256, HASH_BYTES);
}

static void take_kind(struct hash_index *index, const struct hash_entry *entries, size_t count, enum hash_kind kind)
{
	for (size_t i = 0; i < count; i++)
		if (entries[i].kind == kind)
			index->entries[index->count++] = entries[i];
}

struct hash_index *hash_index_new(const struct hash_entry *entries, size_t count)
{
	struct hash_index *index = must(calloc(1, sizeof(*index)));
	index->entries = must(malloc((count + 1) * sizeof(*entries)));
	take_kind(index, entries, count, HASH_SHA256);
	index->exact = index->count;
	take_kind(index, entries, count, HASH_PDQ);
	qsort(index->entries, index->exact, sizeof(*entries), by_bytes);
	size_t near = index->count - index->exact;
	index->near = must(malloc((near + 1) * sizeof(*index->near)));
	for (size_t i = 0; i < near; i++)
		index->near[i] = index->entries[index->exact + i].pdq;
	if (near > FEW)
		bands_make(index, near);
	return index;
}

void hash_index_free(struct hash_index *index)
{
	if (!index)
		return;
	for (unsigned i = 0; i < BANDS; i++) {
		free(index->bands[i].starts);
		free(index->bands[i].numbers);
	}
	free(index->near);
	free(index->entries);
	free(index);
}

/* --- look --------------------------------------------------------------------------------------------------------------------------- */

static void add_match(struct hash_matches *matches, const struct hash_entry *entry, unsigned distance)
{
	struct hash_match match = { .id = entry->id, .bank = entry->bank, .distance = distance, .kind = entry->kind };
	for (size_t i = 0; i < matches->count; i++)
		if (matches->list[i].bank == match.bank) {
			if (distance < matches->list[i].distance || (distance == matches->list[i].distance && match.kind < matches->list[i].kind))
				matches->list[i] = match;
			return;
		}
	if (matches->count < HASH_MATCHES)
		matches->list[matches->count++] = match;
}

void hash_index_exact(const struct hash_index *index, const uint8_t sha256[HASH_BYTES], struct hash_matches *matches)
{
	size_t from = 0, to = index->exact;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (memcmp(index->entries[middle].sha256, sha256, HASH_BYTES) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	for (; from < index->exact && memcmp(index->entries[from].sha256, sha256, HASH_BYTES) == 0; from++)
		add_match(matches, &index->entries[from], 0);
}

#define COUNTS_BITS CLONES("popcnt", "default") /* by the processor, where it can */

static inline void compare(const struct hash_index *index, size_t number, const struct pdq *pdq, struct hash_matches *matches)
{
	unsigned distance = pdq_distance(&index->near[number], pdq);
	if (distance > HASH_DISTANCE_MOST)
		return;
	const struct hash_entry *entry = &index->entries[index->exact + number];
	if (distance <= entry->near)
		add_match(matches, entry, distance);
}

COUNTS_BITS static void compare_all(const struct hash_index *index, const struct pdq *pdq, struct hash_matches *matches)
{
	for (size_t i = 0; i < index->count - index->exact; i++)
		compare(index, i, pdq, matches);
}

/* The bucket itself, and those one bit away. */
static unsigned probe_of(uint16_t key, unsigned probe)
{
	return probe ? key ^ 1u << (probe - 1) : key;
}

/* How many would have to be compared: hashes that somebody made alike on purpose all lie in one bucket. */
static size_t candidates(const struct hash_index *index, const uint16_t keys[BANDS])
{
	size_t sum = 0;
	for (unsigned band = 0; band < BANDS; band++)
		for (unsigned probe = 0; probe < PROBES; probe++) {
			const uint32_t *start = index->bands[band].starts + probe_of(keys[band], probe);
			sum += start[1] - start[0];
		}
	return sum;
}

/* What is wanted from memory is asked for first, and compared when some of it is there. */
COUNTS_BITS static void compare_band(const struct hash_index *index, const struct band *band, uint16_t key, const struct pdq *pdq, struct hash_matches *matches)
{
	uint32_t wanted[AT_ONCE];
	size_t n = 0;
	for (unsigned probe = 0; probe < PROBES; probe++) {
		const uint32_t *start = band->starts + probe_of(key, probe);
		for (uint32_t i = start[0]; i < start[1]; i++) {
			wanted[n++] = band->numbers[i];
			__builtin_prefetch(&index->near[band->numbers[i]]);
			if (n < AT_ONCE)
				continue;
			while (n > 0)
				compare(index, wanted[--n], pdq, matches);
		}
	}
	while (n > 0)
		compare(index, wanted[--n], pdq, matches);
}

void hash_index_near(const struct hash_index *index, const struct pdq *pdq, struct hash_matches *matches)
{
	uint16_t keys[BANDS];
	bands_of(pdq, keys);
	if (!index->banded || candidates(index, keys) > index->count / 4) {
		compare_all(index, pdq, matches);
		return;
	}
	for (unsigned band = 0; band < BANDS; band++)
		compare_band(index, &index->bands[band], keys[band], pdq, matches);
}

void hash_list_find(const struct hash_entry *entries, size_t count, const struct pdq *pdq, const uint8_t *sha256, struct hash_matches *matches)
{
	for (size_t i = 0; i < count; i++) {
		const struct hash_entry *entry = &entries[i];
		if (entry->kind == HASH_SHA256) {
			if (sha256 && memcmp(entry->sha256, sha256, HASH_BYTES) == 0)
				add_match(matches, entry, 0);
		} else if (pdq) {
			unsigned distance = pdq_distance(&entry->pdq, pdq);
			if (distance <= entry->near)
				add_match(matches, entry, distance);
		}
	}
}

const struct hash_entry *hash_index_entries(const struct hash_index *index, size_t *count_r)
{
	*count_r = index->count;
	return index->entries;
}

size_t hash_index_bytes(const struct hash_index *index)
{
	size_t near = index->count - index->exact;
	size_t bands = index->banded ? BANDS * (near + BUCKETS + 1) * sizeof(uint32_t) : 0;
	return sizeof(*index) + index->count * sizeof(*index->entries) + near * sizeof(*index->near) + bands;
}
