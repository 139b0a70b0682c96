/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How a server and its members are found: NodeInfo (nodeinfo.diaspora.software, schema 2.0 and 2.1), WebFinger (RFC 7033),
 * host metadata (RFC 6415). */
#include "api/api.h"
#include "api/entities/instance.h"

static void put_link(struct ctx *cx, struct json *j, const char *rel, const char *type, struct sv href)
{
	(void)cx;
	json_object(j);
	json_cstr(json_key(j, "rel"), rel);
	if (type)
		json_cstr(json_key(j, "type"), type);
	json_string(json_key(j, "href"), href);
	json_end(j);
}

static struct sv address(struct ctx *cx, const char *path)
{
	return arena_printf(&cx->arena, SVF "%s", SVA(cx->community->url), path);
}

/* --- NodeInfo ------------------------------------------------------------------------------------------------------------------------ */

enum fail api_nodeinfo_links(struct ctx *cx)
{
	struct json *j = answer_json(cx);
	json_object(j);
	json_array(json_key(j, "links"));
	put_link(cx, j, "http://nodeinfo.diaspora.software/ns/schema/2.0", NULL, address(cx, "/nodeinfo/2.0"));
	put_link(cx, j, "http://nodeinfo.diaspora.software/ns/schema/2.1", NULL, address(cx, "/nodeinfo/2.1"));
	json_end(j);
	json_end(j);
	return OK;
}

static void put_usage(struct json *j, const struct figures_now *now)
{
	json_object(json_key(j, "usage"));
	json_object(json_key(j, "users"));
	json_int(json_key(j, "total"), now->users);
	json_int(json_key(j, "activeMonth"), now->active_month);
	json_int(json_key(j, "activeHalfyear"), now->active_half_year);
	json_end(j);
	json_int(json_key(j, "localPosts"), now->statuses);
	json_end(j);
}

/* Clients that know only the names of certain programs read `upstream` to learn which API is spoken here. */
static void put_metadata(struct ctx *cx, struct json *j)
{
	json_object(json_key(j, "metadata"));
	json_string(json_key(j, "nodeName"), settings(cx)->title);
	json_string(json_key(j, "nodeDescription"), settings(cx)->description);
	json_object(json_key(j, "upstream"));
	json_cstr(json_key(j, "name"), "mastodon");
	json_cstr(json_key(j, "version"), "4.5.0");
	json_end(j);
	json_end(j);
}

enum fail api_nodeinfo(struct ctx *cx)
{
	struct figures_now now;
	struct sv version = cx->path[0], source = settings(cx)->source_url;
	if (!sv_eq(version, SV("2.0")) && !sv_eq(version, SV("2.1")))
		return FAIL_NOT_FOUND;
	TRY(figures_get(cx, &now));
	struct json *j = answer_json(cx);
	json_object(j);
	json_string(json_key(j, "version"), version);
	json_object(json_key(j, "software"));
	json_cstr(json_key(j, "name"), "folkmoot");
	json_cstr(json_key(j, "version"), FOLKMOOT_VERSION);
	if (sv_eq(version, SV("2.1")) && source.n)
		json_string(json_key(j, "repository"), source);
	json_end(j);
	json_array(json_key(j, "protocols"));
	json_end(j);
	json_object(json_key(j, "services"));
	json_array(json_key(j, "outbound"));
	json_end(j);
	json_array(json_key(j, "inbound"));
	json_end(j);
	json_end(j);
	put_usage(j, &now);
	json_bool(json_key(j, "openRegistrations"), sign_up_is_open(cx));
	put_metadata(cx, j);
	json_end(j);
	cx->answer->content_type = sv_eq(version, SV("2.0")) ? "application/json; profile=\"http://nodeinfo.diaspora.software/ns/schema/2.0#\""
	                                                     : "application/json; profile=\"http://nodeinfo.diaspora.software/ns/schema/2.1#\"";
	return OK;
}

/* --- WebFinger ----------------------------------------------------------------------------------------------------------------------- */

static bool strip(struct sv *s, struct sv start)
{
	if (!sv_starts_nocase(*s, start))
		return false;
	*s = sv_from(*s, start.n);
	return true;
}

/* The user name in "acct:ada@talk.example", or in the address of a profile; none when it is of somewhere else. */
static struct sv user_of_resource(struct ctx *cx, struct sv resource)
{
	struct sv domain = SV_NONE;
	if (strip(&resource, cx->community->url)) {
		if (strip(&resource, SV("/@")) || strip(&resource, SV("/users/")))
			return sv_has(resource, '/') ? SV_NONE : resource;
		return SV_NONE;
	}
	strip(&resource, SV("acct:"));
	strip(&resource, SV("@"));
	sv_cut_last(&resource, '@', &domain);
	return domain.n && sv_eq_nocase(domain, cx->community->domain) ? resource : SV_NONE;
}

static void put_webfinger(struct ctx *cx, struct json *j, const struct account_row *row)
{
	struct sv page = account_url(cx, row), uri = account_uri(cx, row);
	json_object(j);
	json_string(json_key(j, "subject"), arena_printf(&cx->arena, "acct:" SVF "@" SVF, SVA(row->username), SVA(cx->community->domain)));
	json_array(json_key(j, "aliases"));
	json_string(j, page);
	json_string(j, uri);
	json_end(j);
	json_array(json_key(j, "links"));
	put_link(cx, j, "http://webfinger.net/rel/profile-page", "text/html", page);
	put_link(cx, j, "http://webfinger.net/rel/avatar", NULL, account_avatar(cx, row, false));
	json_end(j);
	json_end(j);
	cx->answer->content_type = "application/jrd+json; charset=utf-8";
}

enum fail api_webfinger(struct ctx *cx)
{
	struct account_row row;
	struct sv resource = param_sv(cx->params, "resource");
	if (!resource.n)
		return refuse(cx, FAIL_UNREADABLE, "Say who is looked for: resource=acct:name@" SVF, SVA(cx->community->domain));
	struct sv user = user_of_resource(cx, resource);
	if (!user.n)
		return FAIL_NOT_FOUND;
	TRY(account_find_acct(cx, user, &row));
	if (row.suspended_at)
		return FAIL_GONE;
	put_webfinger(cx, answer_json(cx), &row);
	return OK;
}

/* --- host metadata -------------------------------------------------------------------------------------------------------------------- */

static struct sv webfinger_template(struct ctx *cx)
{
	return address(cx, "/.well-known/webfinger?resource={uri}");
}

enum fail api_host_meta(struct ctx *cx)
{
	answer_body(cx, "application/xrd+xml; charset=utf-8",
	            arena_printf(&cx->arena,
	                         "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<XRD xmlns=\"http://docs.oasis-open.org/ns/xri/xrd-1.0\">\n"
	                         "  <Link rel=\"lrdd\" template=\"" SVF "\"/>\n</XRD>\n",
	                         SVA(webfinger_template(cx))));
	return OK;
}

enum fail api_host_meta_json(struct ctx *cx)
{
	struct json *j = answer_json(cx);
	json_object(j);
	json_array(json_key(j, "links"));
	json_object(j);
	json_cstr(json_key(j, "rel"), "lrdd");
	json_string(json_key(j, "template"), webfinger_template(cx));
	json_end(j);
	json_end(j);
	json_end(j);
	cx->answer->content_type = "application/jrd+json; charset=utf-8";
	return OK;
}
