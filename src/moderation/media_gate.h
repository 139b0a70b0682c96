/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* media_gate.h - what the gate finds about a file: whether it, or one much like it, is in a hash bank of the community or of the host. A
 * post has the findings of its files. */
#ifndef MODERATION_MEDIA_GATE_H
#define MODERATION_MEDIA_GATE_H

#include "screening/hash_store.h"
#include "screening/screen.h"
#include "social/gate.h"

#include <pthread.h>

#define BY_HASH_BANK SV("hash_bank")

/* Those of the host: opened when the first file comes, or when a command has made them. */
struct host_banks {
	pthread_mutex_t lock; /* of `db` */
	char *data_dir;       /* NULL: there are none */
	struct db *db;
	struct hash_banks *banks;
};
void host_banks_start(struct host_banks *host, const char *data_dir);
void host_banks_stop(struct host_banks *host);

/* Adds to the findings, which stay sorted: the strictest act first. Reads through cx->db; what cannot be read is logged, and goes
 * unfound. */
void media_find(struct ctx *cx, struct hash_banks *banks, struct host_banks *host, const struct gate_item *item, struct findings *findings);

/* How a file is looked up; in the arena. */
struct hash_query media_query(struct arena *arena, const struct gate_item *item);

#endif
