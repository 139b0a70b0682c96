/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Brings in the posts of an archive: unpacked, sorted by date, then one after another, each in a transaction of its own with the note
 * that it was imported and how far we are. So it can be cut off anywhere and goes on. */
#include "base/buf.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/utf8.h"
#include "social/effect.h"
#include "social/import.h"
#include "social/json_items.h"
#include "social/media.h"
#include "social/status_write.h"
#include "social/transfer.h"
#include "store/store.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { ITEMS_MOST = 2000000, ID_TRIES = 16, FILES_MOST = 64 };

struct item {
	int64_t at;
	struct sv json; /* in a mapped file */
};
struct mapped {
	void *at;
	size_t bytes;
};

struct importing {
	struct ctx *cx;
	struct ctx part;         /* with an arena for one post */
	struct transfer *transfer;
	const struct import_format *format;
	struct unpacked files;
	struct sv prefix;        /* of all names in the archive: "twitter-2024-01-01/" */
	void *state;
	struct mapped mapped[FILES_MOST];
	size_t mapped_count;
	struct item *items;
	size_t item_count, item_room;
	int64_t boosts, others, refused, known, media_lost;
};

struct sv import_text(json_t *object, const char *name)
{
	json_t *value = json_object_get(object, name);
	return json_is_string(value) ? (struct sv){ json_string_value(value), json_string_length(value) } : SV_NONE;
}

/* --- what is in it ------------------------------------------------------------------------------------------------------------------- */

static bool find_root(struct importing *im, const struct import_format *format)
{
	for (size_t i = 0; i < im->files.count; i++) {
		struct sv name = im->files.files[i].name;
		ptrdiff_t at = sv_find(name, format->root);
		if (at < 0 || (at > 0 && name.p[at - 1] != '/') || !format->is_items(sv_from(name, (size_t)at)))
			continue;
		im->prefix = sv_first(name, (size_t)at);
		im->format = format;
		return true;
	}
	return false;
}

static enum fail find_format(struct importing *im)
{
	if (find_root(im, &import_mastodon) || find_root(im, &import_twitter))
		return OK;
	return refuse(im->cx, FAIL_INVALID,
	              "This is no archive that is known: it has neither outbox.json (Mastodon) nor data/tweets.js (Twitter).");
}

static void remember(struct importing *im, int64_t at, struct sv json)
{
	if (im->item_count == im->item_room) {
		im->item_room = im->item_room ? 2 * im->item_room : 256;
		im->items = reallocarray(im->items, im->item_room, sizeof(*im->items));
		if (!im->items)
			abort();
	}
	im->items[im->item_count++] = (struct item){ at, json };
}

/* NULL: it is no JSON, or far too large. */
static json_t *parse(struct sv json)
{
	return json.n <= IMPORT_ITEM_MOST ? json_loadb(json.p, json.n, JSON_REJECT_DUPLICATES, NULL) : NULL;
}

static void index_item(struct importing *im, struct sv json)
{
	int64_t at = 0;
	json_t *value = parse(json);
	enum import_skip skip = value ? im->format->date(&im->part.arena, value, &at) : IMPORT_OTHER;
	json_decref(value);
	if (skip == IMPORT_POST && at <= im->cx->now)
		remember(im, at, json);
	else if (skip == IMPORT_BOOST)
		im->boosts++;
	else
		im->others++;
}

static enum fail map_file(struct importing *im, const struct unpacked_file *file, struct sv *text_r)
{
	*text_r = SV("");
	if (!file->bytes)
		return OK;
	if (im->mapped_count == FILES_MOST)
		return refuse(im->cx, FAIL_INVALID, "The archive has more than %d files of posts.", FILES_MOST);
	int fd = open(file->path, O_RDONLY | O_CLOEXEC);
	void *at = fd < 0 ? MAP_FAILED : mmap(NULL, (size_t)file->bytes, PROT_READ, MAP_PRIVATE, fd, 0);
	if (fd >= 0)
		close(fd);
	if (at == MAP_FAILED)
		return refuse(im->cx, FAIL_UNAVAILABLE, "The unpacked archive cannot be read.");
	im->mapped[im->mapped_count++] = (struct mapped){ at, (size_t)file->bytes };
	*text_r = (struct sv){ at, (size_t)file->bytes };
	return OK;
}

static enum fail index_file(struct importing *im, const struct unpacked_file *file)
{
	struct json_items items;
	struct sv text, json;
	TRY(map_file(im, file, &text));
	if (!json_items_find(text, im->format->key, &items))
		return refuse(im->cx, FAIL_INVALID, SVF " in the archive is not what it should be: it has no list of posts.", SVA(file->name));
	while (json_items_next(&items, &json)) {
		index_item(im, json);
		if (im->item_count > ITEMS_MOST)
			return refuse(im->cx, FAIL_INVALID, "The archive has more than %d posts.", ITEMS_MOST);
	}
	return OK;
}

