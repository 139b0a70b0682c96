/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/view.h"

#include "base/clock.h"

#include <time.h>

static const struct view_emoji *emoji_of(struct sv shortcode, const struct view_emoji *emojis, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (sv_eq(shortcode, emojis[i].shortcode))
			return &emojis[i];
	return NULL;
}

static size_t shortcode_length(struct sv s)
{
	size_t n = 0;
	while (n < s.n && ((s.p[n] >= '0' && s.p[n] <= '9') || ((s.p[n] | 0x20) >= 'a' && (s.p[n] | 0x20) <= 'z') || s.p[n] == '_'))
		n++;
	return n;
}

static void put_emoji(struct buf *b, const struct view_emoji *emoji)
{
	buf_put(b, SV("<img class=\"emoji\" src=\""));
	html_url(b, emoji->url);
	buf_put(b, SV("\" alt=\":"));
	html_text(b, emoji->shortcode);
	buf_put(b, SV(":\" title=\":"));
	html_text(b, emoji->shortcode);
	buf_put(b, SV(":\" width=\"20\" height=\"20\" loading=\"lazy\" decoding=\"async\">"));
}

struct html view_emojify(struct arena *arena, struct html html, const struct view_emoji *emojis, size_t count)
{
	struct sv s = html.markup;
	if (count == 0 || !sv_has(s, ':'))
		return html;
	struct buf b = BUF(arena, s.n * 64 + 4096);
	size_t run = 0;
	bool in_tag = false;
	for (size_t i = 0; i < s.n; i++) {
		in_tag = s.p[i] == '<' || (in_tag && s.p[i] != '>'); /* '>' stands as &gt; in values of our HTML */
		struct sv code = sv_from(s, i + 1);
		code.n = s.p[i] == ':' && !in_tag ? shortcode_length(code) : 0;
		size_t end = i + 1 + code.n;
		const struct view_emoji *emoji = code.n && end < s.n && s.p[end] == ':' ? emoji_of(code, emojis, count) : NULL;
		if (!emoji)
			continue;
		buf_put(&b, (struct sv){ s.p + run, i - run });
		put_emoji(&b, emoji);
		run = end + 1;
		i = end;
	}
	buf_put(&b, sv_from(s, run));
	return b.overflow ? html : (struct html){ buf_sv(&b) };
}

static const struct sv months[] = { TR_MARK("January"), TR_MARK("February"), TR_MARK("March"),     TR_MARK("April"),   TR_MARK("May"),      TR_MARK("June"),
				    TR_MARK("July"),    TR_MARK("August"),   TR_MARK("September"), TR_MARK("October"), TR_MARK("November"), TR_MARK("December") };
static const struct sv short_months[] = { TR_MARKC("short", "Jan"), TR_MARKC("short", "Feb"), TR_MARKC("short", "Mar"), TR_MARKC("short", "Apr"),
					  TR_MARKC("short", "May"), TR_MARKC("short", "Jun"), TR_MARKC("short", "Jul"), TR_MARKC("short", "Aug"),
					  TR_MARKC("short", "Sep"), TR_MARKC("short", "Oct"), TR_MARKC("short", "Nov"), TR_MARKC("short", "Dec") };

static struct sv brief_time(struct arena *arena, const struct tm *at, const struct tm *today, int64_t age_s)
{
	if (age_s >= 0 && age_s < 60)
		return TR("now");
	if (age_s >= 0 && age_s < 3600)
		/* tr: so many minutes ago, as short as can be */
		return TRF(arena, "%dm", age_s / 60);
	if (age_s >= 0 && age_s < 86400)
		/* tr: hours ago */
		return TRF(arena, "%dh", age_s / 3600);
	if (age_s >= 0 && age_s < 7 * 86400)
		/* tr: days ago */
		return TRF(arena, "%dd", age_s / 86400);
	struct sv month = tr(short_months[at->tm_mon]);
	/* tr: day, month of a date in short */
	return at->tm_year == today->tm_year ? TRF(arena, "%d %s", at->tm_mday, month) :
					       /* tr: day, month, year of a date in short */
					       TRF(arena, "%d %s %d", at->tm_mday, month, at->tm_year + 1900);
}

int64_t view_moment(int64_t ms, int64_t now)
{
	int64_t age_s = now / 1000 - ms / 1000;
	if (age_s < 0 || age_s >= 7 * 86400)
		return -(now / 3600000); /* with or without its year: that may change when an hour begins */
	return age_s < 60 ? 0 : age_s < 3600 ? age_s / 60 : age_s < 86400 ? 100 + age_s / 3600 : 200 + age_s / 86400;
}

struct sv view_month(struct arena *arena, int64_t ms)
{
	time_t at_s = (time_t)(ms / 1000);
	struct tm at;
	/* tr: month and year */
	return gmtime_r(&at_s, &at) ? TRF(arena, "%s %d", tr(months[at.tm_mon]), at.tm_year + 1900) : SV("");
}

struct sv view_day(struct arena *arena, int64_t ms)
{
	time_t at_s = (time_t)(ms / 1000);
	struct tm at;
	/* tr: day, month in full, year */
	return gmtime_r(&at_s, &at) ? TRFC(arena, "in full", "%d %s %d", at.tm_mday, tr(months[at.tm_mon]), at.tm_year + 1900) : SV("");
}

struct view_time view_time(struct arena *arena, int64_t ms, int64_t now)
{
	time_t at_s = (time_t)(ms / 1000), now_s = (time_t)(now / 1000);
	struct tm at, today;
	if (!gmtime_r(&at_s, &at) || !gmtime_r(&now_s, &today))
		return (struct view_time){ 0 };
	return (struct view_time){
		.iso = time_dup(arena, ms),
		/* tr: a date as above, and the time of day */
		.full = TRF(arena, "%s, %s UTC", view_day(arena, ms), arena_printf(arena, "%02d:%02d", at.tm_hour, at.tm_min)),
		.brief = brief_time(arena, &at, &today, now_s - at_s),
	};
}

/* -1 … 1 in steps of a half: 0 … 4. */
static unsigned quarter(double place)
{
	return place <= -0.75 ? 0 : place <= -0.25 ? 1 : place < 0.25 ? 2 : place < 0.75 ? 3 : 4;
}

struct sv view_focus_class(double x, double y)
{
	static const char names[5][5][9] = {
		{ "fx0 fy4", "fx0 fy3", "fx0 fy2", "fx0 fy1", "fx0 fy0" }, { "fx1 fy4", "fx1 fy3", "fx1 fy2", "fx1 fy1", "fx1 fy0" },
		{ "fx2 fy4", "fx2 fy3", "fx2 fy2", "fx2 fy1", "fx2 fy0" }, { "fx3 fy4", "fx3 fy3", "fx3 fy2", "fx3 fy1", "fx3 fy0" },
		{ "fx4 fy4", "fx4 fy3", "fx4 fy2", "fx4 fy1", "fx4 fy0" },
	};
	return sv_of(names[quarter(x)][quarter(y)]); /* CSS counts from the top, the API from below */
}

struct sv view_beginning(struct sv text)
{
	enum { MOST = 280 };
	size_t n = text.n;
	if (n > MOST)
		for (n = MOST; n && ((unsigned char)text.p[n] & 0xc0) == 0x80;)
			n--;
	return sv_first(text, n);
}
