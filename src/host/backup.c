/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Media first, then the database, then the media that came meanwhile: names are never used twice and files never change, so what the
 * database speaks of is there. */
#include "host/backup.h"

#include "base/json.h"
#include "base/map.h"
#include "host/copy.h"
#include "store/store.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SHOW_EVERY = 16 };

struct backup {
	struct ctx *cx;
	const struct backup_draft *draft;
	const char *part;        /* what is being made, until it is whole */
	struct archive *archive; /* NULL: a folder */
	struct map seen;         /* hash of each name that is in it */
	struct backup_figures *figures;
};

bool backup_is_tar(struct sv path)
{
	return sv_ends(path, SV(".tar")) || sv_ends(path, SV(".tar.gz")) || sv_ends(path, SV(".tgz"));
}

/* --- what it is put into ------------------------------------------------------------------------------------------------------------ */

static enum fail tar_failed(struct backup *b)
{
	return refuse(b->cx, FAIL_UNAVAILABLE, "%s cannot be written: %s", b->part, archive_error_string(b->archive));
}

static enum fail tar_data(struct backup *b, int fd, int64_t size)
{
	static char bytes[1 << 16];
	int64_t left = size;
	while (left > 0) {
		ssize_t n = read(fd, bytes, left < (int64_t)sizeof(bytes) ? (size_t)left : sizeof(bytes));
		if (n <= 0)
			return refuse(b->cx, FAIL_UNAVAILABLE, "A file became shorter while it was copied.");
		if (archive_write_data(b->archive, bytes, (size_t)n) != n)
			return tar_failed(b);
		left -= n;
	}
	b->figures->bytes += size;
	return OK;
}

static enum fail tar_put(struct backup *b, const char *path, struct sv name)
{
	struct stat about;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0 || fstat(fd, &about) < 0)
		return refuse(b->cx, FAIL_UNAVAILABLE, "%s cannot be read: %s", path, strerror(errno));
	struct archive_entry *entry = archive_entry_new();
	archive_entry_set_pathname(entry, arena_cstr(&b->cx->arena, name));
	archive_entry_set_size(entry, about.st_size);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_perm(entry, 0640);
	archive_entry_set_mtime(entry, about.st_mtime, 0);
	enum fail fail = archive_write_header(b->archive, entry) == ARCHIVE_OK ? tar_data(b, fd, about.st_size) : tar_failed(b);
	archive_entry_free(entry);
	close(fd);
	return fail;
}

/* On one file system the media need not be stored twice: they never change. */
static enum fail folder_put(struct backup *b, const char *path, struct sv name, bool linked)
{
	struct stat about;
	const char *to = arena_printf(&b->cx->arena, "%s/" SVF, b->part, SVA(name)).p;
	TRY(copy_make_parents(b->cx, to));
	if (!linked || link(path, to) < 0)
		return copy_file_to(b->cx, path, to, &b->figures->bytes);
	b->figures->bytes += stat(to, &about) == 0 ? about.st_size : 0;
	return OK;
}

static enum fail put(struct backup *b, const char *path, struct sv name, bool linked)
{
	TRY(b->archive ? tar_put(b, path, name) : folder_put(b, path, name, linked));
	b->figures->files++;
	return OK;
}

static enum fail put_media(void *data, const char *path, struct sv below)
{
	struct backup *b = data;
	int64_t key = (int64_t)(hash_sv(below) | 1);
	if (map_has(&b->seen, key) || access(path, R_OK) != 0) /* removed since it was listed: then no row needs it */
		return OK;
	map_put(&b->seen, key, 1);
	if (b->draft->progress && b->figures->files % SHOW_EVERY == 0)
		b->draft->progress(b->draft->data, "media", b->figures->files);
	return put(b, path, arena_printf(&b->cx->arena, "media/" SVF, SVA(below)), true);
}

/* --- making it ---------------------------------------------------------------------------------------------------------------------- */

