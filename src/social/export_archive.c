/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* An account's archive, as Mastodon makes one: a ZIP file. Written piece by piece, so its size is no matter. */
#include "base/clock.h"
#include "social/activity.h"
#include "social/transfer.h"
#include "store/store.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PAGE = 100, ITEM_MOST = 4 << 20, AT_ONCE = 1 << 16 };

struct exporting {
	struct ctx *cx;
	struct ctx part;       /* with an arena for one page */
	struct transfer *transfer;
	struct archive *zip;
	FILE *file;            /* the JSON that is being written */
	int64_t items, media_missing;
};

static enum fail cannot(struct exporting *e)
{
	const char *why = e->zip ? archive_error_string(e->zip) : NULL;
	return refuse(e->cx, FAIL_UNAVAILABLE, "The archive cannot be written: %s", why ? why : strerror(errno));
}

/* --- files in the archive ------------------------------------------------------------------------------------------------------------- */

static enum fail copy_into(struct exporting *e, int fd)
{
	static _Thread_local char bytes[AT_ONCE];
	ssize_t n;
	while ((n = read(fd, bytes, sizeof(bytes))) > 0)
		if (archive_write_data(e->zip, bytes, (size_t)n) < 0)
			return cannot(e);
	return n < 0 ? cannot(e) : OK;
}

/* `missing_r`: there is no such file (NULL: that is an error). */
static enum fail add_file(struct exporting *e, const char *path, struct sv name, int64_t *missing_r)
{
	struct stat about;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0 && errno == ENOENT && missing_r) {
		++*missing_r;
		return OK;
	}
	if (fd < 0 || fstat(fd, &about) < 0)
		return cannot(e);
	struct archive_entry *entry = archive_entry_new();
	archive_entry_set_pathname(entry, arena_cstr(&e->part.arena, name));
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_size(entry, about.st_size);
	archive_entry_set_mtime(entry, e->cx->now / 1000, 0);
	enum fail fail = archive_write_header(e->zip, entry) == ARCHIVE_OK ? copy_into(e, fd) : cannot(e);
	archive_entry_free(entry);
	close(fd);
	return fail;
}

static enum fail add_media(struct exporting *e, struct sv file, struct sv name)
{
	if (!file.n || sv_starts(file, SV("http://")) || sv_starts(file, SV("https://")))
		return OK;
	return add_file(e, arena_printf(&e->part.arena, SVF "/" SVF, SVA(e->cx->community->media_dir), SVA(file)).p, name, &e->media_missing);
}

/* --- JSON files ---------------------------------------------------------------------------------------------------------------------- */

static const char *json_path(struct exporting *e, const char *name)
{
	return arena_printf(&e->cx->arena, "%s/%s", e->transfer->dir, name).p;
}

static enum fail collection_begin(struct exporting *e, const char *name)
{
	struct buf head = BUF(&e->cx->arena, 1 << 16);
	struct json j = JSON(&head);
	e->items = 0;
	e->file = fopen(json_path(e, name), "we");
	if (!e->file)
		return cannot(e);
	json_object(&j);
	activity_context(json_key(&j, "@context"));
	json_cstr(json_key(&j, "id"), name);
	json_cstr(json_key(&j, "type"), "OrderedCollection");
	json_key(&j, "orderedItems");
	return fwrite(head.p, 1, head.n, e->file) == head.n && fputs("[", e->file) >= 0 ? OK : cannot(e);
}

static enum fail collection_item(struct exporting *e, const struct buf *item)
{
	if (item->overflow)
		return broken(e->cx, "an activity of more than %d bytes", ITEM_MOST);
	if (e->items++ && fputs(",\n", e->file) < 0)
		return cannot(e);
	return fwrite(item->p, 1, item->n, e->file) == item->n ? OK : cannot(e);
}

static enum fail collection_end(struct exporting *e, const char *name)
{
	bool whole = fprintf(e->file, "],\"totalItems\":%lld}\n", (long long)e->items) > 0;
	whole = fclose(e->file) == 0 && whole;
	e->file = NULL;
	return whole ? add_file(e, json_path(e, name), sv_of(name), NULL) : cannot(e);
}

/* --- what is in them ----------------------------------------------------------------------------------------------------------------- */

static enum fail show_progress(struct ctx *cx, void *arg)
{
	return transfer_progress(cx, arg);
}

static enum fail add_status(struct exporting *e, const struct status_row *row)
{
	struct status *status;
	struct buf item = BUF(&e->part.arena, ITEM_MOST);
	struct json j = JSON(&item);
	TRY(status_load_row(&e->part, row, &status));
	activity_status(&e->part, &j, status);
	TRY(collection_item(e, &item));
	e->transfer->row.done++;
	return OK;
}

static enum fail add_statuses(struct exporting *e)
{
	struct status_row *rows;
	size_t count;
	int64_t after = 0;
	do {
		arena_reset(&e->part.arena);
		TRY(q_export_statuses(&e->part, e->cx->who.account_id, after, PAGE, &rows, &count));
		for (size_t i = 0; i < count; i++) {
			TRY(add_status(e, &rows[i]));
			after = rows[i].id;
		}
		TRY(writer_run(e->cx->community->writer, e->cx, show_progress, e->transfer));
	} while (count == PAGE);
	return OK;
}

