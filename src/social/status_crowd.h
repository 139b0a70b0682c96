/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* status_crowd.h - what concerns everybody who boosted or quoted a status: there may be a hundred thousand of them, and the writer
 * serves others, too. The first CROWD_AT_ONCE are done at once, the rest by jobs, as many at a time. */
#ifndef SOCIAL_STATUS_CROWD_H
#define SOCIAL_STATUS_CROWD_H

#include "jobs/jobs.h"
#include "social/status.h"

enum { CROWD_AT_ONCE = 200 };

/* It was edited: boosters and quoters are told. */
enum fail status_tell_edit(struct ctx *cx, const struct status_row *row) MUST_USE;
/* It goes: so do its boosts. Nobody sees one whose status is gone. */
enum fail status_remove_boosts(struct ctx *cx, int64_t id) MUST_USE;

/* The jobs; subject_id is the status, args the number after which they go on. */
enum fail crowd_tell_boosters(struct ctx *cx, const struct job *job) MUST_USE;
enum fail crowd_tell_quoters(struct ctx *cx, const struct job *job) MUST_USE;
enum fail crowd_remove_boosts(struct ctx *cx, const struct job *job) MUST_USE;

#endif
