/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The page where an app asks a member for access (RFC 6749, 4.1.1). */
#include "social/oauth.h"
#include "social/scope.h"
#include "social/session.h"
#include "web/web.h"

static struct oauth_request read_request(const struct ctx *cx)
{
	return (struct oauth_request){ .client_id = param_sv(cx->params, "client_id"),
		                       .redirect_uri = param_sv(cx->params, "redirect_uri"),
		                       .response_type = param_sv(cx->params, "response_type"),
		                       .scope = param_sv(cx->params, "scope"),
		                       .state = param_sv(cx->params, "state"),
		                       .challenge = param_sv(cx->params, "code_challenge"),
		                       .challenge_method = param_sv(cx->params, "code_challenge_method") };
}

/* What went wrong is told to the app where that is safe, else to the person in front. */
static enum fail answer_error(struct ctx *cx, const struct oauth_request *request, enum oauth_error error)
{
	const struct oauth_error_about *about = oauth_error_about(error);
	if (request->known && !sv_eq(request->redirect_uri, OAUTH_OOB))
		return answer_redirect(cx, 302, oauth_answer_uri(cx, request, SV_NONE, error));
	if (error == OAUTH_INVALID_CLIENT)
		return refuse(cx, FAIL_UNREADABLE, "The app that sent you here is not known to this community. Start again in the app.");
	return refuse(cx, FAIL_UNREADABLE, "The app that sent you here made a mistake, and cannot go on: %s (%s)", arena_cstr(&cx->arena, tr(sv_of(about->description))), about->error);
}

/* --- what it asks for, in words ------------------------------------------------------------------------------------------------ */

static const struct {
	const char *prefix; /* of the scopes that it stands for */
	bool write;
	struct sv title, detail;
} words[] = {
	{ "profile", false, TR_MARK("See who you are"), TR_MARK("Your user name, display name and picture") },
	{ "read", false, TR_MARK("Read everything you can read"), TR_MARK("Timelines, notifications, messages, lists, your settings") },
	{ "write", true, TR_MARK("Act for you"), TR_MARK("Write, edit and delete posts, favourite and boost, upload media, edit your profile") },
	{ "follow", true, TR_MARK("Follow, mute and block for you"), TR_MARK("And see whom you follow, mute and block") },
	{ "push", false, TR_MARK("Send you push notifications"), SV_INIT("") },
	{ "admin:read", false, TR_MARK("Read what moderators read"), TR_MARK("Accounts, reports and blocks of the community") },
	{ "admin:write", true, TR_MARK("Act as a moderator for you"), TR_MARK("Decide reports, limit and suspend accounts, change blocks") },
};

/* "write:statuses": a narrower wish is shown by its own name. */
static struct view_scope scope_view(struct ctx *cx, struct sv name)
{
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (sv_eq(name, sv_of(words[i].prefix)))
			return (struct view_scope){ tr(words[i].title), tr(words[i].detail), words[i].write };
	struct sv what = name, kind;
	bool write = sv_find(name, SV("write")) >= 0;
	sv_cut_last(&what, ':', &kind);
	return (struct view_scope){ write ? TRF(&cx->arena, "Change: %s", kind) : TRF(&cx->arena, "Read: %s", kind), name, write };
}

static void list_scopes(struct ctx *cx, struct sv scope, struct view_consent *view)
{
	struct view_scope *list = arena_array(&cx->arena, struct view_scope, scope.n / 2 + 2);
	struct sv name;
	while (scope.n) {
		sv_cut(&scope, ' ', &name);
		if (name.n)
			list[view->scope_count++] = scope_view(cx, name);
	}
	view->scopes = list;
}

static struct sv host_of(struct sv uri)
{
	struct sv rest = uri, scheme, host;
	if (sv_eq(uri, OAUTH_OOB) || !sv_cut(&rest, ':', &scheme))
		return SV_NONE;
	if (!sv_starts(rest, SV("//")) || !sv_starts(scheme, SV("http")))
		return scheme; /* an app's own scheme: "tusky" */
	rest = sv_from(rest, 2);
	size_t n = 0;
	while (n < rest.n && !strchr("/?", rest.p[n]))
		n++;
	host = sv_first(rest, n);
	return host;
}