static int item_order(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return x->json.p < y->json.p ? -1 : x->json.p > y->json.p; /* as they stand there */
}

static enum fail index_all(struct importing *im)
{
	for (size_t i = 0; i < im->files.count; i++) {
		struct sv name = im->files.files[i].name;
		if (sv_starts(name, im->prefix) && im->format->is_items(sv_from(name, im->prefix.n)))
			TRY(index_file(im, &im->files.files[i]));
	}
	if (im->item_count)
		qsort(im->items, im->item_count, sizeof(*im->items), item_order);
	im->transfer->row.total = (int64_t)im->item_count;
	return im->format->prepare ? im->format->prepare(im->cx, &im->files, im->prefix, &im->state) : OK;
}

/* --- one post ------------------------------------------------------------------------------------------------------------------------- */

struct bringing {
	struct importing *im;
	struct import_post post;
	struct status_draft draft;
	bool written;
};

/* OK with an id: it was imported before, and is there still; or it is a post of this community. `own`: of this very account, taken
 * home again. */
static enum fail find_status(struct ctx *cx, struct sv source, bool own, int64_t *id_r)
{
	struct imported_find_row row;
	struct status_row status;
	struct sv rest = source, tail = SV_NONE;
	*id_r = 0;
	enum fail fail = q_imported_find(cx, cx->who.account_id, source, &row);
	if (fail == OK)
		*id_r = row.status_id;
	else if (fail != FAIL_NOT_FOUND)
		return fail;
	else if (!sv_starts(source, arena_printf(&cx->arena, SVF "/", SVA(cx->community->url))) || !sv_cut_last(&rest, '/', &tail) ||
	         !id_parse(tail, id_r))
		return OK;
	fail = status_see(cx, *id_r, &status);
	if (fail == FAIL_NOT_FOUND || (fail == OK && own && status.account_id != cx->who.account_id))
		*id_r = 0;
	return fail == FAIL_NOT_FOUND ? OK : fail;
}

static enum fail add_media(struct importing *im, const struct import_media *media, int64_t *id_r)
{
	struct ctx *cx = &im->part;
	bool waiting;
	*id_r = 0;
	struct sv name = arena_printf(&cx->arena, SVF SVF, SVA(im->prefix), SVA(media->name));
	const struct unpacked_file *file = unpacked_find(&im->files, name);
	if (!file && sv_starts(media->name, SV("data/tweets_media/"))) /* the folder's name until 2022 */
		file = unpacked_find(&im->files, arena_printf(&cx->arena, SVF "data/tweet_media/" SVF, SVA(im->prefix),
		                                              SVA(sv_from(media->name, strlen("data/tweets_media/")))));
	int fd = file ? open(file->path, O_RDONLY | O_CLOEXEC) : -1;
	if (fd < 0)
		return OK;
	struct media_draft draft = { .file = fd, .file_bytes = file->bytes, .thumbnail = -1, .focus = media->focus };
	draft.description = utf8_first(utf8_repair(&cx->arena, media->alt), MEDIA_DESCRIPTION_MOST);
	enum fail fail = media_upload(cx, &draft, true, id_r, &waiting);
	close(fd);
	if (fail == FAIL_INVALID || fail == FAIL_TOO_LARGE || fail == FAIL_BROKEN) { /* one file that is none does not end it */
		*id_r = 0;
		return OK;
	}
	return fail;
}

static enum fail add_all_media(struct bringing *b)
{
	struct importing *im = b->im;
	size_t most = (size_t)settings(&im->part)->max_attachments, wanted = b->post.media_count;
	int64_t *ids = arena_array(&im->part.arena, int64_t, IMPORT_MEDIA_MOST);
	for (size_t i = 0; i < wanted; i++) {
		int64_t id = 0;
		if (b->draft.media_count < most)
			TRY(add_media(im, &b->post.media[i], &id));
		if (id)
			ids[b->draft.media_count++] = id;
		else
			im->media_lost++;
	}
	b->draft.media_ids = ids;
	return OK;
}

/* An id is drawn for a moment of the past, where another may be already: then once more. */
static enum fail create(struct ctx *cx, const struct status_draft *draft, int64_t *id_r)
{
	enum fail fail = FAIL_CONFLICT;
	for (int i = 0; i < ID_TRIES && fail == FAIL_CONFLICT; i++) {
		struct effect *before = cx->effects;
		TXN(txn);
		TRY(txn_begin(&txn, cx));
		fail = status_create(cx, draft, id_r);
		if (fail == OK)
			return txn_commit(&txn);
		cx->effects = before;
	}
	return fail;
}

