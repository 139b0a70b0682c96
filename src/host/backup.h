/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* backup.h - a whole community as one thing that can be carried away, and put back.
 *
 * A backup is a folder or a tar file (tar, or tar.gz) with
 *     folkmoot.json   which community, when, which version of the schema
 *     community.db    one moment of the database
 *     media/…         every file that this moment speaks of
 * It has no key of the host: what is sealed with it (second factors, keys for push) is of use only beside the same secret_file. */
#ifndef HOST_BACKUP_H
#define HOST_BACKUP_H

#include "base/ctx.h"

struct backup_draft {
	const char *data_dir;
	struct sv domain;
	const char *target; /* ends in .tar, .tar.gz or .tgz: a file; else a folder; must not exist */
	/* Now and then: what is being done, and how many files are done. NULL: nobody watches. */
	void (*progress)(void *data, const char *what, int64_t done);
	void *data;
};
struct backup_figures {
	int64_t files, bytes;
};

/* Of a live community: nobody waits for it. Complete and on the disk when it returns; nothing is left behind on failure. */
enum fail backup_make(struct ctx *cx, const struct backup_draft *draft, struct backup_figures *figures_r) MUST_USE;

struct restore_draft {
	const char *data_dir, *source;
	struct sv domain;      /* none: the one that the backup names */
	bool replace;          /* what is there now is kept beside it, as .<domain>.before-<time> */
	void (*progress)(void *data, const char *what, int64_t done);
	void *data;
};
/* Reads it all, checks it, and only then puts it in place. Not under a server that runs. FAIL_CONFLICT: there is one of that name. */
enum fail backup_restore(struct ctx *cx, const struct restore_draft *draft, struct sv *domain_r, struct backup_figures *figures_r) MUST_USE;

/* Whether a backup of that name is a tar file. */
bool backup_is_tar(struct sv path);

#endif