static enum fail start(struct backup *b)
{
	struct sv target = sv_of(b->draft->target);
	copy_remove(b->cx, b->part);
	TRY(copy_make_parents(b->cx, b->part));
	if (!backup_is_tar(target)) {
		if (mkdir(b->part, 0700) < 0)
			return refuse(b->cx, FAIL_UNAVAILABLE, "The folder %s cannot be made: %s", b->part, strerror(errno));
		return OK;
	}
	b->archive = archive_write_new();
	if (!b->archive)
		return broken(b->cx, "no memory for an archive");
	archive_write_set_format_pax_restricted(b->archive);
	if (!sv_ends(target, SV(".tar")))
		archive_write_add_filter_gzip(b->archive);
	int fd = open(b->part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600); /* private from its first byte */
	if (fd >= 0)
		close(fd);
	return archive_write_open_filename(b->archive, b->part) == ARCHIVE_OK ? OK : tar_failed(b);
}

static enum fail write_label(struct backup *b, const char *path)
{
	struct buf text = BUF(&b->cx->arena, 4096);
	struct json j = JSON(&text);
	json_object(&j);
	json_cstr(json_key(&j, "what"), "folkmoot community");
	json_string(json_key(&j, "domain"), b->draft->domain);
	json_time(json_key(&j, "made_at"), b->cx->now);
	json_int(json_key(&j, "schema"), migrate_latest());
	json_end(&j);
	FILE *file = fopen(path, "we");
	if (!file || fwrite(text.p, 1, text.n, file) != text.n || fclose(file) != 0)
		return refuse(b->cx, FAIL_UNAVAILABLE, "%s cannot be written: %s", path, strerror(errno));
	return OK;
}

static enum fail put_database(struct backup *b, struct sv dir)
{
	const char *copy = arena_printf(&b->cx->arena, "%s.db", b->part).p, *label = arena_printf(&b->cx->arena, "%s.json", b->part).p;
	if (b->draft->progress)
		b->draft->progress(b->draft->data, "database", b->figures->files);
	unlink(copy);
	enum fail fail = db_backup(b->cx, arena_printf(&b->cx->arena, SVF "/community.db", SVA(dir)).p, copy);
	if (fail == OK)
		fail = put(b, copy, SV("community.db"), false);
	if (fail == OK)
		fail = write_label(b, label);
	if (fail == OK)
		fail = put(b, label, SV("folkmoot.json"), false);
	unlink(copy);
	unlink(label);
	return fail;
}

static enum fail fill(struct backup *b)
{
	struct sv dir = arena_printf(&b->cx->arena, "%s/communities/" SVF, b->draft->data_dir, SVA(b->draft->domain));
	struct sv media = arena_printf(&b->cx->arena, SVF "/media", SVA(dir));
	TRY(copy_walk(b->cx, media, put_media, b));
	TRY(put_database(b, dir));
	return copy_walk(b->cx, media, put_media, b);
}

static enum fail finish(struct backup *b)
{
	if (b->archive && archive_write_close(b->archive) != ARCHIVE_OK)
		return tar_failed(b);
	TRY(copy_sync(b->cx, b->part));
	if (rename(b->part, b->draft->target) < 0)
		return refuse(b->cx, FAIL_UNAVAILABLE, "The backup cannot be named %s: %s", b->draft->target, strerror(errno));
	return copy_sync(b->cx, b->draft->target);
}

enum fail backup_make(struct ctx *cx, const struct backup_draft *draft, struct backup_figures *figures_r)
{
	*figures_r = (struct backup_figures){ 0 };
	struct backup b = { .cx = cx, .draft = draft, .figures = figures_r, .part = arena_printf(&cx->arena, "%s.part", draft->target).p };
	if (access(draft->target, F_OK) == 0)
		return refuse(cx, FAIL_CONFLICT, "%s is already there; choose another name for the backup.", draft->target);
	enum fail fail = start(&b);
	if (fail == OK)
		fail = fill(&b);
	if (fail == OK)
		fail = finish(&b);
	if (b.archive)
		archive_write_free(b.archive);
	if (fail != OK)
		copy_remove(cx, b.part);
	map_free(&b.seen);
	return fail;
}
