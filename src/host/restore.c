/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "host/backup.h"

#include "base/clock.h"
#include "host/communities.h"
#include "host/copy.h"
#include "store/q.h"
#include "store/store.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SHOW_EVERY = 16, LABEL_MOST = 4096 };

struct restore {
	struct ctx *cx;
	const struct restore_draft *draft;
	struct sv domain;
	const char *part;   /* where it is read to */
	struct backup_figures *figures;
};

/* --- reading it ---------------------------------------------------------------------------------------------------------------------- */

/* Nothing but what backup_make() puts in, and no way out of the folder. */
static bool is_ours(struct sv name)
{
	struct sv rest = name, part;
	if (sv_eq(name, SV("community.db")) || sv_eq(name, SV("folkmoot.json")))
		return true;
	if (!sv_starts(name, SV("media/")))
		return false;
	for (bool more = true; more;) {
		more = sv_cut(&rest, '/', &part);
		if (!part.n || part.p[0] == '.')
			return false;
	}
	return true;
}

static void show(struct restore *r)
{
	if (r->draft->progress && r->figures->files % SHOW_EVERY == 0)
		r->draft->progress(r->draft->data, "files", r->figures->files);
}

static enum fail take_file(void *data, const char *path, struct sv below)
{
	struct restore *r = data;
	if (!is_ours(below))
		return OK;
	show(r);
	r->figures->files++;
	return copy_file_to(r->cx, path, arena_printf(&r->cx->arena, "%s/" SVF, r->part, SVA(below)).p, &r->figures->bytes);
}

static enum fail tar_failed(struct restore *r, struct archive *archive)
{
	return refuse(r->cx, FAIL_INVALID, "%s cannot be read: %s", r->draft->source, archive_error_string(archive));
}

static enum fail take_entry(struct restore *r, struct archive *archive, struct archive_entry *entry)
{
	struct sv name = sv_of(archive_entry_pathname(entry));
	if (archive_entry_filetype(entry) != AE_IFREG || !is_ours(name))
		return OK;
	show(r);
	const char *to = arena_printf(&r->cx->arena, "%s/" SVF, r->part, SVA(name)).p;
	TRY(copy_make_parents(r->cx, to));
	int fd = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
	if (fd < 0)
		return refuse(r->cx, FAIL_UNAVAILABLE, "%s cannot be written: %s", to, strerror(errno));
	int code = archive_read_data_into_fd(archive, fd);
	close(fd);
	r->figures->files++;
	r->figures->bytes += archive_entry_size(entry);
	return code == ARCHIVE_OK ? OK : tar_failed(r, archive);
}

static enum fail take_tar(struct restore *r)
{
	struct archive *archive = archive_read_new();
	struct archive_entry *entry;
	int code = ARCHIVE_FATAL;
	if (!archive)
		return broken(r->cx, "no memory for an archive");
	archive_read_support_format_tar(archive);
	archive_read_support_filter_gzip(archive);
	enum fail fail = archive_read_open_filename(archive, r->draft->source, 1 << 16) == ARCHIVE_OK ? OK : tar_failed(r, archive);
	while (fail == OK && (code = archive_read_next_header(archive, &entry)) == ARCHIVE_OK)
		fail = take_entry(r, archive, entry);
	if (fail == OK && code != ARCHIVE_EOF)
		fail = tar_failed(r, archive);
	archive_read_free(archive);
	return fail;
}

/* --- checking it --------------------------------------------------------------------------------------------------------------------- */

static enum fail read_label(struct restore *r)
{
	const char *path = arena_printf(&r->cx->arena, "%s/folkmoot.json", r->part).p;
	json_t *label = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
	const char *domain = json_string_value(json_object_get(label, "domain"));
	int64_t schema = json_integer_value(json_object_get(label, "schema"));
	enum fail fail = OK;
	if (!domain)
		fail = refuse(r->cx, FAIL_INVALID, "%s is no backup of a community: it has no folkmoot.json that names one.", r->draft->source);
	else if (schema > migrate_latest())
		fail = refuse(r->cx, FAIL_INVALID, "This backup was made by a newer folkmoot (schema %lld; this one knows %u). Install that one first.",
		              (long long)schema, migrate_latest());
	else
		r->domain = r->draft->domain.n ? r->draft->domain : arena_dup(&r->cx->arena, sv_of(domain));
	json_decref(label);
	unlink(path);
	return fail;
}

