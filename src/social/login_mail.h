/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* login_mail.h - links that come by mail and prove something: an address, or that somebody may set a new password. A link works once,
 * for a time; only its hash is stored. All in a transaction. */
#ifndef SOCIAL_LOGIN_MAIL_H
#define SOCIAL_LOGIN_MAIL_H

#include "base/ctx.h"

enum fail login_mail_confirm(struct ctx *cx, int64_t account_id) MUST_USE;                  /* sends the link; again, too */
enum fail login_mail_reset(struct ctx *cx, struct sv email) MUST_USE;                       /* OK for unknown addresses, too */
enum fail login_mail_new_email(struct ctx *cx, int64_t account_id, struct sv email) MUST_USE;

/* FAIL_NOT_FOUND: not, or no longer, good. */
enum login_link { LINK_CONFIRMED, LINK_WAITING /* for approval */, LINK_EMAIL_CHANGED };
enum fail login_link_confirm(struct ctx *cx, struct sv token, int64_t *account_id_r, enum login_link *did_r) MUST_USE;
bool login_link_resets(struct ctx *cx, struct sv token); /* only looks */
/* Sets the password, ends all sessions and tokens. */
enum fail login_link_reset(struct ctx *cx, struct sv token, struct sv password_hash) MUST_USE;

#endif
