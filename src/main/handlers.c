/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "main/handlers.h"

/* They are declared here from the tables, so that a row is all that it takes; their modules' headers declare them too. */
#define JOB(kind, text, lane, tries, wait, handler, what) enum fail handler(struct ctx *cx, const struct job *job);
#include "jobs/jobs.def"
#undef JOB
#define PERIODIC(seconds, lane, handler, what) enum fail handler(struct ctx *cx);
#include "jobs/periodic.def"
#undef PERIODIC

const struct job_handler job_handlers[] = {
#define JOB(kind, text_, lane_, tries_, wait_, handler, what) \
	[JOB_##kind] = { .text = text_, .lane = JOB_LANE_##lane_, .tries = tries_, .wait_ms = (wait_)*1000, .run = handler },
#include "jobs/jobs.def"
#undef JOB
};
const size_t job_handler_count = COUNT_OF(job_handlers);

const struct periodic periodic_handlers[] = {
#define PERIODIC(seconds, lane_, handler, what) { .every_ms = (seconds)*1000, .lane = JOB_LANE_##lane_, .run = handler, .name = #handler },
#include "jobs/periodic.def"
#undef PERIODIC
};
const size_t periodic_handler_count = COUNT_OF(periodic_handlers);
