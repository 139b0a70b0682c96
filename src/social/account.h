/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* account.h - the public side of a member. */
#ifndef SOCIAL_ACCOUNT_H
#define SOCIAL_ACCOUNT_H

#include "social/community.h"
#include "store/q.h"

struct account_field {
	struct sv name, value, html; /* value: source; html: with links */
	int64_t verified_at;         /* 0: not */
};
struct account {
	struct account_row row;
	struct account_field *fields;
	size_t field_count;
	const struct emoji **emojis;
	size_t emoji_count;
	struct account *moved_to;    /* one level; NULL: none */
};

enum fail account_load(struct ctx *cx, int64_t id, struct account *account_r) MUST_USE;
/* The same from a row that was already read. */
enum fail account_of_row(struct ctx *cx, const struct account_row *row, struct account *account_r) MUST_USE;
/* "ada", "@ada", "ada@talk.example" (this community's domain is left out); FAIL_NOT_FOUND. */
enum fail account_find_acct(struct ctx *cx, struct sv acct, struct account_row *row_r) MUST_USE;

struct sv account_acct(struct ctx *cx, const struct account_row *row); /* "ada", or "ada@elsewhere.example" */
struct sv account_url(struct ctx *cx, const struct account_row *row);
struct sv account_uri(struct ctx *cx, const struct account_row *row);
struct sv account_avatar(struct ctx *cx, const struct account_row *row, bool still); /* a URL, the default one included */
struct sv account_header(struct ctx *cx, const struct account_row *row, bool still);
/* The sites that may name it as author, one a line. */
struct sv account_author_domains(struct ctx *cx, const struct account_row *row);

bool username_is_reserved(struct sv username);
/* Rules for a user name: 1-30 of a-z, A-Z, 0-9, _, not reserved, not taken. */
enum fail username_check(struct ctx *cx, struct sv username) MUST_USE;
struct sv ascii_lower(struct arena *arena, struct sv s);

struct account_draft {
	struct sv username, email, password_hash, display_name, locale, reason, ip;
	int role;
	bool confirmed, approved;
	int64_t invite_id, app_id;
	int64_t created_at; /* 0: now */
};
/* Makes account and login in a transaction; FAIL_INVALID says which field and why. */
enum fail account_create(struct ctx *cx, const struct account_draft *draft, int64_t *id_r) MUST_USE;

#endif
