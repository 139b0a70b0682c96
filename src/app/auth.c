/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/work.h"
#include "social/token.h"

struct app_session app_session;

/* RFC 6750: the header, or access_token in the query or form; for a WebSocket also Sec-WebSocket-Protocol, as clients do. */
struct sv token_sent(const struct ctx *cx)
{
	struct sv header = http_header(cx->http, SV("authorization"));
	if (sv_starts_nocase(header, SV("bearer ")))
		return sv_trim(sv_from(header, 7));
	struct sv param = param_sv(cx->params, "access_token");
	if (param.n)
		return param;
	return http_is_websocket(cx->http) ? http_header(cx->http, SV("sec-websocket-protocol")) : SV_NONE;
}

static enum fail who_is_it(struct work *work)
{
	struct ctx *cx = &work->cx;
	if (work->route->kind == ROUTE_PAGE) {
		struct sv cookie = http_cookie(work->rq, SV("folkmoot"));
		return cookie.n && app_session.find ? app_session.find(cx, cookie, &cx->who) : OK;
	}
	struct sv token = token_sent(cx);
	if (!token.n)
		return OK;
	bool may_wait = (work->route->who & WHO_WAITING) == WHO_WAITING;
	return may_wait ? token_principal_waiting(cx, token, &cx->who) : token_principal(cx, token, &cx->who);
}

enum fail work_authorize(struct work *work)
{
	struct ctx *cx = &work->cx;
	const struct route *route = work->route;
	TRY(who_is_it(work));
	bool known = cx->who.token_id || cx->who.session;
	if (route->who && !known)
		return refuse(cx, FAIL_UNAUTHENTICATED, "The access token is invalid");
	if (route->who & WHO_MEMBER && !cx->who.account_id)
		return refuse(cx, FAIL_INVALID, "This method requires an authenticated user");
	if (known && !cx->who.session && !scopes_cover(cx->who.scopes, route->scopes))
		return refuse(cx, FAIL_FORBIDDEN, "This action is outside the authorized scopes");
	uint64_t permissions = route->who & MAY_EVERYTHING;
	if ((cx->who.may & permissions) != permissions)
		return refuse(cx, FAIL_FORBIDDEN, "This action is not allowed");
	return OK;
}
