/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/token.h"

#include "base/metrics.h"
#include "social/community.h"
#include "social/role.h"
#include "social/scope.h"
#include "store/q.h"

#include <sodium.h>

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
	struct principals *tokens = cx->community->tokens;
	unsigned char hash[TOKEN_HASH];
	uint64_t changes;
	token_hash(token, hash);
	bool known = principals_find(tokens, hash, cx->now, who_r, &changes);
	metric_add(known ? METRIC_token_hits_total : METRIC_token_misses_total, 1);
	if (known)
		return OK;
	TRY(read_principal(cx, hash, false, who_r));
	principals_keep(tokens, hash, who_r, INT64_MAX, changes);
	return OK;
}

enum fail token_principal_waiting(struct ctx *cx, struct sv token, struct principal *who_r)
{
	unsigned char hash[TOKEN_HASH];
	token_hash(token, hash);
	return read_principal(cx, hash, true, who_r);
}
