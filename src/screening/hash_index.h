/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* hash_index.h - many hashes of pictures and files, and which of them are the same as one, or nearly. Never changed once it is made:
 * any number of threads may look into it.
 *
 * Near ones: 256 bits in 16 bands of 16. When two hashes differ in at most 31 bits, they differ in at most one bit in some band, so
 * that 17 short lists for each band hold all that can be near ("multi-index hashing", Norouzi, Punjani, Fleet, 2012). Few hashes are
 * compared one by one. 120 bytes for each hash, 4 MB more when they are many. */
#ifndef SCREENING_HASH_INDEX_H
#define SCREENING_HASH_INDEX_H

#include "screening/pdq.h"

enum hash_kind { HASH_SHA256, HASH_PDQ, HASH_KINDS };
extern const char *const hash_kind_names[HASH_KINDS]; /* "sha256", "pdq" */

enum { HASH_BYTES = 32, HASH_DISTANCE_MOST = 31, HASH_MATCHES = 8 };

struct hash_entry {
	union {
		struct pdq pdq;
		uint8_t sha256[HASH_BYTES];
	};
	int64_t id;      /* whatever the maker calls it */
	uint16_t bank;   /* which of the maker's banks it is in, and */
	uint8_t near;    /* how many bits may differ; at most HASH_DISTANCE_MOST */
	uint8_t kind;    /* enum hash_kind */
};

struct hash_match {
	int64_t id;
	unsigned bank, distance;
	enum hash_kind kind;
};
/* The nearest of each bank, in no order. Of more than HASH_MATCHES banks, some are left out. */
struct hash_matches {
	struct hash_match list[HASH_MATCHES];
	size_t count;
};

struct hash_index;

/* Copies the entries. */
struct hash_index *hash_index_new(const struct hash_entry *entries, size_t count);
void hash_index_free(struct hash_index *index);

/* Adds to `matches`, which begins zeroed, what is found. */
void hash_index_exact(const struct hash_index *index, const uint8_t sha256[HASH_BYTES], struct hash_matches *matches);
void hash_index_near(const struct hash_index *index, const struct pdq *pdq, struct hash_matches *matches);
/* The same of a list, one by one. */
void hash_list_find(const struct hash_entry *entries, size_t count, const struct pdq *pdq, const uint8_t *sha256, struct hash_matches *matches);

const struct hash_entry *hash_index_entries(const struct hash_index *index, size_t *count_r); /* exact ones first */
size_t hash_index_bytes(const struct hash_index *index); /* of memory */

#endif
