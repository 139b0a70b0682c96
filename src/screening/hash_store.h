/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* hash_store.h - the hash banks of a community, in its database (tables hash_bank, banked_hash). What writes runs inside a transaction. */
#ifndef SCREENING_HASH_STORE_H
#define SCREENING_HASH_STORE_H

#include "screening/copies.h"
#include "screening/hash_bank.h"
#include "store/q.h"
#include "store/store.h"

enum { HASH_BANK_NAME_MOST = 60 /* bytes */, HASH_NOTE_MOST = 500 };

struct hash_bank_draft {
	struct sv name;
	int category, act, near; /* -1: as it is; of a new bank: violence, report, PDQ_NEAR */
	struct sv note;          /* none: as it is */
};
/* Makes a bank, or changes one. FAIL_INVALID when the name cannot be one. */
enum fail hash_bank_put(struct ctx *cx, const struct hash_bank_draft *draft, struct hash_bank_row *bank_r) MUST_USE;
/* FAIL_NOT_FOUND, with a sentence. */
enum fail hash_bank_get(struct ctx *cx, struct sv name, struct hash_bank_row *bank_r) MUST_USE;
/* With all its hashes. */
enum fail hash_bank_remove(struct ctx *cx, int64_t bank_id) MUST_USE;

/* A file or picture that somebody decided about, or a hash off a list. */
struct hash_draft {
	struct sv sha256;        /* 32 bytes, or none */
	const struct pdq *pdq;   /* the picture's own first, then those of altered copies (copies_to_bank()) */
	size_t pdq_count;
	struct sv note;
};
/* `added_r`: how many were not in the bank before. Servers see them with the next upload. */
enum fail hash_bank_add(struct ctx *cx, int64_t bank_id, const struct hash_draft *draft, int64_t *added_r) MUST_USE;
/* One hash, and all others of the same picture. FAIL_NOT_FOUND, with a sentence. */
enum fail hash_bank_drop(struct ctx *cx, int64_t bank_id, const uint8_t hash[HASH_BYTES]) MUST_USE;

/* The host's own banks, which count in each of its communities: a database of its own in the data folder, hash_bank.db. DB_READ:
 * FAIL_NOT_FOUND when there is none yet; DB_WRITE makes it. */
enum fail host_bank_open(struct ctx *cx, const char *data_dir, enum db_mode mode, struct db **db_r) MUST_USE;

/* Reads what the banks in memory do not have yet: one or two statements when there is nothing new. With any connection. */
enum fail hash_banks_follow(struct ctx *cx, struct hash_banks *banks) MUST_USE;

#endif
