/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How another site shows one of our statuses (documentation: methods/oembed; oembed.com, "rich"). */
#include "api/api.h"
#include "base/html.h"
#include "base/id.h"

enum { WIDTH = 400, LEAST_WIDTH = 220, MOST_HEIGHT = 1200, CACHE_SECONDS = 86400 };

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

/* How high the frame must be, as far as that can be told without drawing it: about so many characters go into a line. */
static int64_t height_of(const struct status *status, int64_t width)
{
	enum { AROUND = 170, LINE = 24, CHARACTER = 9, MARGINS = 36, CARD = 130, OPTION = 44 };
	const struct status_row *row = &status->row;
	struct sv text = row->spoiler_text.n ? row->spoiler_text : row->text;
	int64_t room = width > MARGINS + 20 * CHARACTER ? (width - MARGINS) / CHARACTER : 20, height = AROUND + LINE;
	for (size_t i = 0, run = 0; i < text.n; i++) {
		bool breaks = text.p[i] == '\n' || (int64_t)++run >= room;
		height += breaks ? LINE : 0;
		run = breaks ? 0 : run;
	}
	if (status->poll)
		height += OPTION * (int64_t)(status->poll->option_count + 1);
	if (status->media_count)
		height += width * 3 / 4;
	else if (status->card)
		height += CARD;
	return height < MOST_HEIGHT ? height : MOST_HEIGHT;
}

/* A page of ours in a frame (web/embed.c): no script runs on the other site, and what is shown there changes with the status. */
static struct sv embed_html(struct ctx *cx, const struct status *status, struct sv name, int64_t width, int64_t height)
{
	struct buf out = BUF(&cx->arena, 16 << 10);
	buf_put(&out, SV("<iframe src=\""));
	html_url(&out, arena_printf(&cx->arena, SVF "/embed", SVA(status_url(cx, status))));
	buf_put(&out, SV("\" class=\"folkmoot-embed\" title=\""));
	html_text(&out, name);
	buf_printf(&out, "\" width=\"%lld\" height=\"%lld\" loading=\"lazy\" frameborder=\"0\" ", (long long)width, (long long)height);
	buf_put(&out, SV("sandbox=\"allow-popups allow-popups-to-escape-sandbox allow-same-origin\"></iframe>"));
	return buf_sv(&out);
}

static void put_embed(struct ctx *cx, struct json *j, const struct status *status)
{
	const struct account_row *author = &status->account.row;
	struct sv name = author->display_name.n ? author->display_name : author->username;
	struct sv author_name =
		arena_printf(&cx->arena, SVF " (@" SVF "@" SVF ")", SVA(name), SVA(author->username), SVA(cx->community->domain));
	int64_t most = param_int(cx->params, "maxwidth", WIDTH), width = most < LEAST_WIDTH ? LEAST_WIDTH : most < WIDTH ? most : WIDTH;
	int64_t height = height_of(status, width), most_height = param_int(cx->params, "maxheight", MOST_HEIGHT);
	if (most_height > 0 && height > most_height)
		height = most_height;
	json_object(j);
	json_cstr(json_key(j, "type"), "rich");
	json_cstr(json_key(j, "version"), "1.0");
	json_string(json_key(j, "author_name"), name);
	json_string(json_key(j, "author_url"), account_url(cx, author));
	json_string(json_key(j, "provider_name"), settings(cx)->title);
	json_string(json_key(j, "provider_url"), cx->community->url);
	json_int(json_key(j, "cache_age"), CACHE_SECONDS);
	json_string(json_key(j, "html"), embed_html(cx, status, author_name, width, height));
	json_int(json_key(j, "width"), width);
	json_int(json_key(j, "height"), height);
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
