/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Mastodon's archive (docs.joinmastodon.org, "Moving or leaving accounts"): outbox.json is an OrderedCollection of activities. Other
 * servers' archives of the same form, and ours, are read too. */
#include "base/clock.h"
#include "base/id.h"
#include "social/import.h"
#include "social/sanitize.h"
#include "social/status.h"
#include "social/text.h"

static bool is_outbox(struct sv name)
{
	return sv_eq(name, SV("outbox.json"));
}

/* A list, or one value in its place: the number-th. */
static json_t *nth(json_t *value, size_t number)
{
	if (json_is_array(value))
		return json_array_get(value, number);
	return number ? NULL : value;
}

/* Mastodon's dates have seconds; its ids, at the end of the URI, have the milliseconds. */
static int64_t exact(int64_t at, struct sv uri)
{
	struct sv rest = uri, tail;
	int64_t id;
	if (at % 1000 == 0 && sv_cut_last(&rest, '/', &tail) && id_parse(tail, &id) && id_time(id) / 1000 == at / 1000)
		return id_time(id);
	return at;
}

static enum import_skip find_note(json_t *item, json_t **note_r)
{
	struct sv type = import_text(item, "type");
	*note_r = json_object_get(item, "object");
	if (sv_eq(type, SV("Announce")))
		return IMPORT_BOOST;
	return sv_eq(type, SV("Create")) && json_is_object(*note_r) ? IMPORT_POST : IMPORT_OTHER;
}

static enum import_skip date(struct arena *arena, json_t *item, int64_t *at_r)
{
	json_t *note;
	enum import_skip skip = find_note(item, &note);
	(void)arena;
	if (skip != IMPORT_POST)
		return skip;
	if (!time_parse(import_text(note, "published"), at_r) || *at_r <= 0 || !import_text(note, "id").n)
		return IMPORT_OTHER;
	*at_r = exact(*at_r, import_text(note, "id"));
	return IMPORT_POST;
}

/* --- who may see it -------------------------------------------------------------------------------------------------------------------- */

static bool has_name(json_t *list, bool (*is)(struct sv name))
{
	for (size_t i = 0; nth(list, i); i++)
		if (json_is_string(nth(list, i)) && is(sv_of(json_string_value(nth(list, i)))))
			return true;
	return false;
}

static bool is_public(struct sv name)
{
	return sv_eq(name, SV("https://www.w3.org/ns/activitystreams#Public")) || sv_eq(name, SV("as:Public")) || sv_eq(name, SV("Public"));
}

static bool is_followers(struct sv name)
{
	return sv_ends(name, SV("/followers"));
}

static int visibility_of(json_t *note)
{
	json_t *to = json_object_get(note, "to"), *cc = json_object_get(note, "cc");
	if (has_name(to, is_public))
		return VISIBILITY_PUBLIC;
	if (has_name(cc, is_public))
		return VISIBILITY_UNLISTED;
	return has_name(to, is_followers) || has_name(cc, is_followers) ? VISIBILITY_PRIVATE : VISIBILITY_DIRECT;
}

/* --- its text ------------------------------------------------------------------------------------------------------------------------- */

/* The host of "https://host/…"; none otherwise. */
static struct sv host_of(struct sv url)
{
	struct sv rest = url, host;
	ptrdiff_t at = sv_find(url, SV("://"));
	if (at < 0)
		return SV_NONE;
	rest = sv_from(url, (size_t)at + 3);
	sv_cut(&rest, '/', &host);
	return host;
}

/* Whom "@name" meant there: its domain. */
static struct sv domain_of(json_t *note, struct sv name)
{
	json_t *tags = json_object_get(note, "tag");
	for (size_t i = 0; nth(tags, i); i++) {
		json_t *tag = nth(tags, i);
		struct sv full = import_text(tag, "name"), user, domain;
		if (!sv_eq(import_text(tag, "type"), SV("Mention")) || !full.n)
			continue;
		domain = full.p[0] == '@' ? sv_from(full, 1) : full;
		bool has_domain = sv_cut(&domain, '@', &user);
		if (sv_eq_nocase(user, name))
			return has_domain ? domain : host_of(import_text(tag, "href"));
	}
	return SV_NONE;
}

