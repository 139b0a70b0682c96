/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/principals.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>

enum { SLOTS = 4096 }; /* chosen by the hash */

struct principals {
	pthread_mutex_t lock;
	uint64_t changes; /* grows when something is forgotten, so that an answer read before that is not kept */
	struct slot {
		unsigned char hash[PRINCIPAL_HASH];
		struct principal who;
		int64_t good_until; /* 0: empty */
	} *slots;
};

struct principals *principals_new(void)
{
	struct principals *principals = calloc(1, sizeof(*principals));
	struct slot *slots = calloc(SLOTS, sizeof(*slots)); /* untouched pages cost nothing */
	if (!principals || !slots)
		abort();
	principals->slots = slots;
	pthread_mutex_init(&principals->lock, NULL);
	return principals;
}

void principals_free(struct principals *principals)
{
	if (!principals)
		return;
	pthread_mutex_destroy(&principals->lock);
	free(principals->slots);
	free(principals);
}

static struct slot *slot_of(struct principals *principals, const unsigned char *hash)
{
	return &principals->slots[(hash[0] | hash[1] << 8) % SLOTS];
}

bool principals_find(struct principals *principals, const unsigned char hash[PRINCIPAL_HASH], int64_t now, struct principal *who_r, uint64_t *changes_r)
{
	struct slot *slot = slot_of(principals, hash);
	pthread_mutex_lock(&principals->lock);
	bool known = slot->good_until > now && sodium_memcmp(slot->hash, hash, PRINCIPAL_HASH) == 0;
	if (known)
		*who_r = slot->who;
	*changes_r = principals->changes;
	pthread_mutex_unlock(&principals->lock);
	return known;
}

void principals_keep(struct principals *principals, const unsigned char hash[PRINCIPAL_HASH], const struct principal *who, int64_t good_until,
                     uint64_t changes)
{
	struct slot *slot = slot_of(principals, hash);
	pthread_mutex_lock(&principals->lock);
	if (principals->changes == changes) {
		memcpy(slot->hash, hash, PRINCIPAL_HASH);
		slot->who = *who;
		slot->good_until = good_until;
	}
	pthread_mutex_unlock(&principals->lock);
}

static bool is_meant(const struct principal *who, int64_t id, int64_t account_id)
{
	int64_t own = who->token_id ? who->token_id : who->session_id;
	return (!id && !account_id) || (id && own == id) || (account_id && who->account_id == account_id);
}

void principals_forget(struct principals *principals, int64_t id, int64_t account_id)
{
	pthread_mutex_lock(&principals->lock);
	principals->changes++;
	for (size_t i = 0; i < SLOTS; i++)
		if (principals->slots[i].good_until && is_meant(&principals->slots[i].who, id, account_id))
			principals->slots[i] = (struct slot){ 0 };
	pthread_mutex_unlock(&principals->lock);
}
