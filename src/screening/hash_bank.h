/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* hash_bank.h - banks of hashes in memory: what is known of pictures and files, and what a copy of one leads to.
 *
 * Any number of threads look while another one changes: each sees the banks as they were when it began. Hashes that are added go into
 * a short list beside the index, until it is worth making the index anew. */
#ifndef SCREENING_HASH_BANK_H
#define SCREENING_HASH_BANK_H

#include "screening/hash_index.h"
#include "screening/ruleset.h"

enum { HASH_BANKS_MOST = 1000, HASH_TAIL_MOST = 2048 };

struct hash_bank_about {
	int64_t id, version;
	struct sv name;
	enum category category;
	enum act act;
	unsigned near; /* bits; at most HASH_DISTANCE_MOST */
};

struct hash_banks;
struct hash_banks *hash_banks_new(void);
void hash_banks_free(struct hash_banks *banks);

/* All of it anew. Of an entry, `bank` is the place of its bank in the list; `near` is set here. Texts are copied. */
void hash_banks_replace(struct hash_banks *banks, const struct hash_bank_about *list, size_t list_count, const struct hash_entry *entries, size_t count);
/* Those whose id is above all that are there. */
void hash_banks_append(struct hash_banks *banks, const struct hash_entry *entries, size_t count);

/* What a file is looked up by. */
struct hash_query {
	const uint8_t *sha256;    /* NULL: none */
	const struct pdq *prints; /* the first is its own; see screening/copies.h */
	size_t print_count;
	int quality;              /* of the first; under PDQ_QUALITY / 2 they are not looked up */
};
struct bank_finding {
	struct sv bank;           /* its name; in the arena */
	enum category category;
	enum act act;
	enum hash_kind kind;
	unsigned distance, print; /* which of the prints it was */
	int64_t id;               /* of the entry */
};
/* The nearest of each bank, the strictest act first. */
size_t hash_banks_look(struct hash_banks *banks, struct arena *arena, const struct hash_query *query, struct bank_finding list_r[HASH_MATCHES]);

/* The nearest of all, however far; for people. False: there is none. Compares with each: milliseconds for a million. */
bool hash_banks_nearest(struct hash_banks *banks, struct arena *arena, const struct hash_query *query, struct bank_finding *nearest_r);

/* For whoever keeps them up to date: the banks as they are, in the arena, and the highest id of an entry. */
size_t hash_banks_list(struct hash_banks *banks, struct arena *arena, struct hash_bank_about **list_r, int64_t *last_id_r);
struct hash_banks_figures {
	size_t banks, hashes, bytes;
};
struct hash_banks_figures hash_banks_figures(struct hash_banks *banks);

#endif
