/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Copies of a live file, and its examination.
 *
 * The backup interface, from a connection of its own that holds one read transaction from the first page to the last. A backup
 * begins anew whenever its source's snapshot moves, which on a busy file is for ever; here it cannot move. The writer does not
 * wait for it, as it would for VACUUM INTO: only the write-ahead log grows meanwhile, by what is written. */
#include "base/log.h"
#include "store/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <unistd.h>

enum { PAGES_AT_A_TIME = 512, PAUSE_MS = 1 }; /* 2 MB, then somebody else may have the disk */

static void close_handle(sqlite3 **handle)
{
	sqlite3_close(*handle);
}

static enum fail copy_pages(struct ctx *cx, sqlite3 *from, sqlite3 *to)
{
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
	if (!backup)
		return sqlite_failed(cx, to, sqlite3_errcode(to), "a copy");
	int code;
	while ((code = sqlite3_backup_step(backup, PAGES_AT_A_TIME)) == SQLITE_OK)
		sqlite3_sleep(PAUSE_MS);
	sqlite3_backup_finish(backup);
	return code == SQLITE_DONE ? OK : sqlite_failed(cx, to, code, "a copy");
}

static enum fail copy_file(struct ctx *cx, const char *path, const char *to)
{
	sqlite3 *from CLEANUP(close_handle) = NULL, *target CLEANUP(close_handle) = NULL;
	TRY(sqlite_handle_open(cx, path, SQLITE_OPEN_READWRITE, &from));
	TRY(sqlite_handle_open(cx, to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, &target));
	/* The copy is synced once, at its end. The read below is what makes BEGIN take its snapshot. */
	int code = sqlite3_exec(target, "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY", NULL, NULL, NULL);
	if (code != SQLITE_OK)
		return sqlite_failed(cx, target, code, to);
	code = sqlite3_exec(from, "PRAGMA query_only = ON; BEGIN; SELECT count(*) FROM sqlite_master", NULL, NULL, NULL);
	if (code != SQLITE_OK)
		return sqlite_failed(cx, from, code, path);
	return copy_pages(cx, from, target);
}

static enum fail sync_path(struct ctx *cx, const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC);
	int error = fd < 0 || fsync(fd) != 0 ? errno : 0;
	if (fd >= 0)
		close(fd);
	if (!error)
		return OK;
	LOG(ERROR, "copy_not_synced", F("path", path), F("error", (const char *)strerror(error)));
	return refuse(cx, FAIL_UNAVAILABLE, "The copy %s could not be written to the disk: %s.", path, strerror(error));
}

static enum fail put_in_place(struct ctx *cx, const char *part, const char *to)
{
	TRY(sync_path(cx, part, O_RDWR));
	if (rename(part, to) != 0)
		return refuse(cx, FAIL_UNAVAILABLE, "The copy could not be named %s: %s.", to, strerror(errno));
	const char *folder = dirname((char *)arena_dup(&cx->arena, sv_of(to)).p);
	return sync_path(cx, folder, O_RDONLY | O_DIRECTORY);
}

enum fail db_backup_replace(struct ctx *cx, const char *path, const char *to)
{
	const char *part = arena_printf(&cx->arena, "%s.part", to).p;
	unlink(part); /* of an attempt that was cut short */
	enum fail fail = copy_file(cx, path, part);
	if (fail == OK)
		fail = put_in_place(cx, part, to);
	if (fail != OK)
		unlink(part);
	return fail;
}

enum fail db_backup(struct ctx *cx, const char *path, const char *to)
{
	if (access(to, F_OK) == 0)
		return refuse(cx, FAIL_CONFLICT, "%s is already there; choose another name for the copy.", to);
	return db_backup_replace(cx, path, to);
}

/* --- examination ------------------------------------------------------------------------------------------------------- */

struct finding {
	struct ctx *cx;
	struct sv first;
};

static int take_finding(void *data, int columns, char **values, char **names)
{
	struct finding *finding = data;
	(void)names;
	if (columns > 0 && values[0] && strcmp(values[0], "ok") != 0 && !finding->first.n)
		finding->first = arena_dup(&finding->cx->arena, sv_of(values[0]));
	return 0;
}

enum fail db_check(struct ctx *cx, struct db *db)
{
	sqlite3 *handle = sqlite_of(db)->handle;
	struct finding finding = { .cx = cx };
	int code = sqlite3_exec(handle, "PRAGMA integrity_check(1)", take_finding, &finding, NULL);
	if (code != SQLITE_OK)
		return refuse(cx, FAIL_CONFLICT, "The file is damaged: %s.", sqlite3_errmsg(handle));
	if (finding.first.n)
		return refuse(cx, FAIL_CONFLICT, "The file is damaged: " SVF, SVA(finding.first));
	code = sqlite3_exec(handle, "PRAGMA foreign_key_check", take_finding, &finding, NULL);
	if (code != SQLITE_OK)
		return sqlite_failed(cx, handle, code, "foreign_key_check");
	if (finding.first.n)
		return refuse(cx, FAIL_CONFLICT, "A row of the table " SVF " refers to one that is not there.", SVA(finding.first));
	return OK;
}
