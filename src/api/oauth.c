/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Apps and tokens (documentation: methods/apps, methods/oauth; RFC 6749, RFC 7009, RFC 8414). The consent page is in web/. */
#include "api/api.h"
#include "app/app.h"
#include "social/oauth.h"
#include "social/scope.h"
#include "social/sign_in.h"
#include "social/token.h"

#include <sodium.h>

/* --- apps ------------------------------------------------------------------------------------------------------------------ */

static void put_lines(struct json *j, const char *name, struct sv text, char separator)
{
	struct sv line;
	json_array(json_key(j, name));
	while (text.n) {
		sv_cut(&text, separator, &line);
		if (line.n)
			json_string(j, sv_trim(line));
	}
	json_end(j);
}

static void put_app(struct ctx *cx, struct json *j, const struct oauth_app_row *app)
{
	json_id(json_key(j, "id"), app->id);
	json_string(json_key(j, "name"), app->name);
	json_string(json_key(j, "website"), app->website);
	put_lines(j, "scopes", app->scopes, ' ');
	put_lines(j, "redirect_uris", app->redirect_uris, '\n');
	json_string(json_key(j, "redirect_uri"), app->redirect_uris);
	json_string(json_key(j, "vapid_key"), settings(cx)->vapid_public);
}

enum fail api_app_create(struct ctx *cx)
{
	struct oauth_app_row app;
	struct sv secret, *uris;
	size_t count = param_list(&cx->arena, cx->params, "redirect_uris", &uris);
	struct oauth_draft draft = { .name = param_sv(cx->params, "client_name"),
		                     .website = param_sv(cx->params, "website"),
		                     .scopes = param_sv(cx->params, "scopes"),
		                     .redirect_uris = uris,
		                     .redirect_count = count };
	TRY(oauth_app_create(cx, &draft, &app, &secret));
	struct json *j = answer_json(cx);
	json_object(j);
	put_app(cx, j, &app);
	json_string(json_key(j, "client_id"), app.client_id);
	json_string(json_key(j, "client_secret"), secret);
	json_int(json_key(j, "client_secret_expires_at"), 0);
	json_end(j);
	return OK;
}

enum fail api_app_verify(struct ctx *cx)
{
	struct oauth_app_row app;
	TRY(q_oauth_app_get(cx, cx->who.app_id, &app));
	struct json *j = answer_json(cx);
	json_object(j);
	put_app(cx, j, &app);
	json_end(j);
	return OK;
}

/* --- who is the client? ------------------------------------------------------------------------------------------------------- */

static enum fail answer_error(struct ctx *cx, enum oauth_error error)
{
	const struct oauth_error_about *about = oauth_error_about(error);
	answer_status(cx, about->http);
	if (error == OAUTH_INVALID_CLIENT)
		answer_header(cx, "WWW-Authenticate", SV("Basic realm=\"OAuth\""));
	struct json *j = answer_json(cx);
	json_object(j);
	json_cstr(json_key(j, "error"), about->error);
	json_cstr(json_key(j, "error_description"), about->description);
	json_end(j);
	return OK;
}

/* HTTP Basic with both parts form-encoded (RFC 6749, 2.3.1). */
static bool read_basic(struct ctx *cx, struct sv *id_r, struct sv *secret_r)
{
	struct sv header = http_header(cx->http, SV("authorization"));
	if (!sv_starts_nocase(header, SV("basic ")))
		return false;
	header = sv_trim(sv_from(header, 6));
	unsigned char *plain = arena_alloc(&cx->arena, header.n + 1);
	size_t n = 0;
	if (sodium_base642bin(plain, header.n + 1, header.p, header.n, NULL, &n, NULL, sodium_base64_VARIANT_ORIGINAL) != 0)
		return false;
	struct sv rest = { (char *)plain, n }, id;
	if (!sv_cut(&rest, ':', &id))
		return false;
	*id_r = url_decode(&cx->arena, id, true);
	*secret_r = url_decode(&cx->arena, rest, true);
	return true;
}

