/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Twitter's (X's) archive: data/tweets.js and its further parts (older: data/tweet.js) are JavaScript that sets a JSON array; the files
 * are data/tweets_media/<tweet>-<name>. Texts are cut in it where they are long: those are whole in data/note-tweet.js. */
#include "base/clock.h"
#include "base/id.h"
#include "base/utf8.h"
#include "social/import.h"
#include "social/json_items.h"
#include "social/status.h"
#include "social/text.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define DOMAIN "twitter.com" /* what names there get, so that nobody here is meant */
enum { NOTES_MOST = 100000, NOTE_HEAD = 40, SAME_MS = 2000 };

static bool is_part_of(struct sv name, struct sv stem)
{
	struct sv rest = sv_from(name, stem.n);
	if (!sv_starts(name, stem))
		return false;
	return sv_eq(rest, SV(".js")) || (sv_starts(rest, SV("-part")) && sv_ends(rest, SV(".js")));
}

static bool is_tweets(struct sv name)
{
	return is_part_of(name, SV("data/tweets")) || is_part_of(name, SV("data/tweet"));
}

static bool is_notes(struct sv name)
{
	return is_part_of(name, SV("data/note-tweet")) || is_part_of(name, SV("data/note_tweet"));
}

static json_t *tweet_of(json_t *item)
{
	json_t *inner = json_object_get(item, "tweet");
	return json_is_object(inner) ? inner : item;
}

static struct sv raw_text(json_t *tweet)
{
	struct sv text = import_text(tweet, "full_text");
	return text.n ? text : import_text(tweet, "text");
}

static struct sv id_of(json_t *tweet)
{
	struct sv id = import_text(tweet, "id_str");
	return id.n ? id : import_text(tweet, "id");
}

/* "Wed Oct 10 20:19:24 +0000 2018". Ids since November 2010 have the milliseconds (since 4 November 2010, 01:42:54.657). */
static bool date_parse(struct sv text, struct sv id, int64_t *ms_r)
{
	char line[64] = "";
	struct tm tm = { 0 };
	int64_t number;
	if (!text.n || text.n >= sizeof(line))
		return false;
	memcpy(line, text.p, text.n);
	const char *end = strptime(line, "%a %b %d %H:%M:%S +0000 %Y", &tm);
	if (!end || *end)
		return time_parse(text, ms_r);
	*ms_r = (int64_t)timegm(&tm) * 1000;
	if (id_parse(id, &number) && ((number >> 22) + INT64_C(1288834974657)) / 1000 == *ms_r / 1000)
		*ms_r = (number >> 22) + INT64_C(1288834974657);
	return *ms_r > 0;
}

static enum import_skip date(struct arena *arena, json_t *item, int64_t *at_r)
{
	json_t *tweet = tweet_of(item);
	int64_t id;
	(void)arena;
	if (!json_is_object(tweet) || !id_parse(id_of(tweet), &id))
		return IMPORT_OTHER;
	if (json_is_true(json_object_get(tweet, "retweeted")) || sv_starts(raw_text(tweet), SV("RT @")))
		return IMPORT_BOOST;
	return date_parse(import_text(tweet, "created_at"), id_of(tweet), at_r) ? IMPORT_POST : IMPORT_OTHER;
}

/* --- its text ------------------------------------------------------------------------------------------------------------------------- */

/* Puts `text` with every `from` as `to`. */
static struct sv replaced(struct arena *arena, struct sv text, struct sv from, struct sv to)
{
	struct buf out = BUF(arena, 1 << 20);
	ptrdiff_t at;
	while (from.n && (at = sv_find(text, from)) >= 0) {
		buf_put(&out, sv_first(text, (size_t)at));
		buf_put(&out, to);
		text = sv_from(text, (size_t)at + from.n);
	}
	buf_put(&out, text);
	return buf_sv(&out);
}

/* Only these three are escaped in an archive. */
static struct sv unescaped(struct arena *arena, struct sv text)
{
	text = replaced(arena, text, SV("&lt;"), SV("<"));
	text = replaced(arena, text, SV("&gt;"), SV(">"));
	return replaced(arena, text, SV("&amp;"), SV("&"));
}

