/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/overview.h"

#include "social/community.h"
#include "store/q.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

enum { DAY_MS = 86400000 };

struct overview_cache {
	pthread_mutex_t lock;
	int64_t counted_at; /* 0: never */
	struct overview_counts counts;
};

struct overview_cache *overview_cache_new(void)
{
	struct overview_cache *cache = calloc(1, sizeof(*cache));
	if (!cache)
		abort();
	pthread_mutex_init(&cache->lock, NULL);
	return cache;
}

void overview_cache_free(struct overview_cache *cache)
{
	if (!cache)
		return;
	pthread_mutex_destroy(&cache->lock);
	free(cache);
}

/* --- what is kept ---------------------------------------------------------------------------------------------------------------- */

static enum fail count_days(struct ctx *cx, struct overview_counts *counts)
{
	struct overview_days_row *days;
	struct overview_active_row *active;
	size_t day_count, active_count;
	int64_t today = cx->now / DAY_MS, first = today - OVERVIEW_DAYS + 1;
	TRY(q_overview_days(cx, first, today, &days, &day_count));
	TRY(q_overview_active(cx, first, today, &active, &active_count));
	for (int i = 0; i < OVERVIEW_DAYS; i++)
		counts->days[i].at = (first + i) * DAY_MS;
	for (size_t i = 0; i < day_count; i++) {
		counts->days[days[i].day - first].joined = days[i].registrations;
		counts->days[days[i].day - first].posts = days[i].statuses;
	}
	for (size_t i = 0; i < active_count; i++)
		counts->days[active[i].day - first].active = active[i].accounts;
	return OK;
}

static enum overview_kind kind_of(struct sv type)
{
	static const struct sv types[] = { SV_INIT("image"), SV_INIT("gifv"), SV_INIT("video"), SV_INIT("audio") };
	for (size_t i = 0; i < COUNT_OF(types); i++)
		if (sv_eq(type, types[i]))
			return (enum overview_kind)i;
	return STORED_OTHER;
}

static enum fail count_media(struct ctx *cx, struct overview_counts *counts)
{
	struct overview_media_row *rows;
	size_t count;
	TRY(q_overview_media(cx, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		struct overview_stored *stored = &counts->stored[kind_of(rows[i].type)];
		stored->files += rows[i].files;
		stored->bytes += rows[i].bytes;
	}
	return OK;
}

static void measure_database(struct ctx *cx, struct overview_stored *stored)
{
	static const char *const ends[] = { "", "-wal" };
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		struct stat about;
		struct sv path = arena_printf(&cx->arena, SVF "/community.db%s", SVA(cx->community->dir), ends[i]);
		if (stat(arena_cstr(&cx->arena, path), &about) == 0) {
			stored->files++;
			stored->bytes += about.st_size;
		}
	}
}

static void measure_disk(struct ctx *cx, struct overview_counts *counts)
{
	struct statvfs disk;
	if (statvfs(arena_cstr(&cx->arena, cx->community->dir), &disk) != 0)
		return;
	counts->disk_free = (int64_t)(disk.f_bavail * disk.f_frsize);
	counts->disk_total = (int64_t)(disk.f_blocks * disk.f_frsize);
}

static enum fail count(struct ctx *cx, struct overview_counts *counts_r)
{
	*counts_r = (struct overview_counts){ 0 };
	TRY(count_days(cx, counts_r));
	TRY(count_media(cx, counts_r));
	measure_database(cx, &counts_r->stored[STORED_DATABASE]);
	measure_disk(cx, counts_r);
	return OK;
}

/* Whoever comes while it is counted waits: they are the few who run this. */
static enum fail counts_get(struct ctx *cx, struct overview_counts *counts_r)
{
	struct overview_cache *cache = cx->community->overview;
	enum fail fail = OK;
	pthread_mutex_lock(&cache->lock);
	if (!cache->counted_at || cx->now - cache->counted_at > OVERVIEW_MS || cx->now / DAY_MS != cache->counted_at / DAY_MS) {
		fail = count(cx, &cache->counts);
		cache->counted_at = fail == OK ? cx->now : 0;
	}
	*counts_r = cache->counts;
	pthread_mutex_unlock(&cache->lock);
	return fail;
}

/* --- what is looked at each time ----------------------------------------------------------------------------------------------------- */

static struct sv job_what(struct sv kind)
{
#define JOB(name, text, lane, tries, wait, handler, what) \
	if (sv_eq(kind, SV(text)))                        \
		return SV(what);
#include "jobs/jobs.def"
#undef JOB
	return SV_NONE;
}

static enum fail look_at_queues(struct ctx *cx, struct overview *overview)
{
	struct overview_jobs_row *rows;
	TRY(q_overview_jobs(cx, cx->now, OVERVIEW_JOBS, &rows, &overview->queue_count));
	overview->queues = arena_array(&cx->arena, struct overview_queue, overview->queue_count + 1);
	for (size_t i = 0; i < overview->queue_count; i++)
		overview->queues[i] = (struct overview_queue){ .kind = rows[i].kind,
			                                       .what = job_what(rows[i].kind),
			                                       .due = rows[i].due,
			                                       .later = rows[i].later,
			                                       .failed = rows[i].failed,
			                                       .oldest_ms = rows[i].oldest ? cx->now - rows[i].oldest : 0 };
	return OK;
}

enum fail overview_read(struct ctx *cx, struct overview *overview_r)
{
	struct overview_waiting_row waiting;
	*overview_r = (struct overview){ 0 };
	TRY(counts_get(cx, &overview_r->counts));
	TRY(q_overview_waiting(cx, &waiting));
	overview_r->pending = waiting.pending;
	overview_r->reports = waiting.reports;
	return look_at_queues(cx, overview_r);
}
