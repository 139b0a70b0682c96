/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How another site shows one of our statuses (documentation: methods/oembed; oembed.com, "rich"). */
#include "api/api.h"
#include "base/html.h"
#include "base/id.h"

enum { WIDTH = 400, CACHE_SECONDS = 86400 };

/* The id at the end of an address of ours: "https://talk.example/@ada/1234". */
static int64_t status_of_url(const struct ctx *cx, struct sv url)
{
	struct sv number;
	int64_t id;
	struct sv base = cx->community->url;
	if (!sv_starts(url, base) || !sv_starts(sv_from(url, base.n), SV("/@")) || !sv_cut_last(&url, '/', &number))
		return 0;
	return id_parse(number, &id) ? id : 0;
}

/* The status as plain markup: what embeds it needs no script of ours. */
static struct sv embed_html(struct ctx *cx, const struct status *status, struct sv url, struct sv name)
{
	struct buf out = BUF(&cx->arena, 256 << 10);
	buf_put(&out, SV("<blockquote class=\"folkmoot-embed\" cite=\""));
	html_url(&out, url);
	buf_put(&out, SV("\">"));
	if (status->row.spoiler_text.n) {
		buf_put(&out, SV("<p>"));
		html_text(&out, status->row.spoiler_text);
		buf_put(&out, SV("</p>"));
	} else {
		html_put(&out, html_stored(status->row.html));
	}
	buf_put(&out, SV("<p><a href=\""));
	html_url(&out, url);
	buf_put(&out, SV("\">"));
	html_text(&out, name);
	buf_put(&out, SV("</a></p></blockquote>"));
	return buf_sv(&out);
}

static void put_embed(struct ctx *cx, struct json *j, const struct status *status)
{
	const struct account_row *author = &status->account.row;
	struct sv name = author->display_name.n ? author->display_name : author->username;
	struct sv author_name =
		arena_printf(&cx->arena, SVF " (@" SVF "@" SVF ")", SVA(name), SVA(author->username), SVA(cx->community->domain));
	int64_t most = param_int(cx->params, "maxwidth", WIDTH);
	json_object(j);
	json_cstr(json_key(j, "type"), "rich");
	json_cstr(json_key(j, "version"), "1.0");
	json_string(json_key(j, "author_name"), name);
	json_string(json_key(j, "author_url"), account_url(cx, author));
	json_string(json_key(j, "provider_name"), settings(cx)->title);
	json_string(json_key(j, "provider_url"), cx->community->url);
	json_int(json_key(j, "cache_age"), CACHE_SECONDS);
	json_string(json_key(j, "html"), embed_html(cx, status, status_url(cx, status), author_name));
	json_int(json_key(j, "width"), most > 0 && most < WIDTH ? most : WIDTH);
	json_null(json_key(j, "height"));
	json_end(j);
}

enum fail api_oembed(struct ctx *cx)
{
	struct status_row row;
	struct status *status;
	struct sv format = param_sv(cx->params, "format");
	if (format.n && !sv_eq(format, SV("json")))
		return refuse(cx, FAIL_INVALID, "Only format=json is answered.");
	cx->who = (struct principal){ 0 }; /* what is shown elsewhere is what everybody sees */
	TRY(status_see(cx, status_of_url(cx, param_sv(cx->params, "url")), &row));
	TRY(status_load_row(cx, &row, &status));
	if (row.reblog_of_id)
		return FAIL_NOT_FOUND;
	put_embed(cx, answer_json(cx), status);
	return OK;
}
