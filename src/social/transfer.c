/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/transfer.h"

#include "base/clock.h"
#include "base/id.h"
#include "base/log.h"
#include "base/rand.h"
#include "social/effect.h"
#include "social/file_copy.h"
#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KEPT_MS = 7 * 24 * 3600 * 1000, PURGE_MOST = 100, STALE_MS = 3600 * 1000 };

static const struct {
	const char *text, *csv, *what;
} kinds[] = {
#define TRANSFER(kind, text, csv, what) { text, csv, what },
#include "social/transfer.def"
#undef TRANSFER
};

const char *transfer_kind_text(enum transfer_kind kind)
{
	return kinds[kind].text;
}

const char *transfer_kind_what(enum transfer_kind kind)
{
	return kinds[kind].what;
}

const char *transfer_kind_csv(enum transfer_kind kind)
{
	return kinds[kind].csv;
}

int transfer_kind_by_text(struct sv text)
{
	for (int i = 0; i < TRANSFER_KINDS; i++)
		if (sv_eq(text, sv_of(kinds[i].text)))
			return i;
	return -1;
}

/* --- asking for one ------------------------------------------------------------------------------------------------------------------ */

enum fail transfer_note(struct ctx *cx, int64_t account_id, const char *direction, enum transfer_kind kind, bool overwrite, struct sv file,
                        int64_t *id_r)
{
	*id_r = id_new(cx->now);
	return q_transfer_insert(cx, *id_r, account_id, sv_of(direction), sv_of(kinds[kind].text), overwrite ? SV("overwrite") : SV("merge"), file,
	                         cx->now);
}

/* One at a time; one that has not moved for an hour was given up. */
static enum fail check_none_open(struct ctx *cx, int64_t account_id, const char *direction)
{
	struct transfer_open_of_row *rows;
	size_t count;
	TRY(q_transfer_open_of(cx, account_id, sv_of(direction), cx->now - STALE_MS, &rows, &count));
	if (count)
		return refuse(cx, FAIL_CONFLICT, "One %s is under way already. Wait until it is done.", direction);
	return OK;
}

enum fail transfer_export(struct ctx *cx, int64_t account_id, int64_t *id_r)
{
	TRY(check_none_open(cx, account_id, "export"));
	TRY(transfer_note(cx, account_id, "export", TRANSFER_ARCHIVE, false, SV_NONE, id_r));
	return effect_job(cx, JOB_TRANSFER, *id_r, SV_NONE, 0);
}

enum fail transfer_import(struct ctx *cx, int64_t account_id, enum transfer_kind kind, bool overwrite, struct sv file, int64_t *id_r)
{
	TRY(check_none_open(cx, account_id, "import"));
	TRY(transfer_note(cx, account_id, "import", kind, overwrite, file, id_r));
	return effect_job(cx, JOB_TRANSFER, *id_r, SV_NONE, 0);
}

static enum fail make_folder(struct ctx *cx, const char *name)
{
	const char *path = arena_printf(&cx->arena, SVF "/%s", SVA(cx->community->dir), name).p;
	if (mkdir(path, 0700) < 0 && errno != EEXIST)
		return refuse(cx, FAIL_UNAVAILABLE, "The folder %s cannot be made: %s", path, strerror(errno));
	return OK;
}

static struct sv path_of(struct ctx *cx, struct sv file)
{
	return arena_printf(&cx->arena, SVF "/" SVF, SVA(cx->community->dir), SVA(file));
}

