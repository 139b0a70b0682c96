/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sign_up.h - joining: who may, what is asked, what is wrong with it (errors as Mastodon's documentation of POST /api/v1/accounts has
 * them, so that apps can show each beside its field). */
#ifndef SOCIAL_SIGN_UP_H
#define SOCIAL_SIGN_UP_H

#include "base/ctx.h"
#include "store/q.h"

enum sign_up_mode { SIGN_UP_OPEN, SIGN_UP_APPROVAL, SIGN_UP_INVITATION, SIGN_UP_CLOSED };
enum sign_up_mode sign_up_mode(struct ctx *cx);

enum sign_up_field { FIELD_USERNAME, FIELD_EMAIL, FIELD_PASSWORD, FIELD_AGREEMENT, FIELD_REASON, FIELD_INVITE, SIGN_UP_FIELDS };
struct field_problem {
	const char *code; /* "ERR_TAKEN"; NULL: nothing is wrong */
	struct sv text;   /* "has already been taken" */
};

struct sign_up {
	struct sv username, email, password, reason, invite_code, locale, ip;
	int64_t app_id;   /* 0: by the page */
	bool agreement;
	/* out */
	struct field_problem problems[SIGN_UP_FIELDS];
	struct invite_find_row invite; /* id 0: none */
	bool needs_approval, needs_confirmation;
	struct sv password_hash;
	int64_t account_id;
};

/* Fills the problems. FAIL_INVALID when there is one, with all of them in a sentence; FAIL_FORBIDDEN when nobody may join (closed, by
 * invitation, blocked address). Reads only. */
enum fail sign_up_check(struct ctx *cx, struct sign_up *up) MUST_USE;
/* Between the two: password_hash(cx, up->password, &up->password_hash). In a transaction; checks again what may have changed. */
enum fail sign_up(struct ctx *cx, struct sign_up *up) MUST_USE;

const char *sign_up_field_name(enum sign_up_field field);  /* "username", as in the API */
struct sv sign_up_field_title(enum sign_up_field field);   /* "Username", as in a sentence */

/* What is wrong with an address for signing up, or for changing to. OK and no code: nothing. */
enum fail email_check(struct ctx *cx, struct sv email, struct field_problem *problem_r, bool *approval_r) MUST_USE;
/* SHA-256 in hex of the address without what its provider ignores (dots, +tag), as in Mastodon's canonical e-mail blocks. */
struct sv email_canonical_hash(struct arena *arena, struct sv email);
/* "192.0.2.0/24", "2001:db8::/32", "192.0.2.1": is `ip` in it? */
bool ip_in_block(struct sv ip, struct sv block);

/* --- invitations: each in a transaction -------------------------------------------------------------------------------------- */

/* A good one; FAIL_NOT_FOUND otherwise (used up, over, its maker gone). */
enum fail invite_open(struct ctx *cx, struct sv code, struct invite_find_row *row_r) MUST_USE;
/* max_uses 0: no limit; seconds 0: for ever. */
enum fail invite_create(struct ctx *cx, int64_t max_uses, int64_t seconds, struct sv *code_r) MUST_USE;
enum fail invite_end(struct ctx *cx, int64_t id) MUST_USE; /* one of cx->who's, or any when they look after them */

#endif
