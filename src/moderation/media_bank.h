/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* media_bank.h - an upload that a person decided about goes into a hash bank, so that copies of it are found. */
#ifndef MODERATION_MEDIA_BANK_H
#define MODERATION_MEDIA_BANK_H

#include "jobs/jobs.h"
#include "screening/hash_store.h"

/* Inside a transaction, by cx->who: the hashes that were kept with the upload count with the next one; those of altered copies follow by
 * a job, while the file is there. `note`: why; it is shown to moderators only. FAIL_NOT_FOUND: there is no such file. */
enum fail bank_media(struct ctx *cx, int64_t bank_id, int64_t media_id, struct sv note) MUST_USE;

/* The job. */
enum fail bank_copies(struct ctx *cx, const struct job *job) MUST_USE;

#endif