static enum fail read_client(struct ctx *cx, struct oauth_app_row *app_r, enum oauth_error *error_r)
{
	struct sv id = param_sv(cx->params, "client_id"), secret = param_sv(cx->params, "client_secret");
	(void)read_basic(cx, &id, &secret);
	return oauth_client(cx, id, secret, app_r, error_r);
}

/* --- tokens ---------------------------------------------------------------------------------------------------------------------- */

struct token_wish {
	struct oauth_app_row app;
	struct sv code, redirect_uri, verifier;
	struct oauth_grant grant;
	enum oauth_error error;
};

static enum fail redeem(struct ctx *cx, void *arg)
{
	struct token_wish *wish = arg;
	TRY(oauth_code_redeem(cx, &wish->app, wish->code, wish->redirect_uri, wish->verifier, &wish->grant, &wish->error));
	return wish->error == OAUTH_FINE ? oauth_token_issue(cx, &wish->grant, sv_of(cx->http->peer)) : OK;
}

static enum fail issue(struct ctx *cx, void *arg)
{
	struct token_wish *wish = arg;
	return oauth_token_issue(cx, &wish->grant, sv_of(cx->http->peer));
}

static enum fail grant_code(struct ctx *cx, struct token_wish *wish)
{
	wish->code = param_sv(cx->params, "code");
	wish->redirect_uri = param_sv(cx->params, "redirect_uri");
	wish->verifier = param_sv(cx->params, "code_verifier");
	wish->error = OAUTH_INVALID_REQUEST;
	return wish->code.n && wish->redirect_uri.n ? app_write(cx, redeem, wish) : OK;
}

static enum fail grant_issue(struct ctx *cx, struct token_wish *wish, int64_t account_id)
{
	struct sv scope = sv_trim(param_sv(cx->params, "scope"));
	wish->grant = (struct oauth_grant){ .app_id = wish->app.id, .account_id = account_id, .scopes = scope.n ? scope : SV("read") };
	wish->error = oauth_scope_allowed(&wish->app, scope) ? OAUTH_FINE : OAUTH_INVALID_SCOPE;
	return wish->error == OAUTH_FINE ? app_write(cx, issue, wish) : OK;
}

/* For old clients; whoever has a second factor, or has not confirmed the address, goes through the pages. */
static enum fail grant_password(struct ctx *cx, struct token_wish *wish)
{
	struct login_row login = { 0 };
	enum fail fail = sign_in_check(cx, param_sv(cx->params, "username"), param_sv(cx->params, "password"), &login);
	wish->error = OAUTH_INVALID_GRANT;
	if (fail == FAIL_INVALID || fail == FAIL_FORBIDDEN || (fail == OK && (login.otp_enabled_at || !login.confirmed_at)))
		return OK;
	TRY(fail);
	return grant_issue(cx, wish, login.account_id);
}

static enum fail answer_token(struct ctx *cx, const struct oauth_grant *grant)
{
	answer_header(cx, "Cache-Control", SV("no-store"));
	answer_header(cx, "Pragma", SV("no-cache"));
	cx->answer->cacheable = true;
	struct json *j = answer_json(cx);
	json_object(j);
	json_string(json_key(j, "access_token"), grant->token);
	json_cstr(json_key(j, "token_type"), "Bearer");
	json_string(json_key(j, "scope"), grant->scopes);
	json_int(json_key(j, "created_at"), grant->created_at / 1000);
	json_end(j);
	return OK;
}

enum fail api_token_create(struct ctx *cx)
{
	struct token_wish wish = { 0 };
	struct sv type = param_sv(cx->params, "grant_type");
	TRY(read_client(cx, &wish.app, &wish.error));
	if (wish.error != OAUTH_FINE)
		return answer_error(cx, type.n ? wish.error : OAUTH_INVALID_REQUEST);
	if (sv_eq(type, SV("authorization_code")))
		TRY(grant_code(cx, &wish));
	else if (sv_eq(type, SV("client_credentials")))
		TRY(grant_issue(cx, &wish, 0));
	else if (sv_eq(type, SV("password")) && settings(cx)->password_grant)
		TRY(grant_password(cx, &wish));
	else
		wish.error = type.n ? OAUTH_UNSUPPORTED_GRANT : OAUTH_INVALID_REQUEST;
	return wish.error == OAUTH_FINE ? answer_token(cx, &wish.grant) : answer_error(cx, wish.error);
}

