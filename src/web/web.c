/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/web.h"

#include "base/rand.h"
#include "social/session.h"
#include "web/frame.h"

const struct route web_routes[] = {
#define ROUTE(method_, path_, who_, lane_, limit_, handler_)                                                                            \
	{ .method = HTTP_##method_,                                                                                                     \
	  .pattern = path_,                                                                                                             \
	  .who = WHO_##who_,                                                                                                            \
	  .lane = LANE_##lane_,                                                                                                         \
	  .limit = LIMIT_##limit_,                                                                                                      \
	  .handle = web_##handler_,                                                                                                     \
	  .name = #handler_,                                                                                                            \
	  .kind = ROUTE_PAGE },
#include "web/routes.def"
#undef ROUTE
	{ .pattern = NULL },
};

void web_start(void)
{
	app_session.find = session_principal;
}

/* --- cookies and forms --------------------------------------------------------------------------------------------------------- */

#define SESSION_NAME "folkmoot"
#define VISIT_NAME   "folkmoot_visit" /* of somebody who is not signed in and fills a form */

struct sv web_session_cookie(const struct ctx *cx)
{
	return http_cookie(cx->http, SV(SESSION_NAME));
}

void web_set_cookie(struct ctx *cx, const char *name, struct sv value, int64_t seconds)
{
	bool secure = sv_starts(cx->community->url, SV("https:"));
	answer_header(cx, "Set-Cookie", arena_printf(&cx->arena, "%s=" SVF "; Path=/; Max-Age=%lld; HttpOnly; SameSite=Lax%s", name, SVA(value),
	                                             (long long)seconds, secure ? "; Secure" : ""));
}

struct starting {
	int64_t account_id;
	struct sv cookie;
};

static enum fail start_session(struct ctx *cx, void *arg)
{
	struct starting *starting = arg;
	struct sv agent = http_header(cx->http, SV("user-agent"));
	if (cx->who.session)
		TRY(session_end(cx, web_session_cookie(cx)));
	return session_start(cx, starting->account_id, agent, sv_of(cx->http->peer), &starting->cookie);
}

enum fail web_sign_in(struct ctx *cx, int64_t account_id)
{
	struct starting starting = { .account_id = account_id };
	TRY(app_write(cx, start_session, &starting));
	web_set_cookie(cx, SESSION_NAME, starting.cookie, SESSION_SECONDS);
	return OK;
}

/* The cookie that a form's token hangs on. */
static struct sv form_cookie(const struct ctx *cx)
{
	return cx->who.session ? web_session_cookie(cx) : http_cookie(cx->http, SV(VISIT_NAME));
}

enum fail web_check_form(struct ctx *cx)
{
	if (session_csrf_fits(form_cookie(cx), param_sv(cx->params, "csrf")))
		return OK;
	return refuse(cx, FAIL_FORBIDDEN, "This form is too old, or your browser sends no cookies. Go back, load the page again and send it once more.");
}

struct sv web_form_token(struct ctx *cx)
{
	struct sv cookie = form_cookie(cx);
	if (!cx->who.session && cookie.n != SESSION_COOKIE) {
		cookie = rand_token(&cx->arena);
		web_set_cookie(cx, VISIT_NAME, cookie, 24 * 3600);
	}
	return session_csrf(&cx->arena, cookie);
}

/* --- addresses ------------------------------------------------------------------------------------------------------------------- */

struct sv web_local_path(struct sv next)
{
	bool local = next.n && next.n < 4096 && next.p[0] == '/' && !(next.n > 1 && (next.p[1] == '/' || next.p[1] == '\\'));
	for (size_t i = 0; local && i < next.n; i++)
		local = (unsigned char)next.p[i] > ' ' && next.p[i] != 0x7f;
	return local ? next : SV("/");
}

struct sv web_with_param(struct ctx *cx, struct sv path, const char *name, struct sv value)
{
	struct buf out = BUF(&cx->arena, 32 << 10);
	buf_put(&out, path);
	buf_putc(&out, sv_has(path, '?') ? '&' : '?');
	buf_put(&out, sv_of(name));
	buf_putc(&out, '=');
	url_encode(&out, value);
	return buf_sv(&out);
}

enum fail web_redirect(struct ctx *cx, struct sv path)
{
	return answer_redirect(cx, 303, path);
}

/* --- after a form ----------------------------------------------------------------------------------------------------------------- */

static const char *const said_names[] = {
#define SAID(name, text) [SAID_##name] = #name,
#include "web/said.def"
#undef SAID
};
static const struct sv said_texts[] = {
#define SAID(name, text) [SAID_##name] = SV_INIT(text),
#include "web/said.def"
#undef SAID
};

enum fail web_done(struct ctx *cx, struct sv path, enum said said)
{
	return web_redirect(cx, web_with_param(cx, path, "said", sv_of(said_names[said])));
}

struct sv web_said_text(enum said said)
{
	return tr(said_texts[said]);
}

struct sv web_said(const struct ctx *cx)
{
	struct sv name = param_sv(cx->params, "said");
	for (size_t i = 0; name.n && i < SAID_COUNT; i++)
		if (sv_eq(name, sv_of(said_names[i])))
			return tr(said_texts[i]);
	return SV_NONE;
}

struct sv web_next(const struct ctx *cx, struct sv otherwise)
{
	struct sv next = param_sv(cx->params, "next");
	return next.n && sv_eq(web_local_path(next), next) ? next : otherwise;
}

bool web_wants_part(const struct ctx *cx)
{
	return http_header(cx->http, SV("folkmoot-part")).n > 0;
}
