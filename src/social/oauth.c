/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/oauth.h"

#include "base/buf.h"
#include "base/id.h"
#include "base/rand.h"
#include "base/utf8.h"
#include "social/effect.h"
#include "social/scope.h"
#include "social/token.h"

#include <sodium.h>

enum { CODE_MS = 10 * 60 * 1000, LONGEST_NAME = 60, LONGEST_URI = 2000, MOST_URIS = 20 };

static const struct oauth_error_about errors[] = {
#define OAUTH(kind, http_, error_, description_) [OAUTH_##kind] = { http_, error_, description_ },
#include "social/oauth.def"
#undef OAUTH
};

const struct oauth_error_about *oauth_error_about(enum oauth_error error)
{
	return &errors[error];
}

/* --- apps ----------------------------------------------------------------------------------------------------------------- */

static bool is_plain(struct sv s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7f)
			return false;
	return true;
}

/* The part before the colon of an absolute URI (RFC 3986, 3.1); none when it is not one. */
static struct sv uri_scheme(struct sv uri)
{
	struct sv scheme;
	if (!sv_cut(&uri, ':', &scheme) || !uri.n || !scheme.n || !((scheme.p[0] | 0x20) >= 'a' && (scheme.p[0] | 0x20) <= 'z'))
		return SV_NONE;
	for (size_t i = 0; i < scheme.n; i++) {
		char c = scheme.p[i];
		if (!((c | 0x20) >= 'a' && (c | 0x20) <= 'z') && !(c >= '0' && c <= '9') && c != '+' && c != '-' && c != '.')
			return SV_NONE;
	}
	return scheme;
}

static enum fail redirect_check(struct ctx *cx, struct sv uri)
{
	static const struct sv dangerous[] = { SV_INIT("javascript"), SV_INIT("data"), SV_INIT("vbscript"), SV_INIT("blob"), SV_INIT("file") };
	struct sv scheme = uri_scheme(uri);
	if (!scheme.n || !is_plain(uri))
		return refuse(cx, FAIL_INVALID, "Validation failed: Redirect URI must be an absolute URI.");
	if (sv_has(uri, '#'))
		return refuse(cx, FAIL_INVALID, "Validation failed: Redirect URI cannot contain a fragment.");
	for (size_t i = 0; i < COUNT_OF(dangerous); i++)
		if (sv_eq_nocase(scheme, dangerous[i]))
			return refuse(cx, FAIL_INVALID, "Validation failed: Redirect URI contains a forbidden scheme.");
	if (uri.n > LONGEST_URI)
		return refuse(cx, FAIL_INVALID, "Validation failed: Redirect URI is too long (maximum is %d characters)", LONGEST_URI);
	return OK;
}

/* Each draft entry may itself hold several, by white space. One a line, as they are stored. */
static enum fail redirects_read(struct ctx *cx, const struct oauth_draft *draft, struct sv *lines_r)
{
	struct buf lines = BUF(&cx->arena, MOST_URIS * (LONGEST_URI + 1));
	size_t count = 0;
	for (size_t i = 0; i < draft->redirect_count; i++) {
		struct sv rest = draft->redirect_uris[i];
		while ((rest = sv_trim(rest)).n) {
			size_t n = 0;
			while (n < rest.n && (unsigned char)rest.p[n] > ' ')
				n++;
			struct sv uri = sv_first(rest, n);
			rest = sv_from(rest, n);
			TRY(redirect_check(cx, uri));
			if (++count > MOST_URIS)
				return refuse(cx, FAIL_INVALID, "Validation failed: Redirect URI has too many entries (maximum is %d)", MOST_URIS);
			buf_put(&lines, count > 1 ? SV("\n") : SV(""));
			buf_put(&lines, uri);
		}
	}
	if (!count)
		return refuse(cx, FAIL_INVALID, "Validation failed: Redirect URI can't be blank");
	*lines_r = buf_sv(&lines);
	return OK;
}

static enum fail draft_check(struct ctx *cx, const struct oauth_draft *draft)
{
	uint64_t set;
	if (!sv_trim(draft->name).n)
		return refuse(cx, FAIL_INVALID, "Validation failed: Application name can't be blank");
	if (utf8_count(draft->name) > LONGEST_NAME)
		return refuse(cx, FAIL_INVALID, "Validation failed: Application name is too long (maximum is %d characters)", LONGEST_NAME);
	bool web = sv_starts(draft->website, SV("https://")) || sv_starts(draft->website, SV("http://"));
	if (draft->website.n && (!web || !is_plain(draft->website) || draft->website.n > LONGEST_URI))
		return refuse(cx, FAIL_INVALID, "Validation failed: Application website must be a valid URL");
	if (!scopes_parse(draft->scopes, &set))
		return refuse(cx, FAIL_INVALID, "Validation failed: Scopes doesn't match configured on the server.");
	return OK;
}

