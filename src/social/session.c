/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/session.h"

#include "base/id.h"
#include "base/rand.h"
#include "social/community.h"
#include "social/effect.h"
#include "social/role.h"
#include "social/token.h"

#include <sodium.h>

enum { TOUCH_MS = 3600 * 1000, CSRF_BYTES = 24, CSRF_TEXT = 64 };

enum fail session_start(struct ctx *cx, int64_t account_id, struct sv user_agent, struct sv ip, struct sv *cookie_r)
{
	struct sv cookie = rand_token(&cx->arena), agent = sv_first(user_agent.p ? user_agent : SV(""), 300);
	TRY(q_session_insert(cx, id_new(cx->now), token_hash_sv(&cx->arena, cookie), account_id, agent, ip, cx->now,
	                     cx->now + INT64_C(1000) * SESSION_SECONDS));
	*cookie_r = cookie;
	return OK;
}

static enum fail find(struct ctx *cx, const unsigned char *hash, struct session_find_row *row_r)
{
	TRY(q_session_find(cx, (struct sv){ (const char *)hash, TOKEN_HASH }, row_r));
	bool good = row_r->expires_at > cx->now && row_r->confirmed_at && row_r->approved_at && !row_r->disabled_at && !row_r->suspended_at;
	return good ? OK : FAIL_NOT_FOUND;
}

enum fail session_principal(struct ctx *cx, struct sv cookie, struct principal *who_r)
{
	struct principals *sessions = cx->community->sessions;
	unsigned char hash[TOKEN_HASH];
	struct session_find_row row;
	uint64_t changes;
	if (cookie.n != SESSION_COOKIE)
		return OK;
	token_hash(cookie, hash);
	if (principals_find(sessions, hash, cx->now, who_r, &changes))
		return OK;
	enum fail fail = find(cx, hash, &row);
	if (fail != OK)
		return fail == FAIL_NOT_FOUND ? OK : fail;
	*who_r = (struct principal){ .account_id = row.account_id, .may = role_permissions((int)row.role), .session_id = row.id, .session = true,
	                             .language = language_by_code(row.language) };
	principals_keep(sessions, hash, who_r, row.expires_at, changes);
	return OK;
}

enum fail session_touch(struct ctx *cx, struct sv cookie)
{
	unsigned char hash[TOKEN_HASH];
	struct session_find_row row;
	if (cookie.n != SESSION_COOKIE)
		return OK;
	token_hash(cookie, hash);
	enum fail fail = find(cx, hash, &row);
	if (fail == OK && row.used_at + TOUCH_MS < cx->now)
		return q_session_touch(cx, row.id, cx->now);
	return fail == FAIL_NOT_FOUND ? OK : fail;
}

enum fail session_end(struct ctx *cx, struct sv cookie)
{
	struct session_find_row row;
	if (cookie.n == SESSION_COOKIE && q_session_find(cx, token_hash_sv(&cx->arena, cookie), &row) == OK)
		effect_add(cx, EFFECT_SESSION_GONE, row.id, row.account_id);
	return q_session_delete_token(cx, token_hash_sv(&cx->arena, cookie));
}

enum fail session_end_id(struct ctx *cx, int64_t id)
{
	int64_t changes;
	TRY(q_session_delete(cx, id, cx->who.account_id, &changes));
	effect_add(cx, EFFECT_SESSION_GONE, id, cx->who.account_id);
	return changes ? OK : FAIL_NOT_FOUND;
}

enum fail session_end_others(struct ctx *cx, int64_t account_id, struct sv cookie)
{
	effect_add(cx, EFFECT_SESSION_GONE, 0, account_id);
	return q_sessions_delete_of(cx, account_id, token_hash_sv(&cx->arena, cookie));
}

/* What a session's tokens say, before one is masked. */
static void csrf_of(struct sv cookie, unsigned char hash[CSRF_BYTES])
{
	static const unsigned char purpose[] = "folkmoot: a form of this session";
	crypto_generichash(hash, CSRF_BYTES, (const unsigned char *)(cookie.p ? cookie.p : ""), cookie.n, purpose, sizeof(purpose) - 1);
}

/* A mask and the masked: the same secret looks different in each page, so that how well a page compresses tells nothing of it. */
struct sv session_csrf(struct arena *arena, struct sv cookie)
{
	unsigned char hash[CSRF_BYTES], token[2 * CSRF_BYTES];
	char text[CSRF_TEXT + 1];
	csrf_of(cookie, hash);
	rand_bytes(token, CSRF_BYTES);
	for (size_t i = 0; i < CSRF_BYTES; i++)
		token[CSRF_BYTES + i] = token[i] ^ hash[i];
	sodium_bin2base64(text, sizeof(text), token, sizeof(token), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return arena_dup(arena, sv_of(text));
}

bool session_csrf_fits(struct sv cookie, struct sv sent)
{
	unsigned char hash[CSRF_BYTES], token[2 * CSRF_BYTES];
	size_t n = 0;
	if (cookie.n != SESSION_COOKIE || sent.n != CSRF_TEXT ||
	    sodium_base642bin(token, sizeof(token), sent.p, sent.n, NULL, &n, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 || n != sizeof(token))
		return false;
	csrf_of(cookie, hash);
	for (size_t i = 0; i < CSRF_BYTES; i++)
		token[i] ^= token[CSRF_BYTES + i];
	return sodium_memcmp(token, hash, CSRF_BYTES) == 0;
}
