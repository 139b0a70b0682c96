/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* transfer.h - what a member takes along or brings in: exports and imports, done by a job, seen in the table `transfer`.
 *
 * An import is quiet: nobody is notified, streams and home timelines do not hear of it; posts stand in the profile at their dates.
 * It may be repeated and interrupted: what was imported before is not imported again. (A follow is told to the followed, as
 * everywhere.) */
#ifndef SOCIAL_TRANSFER_H
#define SOCIAL_TRANSFER_H

#include "jobs/jobs.h"
#include "social/community.h"
#include "store/q.h"

enum transfer_kind {
#define TRANSFER(kind, text, csv, what) TRANSFER_##kind,
#include "social/transfer.def"
#undef TRANSFER
	TRANSFER_KINDS
};
const char *transfer_kind_text(enum transfer_kind kind); /* "following": in the table and in forms */
const char *transfer_kind_what(enum transfer_kind kind); /* "Accounts you follow" */
const char *transfer_kind_csv(enum transfer_kind kind);  /* "following_accounts.csv"; NULL: no CSV */
int transfer_kind_by_text(struct sv text);               /* -1: there is none */

/* Writes down an export of the account's archive, or an import of `file` (a path below the community's folder, which the job removes
 * when it is done); in the caller's transaction. FAIL_CONFLICT when one is under way. */
enum fail transfer_export(struct ctx *cx, int64_t account_id, int64_t *id_r) MUST_USE;
enum fail transfer_import(struct ctx *cx, int64_t account_id, enum transfer_kind kind, bool overwrite, struct sv file, int64_t *id_r) MUST_USE;

/* Only writes it down, for transfer_do(): `direction` is "export" or "import". */
enum fail transfer_note(struct ctx *cx, int64_t account_id, const char *direction, enum transfer_kind kind, bool overwrite, struct sv file,
                        int64_t *id_r) MUST_USE;

/* Keeps an upload for transfer_import(): the file's path below the community's folder. Blocks. */
enum fail transfer_keep_upload(struct ctx *cx, int input, struct sv *file_r) MUST_USE;
void transfer_drop_upload(struct ctx *cx, struct sv file);

/* The job; SLOW. */
enum fail transfer_run(struct ctx *cx, const struct job *job) MUST_USE;
/* Does one now, for the command line; `watch` is told of the progress (it may be NULL). The row says how it ended. */
enum fail transfer_do(struct ctx *cx, int64_t id, void (*watch)(const struct transfer_row *row)) MUST_USE;

/* Periodic: files of exports that are older than a week are removed. */
enum fail transfer_purge(struct ctx *cx) MUST_USE;

/* --- what they are made of ---------------------------------------------------------------------------------------------------------- */

/* Mastodon's CSV of one kind, in full. */
enum fail export_csv(struct ctx *cx, int64_t account_id, enum transfer_kind kind, struct sv *csv_r) MUST_USE;

struct transfer {
	struct transfer_row row;   /* kept up to date */
	const char *dir;           /* a folder of its own, empty; removed afterwards */
	const char *source;        /* of an import: its file */
	struct sv message;         /* what its member reads at the end */
	void (*watch)(const struct transfer_row *row);
};
/* Shows how far it is, in the caller's transaction. */
enum fail transfer_progress(struct ctx *cx, struct transfer *transfer) MUST_USE;

/* The account's posts, media and profile as ActivityStreams, in a ZIP file at `to` (as Mastodon's archive: actor.json, outbox.json,
 * likes.json, bookmarks.json, media_attachments/…). */
enum fail export_archive(struct ctx *cx, struct transfer *transfer, const char *to) MUST_USE;

/* Each blocks, reads with cx->db and writes through the writer; cx->who is the member. */
enum fail import_csv(struct ctx *cx, struct transfer *transfer, enum transfer_kind kind) MUST_USE;
enum fail import_archive(struct ctx *cx, struct transfer *transfer) MUST_USE;

#endif
