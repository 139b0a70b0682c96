/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How a connection to a SQLite file begins and ends, and what its errors mean. */
#include "store/sqlite.h"

#include "base/clock.h"
#include "base/log.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { PATIENCE_MS = 5000, LOG_LEFT = 1 << 20 }; /* LOG_LEFT: bytes that closing leaves in the log */

/* --- what an error means ----------------------------------------------------------------------------------------------- */

struct meaning {
	int code; /* SQLite's primary code */
	const char *said, *advice;
};
#define DISK_FULL                                                                                               \
	"The disk is full, so nothing can be saved at the moment. Please try again later.",                     \
	"make room on the file system of the data directory, or raise its quota; saving goes on by itself then"
#define READ_ONLY                                                                                               \
	"The data is read-only at the moment, so nothing can be saved. Please try again later.",                \
	"the file or its file system is read-only: look at the mount options, the owner and the permissions of the data directory"

static const struct meaning disk_full = { SQLITE_FULL, DISK_FULL };
static const struct meaning read_only = { SQLITE_READONLY, READ_ONLY };
static const struct meaning meanings[] = {
	{ SQLITE_FULL, DISK_FULL },
	{ SQLITE_READONLY, READ_ONLY },
	{ SQLITE_IOERR, "The disk reports an error, so this cannot be done at the moment. Please try again later.",
	  "look at the kernel's log and at the disk; then run 'folkmoot check'" },
	{ SQLITE_CANTOPEN, "The data cannot be opened at the moment. Please try again later.",
	  "check that the data directory exists, that it belongs to the service's user, and the limit on open files" },
	{ SQLITE_PERM, "The data cannot be opened at the moment. Please try again later.",
	  "check the owner and the permissions of the data directory" },
	{ SQLITE_BUSY, "The data is in use by another program at the moment. Please try again.",
	  "another process holds the file's write lock for more than five seconds: end it, or wait for it" },
	{ SQLITE_LOCKED, "The data is in use at the moment. Please try again.", "this should not happen: please report it" },
	{ SQLITE_PROTOCOL, "The data is in use by another program at the moment. Please try again.",
	  "the file's locks do not work: network file systems are not supported" },
};

/* The disk's own words. SQLite's last errno may be of the clearing up afterwards; its log remembers the one that mattered. */
static const struct meaning *meaning_of_errno(sqlite3 *handle)
{
	sqlite3_file *journal = NULL;
	int errors[2] = { sqlite3_system_errno(handle), 0 };
	if (sqlite3_file_control(handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &journal) == SQLITE_OK && journal && journal->pMethods)
		journal->pMethods->xFileControl(journal, SQLITE_FCNTL_LAST_ERRNO, &errors[1]);
	for (size_t i = 0; i < COUNT_OF(errors); i++) {
		if (errors[i] == ENOSPC || errors[i] == EDQUOT || errors[i] == EFBIG)
			return &disk_full;
		if (errors[i] == EROFS)
			return &read_only;
	}
	return NULL;
}

static const struct meaning *meaning_of(sqlite3 *handle, int code)
{
	bool of_disk = (code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_CANTOPEN;
	const struct meaning *meaning = of_disk && handle ? meaning_of_errno(handle) : NULL;
	if (meaning)
		return meaning;
	for (size_t i = 0; i < COUNT_OF(meanings); i++)
		if (meanings[i].code == (code & 0xff))
			return &meanings[i];
	return NULL;
}

/* One line a second tells it as well as thousands, which the full disk may have to hold as well. */
static bool unavailable_is_news(void)
{
	static _Atomic int64_t next;
	int64_t now = clock_monotonic(), due = atomic_load(&next);
	return now >= due && atomic_compare_exchange_strong(&next, &due, now + 1000000);
}

enum fail sqlite_failed(struct ctx *cx, sqlite3 *handle, int code, const char *what)
{
	const char *error = handle ? sqlite3_errmsg(handle) : sqlite3_errstr(code);
	if (handle)
		code = sqlite3_extended_errcode(handle);
	if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_ROWID)
		return FAIL_CONFLICT;
	const struct meaning *meaning = meaning_of(handle, code);
	if (!meaning)
		return broken(cx, "%s: %s (SQLite error %d)", what, error, code);
	if (unavailable_is_news())
		LOG(ERROR, "data_unavailable", F("request", (const char *)cx->number), F("what", what), F("error", error), F("code", code),
		    F("advice", meaning->advice));
	cx->logged = true;
	return refuse(cx, FAIL_UNAVAILABLE, "%s", meaning->said);
}

/* --- a handle ---------------------------------------------------------------------------------------------------------- */

static void library_start(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); /* its counters are behind one lock for all threads */
	sqlite3_initialize();
}