enum fail transfer_keep_upload(struct ctx *cx, int input, struct sv *file_r)
{
	int64_t bytes;
	TRY(make_folder(cx, "transfers"));
	*file_r = arena_printf(&cx->arena, "transfers/in-" SVF, SVA(sv_first(rand_token(&cx->arena), 24)));
	int fd = open(path_of(cx, *file_r).p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool whole = fd >= 0 && file_copy(input, fd, &bytes) && fsync(fd) == 0;
	int error = errno;
	if (fd >= 0)
		close(fd);
	if (whole)
		return OK;
	unlink(path_of(cx, *file_r).p);
	return refuse(cx, FAIL_UNAVAILABLE, "The upload cannot be kept: %s", strerror(error));
}

void transfer_drop_upload(struct ctx *cx, struct sv file)
{
	unlink(path_of(cx, file).p);
}

/* --- doing it ------------------------------------------------------------------------------------------------------------------------ */

static int remove_one(const char *path, const struct stat *about, int type, struct FTW *place)
{
	(void)about, (void)type, (void)place;
	return remove(path) < 0 && errno != ENOENT ? -1 : 0;
}

enum fail transfer_progress(struct ctx *cx, struct transfer *transfer)
{
	const struct transfer_row *row = &transfer->row;
	TRY(q_transfer_progress(cx, row->id, row->done, row->total, row->skipped, clock_now()));
	if (transfer->watch)
		transfer->watch(row);
	return OK;
}

static enum fail write_end(struct ctx *cx, void *arg)
{
	const struct transfer *t = arg;
	TRY(q_transfer_progress(cx, t->row.id, t->row.done, t->row.total, t->row.skipped, clock_now()));
	return q_transfer_end(cx, t->row.id, t->row.state, t->row.file, t->message, clock_now());
}

static enum fail run_export(struct ctx *cx, struct transfer *t)
{
	struct sv file = arena_printf(&cx->arena, "transfers/out-" SVF ".zip", SVA(sv_first(rand_token(&cx->arena), 24)));
	enum fail fail = export_archive(cx, t, path_of(cx, file).p);
	if (fail == OK)
		t->row.file = file;
	return fail;
}

static enum fail run_kind(struct ctx *cx, struct transfer *t)
{
	int kind = transfer_kind_by_text(t->row.kind);
	if (kind < 0)
		return broken(cx, "a transfer of the kind " SVF, SVA(t->row.kind));
	t->source = t->row.file.n ? path_of(cx, t->row.file).p : "";
	if (sv_eq(t->row.direction, SV("export")))
		return run_export(cx, t);
	return kind == TRANSFER_ARCHIVE ? import_archive(cx, t) : import_csv(cx, t, (enum transfer_kind)kind);
}

/* What will be no better the next time ends it; the rest is for the queue to try again. */
static enum fail finish(struct ctx *cx, struct transfer *t, enum fail fail)
{
	bool final = fail == OK || fail == FAIL_INVALID || fail == FAIL_TOO_LARGE || fail == FAIL_NOT_FOUND || fail == FAIL_FORBIDDEN;
	if (!final)
		return fail;
	bool import = sv_eq(t->row.direction, SV("import"));
	t->row.state = fail == OK ? SV("done") : SV("failed");
	if (fail != OK)
		t->message = cx->said.n ? cx->said : sv_of(fail_text(fail));
	if (import || fail != OK)
		t->row.file = SV_NONE;
	TRY(writer_run(cx->community->writer, cx, write_end, t));
	if (import)
		unlink(t->source);
	LOG(NOTICE, "transfer_ended", F("transfer", t->row.id), F("account", t->row.account_id), F("direction", t->row.direction),
	    F("kind", t->row.kind), F("state", t->row.state), F("done", t->row.done), F("skipped", t->row.skipped));
	return OK;
}

enum fail transfer_do(struct ctx *cx, int64_t id, void (*watch)(const struct transfer_row *row))
{
	struct transfer t = { .watch = watch, .message = SV("") };
	enum fail fail = q_transfer_get(cx, id, &t.row);
	if (fail != OK || sv_eq(t.row.state, SV("done")) || sv_eq(t.row.state, SV("failed")))
		return fail == FAIL_NOT_FOUND ? OK : fail;
	TRY(make_folder(cx, "transfers"));
	cx->who = (struct principal){ .account_id = t.row.account_id };
	t.dir = arena_printf(&cx->arena, SVF "/transfers/.%lld", SVA(cx->community->dir), (long long)id).p;
	nftw(t.dir, remove_one, 16, FTW_DEPTH | FTW_PHYS); /* of a try that was cut short */
	if (mkdir(t.dir, 0700) < 0)
		return refuse(cx, FAIL_UNAVAILABLE, "The folder %s cannot be made: %s", t.dir, strerror(errno));
	fail = run_kind(cx, &t);
	nftw(t.dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	return finish(cx, &t, fail);
}

enum fail transfer_run(struct ctx *cx, const struct job *job)
{
	return transfer_do(cx, job->subject_id, NULL);
}

/* --- the files of old exports ---------------------------------------------------------------------------------------------------------- */

static enum fail forget_file(struct ctx *cx, void *arg)
{
	return q_transfer_forget_file(cx, *(const int64_t *)arg);
}

enum fail transfer_purge(struct ctx *cx)
{
	struct transfers_old_row *rows;
	size_t count;
	struct db *reader = cx->db;
	TRY(q_transfers_old(cx, clock_now() - KEPT_MS, PURGE_MOST, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		unlink(path_of(cx, rows[i].file).p);
		TRY(writer_run(cx->community->writer, cx, forget_file, &rows[i].id));
		cx->db = reader;
	}
	return OK;
}
