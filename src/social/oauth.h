/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* oauth.h - how an app gets a token (RFC 6749, with PKCE of RFC 7636, S256 only; as Mastodon's documentation has it). Codes work
 * once, for ten minutes; tokens have no end but revocation. Codes, tokens and secrets are stored as hashes.
 *
 * What the client did wrong is told as an enum oauth_error (oauth.def), what broke here as an enum fail. */
#ifndef SOCIAL_OAUTH_H
#define SOCIAL_OAUTH_H

#include "base/ctx.h"
#include "store/q.h"

enum oauth_error {
	OAUTH_FINE,
#define OAUTH(kind, http, error, description) OAUTH_##kind,
#include "social/oauth.def"
#undef OAUTH
};
struct oauth_error_about {
	int http;
	const char *error, *description;
};
const struct oauth_error_about *oauth_error_about(enum oauth_error error);

#define OAUTH_OOB SV("urn:ietf:wg:oauth:2.0:oob") /* the code is shown to be copied */

struct oauth_draft {
	struct sv name, website, scopes;
	const struct sv *redirect_uris;
	size_t redirect_count;
};
/* In a transaction. FAIL_INVALID as Mastodon says it. `*secret_r` is only known now. */
enum fail oauth_app_create(struct ctx *cx, const struct oauth_draft *draft, struct oauth_app_row *app_r, struct sv *secret_r) MUST_USE;
/* The app with this id and secret, or OAUTH_INVALID_CLIENT. */
enum fail oauth_client(struct ctx *cx, struct sv client_id, struct sv secret, struct oauth_app_row *app_r, enum oauth_error *error_r) MUST_USE;
/* Byte for byte one of those it was registered with. */
bool oauth_redirect_registered(const struct oauth_app_row *app, struct sv uri);

/* What an app asks a member for. */
struct oauth_request {
	struct sv client_id, redirect_uri, response_type, scope, state, challenge, challenge_method; /* as sent */
	struct oauth_app_row app;
	bool known;             /* the app is known and the redirect URI is its own: errors may go there */
};
/* Checks it and fills the rest; a request without a scope asks for "read". */
enum fail oauth_request_check(struct ctx *cx, struct oauth_request *request, enum oauth_error *error_r) MUST_USE;
/* In a transaction: cx->who agrees. */
enum fail oauth_code_issue(struct ctx *cx, const struct oauth_request *request, struct sv *code_r) MUST_USE;
/* Where to send the browser: the redirect URI with code and state, or with an error. */
struct sv oauth_answer_uri(struct ctx *cx, const struct oauth_request *request, struct sv code, enum oauth_error error);

struct oauth_grant {
	int64_t app_id, account_id; /* account_id 0: the app itself */
	struct sv scopes;
	struct sv token;            /* out */
	int64_t created_at;         /* out */
};
/* In a transaction that is to be committed whatever the error is: a code that was tried is used up. */
enum fail oauth_code_redeem(struct ctx *cx, const struct oauth_app_row *app, struct sv code, struct sv redirect_uri, struct sv verifier,
                            struct oauth_grant *grant_r, enum oauth_error *error_r) MUST_USE;
/* In a transaction: makes the token. */
enum fail oauth_token_issue(struct ctx *cx, struct oauth_grant *grant, struct sv ip) MUST_USE;
/* What an app may have of `asked` (none: "read"): OAUTH_INVALID_SCOPE when it is more than it registered. */
bool oauth_scope_allowed(const struct oauth_app_row *app, struct sv asked);

/* In a transaction (RFC 7009): a token of another app, or none at all, is nobody's business and is not told. */
enum fail oauth_token_revoke(struct ctx *cx, int64_t app_id, struct sv token) MUST_USE;
/* In a transaction: takes back what cx->who gave an app; FAIL_NOT_FOUND. */
enum fail oauth_app_forget(struct ctx *cx, int64_t app_id) MUST_USE;
enum fail oauth_tokens_end(struct ctx *cx, int64_t account_id) MUST_USE; /* all of an account: its password was changed */

bool pkce_fits(struct sv verifier, struct sv challenge); /* S256 */

#endif
