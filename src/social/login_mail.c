/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/login_mail.h"

#include "base/rand.h"
#include "social/account.h"
#include "social/login_change.h"
#include "social/mail.h"
#include "social/throttle.h"
#include "social/token.h"

static const struct purpose {
	const char *name;
	enum mail_kind mail;
	const char *path;
	int64_t hours;
} purposes[] = {
	{ "confirm", MAIL_CONFIRM, "/auth/confirm", 48 },
	{ "email", MAIL_NEW_EMAIL, "/auth/confirm", 48 },
	{ "reset", MAIL_RESET, "/auth/password/edit", 6 },
};
enum { CONFIRM, EMAIL, RESET };

static enum fail send_link(struct ctx *cx, int purpose, const struct login_row *login, struct sv to)
{
	const struct purpose *about = &purposes[purpose];
	struct sv token = rand_token(&cx->arena), name = sv_of(about->name);
	TRY(q_mail_tokens_delete(cx, login->account_id, name));
	TRY(q_mail_token_insert(cx, token_hash_sv(&cx->arena, token), login->account_id, name, to, cx->now + about->hours * 3600 * 1000));
	struct sv link = arena_printf(&cx->arena, SVF "%s?token=" SVF, SVA(cx->community->url), about->path, SVA(token));
	const struct mail_word words[] = { { "username", login->username }, { "link", link } };
	return mail_queue(cx, about->mail, login->account_id, to, words, COUNT_OF(words));
}

enum fail login_mail_confirm(struct ctx *cx, int64_t account_id)
{
	struct login_row login;
	TRY(q_login_get(cx, account_id, &login));
	TRY(throttle_check(cx, THROTTLE_MAIL, account_id));
	throttle_count(cx, THROTTLE_MAIL, account_id);
	return send_link(cx, CONFIRM, &login, login.email);
}

enum fail login_mail_reset(struct ctx *cx, struct sv email)
{
	struct login_row login;
	enum fail fail = q_login_by_email(cx, ascii_lower(&cx->arena, sv_trim(email)), &login);
	if (fail == FAIL_NOT_FOUND)
		return OK;
	TRY(fail);
	if (login.disabled_at || throttle_check(cx, THROTTLE_MAIL, login.account_id) != OK)
		return OK; /* the page says the same whatever happens */
	throttle_count(cx, THROTTLE_MAIL, login.account_id);
	return send_link(cx, RESET, &login, login.email);
}

enum fail login_mail_new_email(struct ctx *cx, int64_t account_id, struct sv email)
{
	struct login_row login;
	TRY(q_login_get(cx, account_id, &login));
	TRY(throttle_check(cx, THROTTLE_MAIL, account_id));
	throttle_count(cx, THROTTLE_MAIL, account_id);
	return send_link(cx, EMAIL, &login, email);
}

static enum fail find(struct ctx *cx, struct sv token, struct mail_token_find_row *row_r)
{
	TRY(q_mail_token_find(cx, token_hash_sv(&cx->arena, token), row_r));
	return row_r->expires_at > cx->now ? OK : FAIL_NOT_FOUND;
}

enum fail login_link_confirm(struct ctx *cx, struct sv token, int64_t *account_id_r, enum login_link *did_r)
{
	struct mail_token_find_row row;
	struct login_row login;
	TRY(find(cx, token, &row));
	bool changes = sv_eq(row.purpose, SV("email"));
	if (!changes && !sv_eq(row.purpose, SV("confirm")))
		return FAIL_NOT_FOUND;
	TRY(q_mail_tokens_delete(cx, row.account_id, row.purpose));
	TRY(q_login_get(cx, row.account_id, &login));
	*account_id_r = row.account_id;
	if (changes) {
		*did_r = LINK_EMAIL_CHANGED;
		return login_set_email(cx, &login, row.email);
	}
	*did_r = login.approved_at ? LINK_CONFIRMED : LINK_WAITING;
	return login_confirm(cx, &login);
}

bool login_link_resets(struct ctx *cx, struct sv token)
{
	struct mail_token_find_row row;
	return find(cx, token, &row) == OK && sv_eq(row.purpose, SV("reset"));
}

enum fail login_link_reset(struct ctx *cx, struct sv token, struct sv password_hash)
{
	struct mail_token_find_row row;
	struct login_row login;
	TRY(find(cx, token, &row));
	if (!sv_eq(row.purpose, SV("reset")))
		return FAIL_NOT_FOUND;
	TRY(q_mail_tokens_delete(cx, row.account_id, row.purpose));
	TRY(q_login_get(cx, row.account_id, &login));
	TRY(login_confirm(cx, &login)); /* who reads this mail has the address */
	return login_set_password(cx, &login, password_hash, SV(""));
}
