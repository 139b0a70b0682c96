/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Apps and tokens (documentation: methods/apps, methods/oauth; RFC 6749). */
#include "api/api.h"
#include "base/id.h"
#include "base/rand.h"
#include "social/scope.h"
#include "social/token.h"

static struct sv redirect_uris(struct ctx *cx)
{
	struct sv *list, plain = param_sv(cx->params, "redirect_uris");
	size_t count = param_list(&cx->arena, cx->params, "redirect_uris", &list);
	if (plain.p || !count)
		return plain;
	struct buf lines = BUF(&cx->arena, 16 << 10);
	for (size_t i = 0; i < count; i++) {
		buf_put(&lines, i ? SV("\n") : SV(""));
		buf_put(&lines, list[i]);
	}
	return buf_sv(&lines);
}

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
	uint64_t set;
	struct oauth_app_row app = { .id = id_new(cx->now),
		                     .name = param_sv(cx->params, "client_name"),
		                     .website = param_sv(cx->params, "website"),
		                     .redirect_uris = redirect_uris(cx),
		                     .scopes = param_sv(cx->params, "scopes"),
		                     .client_id = rand_token(&cx->arena) };
	struct sv secret = rand_token(&cx->arena);
	if (!sv_trim(app.name).n)
		return refuse(cx, FAIL_INVALID, "Validation failed: Application name can't be blank");
	if (!sv_trim(app.redirect_uris).n)
		return refuse(cx, FAIL_INVALID, "Validation failed: Redirect URI can't be blank");
	if (!app.scopes.n)
		app.scopes = SV("read");
	if (!scopes_parse(app.scopes, &set))
		return refuse(cx, FAIL_INVALID, "Validation failed: Scopes doesn't match configured on the server.");
	TRY(q_oauth_app_insert(cx, app.id, app.name, app.website, app.redirect_uris, app.scopes, app.client_id,
	                       token_hash_sv(&cx->arena, secret), cx->now));
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
