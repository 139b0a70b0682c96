/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The table: jobs written down and taken off. */
#include "base/id.h"
#include "jobs/jobs.h"
#include "store/q.h"

static struct sv text_of(enum job_kind kind)
{
	static const char *const texts[] = {
#define JOB(kind, text, lane, tries, wait, handler, what) [JOB_##kind] = text,
#include "jobs/jobs.def"
#undef JOB
		[JOB_KINDS] = NULL,
	};
	return sv_of(texts[kind]);
}

enum fail job_add(struct ctx *cx, enum job_kind kind, int64_t subject_id, struct sv args, int64_t run_at)
{
	return q_job_insert(cx, id_new(cx->now), text_of(kind), subject_id, args.p ? args : SV("{}"), run_at ? run_at : cx->now, cx->now);
}

enum fail job_cancel(struct ctx *cx, enum job_kind kind, int64_t subject_id)
{
	return q_job_cancel(cx, text_of(kind), subject_id);
}

enum fail job_done(struct ctx *cx, const struct job *job)
{
	return q_job_delete(cx, job->id);
}

int64_t job_wait(int64_t first_ms, int64_t tries, unsigned spread)
{
	enum { DAY_MS = 24 * 3600 * 1000 };
	int64_t wait = first_ms;
	for (int64_t i = 1; i < tries && wait < DAY_MS; i++)
		wait *= 2;
	if (wait > DAY_MS)
		wait = DAY_MS;
	return wait + wait / 5 * spread / 1000; /* many that failed together do not come back together */
}
