/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Public posts for feed readers: of an account, of a hashtag; RSS 2.0 (rssboard.org, with Media RSS) and Atom (RFC 4287). */
#include "base/clock.h"
#include "social/standing.h"
#include "social/tag.h"
#include "web/frame.h"
#include "web/web.h"
#include "web/xml.h"

#include <time.h>

enum { ITEMS = 20 };

/* What stands above the posts. */
struct channel {
	struct sv title, description, link, self, image;
	const struct account *author; /* NULL: they have several */
	int64_t updated_at;
};

bool web_feed_asked(struct ctx *cx, enum feed_format *format_r)
{
	static const struct {
		struct sv ending;
		enum feed_format format;
	} endings[] = { { SV_INIT(".rss"), FEED_RSS }, { SV_INIT(".atom"), FEED_ATOM } };
	for (size_t i = 0; i < COUNT_OF(endings); i++) {
		struct sv name = cx->path[0], ending = endings[i].ending;
		if (name.n <= ending.n || !sv_eq(sv_from(name, name.n - ending.n), ending))
			continue;
		struct sv *path = arena_new(&cx->arena, struct sv);
		*path = sv_first(name, name.n - ending.n);
		cx->path = path;
		*format_r = endings[i].format;
		return true;
	}
	return false;
}

/* --- both kinds ----------------------------------------------------------------------------------------------------------------- */

static struct sv name_of(const struct account_row *row)
{
	return row->display_name.n ? row->display_name : row->username;
}

static void put_poll(struct buf *b, const struct poll *poll)
{
	buf_put(b, SV("<ul>"));
	for (size_t i = 0; i < poll->option_count; i++) {
		buf_put(b, SV("<li>"));
		html_text(b, poll->options[i].title);
		buf_put(b, SV("</li>"));
	}
	buf_put(b, SV("</ul>"));
}

static void put_quoted(struct ctx *cx, struct buf *b, const struct status *quoted)
{
	struct sv url = status_url(cx, quoted);
	buf_put(b, SV("<p>RE: <a href=\""));
	html_url(b, url);
	buf_put(b, SV("\">"));
	html_text(b, url);
	buf_put(b, SV("</a></p>"));
}

/* The post as HTML: readers show it as it is. */
static struct sv content_of(struct ctx *cx, const struct status *status)
{
	struct buf b = BUF(&cx->arena, 512 << 10);
	if (status->row.spoiler_text.n) {
		buf_put(&b, SV("<p><strong>"));
		html_put(&b, web_text(cx, status->row.spoiler_text, status->emojis, status->emoji_count));
		buf_put(&b, SV("</strong></p><hr>"));
	}
	html_put(&b, web_emojify(cx, html_stored(status->row.html), status->emojis, status->emoji_count));
	if (status->poll)
		put_poll(&b, status->poll);
	if (status->quoted && status->quoted->row.visibility <= VISIBILITY_UNLISTED && !status->quoted->row.hidden_at)
		put_quoted(cx, &b, status->quoted);
	return buf_sv(&b);
}

static bool is_ready(const struct media_row *media)
{
	return media->file.n > 0;
}

/* --- RSS --------------------------------------------------------------------------------------------------------------------------- */

/* RFC 822, as RSS wants it. */
static struct sv rss_time(struct ctx *cx, int64_t ms)
{
	time_t at_s = (time_t)(ms / 1000);
	struct tm at;
	char text[64];
	if (!gmtime_r(&at_s, &at) || !strftime(text, sizeof(text), "%a, %d %b %Y %H:%M:%S +0000", &at))
		return SV_NONE;
	return arena_dup(&cx->arena, sv_of(text));
}

static struct sv medium_of(const struct media_row *media)
{
	return sv_eq(media->type, SV("gifv")) ? SV("video") : sv_eq(media->type, SV("unknown")) ? SV("document") : media->type;
}

static void put_rss_media(struct ctx *cx, struct buf *b, const struct status *status, const struct media_row *media)
{
	buf_put(b, SV("<media:content"));
	xml_attribute(b, "url", media_url(cx, media->file));
	xml_attribute(b, "type", media->mime);
	xml_attribute(b, "fileSize", arena_printf(&cx->arena, "%lld", (long long)media->bytes));
	xml_attribute(b, "medium", medium_of(media));
	buf_put(b, SV("><media:rating scheme=\"urn:simple\">"));
	buf_put(b, status->row.sensitive || status->account.row.sensitized_at ? SV("adult") : SV("nonadult"));
	buf_put(b, SV("</media:rating>"));
	if (media->description.n) {
		buf_put(b, SV("<media:description type=\"plain\">"));
		xml_text(b, media->description);
		buf_put(b, SV("</media:description>"));
	}
	if (media->preview.n) {
		buf_put(b, SV("<media:thumbnail"));
		xml_attribute(b, "url", media_url(cx, media->preview));
		buf_put(b, SV("/>"));
	}
	buf_put(b, SV("</media:content>\n"));
}

