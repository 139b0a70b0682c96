/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sign_in.h - is it really them? The password, then the second factor where there is one. Slow on purpose (password.h): only in
 * the slow lane. Takes the same time and says the same for a name that does not exist. */
#ifndef SOCIAL_SIGN_IN_H
#define SOCIAL_SIGN_IN_H

#include "base/ctx.h"
#include "store/q.h"

/* `name`: user name or e-mail address. FAIL_INVALID with a sentence for the form when it does not fit; FAIL_LIMITED; FAIL_FORBIDDEN
 * when the password is right, and the account may not sign in (disabled, suspended, waiting for approval): login_r is set then.
 * An account that has not confirmed its address passes: look at confirmed_at. */
enum fail sign_in_check(struct ctx *cx, struct sv name, struct sv password, struct login_row *login_r) MUST_USE;
/* Only the password of an account that is signed in: before something that matters. FAIL_INVALID. */
enum fail sign_in_again(struct ctx *cx, int64_t account_id, struct sv password) MUST_USE;

#endif