static enum fail add_statuses_media(struct exporting *e)
{
	struct export_media_row *rows;
	size_t count;
	int64_t after = 0;
	do {
		arena_reset(&e->part.arena);
		TRY(q_export_media(&e->part, e->cx->who.account_id, after, PAGE, &rows, &count));
		for (size_t i = 0; i < count; i++) {
			TRY(add_media(e, rows[i].file, activity_media_path(&e->part, rows[i].file)));
			after = rows[i].id;
		}
	} while (count == PAGE);
	return OK;
}

static enum fail add_uri(struct exporting *e, int64_t status_id)
{
	struct status *status;
	struct buf item = BUF(&e->part.arena, 1 << 16);
	struct json j = JSON(&item);
	TRY(status_load(&e->part, status_id, &status));
	json_string(&j, status_uri(&e->part, status));
	return collection_item(e, &item);
}

static enum fail add_likes(struct exporting *e)
{
	struct export_favourites_row *rows;
	size_t count;
	int64_t after = 0;
	do {
		arena_reset(&e->part.arena);
		TRY(q_export_favourites(&e->part, e->cx->who.account_id, after, PAGE, &rows, &count));
		for (size_t i = 0; i < count; i++) {
			TRY(add_uri(e, rows[i].status_id));
			after = rows[i].id;
		}
	} while (count == PAGE);
	return OK;
}

static enum fail add_bookmarks(struct exporting *e)
{
	struct export_bookmarks_row *rows;
	size_t count;
	int64_t after = 0;
	do {
		arena_reset(&e->part.arena);
		TRY(q_export_bookmarks(&e->part, e->cx->who.account_id, after, PAGE, &rows, &count));
		for (size_t i = 0; i < count; i++) {
			TRY(add_uri(e, rows[i].status_id));
			after = rows[i].id;
		}
	} while (count == PAGE);
	return OK;
}

/* "avatar.png": the kind of file stays visible. */
static struct sv picture_name(struct exporting *e, const char *what, struct sv file)
{
	struct sv rest = file, end;
	if (!file.n || sv_starts(file, SV("http")) || !sv_cut_last(&rest, '.', &end))
		return SV_NONE;
	return arena_printf(&e->cx->arena, "%s." SVF, what, SVA(end));
}

static enum fail add_actor(struct exporting *e)
{
	struct account account;
	struct buf text = BUF(&e->cx->arena, ITEM_MOST);
	struct json j = JSON(&text);
	TRY(account_load(e->cx, e->cx->who.account_id, &account));
	struct sv avatar = picture_name(e, "avatar", account.row.avatar), header = picture_name(e, "header", account.row.header);
	activity_actor(e->cx, &j, &account, avatar, header);
	e->transfer->row.total = account.row.statuses_count;
	FILE *file = fopen(json_path(e, "actor.json"), "we");
	if (!file || fwrite(text.p, 1, text.n, file) != text.n || fclose(file) != 0)
		return cannot(e);
	TRY(add_file(e, json_path(e, "actor.json"), SV("actor.json"), NULL));
	TRY(add_media(e, avatar.n ? account.row.avatar : SV_NONE, avatar));
	return add_media(e, header.n ? account.row.header : SV_NONE, header);
}

static enum fail add_all(struct exporting *e)
{
	static const struct {
		const char *name;
		enum fail (*fill)(struct exporting *e);
	} collections[] = { { "outbox.json", add_statuses }, { "likes.json", add_likes }, { "bookmarks.json", add_bookmarks } };
	TRY(add_actor(e));
	for (size_t i = 0; i < COUNT_OF(collections); i++) {
		TRY(collection_begin(e, collections[i].name));
		TRY(collections[i].fill(e));
		TRY(collection_end(e, collections[i].name));
	}
	return add_statuses_media(e);
}

static enum fail zip_open(struct exporting *e, const char *path)
{
	e->zip = archive_write_new();
	if (!e->zip)
		return broken(e->cx, "no memory for an archive");
	archive_write_set_format_zip(e->zip);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return cannot(e);
	close(fd);
	return archive_write_open_filename(e->zip, path) == ARCHIVE_OK ? OK : cannot(e);
}

static enum fail zip_close(struct exporting *e, const char *part, const char *to)
{
	if (archive_write_close(e->zip) != ARCHIVE_OK)
		return cannot(e);
	int fd = open(part, O_RDONLY | O_CLOEXEC);
	bool synced = fd >= 0 && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	return synced && rename(part, to) == 0 ? OK : cannot(e);
}

enum fail export_archive(struct ctx *cx, struct transfer *transfer, const char *to)
{
	struct exporting e = { .cx = cx, .transfer = transfer };
	const char *part = arena_printf(&cx->arena, "%s/archive.zip", transfer->dir).p;
	ctx_open(&e.part, cx->now);
	e.part.db = cx->db;
	e.part.community = cx->community;
	e.part.who = cx->who;
	enum fail fail = zip_open(&e, part);
	if (fail == OK)
		fail = add_all(&e);
	if (fail == OK)
		fail = zip_close(&e, part, to);
	if (fail != OK && !cx->said.n)
		cx->said = arena_dup(&cx->arena, e.part.said);
	if (e.file)
		fclose(e.file);
	if (e.zip)
		archive_write_free(e.zip);
	ctx_close(&e.part);
	if (e.media_missing)
		transfer->message = arena_printf(&cx->arena, "%lld media files were not there any more.", (long long)e.media_missing);
	return fail;
}