enum fail oauth_app_create(struct ctx *cx, const struct oauth_draft *draft, struct oauth_app_row *app_r, struct sv *secret_r)
{
	struct sv scopes = sv_trim(draft->scopes), secret = rand_token(&cx->arena), lines;
	TRY(draft_check(cx, draft));
	TRY(redirects_read(cx, draft, &lines));
	*app_r = (struct oauth_app_row){ .id = id_new(cx->now),
		                         .name = sv_trim(draft->name),
		                         .website = draft->website.n ? draft->website : SV_NONE,
		                         .redirect_uris = lines,
		                         .scopes = scopes.n ? scopes : SV("read"),
		                         .client_id = rand_token(&cx->arena),
		                         .created_at = cx->now };
	*secret_r = secret;
	return q_oauth_app_insert(cx, app_r->id, app_r->name, app_r->website, app_r->redirect_uris, app_r->scopes, app_r->client_id,
	                          token_hash_sv(&cx->arena, secret), cx->now);
}

enum fail oauth_client(struct ctx *cx, struct sv client_id, struct sv secret, struct oauth_app_row *app_r, enum oauth_error *error_r)
{
	*error_r = OAUTH_INVALID_CLIENT;
	if (!client_id.n || !secret.n)
		return OK;
	enum fail fail = q_oauth_app_find(cx, client_id, app_r);
	if (fail != OK)
		return fail == FAIL_NOT_FOUND ? OK : fail;
	struct sv hash = token_hash_sv(&cx->arena, secret);
	if (hash.n == app_r->secret_hash.n && sodium_memcmp(hash.p, app_r->secret_hash.p, hash.n) == 0)
		*error_r = OAUTH_FINE;
	return OK;
}

bool oauth_redirect_registered(const struct oauth_app_row *app, struct sv uri)
{
	struct sv lines = app->redirect_uris, line;
	while (lines.n) {
		sv_cut(&lines, '\n', &line);
		if (line.n && sv_eq(line, uri))
			return true;
	}
	return false;
}

/* --- asking a member ---------------------------------------------------------------------------------------------------------- */

bool oauth_scope_allowed(const struct oauth_app_row *app, struct sv asked)
{
	uint64_t registered, set;
	return scopes_parse(app->scopes, &registered) && scopes_parse(asked.n ? asked : SV("read"), &set) && scopes_cover(registered, set);
}

static bool is_challenge(struct sv s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] | 0x20) >= 'a' && (s.p[i] | 0x20) <= 'z') && !(s.p[i] >= '0' && s.p[i] <= '9') && s.p[i] != '-' && s.p[i] != '_')
			return false;
	return s.n == 43; /* SHA-256 in base64url */
}

enum fail oauth_request_check(struct ctx *cx, struct oauth_request *request, enum oauth_error *error_r)
{
	*error_r = OAUTH_INVALID_CLIENT;
	enum fail fail = request->client_id.n ? q_oauth_app_find(cx, request->client_id, &request->app) : FAIL_NOT_FOUND;
	if (fail != OK)
		return fail == FAIL_NOT_FOUND ? OK : fail;
	request->known = oauth_redirect_registered(&request->app, request->redirect_uri);
	if (!sv_trim(request->scope).n)
		request->scope = SV("read");
	if (!request->known)
		*error_r = OAUTH_INVALID_REDIRECT;
	else if (!sv_eq(request->response_type, SV("code")))
		*error_r = request->response_type.n ? OAUTH_UNSUPPORTED_RESPONSE : OAUTH_INVALID_REQUEST;
	else if (!oauth_scope_allowed(&request->app, request->scope))
		*error_r = OAUTH_INVALID_SCOPE;
	else if (request->challenge.n ? !sv_eq(request->challenge_method, SV("S256")) || !is_challenge(request->challenge)
	                              : request->challenge_method.n > 0)
		*error_r = OAUTH_INVALID_REQUEST;
	else
		*error_r = OAUTH_FINE;
	return OK;
}

enum fail oauth_code_issue(struct ctx *cx, const struct oauth_request *request, struct sv *code_r)
{
	*code_r = rand_token(&cx->arena);
	TRY(q_oauth_codes_expire(cx, cx->now));
	return q_oauth_code_insert(cx, token_hash_sv(&cx->arena, *code_r), request->app.id, cx->who.account_id, request->redirect_uri,
	                           request->scope, request->challenge.n ? request->challenge : SV_NONE, cx->now + CODE_MS);
}

