/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/two_factor.h"

#include "base/buf.h"
#include "base/rand.h"
#include "social/seal.h"
#include "social/throttle.h"
#include "social/token.h"
#include "social/totp.h"

enum { RECOVERY_LENGTH = 16 };

enum fail two_factor_secret(struct ctx *cx, const struct login_row *login, struct sv *secret_r)
{
	*secret_r = SV_NONE;
	if (!login->otp_secret.n)
		return OK;
	if (!unseal(&cx->arena, login->otp_secret, secret_r))
		return broken(cx, "the second factor of account %lld was sealed with another key: is secret_file the right one?",
		              (long long)login->account_id);
	return OK;
}

enum fail two_factor_begin(struct ctx *cx)
{
	struct login_row login;
	unsigned char secret[TOTP_SECRET];
	struct sv sealed;
	TRY(q_login_get(cx, cx->who.account_id, &login));
	if (login.otp_enabled_at)
		return refuse(cx, FAIL_CONFLICT, "The second step is on already.");
	rand_bytes(secret, sizeof(secret));
	TRY(seal(cx, (struct sv){ (char *)secret, sizeof(secret) }, &sealed));
	return q_login_set_otp(cx, cx->who.account_id, sealed, 0);
}

/* "k3n8-x2pq-77da-m4ze": letters and digits that are not taken for one another. */
static struct sv draw_code(struct arena *arena)
{
	static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";
	struct buf out = BUF(arena, 64);
	for (int i = 0; i < RECOVERY_LENGTH; i++) {
		if (i && i % 4 == 0)
			buf_putc(&out, '-');
		buf_putc(&out, letters[rand_below(sizeof(letters) - 1)]);
	}
	return buf_sv(&out);
}

/* As it is hashed: without what people put between the letters. */
static struct sv bare_code(struct arena *arena, struct sv code)
{
	struct buf out = BUF(arena, 64);
	for (size_t i = 0; i < code.n; i++)
		if (code.p[i] != '-' && code.p[i] != ' ')
			buf_putc(&out, code.p[i] >= 'A' && code.p[i] <= 'Z' ? (char)(code.p[i] | 0x20) : code.p[i]);
	return buf_sv(&out);
}

enum fail two_factor_renew_codes(struct ctx *cx, struct sv codes_r[RECOVERY_CODES])
{
	TRY(q_recovery_codes_delete(cx, cx->who.account_id));
	for (int i = 0; i < RECOVERY_CODES; i++) {
		codes_r[i] = draw_code(&cx->arena);
		TRY(q_recovery_code_insert(cx, cx->who.account_id, token_hash_sv(&cx->arena, bare_code(&cx->arena, codes_r[i]))));
	}
	return OK;
}

enum fail two_factor_enable(struct ctx *cx, struct sv code, struct sv codes_r[RECOVERY_CODES])
{
	struct login_row login;
	struct sv secret;
	int64_t changes;
	TRY(q_login_get(cx, cx->who.account_id, &login));
	TRY(two_factor_secret(cx, &login, &secret));
	if (!secret.n || login.otp_enabled_at)
		return refuse(cx, FAIL_CONFLICT, "There is nothing to switch on. Begin again.");
	TRY(throttle_check(cx, THROTTLE_CODE, login.account_id));
	throttle_count(cx, THROTTLE_CODE, login.account_id);
	int64_t step = totp_match(secret, code, cx->now, login.otp_last_step);
	if (!step)
		return refuse(cx, FAIL_INVALID, "This code does not fit. Is the clock of your phone right?");
	TRY(q_login_use_otp(cx, login.account_id, step, &changes));
	TRY(q_login_enable_otp(cx, login.account_id, cx->now));
	return two_factor_renew_codes(cx, codes_r);
}

enum fail two_factor_disable(struct ctx *cx, int64_t account_id)
{
	TRY(q_recovery_codes_delete(cx, account_id));
	return q_login_set_otp(cx, account_id, SV_NONE, 0);
}

enum fail two_factor_pass(struct ctx *cx, int64_t account_id, struct sv code)
{
	struct login_row login;
	struct sv secret;
	int64_t changes = 0;
	TRY(q_login_get(cx, account_id, &login));
	TRY(two_factor_secret(cx, &login, &secret));
	TRY(throttle_check(cx, THROTTLE_CODE, account_id));
	throttle_count(cx, THROTTLE_CODE, account_id);
	int64_t step = secret.n ? totp_match(secret, code, cx->now, login.otp_last_step) : 0;
	if (step)
		TRY(q_login_use_otp(cx, account_id, step, &changes));
	else
		TRY(q_recovery_code_use(cx, account_id, token_hash_sv(&cx->arena, bare_code(&cx->arena, code)), &changes));
	if (!changes)
		return refuse(cx, FAIL_INVALID, "This code does not fit, or it was used already.");
	throttle_forget(cx, THROTTLE_CODE, account_id);
	return OK;
}