static void put_rss_item(struct ctx *cx, struct buf *b, const struct status *status)
{
	struct sv url = status_url(cx, status);
	xml_open(b, "item");
	buf_put(b, SV("<guid isPermaLink=\"true\">"));
	xml_text(b, url);
	xml_close(b, "guid");
	xml_element(b, "link", url);
	xml_element(b, "pubDate", rss_time(cx, status->row.created_at));
	xml_element(b, "description", content_of(cx, status));
	for (size_t i = 0; i < status->media_count; i++)
		if (is_ready(&status->media[i]))
			put_rss_media(cx, b, status, &status->media[i]);
	for (size_t i = 0; i < status->tag_count; i++)
		xml_element(b, "category", status->tags[i].display_name);
	xml_close(b, "item");
}

static void put_rss(struct ctx *cx, struct buf *b, const struct channel *channel, struct status *const *statuses, size_t count)
{
	buf_put(b, SV("<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\" xmlns:media=\"http://search.yahoo.com/mrss/\">\n<channel>\n"));
	xml_element(b, "title", channel->title);
	xml_element(b, "link", channel->link);
	xml_element(b, "description", channel->description);
	buf_put(b, SV("<atom:link rel=\"self\" type=\"application/rss+xml\""));
	xml_attribute(b, "href", channel->self);
	buf_put(b, SV("/>\n"));
	if (channel->image.n) {
		xml_open(b, "image");
		xml_element(b, "url", channel->image);
		xml_element(b, "title", channel->title);
		xml_element(b, "link", channel->link);
		xml_close(b, "image");
	}
	xml_element(b, "lastBuildDate", rss_time(cx, channel->updated_at));
	xml_element(b, "generator", SV("Folkmoot"));
	for (size_t i = 0; i < count; i++)
		put_rss_item(cx, b, statuses[i]);
	buf_put(b, SV("</channel>\n</rss>\n"));
}

/* --- Atom ---------------------------------------------------------------------------------------------------------------------------- */

static void put_atom_link(struct buf *b, const char *rel, const char *type, struct sv href)
{
	buf_printf(b, "<link rel=\"%s\"", rel);
	xml_attribute(b, "type", sv_of(type));
	xml_attribute(b, "href", href);
	buf_put(b, SV("/>\n"));
}

static void put_author(struct ctx *cx, struct buf *b, const struct account_row *row)
{
	xml_open(b, "author");
	xml_element(b, "name", name_of(row));
	xml_element(b, "uri", account_url(cx, row));
	xml_close(b, "author");
}

static void put_enclosure(struct ctx *cx, struct buf *b, const struct media_row *media)
{
	buf_put(b, SV("<link rel=\"enclosure\""));
	xml_attribute(b, "type", media->mime);
	xml_attribute(b, "length", arena_printf(&cx->arena, "%lld", (long long)media->bytes));
	xml_attribute(b, "title", media->description);
	xml_attribute(b, "href", media_url(cx, media->file));
	buf_put(b, SV("/>\n"));
}

/* A title must be there (RFC 4287, 4.1.2): posts have none, so it is how they begin. */
static struct sv title_of(struct ctx *cx, const struct status *status)
{
	struct sv text = web_summary(cx, status->row.spoiler_text.n ? status->row.spoiler_text : status->row.text);
	return text.n ? text : arena_printf(&cx->arena, SVF ", " SVF, SVA(name_of(&status->account.row)), SVA(time_date(&cx->arena, status->row.created_at)));
}

static void put_entry(struct ctx *cx, struct buf *b, const struct status *status)
{
	const struct status_row *row = &status->row;
	xml_open(b, "entry");
	xml_element(b, "id", status_uri(cx, status));
	xml_element(b, "title", title_of(cx, status));
	xml_element(b, "published", time_dup(&cx->arena, row->created_at));
	xml_element(b, "updated", time_dup(&cx->arena, row->edited_at ? row->edited_at : row->created_at));
	put_author(cx, b, &status->account.row);
	put_atom_link(b, "alternate", "text/html", status_url(cx, status));
	for (size_t i = 0; i < status->media_count; i++)
		if (is_ready(&status->media[i]))
			put_enclosure(cx, b, &status->media[i]);
	for (size_t i = 0; i < status->tag_count; i++) {
		buf_put(b, SV("<category"));
		xml_attribute(b, "term", status->tags[i].display_name);
		buf_put(b, SV("/>\n"));
	}
	buf_put(b, SV("<content type=\"html\""));
	xml_attribute(b, "xml:lang", row->language);
	buf_put(b, SV(">"));
	xml_text(b, content_of(cx, status));
	xml_close(b, "content");
	xml_close(b, "entry");
}