static struct sv with_links(struct arena *arena, struct sv text, json_t *urls, const char *brief, const char *whole)
{
	for (size_t i = 0; i < json_array_size(urls) && i < 100; i++) {
		json_t *url = json_array_get(urls, i);
		struct sv to = import_text(url, whole);
		if (to.n)
			text = replaced(arena, text, import_text(url, brief), to);
	}
	return text;
}

/* The links to its own pictures, which it now has with it. */
static struct sv without_media_links(struct arena *arena, struct sv text, json_t *media)
{
	for (size_t i = 0; i < json_array_size(media); i++)
		text = replaced(arena, text, import_text(json_array_get(media, i), "url"), SV(""));
	return sv_trim(text);
}

static struct sv with_domains(struct arena *arena, struct sv text)
{
	struct text_span *spans;
	size_t count = text_scan(arena, text, &spans);
	struct buf out = BUF(arena, 1 << 20);
	const char *at = text.p;
	for (size_t i = 0; i < count; i++) {
		if (spans[i].kind != TEXT_MENTION || spans[i].domain.n)
			continue;
		const char *end = spans[i].whole.p + spans[i].whole.n;
		buf_put(&out, (struct sv){ at, (size_t)(end - at) });
		buf_put(&out, SV("@" DOMAIN));
		at = end;
	}
	buf_put(&out, (struct sv){ at, text.n - (size_t)(at - text.p) });
	return buf_sv(&out);
}

static json_t *media_of(json_t *tweet)
{
	json_t *media = json_object_get(json_object_get(tweet, "extended_entities"), "media");
	return media ? media : json_object_get(json_object_get(tweet, "entities"), "media");
}

/* --- its files ------------------------------------------------------------------------------------------------------------------------ */

static struct sv last_part(struct sv url)
{
	struct sv tail, before = url;
	sv_cut(&before, '?', &tail);
	struct sv path = tail;
	return sv_cut_last(&path, '/', &tail) ? tail : path;
}

/* Of a video the best that is there: its variants have names of their own. */
static struct sv media_file(json_t *media)
{
	json_t *variants = json_object_get(json_object_get(media, "video_info"), "variants");
	struct sv best = SV_NONE;
	int64_t rate, most = -1;
	for (size_t i = 0; i < json_array_size(variants); i++) {
		json_t *variant = json_array_get(variants, i);
		json_t *bitrate = json_object_get(variant, "bitrate");
		if (!sv_eq(import_text(variant, "content_type"), SV("video/mp4")))
			continue;
		if (!json_is_string(bitrate) || !sv_to_i64(sv_of(json_string_value(bitrate)), &rate))
			rate = json_integer_value(bitrate);
		if (rate > most) {
			most = rate;
			best = last_part(import_text(variant, "url"));
		}
	}
	return best.n ? best : last_part(import_text(media, "media_url_https"));
}

static void read_media(struct ctx *cx, json_t *tweet, struct import_post *post)
{
	json_t *list = media_of(tweet);
	for (size_t i = 0; i < json_array_size(list) && post->media_count < IMPORT_MEDIA_MOST; i++) {
		json_t *media = json_array_get(list, i);
		struct sv file = media_file(media);
		if (file.n)
			post->media[post->media_count++] = (struct import_media){
				.name = arena_printf(&cx->arena, "data/tweets_media/" SVF "-" SVF, SVA(id_of(tweet)), SVA(file)),
				.alt = import_text(media, "ext_alt_text"),
			};
	}
}

static struct sv source_of(struct ctx *cx, struct sv id)
{
	return id.n ? arena_printf(&cx->arena, "twitter:" SVF, SVA(id)) : SV_NONE;
}

static struct sv language_of(json_t *tweet)
{
	struct sv language = import_text(tweet, "lang");
	return language.n >= 2 && language.n <= 8 && !sv_eq(language, SV("und")) && !sv_starts(language, SV("q")) && !sv_starts(language, SV("zx"))
	               ? language
	               : SV_NONE;
}

