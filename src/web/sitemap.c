/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* robots.txt (RFC 9309) and sitemaps (sitemaps.org, protocol 0.9): the profiles of those who want to be found. */
#include "base/clock.h"
#include "base/id.h"
#include "web/frame.h"
#include "web/web.h"
#include "web/xml.h"

enum { PER_MAP = 2000, MOST_MAPS = 1000 };

#define NAMESPACE "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\""

enum fail web_robots(struct ctx *cx)
{
	answer_header(cx, "Cache-Control", SV("public, max-age=86400"));
	cx->answer->cacheable = true;
	answer_body(cx, "text/plain; charset=utf-8",
	            arena_printf(&cx->arena,
	                         "# Profiles and public posts may be read; pages say so where a member does not want to be found.\n"
	                         "# What is behind forms is for members.\n"
	                         "User-agent: *\n"
	                         "Disallow: /auth/\nDisallow: /oauth/\nDisallow: /settings\nDisallow: /admin\nDisallow: /api/\nDisallow: /invite/\n"
	                         "Disallow: /search\n\n"
	                         "Sitemap: " SVF "/sitemap.xml\n",
	                         SVA(cx->community->url)));
	return OK;
}

static void begin(struct ctx *cx, const char *root)
{
	cx->answer->content_type = "application/xml; charset=utf-8";
	buf_printf(&cx->answer->body, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<%s " NAMESPACE ">\n", root);
}

static enum fail finish(struct ctx *cx, const char *root)
{
	xml_close(&cx->answer->body, root);
	return web_keep(cx);
}

/* A map for each PER_MAP profiles, named by the id that it begins after. */
enum fail web_sitemap(struct ctx *cx)
{
	int64_t after = 0;
	cx->who = (struct principal){ 0 };
	if (web_from_cache(cx))
		return OK;
	begin(cx, "sitemapindex");
	for (size_t i = 0; i < MOST_MAPS; i++) {
		struct sitemap_last_row last;
		xml_open(&cx->answer->body, "sitemap");
		xml_element(&cx->answer->body, "loc", arena_printf(&cx->arena, SVF "/sitemaps/%lld.xml", SVA(cx->community->url), (long long)after));
		xml_close(&cx->answer->body, "sitemap");
		enum fail fail = q_sitemap_last(cx, after, PER_MAP - 1, &last);
		if (fail == FAIL_NOT_FOUND)
			break;
		TRY(fail);
		after = last.id;
	}
	return finish(cx, "sitemapindex");
}

static void put_url(struct ctx *cx, struct sv url, int64_t changed_at)
{
	struct buf *b = &cx->answer->body;
	xml_open(b, "url");
	xml_element(b, "loc", url);
	if (changed_at)
		xml_element(b, "lastmod", time_date(&cx->arena, changed_at));
	xml_close(b, "url");
}

static void put_our_pages(struct ctx *cx)
{
	static const char *const paths[] = { "/", "/about", "/public/local" };
	for (size_t i = 0; i < COUNT_OF(paths) - !settings(cx)->public_timelines; i++)
		put_url(cx, arena_printf(&cx->arena, SVF "%s", SVA(cx->community->url), paths[i]), 0);
}

enum fail web_sitemap_part(struct ctx *cx)
{
	struct sitemap_profiles_row *rows;
	size_t count;
	int64_t after = 0;
	struct sv rest = cx->path[0], number;
	sv_cut(&rest, '.', &number);
	if (!sv_eq(rest, SV("xml")) || (!sv_eq(number, SV("0")) && !id_parse(number, &after)))
		return FAIL_NOT_FOUND;
	cx->who = (struct principal){ 0 };
	if (web_from_cache(cx))
		return OK;
	TRY(q_sitemap_profiles(cx, after, PER_MAP, &rows, &count));
	if (after && !count)
		return FAIL_NOT_FOUND;
	begin(cx, "urlset");
	if (!after)
		put_our_pages(cx);
	for (size_t i = 0; i < count; i++)
		put_url(cx, arena_printf(&cx->arena, SVF "/@" SVF, SVA(cx->community->url), SVA(rows[i].username)), rows[i].last_status_at);
	return finish(cx, "urlset");
}