static enum fail check_database(struct restore *r)
{
	struct db *db, *before = r->cx->db;
	TRY(db_open(r->cx, arena_printf(&r->cx->arena, "%s/community.db", r->part).p, DB_WRITE, &db));
	r->cx->db = db;
	if (r->draft->progress)
		r->draft->progress(r->draft->data, "checking", r->figures->files);
	enum fail fail = db_check(r->cx, db);
	r->cx->db = before;
	db_close(db);
	return fail;
}

/* --- putting it in place --------------------------------------------------------------------------------------------------------------- */

static enum fail make_room(struct restore *r, const char *place)
{
	char moment[TIME_TEXT];
	struct stat about;
	if (stat(place, &about) < 0)
		return OK;
	if (!r->draft->replace)
		return refuse(r->cx, FAIL_CONFLICT,
		              "There is a community " SVF " already. With --force it is moved aside (kept as .%.*s.before-…) and replaced.",
		              SVA(r->domain), SVA(r->domain));
	time_text(r->cx->now, moment);
	const char *aside = arena_printf(&r->cx->arena, "%s/communities/." SVF ".before-%.19s", r->draft->data_dir, SVA(r->domain), moment).p;
	if (rename(place, aside) < 0)
		return refuse(r->cx, FAIL_UNAVAILABLE, "%s cannot be moved aside: %s", place, strerror(errno));
	return OK;
}

static enum fail place(struct restore *r)
{
	const char *to = arena_printf(&r->cx->arena, "%s/communities/" SVF, r->draft->data_dir, SVA(r->domain)).p;
	if (!domain_is_valid(r->domain))
		return refuse(r->cx, FAIL_INVALID, "\"" SVF "\" is no domain name: give it in lower case, such as talk.example", SVA(r->domain));
	if (mkdir(arena_printf(&r->cx->arena, "%s/media", r->part).p, 0750) < 0 && errno != EEXIST)
		return refuse(r->cx, FAIL_UNAVAILABLE, "%s cannot be written: %s", r->part, strerror(errno));
	TRY(make_room(r, to));
	TRY(copy_sync(r->cx, r->part));
	if (rename(r->part, to) < 0)
		return refuse(r->cx, FAIL_UNAVAILABLE, "%s cannot be put in place: %s", to, strerror(errno));
	return copy_sync(r->cx, to);
}

enum fail backup_restore(struct ctx *cx, const struct restore_draft *draft, struct sv *domain_r, struct backup_figures *figures_r)
{
	struct stat about;
	*figures_r = (struct backup_figures){ 0 };
	struct restore r = { .cx = cx, .draft = draft, .figures = figures_r };
	if (stat(draft->source, &about) < 0)
		return refuse(cx, FAIL_NOT_FOUND, "%s cannot be read: %s", draft->source, strerror(errno));
	r.part = arena_printf(&cx->arena, "%s/communities/.restore-%d", draft->data_dir, (int)getpid()).p;
	copy_remove(cx, r.part);
	TRY(copy_make_parents(cx, arena_printf(&cx->arena, "%s/x", r.part).p));
	enum fail fail = S_ISDIR(about.st_mode) ? copy_walk(cx, sv_of(draft->source), take_file, &r) : take_tar(&r);
	if (fail == OK)
		fail = read_label(&r);
	if (fail == OK)
		fail = check_database(&r);
	if (fail == OK)
		fail = place(&r);
	if (fail != OK)
		copy_remove(cx, r.part);
	*domain_r = r.domain;
	return fail;
}