/* --- the page ------------------------------------------------------------------------------------------------------------------- */

static enum fail show_consent(struct ctx *cx, const struct oauth_request *request)
{
	struct view_page page;
	const struct view_hidden hidden[] = {
		{ SV("client_id"), request->client_id },       { SV("redirect_uri"), request->redirect_uri },
		{ SV("response_type"), request->response_type }, { SV("scope"), request->scope },
		{ SV("state"), request->state },               { SV("code_challenge"), request->challenge },
		{ SV("code_challenge_method"), request->challenge_method },
	};
	struct view_hidden *sent = arena_array(&cx->arena, struct view_hidden, COUNT_OF(hidden));
	TRY(web_form(cx, &page, TR("An app asks for access")));
	struct view_consent view = { .action = SV("/oauth/authorize"),
		                     .csrf = page.csrf,
		                     .app = request->app.name,
		                     .website = request->app.website,
		                     .redirect_host = host_of(request->redirect_uri),
		                     .hidden = sent };
	for (size_t i = 0; i < COUNT_OF(hidden); i++)
		if (hidden[i].value.n)
			sent[view.hidden_count++] = hidden[i];
	list_scopes(cx, request->scope, &view);
	cx->answer->leads_away = true; /* the redirect to the app follows the form */
	tpl_consent_page(web_html(cx), &page, &view);
	return OK;
}

static struct sv without_force(struct ctx *cx)
{
	struct sv query = cx->http->query, pair, out = SV("/oauth/authorize");
	struct buf b = BUF(&cx->arena, 32 << 10);
	buf_put(&b, out);
	char glue = '?';
	while (query.n) {
		sv_cut(&query, '&', &pair);
		if (!pair.n || sv_starts(pair, SV("force_login=")) || sv_starts(pair, SV("prompt=")))
			continue;
		buf_putc(&b, glue);
		buf_put(&b, pair);
		glue = '&';
	}
	return buf_sv(&b);
}

/* prompt=login, force_login: whoever is signed in here types the password again, as somebody else perhaps. The session stays until
 * a new one takes its place: a link alone must not sign anybody out. */
static bool wants_sign_in(const struct ctx *cx)
{
	return param_bool(cx->params, "force_login", false) || sv_eq(param_sv(cx->params, "prompt"), SV("login")) ||
	       sv_eq(param_sv(cx->params, "prompt"), SV("select_account"));
}

enum fail web_consent_form(struct ctx *cx)
{
	struct oauth_request request = read_request(cx);
	enum oauth_error error;
	TRY(oauth_request_check(cx, &request, &error));
	if (error != OAUTH_FINE)
		return answer_error(cx, &request, error);
	if (!cx->who.account_id || wants_sign_in(cx)) {
		struct sv path = web_with_param(cx, SV("/auth/sign_in"), "next", without_force(cx));
		return web_redirect(cx, cx->who.account_id ? web_with_param(cx, path, "again", SV("1")) : path);
	}
	return show_consent(cx, &request);
}

static enum fail show_code(struct ctx *cx, const struct oauth_request *request, struct sv code)
{
	struct view_page page;
	TRY(web_form(cx, &page, TR("Your code")));
	struct view_consent view = { .app = request->app.name, .code = code };
	tpl_consent_page(web_html(cx), &page, &view);
	return OK;
}

enum fail web_consent_post(struct ctx *cx)
{
	struct oauth_request request = read_request(cx);
	enum oauth_error error;
	struct sv code;
	TRY(web_check_form(cx));
	TRY(oauth_request_check(cx, &request, &error));
	if (error != OAUTH_FINE)
		return answer_error(cx, &request, error);
	if (!sv_eq(param_sv(cx->params, "decision"), SV("allow"))) {
		if (sv_eq(request.redirect_uri, OAUTH_OOB))
			return web_redirect(cx, SV("/"));
		return answer_error(cx, &request, OAUTH_ACCESS_DENIED);
	}
	TRY(session_touch(cx, web_session_cookie(cx)));
	TRY(oauth_code_issue(cx, &request, &code));
	if (sv_eq(request.redirect_uri, OAUTH_OOB))
		return show_code(cx, &request, code);
	return answer_redirect(cx, 302, oauth_answer_uri(cx, &request, code, OAUTH_FINE));
}
