/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What makes the pages an app: the manifest (W3C Web Application Manifest), the service worker, what is shown without a network. */
#include "base/json.h"
#include "base/tr.h"
#include "web/frame.h"
#include "web/web.h"

#include <pthread.h>

/* --- the manifest ------------------------------------------------------------------------------------------------------------------- */

static void put_icon(struct json *j, struct sv url, const char *sizes, const char *type, const char *purpose)
{
	json_object(j);
	json_string(json_key(j, "src"), url);
	json_cstr(json_key(j, "sizes"), sizes);
	json_cstr(json_key(j, "type"), type);
	json_cstr(json_key(j, "purpose"), purpose);
	json_end(j);
}

static struct sv own_or(struct ctx *cx, struct sv file, enum static_name otherwise)
{
	return file.n ? media_url(cx, file) : static_url(otherwise);
}

/* Made of the community's logo (social/brand.h), where it has one. */
static void put_icons(struct ctx *cx, struct json *j)
{
	const struct settings *set = settings(cx);
	json_array(json_key(j, "icons"));
	if (!set->logo.n)
		put_icon(j, static_url(STATIC_ICONS_LOGO_SVG), "any", "image/svg+xml", "any");
	put_icon(j, own_or(cx, set->logo_small, STATIC_ICONS_APP_192_PNG), "192x192", "image/png", "any");
	put_icon(j, own_or(cx, set->logo, STATIC_ICONS_APP_512_PNG), "512x512", "image/png", "any");
	put_icon(j, own_or(cx, set->logo_tile, STATIC_ICONS_MASKABLE_512_PNG), "512x512", "image/png", "maskable");
	json_end(j);
}

static void put_shortcut(struct ctx *cx, struct json *j, struct sv name, const char *url)
{
	json_object(j);
	json_string(json_key(j, "name"), name);
	json_cstr(json_key(j, "url"), url);
	json_array(json_key(j, "icons"));
	put_icon(j, own_or(cx, settings(cx)->logo_small, STATIC_ICONS_APP_192_PNG), "192x192", "image/png", "any");
	json_end(j);
	json_end(j);
}

/* What another app shares is written into a new post. */
static void put_share_target(struct json *j)
{
	static const char *const params[] = { "title", "text", "url" };
	json_object(json_key(j, "share_target"));
	json_cstr(json_key(j, "action"), "/compose");
	json_cstr(json_key(j, "method"), "GET");
	json_cstr(json_key(j, "enctype"), "application/x-www-form-urlencoded");
	json_object(json_key(j, "params"));
	for (size_t i = 0; i < COUNT_OF(params); i++)
		json_cstr(json_key(j, params[i]), params[i]);
	json_end(j);
	json_end(j);
}

enum fail web_manifest(struct ctx *cx)
{
	const struct settings *set = settings(cx);
	struct json *j = answer_json(cx);
	json_object(j);
	json_cstr(json_key(j, "id"), "/");
	json_string(json_key(j, "name"), set->title);
	json_string(json_key(j, "short_name"), set->title);
	json_string(json_key(j, "description"), set->description);
	json_string(json_key(j, "lang"), language_about(tr_language)->code);
	json_cstr(json_key(j, "start_url"), "/home");
	json_cstr(json_key(j, "scope"), "/");
	json_cstr(json_key(j, "display"), "standalone");
	json_cstr(json_key(j, "background_color"), "#f6f4ee");
	json_string(json_key(j, "theme_color"), set->accent.n ? set->accent : SV("#22654a"));
	put_icons(cx, j);
	json_array(json_key(j, "shortcuts"));
	put_shortcut(cx, j, TR("New post"), "/compose");
	put_shortcut(cx, j, TR("Notifications"), "/notifications");
	json_end(j);
	put_share_target(j);
	json_end(j);
	answer_header(cx, "Cache-Control", SV("private, max-age=3600"));
	cx->answer->cacheable = true;
	cx->answer->content_type = "application/manifest+json";
	return OK;
}

/* --- without a network -------------------------------------------------------------------------------------------------------------- */

/* The worker keeps it in the reader's language: nothing in it is anybody's own. */
enum fail web_offline(struct ctx *cx)
{
	struct view_page page;
	TRY(web_page(cx, &page));
	page.viewer = NULL;
	page.title = TR("You are offline");
	page.narrow = page.hidden = true;
	tpl_offline_page(web_html(cx), &page, param_bool(cx->params, "kept", false));
	return OK;
}

static uint32_t files_mark;
static pthread_once_t files_once = PTHREAD_ONCE_INIT;

static void mark_files(void)
{
	files_mark = 2166136261u; /* FNV-1a */
	for (size_t i = 0; i < STATIC_COUNT; i++)
		for (size_t k = 0; k < static_files[i].etag.n; k++)
			files_mark = (files_mark ^ (unsigned char)static_files[i].etag.p[k]) * 16777619u;
}

/* Changes when a file of ours changes or the reader's language does: then browsers fetch the worker, and what it keeps, anew. */
struct sv web_worker_url(struct ctx *cx)
{
	pthread_once(&files_once, mark_files);
	return arena_printf(&cx->arena, "/sw.js?v=%08x-" SVF, files_mark, SVA(language_about(tr_language)->code));
}
