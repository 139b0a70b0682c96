/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/clock.h"

#include <time.h>

int64_t clock_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t clock_monotonic(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t clock_cpu(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* Days since 1970-01-01 to a civil date and back, for the proleptic Gregorian calendar, by counting 400-year eras from
 * 1 March of year 0: leap days then fall at the end of a year. */
static void civil_of_days(int64_t days, int *year, unsigned *month, unsigned *day)
{
	days += 719468;
	int64_t era = (days >= 0 ? days : days - 146096) / 146097;
	unsigned of_era = (unsigned)(days - era * 146097);
	unsigned year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	unsigned of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	unsigned shifted = (5 * of_year + 2) / 153;
	*day = of_year - (153 * shifted + 2) / 5 + 1;
	*month = shifted < 10 ? shifted + 3 : shifted - 9;
	*year = (int)(year_of_era + era * 400) + (*month <= 2);
}

static int64_t days_of_civil(int year, unsigned month, unsigned day)
{
	year -= month <= 2;
	int64_t era = (year >= 0 ? year : year - 399) / 400;
	unsigned year_of_era = (unsigned)(year - era * 400);
	unsigned of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
	unsigned of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year;
	return era * 146097 + of_era - 719468;
}

static void digits(char *to, unsigned value, int width)
{
	for (int i = width - 1; i >= 0; i--, value /= 10)
		to[i] = (char)('0' + value % 10);
}

void time_text(int64_t ms, char to[TIME_TEXT])
{
	int64_t day_ms = ms % 86400000, days = ms / 86400000;
	if (day_ms < 0) {
		day_ms += 86400000;
		days--;
	}
	int year;
	unsigned month, day, left = (unsigned)day_ms;
	civil_of_days(days, &year, &month, &day);
	memcpy(to, "0000-00-00T00:00:00.000Z", TIME_TEXT);
	digits(to, year < 0 || year > 9999 ? 0 : (unsigned)year, 4);
	digits(to + 5, month, 2);
	digits(to + 8, day, 2);
	digits(to + 11, left / 3600000, 2);
	digits(to + 14, left / 60000 % 60, 2);
	digits(to + 17, left / 1000 % 60, 2);
	digits(to + 20, left % 1000, 3);
}

struct sv time_dup(struct arena *arena, int64_t ms)
{
	char text[TIME_TEXT];
	time_text(ms, text);
	return arena_dup(arena, (struct sv){ text, TIME_TEXT });
}

struct sv time_date(struct arena *arena, int64_t ms)
{
	return sv_first(time_dup(arena, ms), 10);
}

/* Takes exactly `width` digits from the front. */
static bool take_digits(struct sv *s, int width, unsigned *value_r)
{
	if (s->n < (size_t)width)
		return false;
	*value_r = 0;
	for (int i = 0; i < width; i++) {
		if (s->p[i] < '0' || s->p[i] > '9')
			return false;
		*value_r = *value_r * 10 + (unsigned)(s->p[i] - '0');
	}
	*s = sv_from(*s, (size_t)width);
	return true;
}

static bool take_char(struct sv *s, const char *any)
{
	if (!s->n || !s->p[0] || !strchr(any, s->p[0]))
		return false;
	*s = sv_from(*s, 1);
	return true;
}

static bool take_offset(struct sv *s, int64_t *minutes_r)
{
	unsigned hours, minutes = 0;
	*minutes_r = 0;
	if (s->n == 0 || take_char(s, "Zz"))
		return s->n == 0;
	bool west = s->p[0] == '-';
	if (!take_char(s, "+-") || !take_digits(s, 2, &hours))
		return false;
	take_char(s, ":");
	if (s->n && !take_digits(s, 2, &minutes))
		return false;
	*minutes_r = (int64_t)(hours * 60 + minutes) * (west ? -1 : 1);
	return s->n == 0 && hours < 24 && minutes < 60;
}

static bool take_clock(struct sv *s, int64_t *ms_r)
{
	unsigned hour, minute, second = 0, fraction = 0, digit;
	int64_t offset;
	if (!take_digits(s, 2, &hour) || !take_char(s, ":") || !take_digits(s, 2, &minute))
		return false;
	if (take_char(s, ":") && !take_digits(s, 2, &second))
		return false;
	if (take_char(s, ".,"))
		for (unsigned unit = 100; take_digits(s, 1, &digit); unit /= 10)
			fraction += digit * unit;
	if (hour > 23 || minute > 59 || second > 60 || !take_offset(s, &offset))
		return false;
	*ms_r = ((hour * 60 + minute - offset) * 60 + second) * 1000 + fraction;
	return true;
}

bool time_parse(struct sv s, int64_t *ms_r)
{
	static const unsigned char month_days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	unsigned year, month, day;
	int64_t of_day = 0;
	if (!take_digits(&s, 4, &year) || !take_char(&s, "-") || !take_digits(&s, 2, &month) || !take_char(&s, "-") ||
	    !take_digits(&s, 2, &day))
		return false;
	bool leap = year % 4 == 0 && (year % 100 || year % 400 == 0);
	if (month < 1 || month > 12 || day < 1 || day > month_days[month - 1] + (month == 2 && leap ? 1u : 0u))
		return false;
	if (s.n && (!take_char(&s, "Tt ") || !take_clock(&s, &of_day)))
		return false;
	*ms_r = days_of_civil((int)year, month, day) * 86400000 + of_day;
	return true;
}
