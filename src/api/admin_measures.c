/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Figures for moderators (documentation: methods/admin/measures, dimensions, retention). Keys that are not known here are left out,
 * as Mastodon does with those it does not know. */
#include "api/api.h"
#include "base/clock.h"
#include "base/id.h"

#include <time.h>

enum { DAY_MS = 86400000, DAY_S = 86400, MOST_DAYS = 92, MOST_COHORTS = 31 };

/* Days since the epoch, both included. */
struct days {
	int64_t first, last;
};

static enum fail read_days(struct ctx *cx, struct days *days_r)
{
	int64_t start, end;
	if (!time_parse(param_sv(cx->params, "start_at"), &start) || !time_parse(param_sv(cx->params, "end_at"), &end))
		return refuse(cx, FAIL_INVALID, "start_at and end_at take dates: 2026-11-24");
	*days_r = (struct days){ start / DAY_MS, end / DAY_MS };
	if (days_r->last < days_r->first || days_r->last - days_r->first >= MOST_DAYS)
		return refuse(cx, FAIL_INVALID, "end_at comes after start_at, at most %d days", MOST_DAYS);
	return OK;
}

static void put_number(struct ctx *cx, struct json *j, const char *name, int64_t number)
{
	json_string(json_key(j, name), arena_printf(&cx->arena, "%lld", (long long)number));
}

/* --- measures --------------------------------------------------------------------------------------------------------------------------- */

static enum fail active_users(struct ctx *cx, int64_t day, int64_t tag_id, int64_t *value_r)
{
	struct measure_active_row row;
	(void)tag_id;
	TRY(q_measure_active(cx, day, &row));
	*value_r = row.value;
	return OK;
}

static enum fail new_users(struct ctx *cx, int64_t day, int64_t tag_id, int64_t *value_r)
{
	struct activity_between_row row;
	(void)tag_id;
	TRY(q_activity_between(cx, day, day, &row));
	*value_r = row.registrations;
	return OK;
}

static enum fail opened_reports(struct ctx *cx, int64_t day, int64_t tag_id, int64_t *value_r)
{
	struct measure_reports_opened_row row;
	(void)tag_id;
	TRY(q_measure_reports_opened(cx, id_at(day * DAY_MS), id_at((day + 1) * DAY_MS), &row));
	*value_r = row.value;
	return OK;
}

static enum fail resolved_reports(struct ctx *cx, int64_t day, int64_t tag_id, int64_t *value_r)
{
	struct measure_reports_resolved_row row;
	(void)tag_id;
	TRY(q_measure_reports_resolved(cx, day * DAY_MS, (day + 1) * DAY_MS, &row));
	*value_r = row.value;
	return OK;
}

static enum fail tag_accounts(struct ctx *cx, int64_t day, int64_t tag_id, int64_t *value_r)
{
	struct measure_tag_row row;
	TRY(q_measure_tag(cx, tag_id, day, &row));
	*value_r = row.accounts;
	return OK;
}

static enum fail tag_uses(struct ctx *cx, int64_t day, int64_t tag_id, int64_t *value_r)
{
	struct measure_tag_row row;
	TRY(q_measure_tag(cx, tag_id, day, &row));
	*value_r = row.uses;
	return OK;
}

static const struct measure {
	const char *key;
	enum fail (*of_day)(struct ctx *cx, int64_t day, int64_t tag_id, int64_t *value_r);
} measures[] = {
	{ "active_users", active_users },         { "new_users", new_users },       { "opened_reports", opened_reports },
	{ "resolved_reports", resolved_reports }, { "tag_accounts", tag_accounts }, { "tag_uses", tag_uses },
};

static enum fail sum_of(struct ctx *cx, const struct measure *measure, struct days days, int64_t tag_id, int64_t *sum_r)
{
	*sum_r = 0;
	for (int64_t day = days.first; day <= days.last; day++) {
		int64_t value;
		TRY(measure->of_day(cx, day, tag_id, &value));
		*sum_r += value;
	}
	return OK;
}

static enum fail put_measure(struct ctx *cx, struct json *j, const struct measure *measure, struct days days)
{
	int64_t total, before, length = days.last - days.first + 1;
	int64_t tag_id = param_id(cx->params, arena_cstr(&cx->arena, arena_printf(&cx->arena, "%s[id]", measure->key)));
	TRY(sum_of(cx, measure, days, tag_id, &total));
	TRY(sum_of(cx, measure, (struct days){ days.first - length, days.first - 1 }, tag_id, &before));
	json_object(j);
	json_cstr(json_key(j, "key"), measure->key);
	json_null(json_key(j, "unit"));
	put_number(cx, j, "total", total);
	put_number(cx, j, "previous_total", before);
	json_array(json_key(j, "data"));
	for (int64_t day = days.first; day <= days.last; day++) {
		int64_t value;
		TRY(measure->of_day(cx, day, tag_id, &value));
		json_object(j);
		json_time(json_key(j, "date"), day * DAY_MS);
		put_number(cx, j, "value", value);
		json_end(j);
	}
	json_end(j);
	json_end(j);
	return OK;
}

enum fail api_admin_measures(struct ctx *cx)
{
	struct days days;
	struct sv *keys;
	size_t count = param_list(&cx->arena, cx->params, "keys", &keys);
	TRY(read_days(cx, &days));
	struct json *j = answer_json(cx);
	json_array(j);
	for (size_t k = 0; k < count && k < COUNT_OF(measures); k++)
		for (size_t i = 0; i < COUNT_OF(measures); i++)
			if (sv_eq(keys[k], sv_of(measures[i].key)))
				TRY(put_measure(cx, j, &measures[i], days));
	json_end(j);
	return OK;
}