static enum import_skip read_item(struct ctx *cx, json_t *item, struct import_post *post_r)
{
	json_t *tweet = tweet_of(item);
	struct arena *arena = &cx->arena;
	*post_r = (struct import_post){ 0 };
	enum import_skip skip = date(arena, item, &post_r->at);
	if (skip != IMPORT_POST)
		return skip;
	post_r->source = source_of(cx, id_of(tweet));
	post_r->reply_to = source_of(cx, import_text(tweet, "in_reply_to_status_id_str"));
	struct sv text = with_links(arena, raw_text(tweet), json_object_get(json_object_get(tweet, "entities"), "urls"), "url", "expanded_url");
	text = unescaped(arena, without_media_links(arena, text, media_of(tweet)));
	post_r->text = with_domains(arena, text);
	post_r->language = language_of(tweet);
	post_r->visibility = VISIBILITY_PUBLIC;
	post_r->sensitive = json_is_true(json_object_get(tweet, "possibly_sensitive"));
	read_media(cx, tweet, post_r);
	return IMPORT_POST;
}

/* --- long texts ----------------------------------------------------------------------------------------------------------------------- */

struct note {
	int64_t at;
	struct sv text;
};
struct notes {
	struct note *list; /* by time */
	size_t count, capacity;
};

static int note_order(const void *a, const void *b)
{
	const struct note *x = a, *y = b;
	return x->at < y->at ? -1 : x->at > y->at;
}

static void take_note(struct ctx *cx, struct notes *notes, json_t *item)
{
	json_t *note = json_object_get(item, "noteTweet"), *core = json_object_get(note, "core");
	struct sv text = import_text(core, "text");
	int64_t at;
	if (!text.n || !time_parse(import_text(note, "createdAt"), &at) || notes->count == NOTES_MOST)
		return;
	if (notes->count == notes->capacity) {
		size_t capacity = notes->capacity ? 2 * notes->capacity : 64;
		struct note *bigger = arena_array(&cx->arena, struct note, capacity);
		if (notes->count)
			memcpy(bigger, notes->list, notes->count * sizeof(*bigger));
		notes->list = bigger;
		notes->capacity = capacity;
	}
	text = with_links(&cx->arena, text, json_object_get(core, "urls"), "shortUrl", "expandedUrl");
	notes->list[notes->count++] = (struct note){ at, with_domains(&cx->arena, arena_dup(&cx->arena, unescaped(&cx->arena, text))) };
}

static void take_notes_file(struct ctx *cx, struct notes *notes, const struct unpacked_file *file)
{
	struct json_items items;
	struct sv item;
	int fd = open(file->path, O_RDONLY | O_CLOEXEC);
	void *map = fd >= 0 && file->bytes ? mmap(NULL, (size_t)file->bytes, PROT_READ, MAP_PRIVATE, fd, 0) : MAP_FAILED;
	if (fd >= 0)
		close(fd);
	if (map == MAP_FAILED)
		return;
	if (json_items_find((struct sv){ map, (size_t)file->bytes }, SV_NONE, &items))
		while (json_items_next(&items, &item)) {
			json_t *value = item.n <= IMPORT_ITEM_MOST ? json_loadb(item.p, item.n, 0, NULL) : NULL;
			take_note(cx, notes, value);
			json_decref(value);
		}
	munmap(map, (size_t)file->bytes);
}

static enum fail prepare(struct ctx *cx, const struct unpacked *files, struct sv prefix, void **state_r)
{
	struct notes *notes = arena_new(&cx->arena, struct notes);
	for (size_t i = 0; i < files->count; i++)
		if (sv_starts(files->files[i].name, prefix) && is_notes(sv_from(files->files[i].name, prefix.n)))
			take_notes_file(cx, notes, &files->files[i]);
	if (notes->count)
		qsort(notes->list, notes->count, sizeof(*notes->list), note_order);
	*state_r = notes;
	return OK;
}

/* The archive does not say which post a long text belongs to: it is of the same moment and begins like it. */
static void complete(struct ctx *cx, void *state, struct import_post *post)
{
	const struct notes *notes = state;
	struct sv head = utf8_first(post->text, NOTE_HEAD);
	size_t low = 0, high = notes->count;
	(void)cx;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (notes->list[middle].at < post->at - SAME_MS)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < notes->count && notes->list[low].at <= post->at + SAME_MS; low++)
		if (head.n && sv_starts(notes->list[low].text, head) && notes->list[low].text.n > post->text.n) {
			post->text = notes->list[low].text;
			return;
		}
}

const struct import_format import_twitter = {
	.what = "Twitter",
	.is_items = is_tweets,
	.date = date,
	.read = read_item,
	.prepare = prepare,
	.complete = complete,
	.root = SV_INIT("data/tweet"),
};