/* A file may come from anywhere (a community that moves here), so its schema is not trusted to run anything. */
static void handle_harden(sqlite3 *handle)
{
	static const struct {
		int option, value;
	} options[] = {
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 },    { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },        { SQLITE_DBCONFIG_ENABLE_FKEY, 1 },
		{ SQLITE_DBCONFIG_DQS_DML, 0 },      { SQLITE_DBCONFIG_DQS_DDL, 0 },               { SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1 },
		{ SQLITE_DBCONFIG_ENABLE_VIEW, 1 },  { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
	};
	for (size_t i = 0; i < COUNT_OF(options); i++)
		sqlite3_db_config(handle, options[i].option, options[i].value, (int *)NULL);
	sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 64 << 20);
	int keep = 1; /* creating and deleting the log costs more than leaving it */
	sqlite3_file_control(handle, "main", SQLITE_FCNTL_PERSIST_WAL, &keep);
}

enum fail sqlite_handle_open(struct ctx *cx, const char *path, int flags, sqlite3 **handle_r)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, library_start);
	int code = sqlite3_open_v2(path, handle_r, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
	if (code == SQLITE_OK) {
		sqlite3_busy_timeout(*handle_r, PATIENCE_MS);
		handle_harden(*handle_r);
		return OK;
	}
	enum fail fail = sqlite_failed(cx, *handle_r, code, path);
	sqlite3_close(*handle_r);
	*handle_r = NULL;
	return fail;
}

/* --- a connection ------------------------------------------------------------------------------------------------------ */

/* Memory: with the main file mapped, the cache holds little but what is in the log or being changed. */
static const char *const setup[] = {
	[DB_READ] = "PRAGMA mmap_size = 268435456; PRAGMA cache_size = -2000; PRAGMA temp_store = MEMORY; PRAGMA query_only = ON;",
	[DB_WRITE] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;"
	             "PRAGMA journal_size_limit = 67108864;"
	             "PRAGMA mmap_size = 268435456; PRAGMA cache_size = -8000; PRAGMA temp_store = MEMORY;",
};

static int count_frames(void *data, sqlite3 *handle, const char *name, int frames)
{
	(void)handle;
	(void)name;
	struct sqlite *db = data;
	if (frames < db->settled)
		db->settled = 0; /* the log began again at its front */
	db->frames = frames;
	return SQLITE_OK;
}

static int journal_is_wal(void *answer, int columns, char **values, char **names)
{
	(void)names;
	*(bool *)answer = columns == 1 && values[0] && strcmp(values[0], "wal") == 0;
	return 0;
}

static enum fail prepare_for_writes(struct ctx *cx, struct sqlite *db, const char *path)
{
	bool wal = false;
	if (sqlite3_db_readonly(db->handle, "main") == 1)
		return sqlite_failed(cx, NULL, SQLITE_READONLY, path);
	int code = sqlite3_exec(db->handle, "PRAGMA journal_mode", journal_is_wal, &wal, NULL);
	if (code != SQLITE_OK)
		return sqlite_failed(cx, db->handle, code, path);
	if (!wal)
		return broken(cx, "%s does not take a write-ahead log: it must be a file on a local file system", path);
	sqlite3_wal_hook(db->handle, count_frames, db);
	db->frames = 1; /* there may be a log from before: settle it when there is time */
	return OK;
}

enum fail db_open(struct ctx *cx, const char *path, enum db_mode mode, struct db **db_r)
{
	*db_r = NULL;
	struct sqlite *db = calloc(1, sizeof(*db));
	if (!db)
		return broken(cx, "out of memory");
	db->db.mode = mode;
	enum fail fail = sqlite_handle_open(cx, path, SQLITE_OPEN_READWRITE | (mode == DB_WRITE ? SQLITE_OPEN_CREATE : 0), &db->handle);
	if (fail == OK) {
		int code = sqlite3_exec(db->handle, setup[mode], NULL, NULL, NULL);
		if (code != SQLITE_OK)
			fail = sqlite_failed(cx, db->handle, code, path);
	}
	if (fail == OK && mode == DB_WRITE)
		fail = prepare_for_writes(cx, db, path);
	if (fail == OK)
		*db_r = &db->db;
	else
		db_close(&db->db);
	return fail;
}

void db_close(struct db *base)
{
	if (!base)
		return;
	struct sqlite *db = sqlite_of(base);
	if (engine_unsettled(base) > LOG_LEFT)
		engine_settle(base); /* of a command that wrote much: nobody else will before the next start */
	for (unsigned i = 0; i < db->statement_room; i++)
		sqlite3_finalize(db->statements[i]);
	for (unsigned i = 0; i < STEPS; i++)
		sqlite3_finalize(db->steps[i]);
	free(db->statements);
	sqlite3_close(db->handle);
	free(db);
}