enum fail api_token_revoke(struct ctx *cx)
{
	struct oauth_app_row app;
	enum oauth_error error;
	TRY(read_client(cx, &app, &error));
	if (error != OAUTH_FINE)
		return answer_error(cx, OAUTH_UNAUTHORIZED_CLIENT); /* as Mastodon's documentation has it */
	TRY(oauth_token_revoke(cx, app.id, param_sv(cx->params, "token")));
	return answer_empty(cx);
}

/* --- what is told about it --------------------------------------------------------------------------------------------------------- */

static void put_address(struct ctx *cx, struct json *j, const char *name, const char *path)
{
	json_string(json_key(j, name), arena_printf(&cx->arena, SVF "%s", SVA(cx->community->url), path));
}

static void put_strings(struct json *j, const char *name, const char *const *list)
{
	json_array(json_key(j, name));
	for (; *list; list++)
		json_cstr(j, *list);
	json_end(j);
}

enum fail api_oauth_metadata(struct ctx *cx)
{
	static const char *const groups[] = { "read", "write", "follow", "admin:read", "admin:write", NULL }, *const code[] = { "code", NULL },
				 *const modes[] = { "query", NULL }, *const s256[] = { "S256", NULL },
				 *const auth[] = { "client_secret_basic", "client_secret_post", NULL },
				 *const grants[] = { "authorization_code", "client_credentials", NULL },
				 *const more_grants[] = { "authorization_code", "client_credentials", "password", NULL };
	struct json *j = answer_json(cx);
	json_object(j);
	put_address(cx, j, "issuer", "/");
	put_address(cx, j, "authorization_endpoint", "/oauth/authorize");
	put_address(cx, j, "token_endpoint", "/oauth/token");
	put_address(cx, j, "revocation_endpoint", "/oauth/revoke");
	put_address(cx, j, "userinfo_endpoint", "/oauth/userinfo");
	put_address(cx, j, "app_registration_endpoint", "/api/v1/apps");
	put_address(cx, j, "service_documentation", "/about");
	json_array(json_key(j, "scopes_supported"));
	for (const char *const *group = groups; *group; group++)
		json_cstr(j, *group);
	for (int i = 0; i < SCOPE_COUNT; i++)
		json_cstr(j, scope_text((enum scope_index)i));
	json_end(j);
	put_strings(j, "response_types_supported", code);
	put_strings(j, "response_modes_supported", modes);
	put_strings(j, "code_challenge_methods_supported", s256);
	put_strings(j, "grant_types_supported", settings(cx)->password_grant ? more_grants : grants);
	put_strings(j, "token_endpoint_auth_methods_supported", auth);
	json_end(j);
	return OK;
}

enum fail api_oauth_userinfo(struct ctx *cx)
{
	struct account account;
	if (!(cx->who.scopes & (SCOPE_BIT_PROFILE | SCOPE_BIT_READ_ACCOUNTS))) /* it tells no more than verify_credentials does */
		return refuse(cx, FAIL_FORBIDDEN, "This action is outside the authorized scopes");
	TRY(account_load(cx, cx->who.account_id, &account));
	struct json *j = answer_json(cx);
	json_object(j);
	put_address(cx, j, "iss", "/");
	json_string(json_key(j, "sub"), account_uri(cx, &account.row));
	json_string(json_key(j, "name"), account.row.display_name.n ? account.row.display_name : account.row.username);
	json_string(json_key(j, "preferred_username"), account.row.username);
	json_string(json_key(j, "profile"), account_url(cx, &account.row));
	json_string(json_key(j, "picture"), account_avatar(cx, &account.row, false));
	json_end(j);
	return OK;
}