/* application/x-www-form-urlencoded, for the parameters that we add */
static void put_param(struct buf *out, const char *name, struct sv value)
{
	buf_putc(out, sv_has(buf_sv(out), '?') ? '&' : '?');
	buf_put(out, sv_of(name));
	buf_putc(out, '=');
	for (size_t i = 0; i < value.n; i++) {
		unsigned char c = (unsigned char)value.p[i];
		if ((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || strchr("-._~", c))
			buf_putc(out, (char)c);
		else
			buf_printf(out, "%%%02X", c);
	}
}

struct sv oauth_answer_uri(struct ctx *cx, const struct oauth_request *request, struct sv code, enum oauth_error error)
{
	struct buf out = BUF(&cx->arena, LONGEST_URI + 16384);
	buf_put(&out, request->redirect_uri);
	if (error == OAUTH_FINE) {
		put_param(&out, "code", code);
	} else {
		put_param(&out, "error", sv_of(errors[error].error));
		put_param(&out, "error_description", sv_of(errors[error].description));
	}
	if (request->state.n)
		put_param(&out, "state", request->state);
	return buf_sv(&out);
}

/* --- tokens --------------------------------------------------------------------------------------------------------------------- */

bool pkce_fits(struct sv verifier, struct sv challenge)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	char text[64];
	if (verifier.n < 43 || verifier.n > 128) /* RFC 7636, 4.1 */
		return false;
	crypto_hash_sha256(hash, (const unsigned char *)verifier.p, verifier.n);
	sodium_bin2base64(text, sizeof(text), hash, sizeof(hash), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return challenge.n == strlen(text) && sodium_memcmp(text, challenge.p, challenge.n) == 0;
}

enum fail oauth_code_redeem(struct ctx *cx, const struct oauth_app_row *app, struct sv code, struct sv redirect_uri, struct sv verifier,
                            struct oauth_grant *grant_r, enum oauth_error *error_r)
{
	struct oauth_code_find_row row;
	struct sv hash = token_hash_sv(&cx->arena, code);
	*error_r = OAUTH_INVALID_GRANT;
	enum fail fail = q_oauth_code_find(cx, hash, &row);
	if (fail == FAIL_NOT_FOUND || (fail == OK && row.app_id != app->id))
		return OK;
	TRY(fail);
	TRY(q_oauth_code_delete(cx, hash));
	/* A verifier without a challenge means that somebody has taken the challenge out on the way (RFC 9700, 2.1.1). */
	bool proven = row.code_challenge.n ? pkce_fits(verifier, row.code_challenge) : !verifier.n;
	if (row.expires_at <= cx->now || !sv_eq(row.redirect_uri, redirect_uri) || !proven)
		return OK;
	*grant_r = (struct oauth_grant){ .app_id = app->id, .account_id = row.account_id, .scopes = row.scopes };
	*error_r = OAUTH_FINE;
	return OK;
}

enum fail oauth_token_issue(struct ctx *cx, struct oauth_grant *grant, struct sv ip)
{
	grant->token = rand_token(&cx->arena);
	grant->created_at = cx->now;
	return q_oauth_token_insert(cx, id_new(cx->now), token_hash_sv(&cx->arena, grant->token), grant->app_id, grant->account_id, grant->scopes,
	                            cx->now, ip);
}

enum fail oauth_token_revoke(struct ctx *cx, int64_t app_id, struct sv token)
{
	struct oauth_token_of_row row;
	enum fail fail = q_oauth_token_of(cx, token_hash_sv(&cx->arena, token), app_id, &row);
	if (fail != OK)
		return fail == FAIL_NOT_FOUND ? OK : fail;
	effect_add(cx, EFFECT_TOKEN_GONE, row.id, 0);
	return q_oauth_token_delete(cx, row.id);
}

enum fail oauth_app_forget(struct ctx *cx, int64_t app_id)
{
	int64_t changes;
	TRY(q_oauth_tokens_delete_app(cx, cx->who.account_id, app_id, &changes));
	effect_add(cx, EFFECT_TOKEN_GONE, 0, cx->who.account_id);
	return changes ? OK : FAIL_NOT_FOUND;
}

enum fail oauth_tokens_end(struct ctx *cx, int64_t account_id)
{
	effect_add(cx, EFFECT_TOKEN_GONE, 0, account_id);
	return q_oauth_tokens_delete_of(cx, account_id);
}
