/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Files of the program: style sheets, icons, what browsers and robots ask for by themselves. */
#include "http/file.h"
#include "web/web.h"

static enum fail answer_static(struct ctx *cx, const struct static_file *file, struct sv cache_control)
{
	struct sv encoding, body = static_body(file, http_header(cx->http, SV("accept-encoding")), &encoding);
	answer_header(cx, "Cache-Control", cache_control);
	answer_header(cx, "ETag", file->etag);
	answer_header(cx, "Vary", SV("Accept-Encoding"));
	cx->answer->cacheable = cx->answer->as_is = true;
	if (http_not_modified(cx->http, file->etag)) {
		answer_status(cx, 304);
		answer_body(cx, arena_cstr(&cx->arena, file->type), SV(""));
		return OK;
	}
	if (encoding.n)
		answer_header(cx, "Content-Encoding", encoding);
	answer_body(cx, arena_cstr(&cx->arena, file->type), body);
	return OK;
}

enum fail web_static_file(struct ctx *cx)
{
	bool forever;
	const struct static_file *file = static_find(cx->path[0], &forever);
	if (!file)
		return FAIL_NOT_FOUND;
	return answer_static(cx, file, forever ? SV("public, max-age=31536000, immutable") : SV("public, max-age=3600"));
}

enum fail web_default_avatar(struct ctx *cx)
{
	cx->answer->shared = true; /* apps on other sites show it */
	return answer_static(cx, &static_files[STATIC_ICONS_AVATAR_SVG], SV("public, max-age=86400"));
}

enum fail web_default_header(struct ctx *cx)
{
	cx->answer->shared = true; /* apps on other sites show it */
	return answer_static(cx, &static_files[STATIC_ICONS_HEADER_SVG], SV("public, max-age=86400"));
}

enum fail web_favicon(struct ctx *cx)
{
	struct sv logo = cx->community ? settings(cx)->logo_small : SV_NONE;
	if (logo.n)
		return web_redirect(cx, media_url(cx, logo));
	return answer_static(cx, &static_files[STATIC_ICONS_FAVICON_SVG], SV("public, max-age=86400"));
}

/* Its address carries the version (web_worker_url()), so that a browser sees by it that there is a new one. */
enum fail web_worker(struct ctx *cx)
{
	return answer_static(cx, &static_files[STATIC_JS_SW_JS], SV("no-cache"));
}
