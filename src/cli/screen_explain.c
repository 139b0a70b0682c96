/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* folkmoot screen --explain: what was found in a text, drawn. In colour on a terminal, unless NO_COLOR is set (no-color.org). */
#include "cli/screen_tool.h"
#include "cli/visible.h"

#include "base/utf8.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { BAR = 24, WORDS = 6, AROUND = 60 /* bytes of text shown at both ends of what is marked */ };

struct pen {
	const char *level[3], *faint, *mark, *plain; /* how each begins, and all end */
	const char *open, *close;                    /* around what is marked */
};

static struct pen pen_of_terminal(void)
{
	const char *wish = getenv("NO_COLOR");
	if (!isatty(STDOUT_FILENO) || (wish && *wish))
		return (struct pen){ { "", "", "" }, "", "", "", "[", "]" };
	return (struct pen){ { "\033[36m", "\033[1;33m", "\033[1;31m" }, "\033[2m", "\033[7m", "\033[0m", "", "" };
}

struct points {
	float report, hold; /* probabilities */
};

/* --- a bar ----------------------------------------------------------------------------------------------------------------------------------------- */

static int cell_of(float probability)
{
	int cell = (int)(probability * BAR);
	return cell < 0 ? 0 : cell >= BAR ? BAR - 1 : cell;
}

/* How far the score reaches, and where report (r) and hold (h) begin. */
static void draw_bar(const struct pen *pen, const struct finding *one, const struct points *points)
{
	int filled = (int)lroundf(one->probability * BAR);
	fputs(pen->level[one->level], stdout);
	for (int i = 0; i < BAR; i++) {
		if (i == filled)
			printf("%s%s", pen->plain, pen->faint);
		if (points && i == cell_of(points->hold))
			fputs("h", stdout);
		else if (points && i == cell_of(points->report))
			fputs("r", stdout);
		else
			fputs(i < filled ? "█" : "·", stdout);
	}
	fputs(pen->plain, stdout);
}

/* --- the text --------------------------------------------------------------------------------------------------------------------------------------- */

static size_t at_letter(struct sv text, size_t at)
{
	while (at > 0 && at < text.n && ((unsigned char)text.p[at] & 0xc0) == 0x80)
		at--;
	return at;
}

static void draw_part(struct arena *arena, struct sv text, size_t from, size_t to)
{
	struct sv part = visible_line(arena, (struct sv){ text.p + from, to - from });
	printf(SVF, SVA(part));
}

/* What is marked, with a little around it. */
static void draw_text(const struct pen *pen, struct arena *arena, struct sv text, const struct finding *one)
{
	size_t first = one->spans[0].start, last = one->spans[one->span_count - 1].end;
	size_t from = at_letter(text, first > AROUND ? first - AROUND : 0), to = at_letter(text, text.n - last > AROUND ? last + AROUND : text.n), at = from;
	printf("    %s", from ? "… " : "");
	for (size_t i = 0; i < one->span_count; i++) {
		const struct span *span = &one->spans[i];
		if (span->start - at > 3 * AROUND && i) {
			draw_part(arena, text, at, at_letter(text, at + AROUND));
			fputs(" … ", stdout);
			at = at_letter(text, span->start - AROUND);
		}
		draw_part(arena, text, at, span->start);
		printf("%s%s%s", pen->level[one->level], pen->mark, pen->open);
		draw_part(arena, text, span->start, span->end);
		printf("%s%s", pen->close, pen->plain);
		at = span->end;
	}
	draw_part(arena, text, at, to);
	puts(to < text.n ? " …" : "");
}

/* --- the words --------------------------------------------------------------------------------------------------------------------------------------- */

static int by_size(const void *a, const void *b)
{
	float x = fabsf(((const struct share *)a)->weight), y = fabsf(((const struct share *)b)->weight);
	return x < y ? 1 : x > y ? -1 : 0;
}

/* The words that weigh most, for it and against it. */
static void draw_words(const struct screen_tool *tool, const struct pen *pen, struct arena *arena, struct sv text, enum category category)
{
	struct share *shares;
	size_t count = screen_explain(tool->screen, arena, text, category, &shares);
	qsort(shares, count, sizeof(*shares), by_size);
	printf("    %swords:", pen->faint);
	for (size_t i = 0; i < count && i < WORDS; i++) {
		printf("%s ", i ? "," : "");
		draw_part(arena, text, shares[i].span.start, shares[i].span.end);
		printf(" %+.1f", (double)shares[i].weight);
	}
	printf("%s\n", pen->plain);
}

/* --- all of it ---------------------------------------------------------------------------------------------------------------------------------------- */

static struct points points_of(const struct screen_tool *tool, enum category category)
{
	const struct category_setting *setting = &tool->ruleset->categories[category];
	const struct model_calibration *by = screen_points(tool->screen, category);
	return (struct points){ setting->report < 0 ? by->report : setting->report, setting->hold < 0 ? by->hold : setting->hold };
}

static bool is_of_model(const struct finding *one)
{
	return sv_eq(one->by, SV("model"));
}

static void draw_finding(const struct screen_tool *tool, const struct pen *pen, struct arena *arena, struct sv text, const struct finding *one)
{
	struct points points = points_of(tool, one->category);
	struct sv by = visible_line(arena, one->by), why = visible_line(arena, one->why);
	printf("%s%-10s%s ", pen->level[one->level], category_name(one->category), pen->plain);
	draw_bar(pen, one, is_of_model(one) ? &points : NULL);
	printf(" %s%5.1f %%  %s%s", pen->level[one->level], 100 * (double)one->probability, is_of_model(one) ? finding_level_name(one->level) : act_name(one->act), pen->plain);
	printf("%s\n    by " SVF ": " SVF "\n", one->aimed ? ", aimed" : "", SVA(by), SVA(why));
	if (one->span_count)
		draw_text(pen, arena, text, one);
	if (is_of_model(one) && one->level > FINDING_NOTED)
		draw_words(tool, pen, arena, text, one->category);
	puts("");
}

static void draw_others(const struct screen_tool *tool, const struct pen *pen, struct arena *arena, const struct findings *found)
{
	const char *between = "Below what is reported: ";
	fputs(pen->faint, stdout);
	for (size_t i = 0; i < found->count; i++)
		if (!screen_tool_tells(tool, &found->list[i])) {
			const struct finding *one = &found->list[i];
			printf("%s%s", between, category_name(one->category));
			if (!is_of_model(one))
				printf(" (" SVF ")", SVA(visible_line(arena, one->by)));
			printf(" %.1f %%", 100 * (double)one->probability);
			between = ", ";
		}
	printf("%s%s", *between == ',' ? "\n" : "", pen->plain);
}

void screen_draw(const struct screen_tool *tool, struct arena *arena, struct sv text)
{
	struct pen pen = pen_of_terminal();
	struct findings *found = arena_new(arena, struct findings);
	size_t told = 0;
	screen_tool_ask(tool, arena, &text, 1, found);
	for (size_t i = 0; i < found->count; i++)
		if (screen_tool_tells(tool, &found->list[i])) {
			draw_finding(tool, &pen, arena, text, &found->list[i]);
			told++;
		}
	draw_others(tool, &pen, arena, found);
	if (found->foreign)
		puts("Most of these words are unknown to the model: this language is not screened.");
	else if (!told)
		puts("Nothing found.");
	else
		printf("%sr: what reaches this is reported (one harmless text in a hundred does), h: may be held (two in a thousand)%s\n", pen.faint, pen.plain);
	if (found->cut)
		printf("Only the first %d KiB were read.\n", NORMALISE_MOST >> 10);
}