/* --- dimensions -------------------------------------------------------------------------------------------------------------------------- */

static void put_point(struct json *j, struct sv key, struct sv value)
{
	json_object(j);
	json_string(json_key(j, "key"), key);
	json_string(json_key(j, "human_key"), key);
	json_string(json_key(j, "value"), value);
	json_end(j);
}

static enum fail put_languages(struct ctx *cx, struct json *j, struct days days, int64_t limit)
{
	struct dimension_languages_row *rows;
	size_t count;
	TRY(q_dimension_languages(cx, days.first * DAY_MS, (days.last + 1) * DAY_MS, limit, &rows, &count));
	for (size_t i = 0; i < count; i++)
		put_point(j, rows[i].key, arena_printf(&cx->arena, "%lld", (long long)rows[i].value));
	return OK;
}

static enum fail put_sources(struct ctx *cx, struct json *j, struct days days, int64_t limit)
{
	struct dimension_sources_row *rows;
	size_t count;
	TRY(q_dimension_sources(cx, days.first * DAY_MS, (days.last + 1) * DAY_MS, limit, &rows, &count));
	for (size_t i = 0; i < count; i++)
		put_point(j, rows[i].key, arena_printf(&cx->arena, "%lld", (long long)rows[i].value));
	return OK;
}

static enum fail put_versions(struct ctx *cx, struct json *j, struct days days, int64_t limit)
{
	(void)cx, (void)days, (void)limit;
	put_point(j, SV("folkmoot"), SV(FOLKMOOT_VERSION));
	return OK;
}

static const struct dimension {
	const char *key;
	enum fail (*put)(struct ctx *cx, struct json *j, struct days days, int64_t limit);
} dimensions[] = { { "languages", put_languages }, { "sources", put_sources }, { "software_versions", put_versions } };

enum fail api_admin_dimensions(struct ctx *cx)
{
	struct days days;
	struct sv *keys;
	int64_t limit = page_read(cx, 10, 100).limit;
	size_t count = param_list(&cx->arena, cx->params, "keys", &keys);
	TRY(read_days(cx, &days));
	struct json *j = answer_json(cx);
	json_array(j);
	for (size_t i = 0; i < COUNT_OF(dimensions); i++)
		for (size_t k = 0; k < count; k++) {
			if (!sv_eq(keys[k], sv_of(dimensions[i].key)))
				continue;
			json_object(j);
			json_cstr(json_key(j, "key"), dimensions[i].key);
			json_array(json_key(j, "data"));
			TRY(dimensions[i].put(cx, j, days, limit));
			json_end(j);
			json_end(j);
			break;
		}
	json_end(j);
	return OK;
}

/* --- retention ---------------------------------------------------------------------------------------------------------------------------- */

/* The first day behind the day or month that `day` is in. */
static int64_t next_period(int64_t day, bool months)
{
	time_t at = (time_t)(day * DAY_S);
	struct tm tm;
	if (!months)
		return day + 1;
	gmtime_r(&at, &tm);
	tm.tm_mon++;
	tm.tm_mday = 1;
	return (int64_t)timegm(&tm) / DAY_S;
}

static int64_t period_start(int64_t day, bool months)
{
	time_t at = (time_t)(day * DAY_S);
	struct tm tm;
	if (!months)
		return day;
	gmtime_r(&at, &tm);
	tm.tm_mday = 1;
	return (int64_t)timegm(&tm) / DAY_S;
}

static enum fail put_cohort(struct ctx *cx, struct json *j, int64_t first, int64_t last, bool months)
{
	struct cohort_size_row size;
	int64_t since = first * DAY_MS, until = next_period(first, months) * DAY_MS;
	TRY(q_cohort_size(cx, since, until, &size));
	json_object(j);
	json_time(json_key(j, "period"), since);
	json_cstr(json_key(j, "frequency"), months ? "month" : "day");
	json_array(json_key(j, "data"));
	for (int64_t day = first; day <= last; day = next_period(day, months)) {
		struct cohort_active_row active;
		TRY(q_cohort_active(cx, since, until, day, next_period(day, months) - 1, &active));
		json_object(j);
		json_time(json_key(j, "date"), day * DAY_MS);
		json_real(json_key(j, "rate"), size.value ? (double)active.value / (double)size.value : 0);
		put_number(cx, j, "value", active.value);
		json_end(j);
	}
	json_end(j);
	json_end(j);
	return OK;
}

enum fail api_admin_retention(struct ctx *cx)
{
	struct days days;
	bool months = sv_eq(param_sv(cx->params, "frequency"), SV("month"));
	if (!months && !sv_eq(param_sv(cx->params, "frequency"), SV("day")))
		return refuse(cx, FAIL_INVALID, "frequency is day or month");
	TRY(read_days(cx, &days));
	if (!months && days.last - days.first >= MOST_COHORTS)
		return refuse(cx, FAIL_INVALID, "At most %d days; ask for months", MOST_COHORTS);
	struct json *j = answer_json(cx);
	json_array(j);
	for (int64_t day = period_start(days.first, months); day <= days.last; day = next_period(day, months))
		TRY(put_cohort(cx, j, day, days.last, months));
	json_end(j);
	return OK;
}