static void put_atom(struct ctx *cx, struct buf *b, const struct channel *channel, struct status *const *statuses, size_t count)
{
	buf_put(b, SV("<feed xmlns=\"http://www.w3.org/2005/Atom\">\n"));
	xml_element(b, "id", channel->self);
	xml_element(b, "title", channel->title);
	xml_element(b, "subtitle", channel->description);
	xml_element(b, "updated", time_dup(&cx->arena, channel->updated_at));
	xml_element(b, "logo", channel->image);
	xml_element(b, "generator", SV("Folkmoot"));
	if (channel->author)
		put_author(cx, b, &channel->author->row);
	put_atom_link(b, "alternate", "text/html", channel->link);
	put_atom_link(b, "self", "application/atom+xml", channel->self);
	for (size_t i = 0; i < count; i++)
		put_entry(cx, b, statuses[i]);
	buf_put(b, SV("</feed>\n"));
}

/* --- which posts ------------------------------------------------------------------------------------------------------------------------ */

static enum fail is_fit(struct ctx *cx, const struct status *status, bool *fit_r)
{
	bool limited;
	TRY(standing_hides(cx, status->row.account_id, &limited));
	TRY(status_visible(cx, &status->row, fit_r));
	*fit_r = *fit_r && !limited && !status->reblog && status->row.visibility == VISIBILITY_PUBLIC;
	return OK;
}

static enum fail load(struct ctx *cx, const struct feed_row *rows, size_t count, struct status ***statuses_r, size_t *count_r)
{
	int64_t *ids = arena_array(&cx->arena, int64_t, count + 1);
	size_t loaded;
	*count_r = 0;
	for (size_t i = 0; i < count; i++)
		ids[i] = rows[i].id;
	TRY(status_load_many(cx, ids, count, statuses_r, &loaded));
	for (size_t i = 0; i < loaded; i++) {
		bool fit;
		TRY(is_fit(cx, (*statuses_r)[i], &fit));
		if (fit)
			(*statuses_r)[(*count_r)++] = (*statuses_r)[i];
	}
	return OK;
}

static enum fail answer(struct ctx *cx, enum feed_format format, struct channel *channel, const struct feed_row *rows, size_t count)
{
	struct status **statuses;
	struct buf *b = &cx->answer->body;
	TRY(load(cx, rows, count, &statuses, &count));
	for (size_t i = 0; i < count; i++) {
		int64_t at = statuses[i]->row.edited_at ? statuses[i]->row.edited_at : statuses[i]->row.created_at;
		channel->updated_at = at > channel->updated_at ? at : channel->updated_at;
	}
	cx->answer->content_type = format == FEED_RSS ? "application/rss+xml; charset=utf-8" : "application/atom+xml; charset=utf-8";
	buf_put(b, SV("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"));
	(format == FEED_RSS ? put_rss : put_atom)(cx, b, channel, statuses, count);
	return web_keep(cx);
}

enum fail web_account_feed(struct ctx *cx, enum feed_format format)
{
	struct account account;
	struct feed_row *rows;
	size_t count;
	struct page page = PAGE_NEWEST(ITEMS);
	cx->who = (struct principal){ 0 }; /* readers of feeds are nobody */
	if (web_from_cache(cx))
		return OK;
	TRY(web_find_account(cx, &account));
	const struct account_row *row = &account.row;
	if (row->domain.n || row->locked || standing_of(cx, row->id))
		return FAIL_NOT_FOUND; /* who asks before they are followed is not followed past that */
	TRY(q_feed_posts(cx, row->id, &page, &rows, &count));
	struct sv domain = cx->community->domain, note = web_summary(cx, row->note);
	struct channel channel = { .title = arena_printf(&cx->arena, SVF " (@" SVF "@" SVF ")", SVA(name_of(row)), SVA(row->username), SVA(domain)),
		                   .description = note.n ? note : TRF(&cx->arena, "Public posts of @%s@%s", row->username, domain),
		                   .link = account_url(cx, row),
		                   .self = arena_printf(&cx->arena, SVF SVF, SVA(cx->community->url), SVA(cx->http->path)),
		                   .image = account_avatar(cx, row, true),
		                   .author = &account,
		                   .updated_at = row->created_at };
	return answer(cx, format, &channel, rows, count);
}

enum fail web_tag_feed(struct ctx *cx, enum feed_format format)
{
	int64_t tag_id;
	struct feed_row *rows;
	size_t count;
	struct page page = PAGE_NEWEST(ITEMS);
	cx->who = (struct principal){ 0 };
	if (!settings(cx)->public_timelines)
		return FAIL_NOT_FOUND;
	if (web_from_cache(cx))
		return OK;
	TRY(tag_by_name(cx, cx->path[0], &tag_id));
	TRY(q_timeline_tag(cx, tag_id, &page, &rows, &count));
	struct sv title = settings(cx)->title;
	struct channel channel = { .title = arena_printf(&cx->arena, "#" SVF " · " SVF, SVA(cx->path[0]), SVA(title)),
		                   .description = TRF(&cx->arena, "Posts about #%s on %s", cx->path[0], title),
		                   .link = arena_printf(&cx->arena, SVF "/tags/" SVF, SVA(cx->community->url), SVA(cx->path[0])),
		                   .self = arena_printf(&cx->arena, SVF SVF, SVA(cx->community->url), SVA(cx->http->path)) };
	return answer(cx, format, &channel, rows, count);
}