static enum fail write_post(struct ctx *cx, void *arg)
{
	struct bringing *b = arg;
	int64_t id;
	TRY(find_status(cx, b->post.source, true, &id));
	if (id) { /* two imports of one archive at a time */
		b->im->transfer->row.done++;
		b->written = true;
		return transfer_progress(cx, b->im->transfer);
	}
	if (b->post.reply_to.n)
		TRY(find_status(cx, b->post.reply_to, false, &b->draft.in_reply_to_id));
	enum fail fail = create(cx, &b->draft, &id);
	b->written = fail == OK;
	if (b->written)
		TRY(q_imported_put(cx, b->draft.account_id, b->post.source, id));
	else if (fail != FAIL_INVALID && fail != FAIL_NOT_FOUND)
		return fail;
	b->im->transfer->row.done += b->written;
	b->im->transfer->row.skipped += !b->written;
	return transfer_progress(cx, b->im->transfer);
}

static enum fail bring(struct importing *im, struct bringing *b)
{
	struct ctx *cx = &im->part;
	const struct import_post *post = &b->post;
	b->draft = (struct status_draft){ .account_id = cx->who.account_id,
		                          .text = utf8_repair(&cx->arena, post->text),
		                          .spoiler_text = utf8_repair(&cx->arena, post->spoiler_text),
		                          .language = post->language,
		                          .visibility = post->visibility,
		                          .sensitive = post->sensitive,
		                          .created_at = post->at,
		                          .quiet = true };
	TRY(add_all_media(b));
	TRY(status_foresee(cx, &b->draft, NULL, NULL, 0));
	struct transfer_row before = im->transfer->row;
	enum fail fail = writer_run(cx->community->writer, cx, write_post, b);
	if (fail != OK) {
		im->transfer->row = before;
		return fail;
	}
	im->refused += !b->written;
	effects_apply(cx);
	return OK;
}

static enum fail bring_item(struct importing *im, const struct item *item)
{
	struct bringing b = { .im = im };
	int64_t id;
	json_t *value = parse(item->json);
	enum fail fail = OK;
	if (!value || im->format->read(&im->part, value, &b.post) != IMPORT_POST) {
		im->others++;
		im->transfer->row.skipped++;
	} else if ((fail = find_status(&im->part, b.post.source, true, &id)) == OK && id) {
		im->known++;
		im->transfer->row.done++;
	} else if (fail == OK) {
		if (im->format->complete)
			im->format->complete(&im->part, im->state, &b.post);
		fail = bring(im, &b);
	}
	json_decref(value);
	return fail;
}

static enum fail bring_all(struct importing *im)
{
	for (size_t i = 0; i < im->item_count; i++) {
		arena_reset(&im->part.arena);
		im->part.said = SV_NONE;
		im->part.now = clock_now();
		TRY(bring_item(im, &im->items[i]));
	}
	return OK;
}

/* --- all of it ------------------------------------------------------------------------------------------------------------------------ */

static void put_count(struct buf *out, int64_t count, const char *one, const char *many)
{
	if (count)
		buf_printf(out, " %lld %s.", (long long)count, count == 1 ? one : many);
}

static struct sv summary(struct importing *im)
{
	struct buf out = BUF(&im->cx->arena, 4096);
	buf_printf(&out, "From %s: %lld posts.", im->format->what, (long long)im->transfer->row.done);
	put_count(&out, im->known, "was here before", "were here before");
	put_count(&out, im->boosts, "boost was left out", "boosts were left out");
	put_count(&out, im->others, "entry is no post", "entries are no posts");
	put_count(&out, im->refused, "post was refused, it is empty or against a rule", "posts were refused, they are empty or against a rule");
	put_count(&out, im->media_lost, "file is missing, is of a kind that is not accepted, or one too many",
	          "files are missing, are of a kind that is not accepted, or too many");
	return buf_sv(&out);
}

static enum fail run(struct importing *im)
{
	const char *dir = arena_printf(&im->cx->arena, "%s/files", im->transfer->dir).p;
	TRY(unpack(im->cx, im->transfer->source, dir, &unpack_limits_default, &im->files));
	TRY(find_format(im));
	TRY(index_all(im));
	im->transfer->row.done = 0;
	im->transfer->row.skipped = im->boosts + im->others;
	TRY(bring_all(im));
	im->transfer->message = summary(im);
	return OK;
}

enum fail import_archive(struct ctx *cx, struct transfer *transfer)
{
	struct importing im = { .cx = cx, .transfer = transfer };
	ctx_open(&im.part, cx->now);
	im.part.db = cx->db;
	im.part.community = cx->community;
	im.part.who = cx->who;
	enum fail fail = run(&im);
	if (fail != OK && !cx->said.n)
		cx->said = arena_dup(&cx->arena, im.part.said);
	for (size_t i = 0; i < im.mapped_count; i++)
		munmap(im.mapped[i].at, im.mapped[i].bytes);
	free(im.items);
	unpack_end(&im.files);
	ctx_close(&im.part);
	return fail;
}
