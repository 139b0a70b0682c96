/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/sign_up.h"

#include "base/id.h"
#include "base/rand.h"
#include "social/account.h"
#include "social/audit.h"
#include "social/login_change.h"
#include "social/login_mail.h"
#include "social/mail.h"
#include "social/role.h"
#include "store/store.h"

static enum fail use_invite(struct ctx *cx, const struct sign_up *up)
{
	int64_t changes;
	if (!up->invite.id)
		return OK;
	TRY(q_invite_use(cx, up->invite.id, &changes));
	return changes ? OK : refuse(cx, FAIL_INVALID, "Validation failed: Invitation is used up");
}

/* The moderators hear of a request once its address is confirmed; at once, when nothing has to be. */
static enum fail after(struct ctx *cx, const struct sign_up *up)
{
	struct login_row login;
	if (up->needs_confirmation)
		return login_mail_confirm(cx, up->account_id);
	TRY(q_login_get(cx, up->account_id, &login));
	return login_confirm(cx, &login);
}

enum fail sign_up(struct ctx *cx, struct sign_up *up)
{
	struct account_draft draft = { .username = up->username,
		                       .email = up->email,
		                       .password_hash = up->password_hash,
		                       .locale = up->locale,
		                       .reason = up->reason,
		                       .ip = up->ip,
		                       .approved = !up->needs_approval,
		                       .invite_id = up->invite.id,
		                       .app_id = up->app_id };
	TXN(txn);
	TRY(txn_begin(&txn, cx));
	TRY(use_invite(cx, up));
	TRY(account_create(cx, &draft, &up->account_id));
	TRY(after(cx, up));
	return txn_commit(&txn);
}

/* --- invitations ----------------------------------------------------------------------------------------------------------------- */

enum fail invite_open(struct ctx *cx, struct sv code, struct invite_find_row *row_r)
{
	TRY(q_invite_find(cx, code, row_r));
	bool open = (!row_r->max_uses || row_r->uses < row_r->max_uses) && (!row_r->expires_at || row_r->expires_at > cx->now) &&
	            !row_r->disabled_at && !row_r->suspended_at;
	if (open)
		return OK;
	*row_r = (struct invite_find_row){ 0 };
	return FAIL_NOT_FOUND;
}

enum fail invite_create(struct ctx *cx, int64_t max_uses, int64_t seconds, struct sv *code_r)
{
	*code_r = sv_first(rand_token(&cx->arena), 12);
	return q_invite_insert(cx, id_new(cx->now), cx->who.account_id, *code_r, max_uses, seconds ? cx->now + seconds * 1000 : 0, false, cx->now);
}

enum fail invite_end(struct ctx *cx, int64_t id)
{
	int64_t changes;
	TRY(q_invite_expire(cx, id, cx->who.account_id, cx->now, &changes));
	if (changes || !(cx->who.may & MAY_MANAGE_INVITES))
		return changes ? OK : FAIL_NOT_FOUND;
	TRY(q_invite_expire_any(cx, id, cx->now, &changes));
	return changes ? audit_write(cx, "invite.end", "invite", id, SV("")) : FAIL_NOT_FOUND;
}
