/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/token.h"

#include "base/metrics.h"
#include "social/community.h"
#include "social/role.h"
#include "social/scope.h"
#include "store/q.h"

#include <sodium.h>
#include <stdlib.h>

/* A cache that forgets by being overwritten: the slot is chosen by the hash. */
enum { SLOTS = 4096 };
struct tokens {
	pthread_mutex_t lock;
	uint64_t changes; /* grows when something is forgotten, so that an answer read before that is not kept */
	struct token_slot {
		unsigned char hash[TOKEN_HASH];
		struct principal who;
	} *slots;
};

void token_hash(struct sv token, unsigned char hash_r[TOKEN_HASH])
{
	crypto_generichash(hash_r, TOKEN_HASH, (const unsigned char *)(token.p ? token.p : ""), token.n, NULL, 0);
}

struct sv token_hash_sv(struct arena *arena, struct sv token)
{
	unsigned char *hash = arena_alloc(arena, TOKEN_HASH);
	token_hash(token, hash);
	return (struct sv){ (char *)hash, TOKEN_HASH };
}

struct tokens *tokens_new(void)
{
	struct tokens *tokens = calloc(1, sizeof(*tokens));
	struct token_slot *slots = calloc(SLOTS, sizeof(*slots)); /* untouched pages cost nothing */
	if (!tokens || !slots)
		abort();
	tokens->slots = slots;
	pthread_mutex_init(&tokens->lock, NULL);
	return tokens;
}

void tokens_free(struct tokens *tokens)
{
	if (!tokens)
		return;
	pthread_mutex_destroy(&tokens->lock);
	free(tokens->slots);
	free(tokens);
}

static struct token_slot *slot_of(struct tokens *tokens, const unsigned char *hash)
{
	return &tokens->slots[(hash[0] | hash[1] << 8) % SLOTS];
}

static enum fail read_principal(struct ctx *cx, const unsigned char *hash, bool may_wait, struct principal *who_r)
{
	struct oauth_token_find_row row;
	enum fail fail = q_oauth_token_find(cx, (struct sv){ (const char *)hash, TOKEN_HASH }, &row);
	if (fail == FAIL_NOT_FOUND)
		return refuse(cx, FAIL_UNAUTHENTICATED, "The access token is invalid");
	TRY(fail);
	if (row.account_id && row.disabled_at)
		return refuse(cx, FAIL_FORBIDDEN, "Your login is currently disabled");
	if (row.account_id && row.suspended_at)
		return refuse(cx, FAIL_FORBIDDEN, "Your login is currently disabled: the account is suspended");
	if (row.account_id && !row.confirmed_at && !may_wait)
		return refuse(cx, FAIL_FORBIDDEN, "Your login is missing a confirmed e-mail address");
	if (row.account_id && !row.approved_at && !may_wait)
		return refuse(cx, FAIL_FORBIDDEN, "Your login is currently pending approval");
	*who_r = (struct principal){ .account_id = row.account_id, .app_id = row.app_id, .token_id = row.id };
	if (row.account_id)
		who_r->may = role_permissions((int)row.role);
	if (!scopes_parse(row.scopes, &who_r->scopes))
		return broken(cx, "token %lld has a scope that does not exist", (long long)row.id);
	return OK;
}

enum fail token_principal(struct ctx *cx, struct sv token, struct principal *who_r)
{
	struct tokens *tokens = cx->community->tokens;
	unsigned char hash[TOKEN_HASH];
	token_hash(token, hash);
	struct token_slot *slot = slot_of(tokens, hash);
	pthread_mutex_lock(&tokens->lock);
	bool known = slot->who.token_id && sodium_memcmp(slot->hash, hash, TOKEN_HASH) == 0;
	*who_r = slot->who;
	uint64_t changes = tokens->changes;
	pthread_mutex_unlock(&tokens->lock);
	metric_add(known ? METRIC_token_hits_total : METRIC_token_misses_total, 1);
	if (known)
		return OK;
	TRY(read_principal(cx, hash, false, who_r));
	pthread_mutex_lock(&tokens->lock);
	if (tokens->changes == changes) {
		memcpy(slot->hash, hash, TOKEN_HASH);
		slot->who = *who_r;
	}
	pthread_mutex_unlock(&tokens->lock);
	return OK;
}

enum fail token_principal_waiting(struct ctx *cx, struct sv token, struct principal *who_r)
{
	unsigned char hash[TOKEN_HASH];
	token_hash(token, hash);
	return read_principal(cx, hash, true, who_r);
}

void tokens_forget(struct tokens *tokens, int64_t token_id, int64_t account_id)
{
	pthread_mutex_lock(&tokens->lock);
	tokens->changes++;
	for (size_t i = 0; i < SLOTS; i++) {
		struct principal *who = &tokens->slots[i].who;
		if (who->token_id && ((!token_id && !account_id) || who->token_id == token_id || (account_id && who->account_id == account_id)))
			*who = (struct principal){ 0 };
	}
	pthread_mutex_unlock(&tokens->lock);
}
