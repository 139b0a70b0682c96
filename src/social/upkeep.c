/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/upkeep.h"

#include "social/effect.h"
#include "store/q.h"

enum { IDEMPOTENCY_MS = 24 * 3600 * 1000, UNCONFIRMED_MS = 7 * 24 * 3600 * 1000 };

enum fail mutes_end_due(struct ctx *cx)
{
	struct mutes_ended_row *rows;
	size_t count;
	TRY(q_mutes_ended(cx, cx->now, &rows, &count));
	for (size_t i = 0; i < count; i++)
		effect_add(cx, EFFECT_VIEWER, rows[i].account_id, 0);
	return OK;
}

enum fail idempotency_forget_old(struct ctx *cx)
{
	return q_idempotency_delete_old(cx, cx->now - IDEMPOTENCY_MS);
}

enum fail logins_forget_old(struct ctx *cx)
{
	struct logins_unconfirmed_row *rows;
	size_t count;
	TRY(q_sessions_expire(cx, cx->now));
	TRY(q_mail_tokens_expire(cx, cx->now));
	TRY(q_oauth_codes_expire(cx, cx->now));
	TRY(q_logins_unconfirmed(cx, cx->now - UNCONFIRMED_MS, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		TRY(q_account_text_delete(cx, rows[i].account_id));
		TRY(q_account_delete(cx, rows[i].account_id));
		effect_add(cx, EFFECT_ACCOUNT, rows[i].account_id, 0);
	}
	return OK;
}
