/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* media.h - uploads: from what a member sends to an attachment of a status (Mastodon documentation: methods/media).
 *
 * Pictures are made ready at once. Videos and sound wait: the upload is kept as <community>/incoming/<id> until it is made, also
 * across a restart. What is kept lies in <community>/media/ under names that nobody can guess.
 *
 * Everything here but media_own() and media_describe() blocks on the disk and on the media worker: call it from a slow thread, with a read connection
 * in cx->db; what it writes goes through the community's writer. */
#ifndef SOCIAL_MEDIA_H
#define SOCIAL_MEDIA_H

#include "jobs/jobs.h"
#include "social/community.h"
#include "store/q.h"

enum media_state { MEDIA_WAITING, MEDIA_READY, MEDIA_FAILED, MEDIA_GONE }; /* media.state */
enum { MEDIA_DESCRIPTION_MOST = 1500 };                                    /* characters */

struct media_draft {
	int file;              /* the upload, a regular file, open for reading; stays the caller's; -1: none is sent */
	int64_t file_bytes;
	int thumbnail;         /* a picture in place of the preview, or -1 */
	struct sv description; /* none: as it is */
	struct sv focus;       /* "0.5,-0.25": x and y from -1 to 1; none: as it is */
};

/* Makes an attachment of cx->who. `*waiting_r`: it is not ready; a job will make it so. With `at_once` it never waits. FAIL_INVALID says what is wrong with the file, its size or its description. */
enum fail media_upload(struct ctx *cx, const struct media_draft *draft, bool at_once, int64_t *id_r, bool *waiting_r) MUST_USE;
/* Changes description, focus and preview of one that is on no status yet. */
enum fail media_change(struct ctx *cx, int64_t id, const struct media_draft *draft) MUST_USE;
/* Only description and focus (none: as they are), inside the caller's transaction, for a post that is being written: the gate sees it
 * with that (status_foresee()). */
enum fail media_describe(struct ctx *cx, int64_t id, struct sv description, struct sv focus) MUST_USE;
/* Removes one that is on no status, files and all; FAIL_INVALID when it is on one. */
enum fail media_remove(struct ctx *cx, int64_t id) MUST_USE;

/* The attachment of cx->who, in any lane; FAIL_NOT_FOUND for another's and for a removed one. */
enum fail media_own(struct ctx *cx, int64_t id, struct media_row *media_r) MUST_USE;

/* The job: makes one that waits; marks it failed, with a text for its author, when that cannot be done. */
enum fail media_finish(struct ctx *cx, const struct job *job) MUST_USE;
/* Periodic: deletes attachments that were on no status for a day, with their files; some hundred at a time. */
enum fail media_purge(struct ctx *cx) MUST_USE;
/* The same as a job: for what shall not wait. */
enum fail media_purge_job(struct ctx *cx, const struct job *job) MUST_USE;

/* JSON of MediaAttachment.meta with another focus; FAIL_INVALID when the focus is none. */
enum fail media_meta_focus(struct ctx *cx, struct sv meta, struct sv focus, struct sv *meta_r) MUST_USE;
enum fail media_description_check(struct ctx *cx, struct sv description) MUST_USE;

#endif
