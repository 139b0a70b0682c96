/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* jobs.h - durable jobs (table job, jobs.def) and periodic work (periodic.def) of all communities of this process.
 *
 * One scheduler thread sleeps until something is due anywhere; it costs nothing meanwhile, whatever the number of communities.
 * A few threads of their own run the handlers, so that a slow one never holds up a request. */
#ifndef JOBS_JOBS_H
#define JOBS_JOBS_H

#include "base/ctx.h"

struct writer; /* store/store.h */

enum job_kind {
#define JOB(kind, text, lane, tries, wait, handler, what) JOB_##kind,
#include "jobs/jobs.def"
#undef JOB
	JOB_KINDS
};

enum job_lane { JOB_LANE_WRITE, JOB_LANE_SLOW };

struct job {
	int64_t id, subject_id; /* subject_id: what it is about, or 0 */
	struct sv args;         /* JSON */
	int64_t tries;          /* 1: this is the first */
};

/* Writes a job down, in the caller's transaction. Whoever can uses effect_job() (social/effect.h), which also wakes the
 * scheduler after the commit; without that a job is found within a minute. `args` none: {}. `run_at` in ms; 0: at once. */
enum fail job_add(struct ctx *cx, enum job_kind kind, int64_t subject_id, struct sv args, int64_t run_at) MUST_USE;
/* Takes all waiting jobs of a kind about `subject_id` off the list; one that is running goes on. */
enum fail job_cancel(struct ctx *cx, enum job_kind kind, int64_t subject_id) MUST_USE;
/* In a SLOW handler's writing part: it is done when this transaction is. */
enum fail job_done(struct ctx *cx, const struct job *job) MUST_USE;

/* --- the engine: for main ------------------------------------------------------------------------------------------------- */

struct job_handler {
	const char *text; /* in the table */
	enum job_lane lane;
	int64_t tries, wait_ms;
	enum fail (*run)(struct ctx *cx, const struct job *job);
};
struct periodic {
	int64_t every_ms;
	enum job_lane lane;
	enum fail (*run)(struct ctx *cx);
	const char *name;
};

struct jobs_config {
	const struct job_handler *handlers;   /* by enum job_kind */
	size_t handler_count;
	const struct periodic *periodic;
	size_t periodic_count;
	unsigned threads, first_slot;         /* reader slots first_slot … first_slot + threads - 1 are used */
	void *data;
	/* Sets cx->community and cx->db for the thread with that slot. */
	enum fail (*enter)(void *data, struct ctx *cx, struct community *community, unsigned slot);
	/* After the commit of what a WRITE handler did: tells of cx->effects. */
	void (*committed)(struct ctx *cx);
};

struct jobs;
struct jobs *jobs_new(const struct jobs_config *config);
/* A community was opened: its jobs are looked after from jobs_start() on; those a crash interrupted are given back first. */
void jobs_add_community(struct jobs *jobs, struct community *community, struct writer *writer);
void jobs_start(struct jobs *jobs);
/* Something may be due; any thread, does not wait. */
void jobs_wake(struct jobs *jobs, struct community *community);
/* Finishes the handlers that run, begins no more. Before the communities close. */
void jobs_stop(struct jobs *jobs);
void jobs_free(struct jobs *jobs);

/* The wait before try `tries` + 1, in ms. Pure but for its spread, which `spread` (0 … 1000) decides: 0 is the shortest. */
int64_t job_wait(int64_t first_ms, int64_t tries, unsigned spread);

#endif