/* "@ada" there is somebody else than "@ada" here: each gets its domain. */
static struct sv with_domains(struct ctx *cx, json_t *note, struct sv text)
{
	struct text_span *spans;
	size_t count = text_scan(&cx->arena, text, &spans);
	struct buf out = BUF(&cx->arena, 2 * text.n + (64 << 10));
	const char *at = text.p;
	for (size_t i = 0; i < count; i++) {
		if (spans[i].kind != TEXT_MENTION || spans[i].domain.n)
			continue;
		const char *end = spans[i].whole.p + spans[i].whole.n;
		struct sv domain = domain_of(note, spans[i].name);
		buf_put(&out, (struct sv){ at, (size_t)(end - at) });
		if (domain.n && domain.n <= 253)
			buf_printf(&out, "@" SVF, SVA(domain));
		at = end;
	}
	buf_put(&out, (struct sv){ at, text.n - (size_t)(at - text.p) });
	return buf_sv(&out);
}

/* A poll is over: its options and votes become lines. */
static void put_poll(struct buf *out, json_t *note)
{
	json_t *options = json_object_get(note, "oneOf");
	if (!json_array_size(options))
		options = json_object_get(note, "anyOf");
	for (size_t i = 0; i < json_array_size(options) && i < 32; i++) {
		json_t *option = json_array_get(options, i);
		json_t *votes = json_object_get(json_object_get(option, "replies"), "totalItems");
		buf_printf(out, "%s- " SVF " (%lld)", i ? "\n" : "\n\n", SVA(import_text(option, "name")), (long long)json_integer_value(votes));
	}
}

static struct sv text_of(struct ctx *cx, json_t *note)
{
	struct sv html = import_text(note, "content");
	struct buf out = BUF(&cx->arena, 1 << 20);
	buf_put(&out, with_domains(cx, note, html_to_text(&cx->arena, sanitize_html(&cx->arena, html).markup)));
	put_poll(&out, note);
	return buf_sv(&out);
}

static struct sv language_of(json_t *note)
{
	void *first = json_object_iter(json_object_get(note, "contentMap"));
	struct sv language = first ? sv_of(json_object_iter_key(first)) : SV_NONE;
	return language.n >= 2 && language.n <= 16 ? language : SV_NONE;
}

/* --- its files ------------------------------------------------------------------------------------------------------------------------ */

/* "/media_attachments/files/…", "https://files.example/bucket/media_attachments/files/…": the part that is in the archive. */
static struct sv file_of(struct sv url)
{
	ptrdiff_t at = sv_find(url, SV("media_attachments/"));
	return at >= 0 ? sv_from(url, (size_t)at) : url.n && url.p[0] == '/' ? sv_from(url, 1) : url;
}

static struct sv focus_of(struct ctx *cx, json_t *attachment)
{
	json_t *point = json_object_get(attachment, "focalPoint");
	if (json_array_size(point) != 2)
		return SV_NONE;
	double x = json_number_value(json_array_get(point, 0)), y = json_number_value(json_array_get(point, 1));
	if (!(x >= -1 && x <= 1 && y >= -1 && y <= 1))
		return SV_NONE;
	return arena_printf(&cx->arena, "%.4f,%.4f", x, y);
}

static void read_media(struct ctx *cx, json_t *note, struct import_post *post)
{
	json_t *list = json_object_get(note, "attachment");
	for (size_t i = 0; nth(list, i) && post->media_count < IMPORT_MEDIA_MOST; i++) {
		json_t *attachment = nth(list, i);
		struct sv url = import_text(attachment, "url");
		if (url.n)
			post->media[post->media_count++] = (struct import_media){
				.name = file_of(url), .alt = import_text(attachment, "name"), .focus = focus_of(cx, attachment)
			};
	}
}

static enum import_skip read_item(struct ctx *cx, json_t *item, struct import_post *post_r)
{
	json_t *note;
	*post_r = (struct import_post){ 0 };
	enum import_skip skip = find_note(item, &note);
	if (skip == IMPORT_POST)
		skip = date(&cx->arena, item, &post_r->at);
	if (skip != IMPORT_POST)
		return skip;
	post_r->source = import_text(note, "id");
	post_r->reply_to = import_text(note, "inReplyTo");
	post_r->text = text_of(cx, note);
	post_r->spoiler_text = import_text(note, "summary");
	post_r->language = language_of(note);
	post_r->visibility = visibility_of(note);
	post_r->sensitive = json_is_true(json_object_get(note, "sensitive"));
	read_media(cx, note, post_r);
	return IMPORT_POST;
}

const struct import_format import_mastodon = {
	.what = "Mastodon",
	.is_items = is_outbox,
	.key = SV_INIT("orderedItems"),
	.date = date,
	.read = read_item,
	.root = SV_INIT("outbox.json"),
};
