/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* login_change.h - what changes about a login, with the mails and caches that go with it. All in a transaction. */
#ifndef SOCIAL_LOGIN_CHANGE_H
#define SOCIAL_LOGIN_CHANGE_H

#include "base/ctx.h"
#include "jobs/jobs.h"
#include "store/q.h"

/* Ends all tokens, and all sessions but the one with `cookie`; tells by mail. */
enum fail login_set_password(struct ctx *cx, const struct login_row *login, struct sv password_hash, struct sv cookie) MUST_USE;
/* Tells the old address. FAIL_INVALID when somebody else has it by now. */
enum fail login_set_email(struct ctx *cx, const struct login_row *login, struct sv email) MUST_USE;
/* The address is theirs: the account opens, or waits for approval, and then the moderators are told. */
enum fail login_confirm(struct ctx *cx, const struct login_row *login) MUST_USE;
enum fail login_approve(struct ctx *cx, int64_t account_id) MUST_USE; /* FAIL_CONFLICT: it is already */
enum fail login_disable(struct ctx *cx, int64_t account_id, bool disabled) MUST_USE; /* ends sessions */
enum fail login_set_role(struct ctx *cx, int64_t account_id, int role) MUST_USE;

/* A command has changed an account in another process than the server: tells it. */
enum fail login_tell_server(struct ctx *cx, int64_t account_id) MUST_USE;
enum fail caches_forget(struct ctx *cx, const struct job *job) MUST_USE; /* the job of it */

#endif
