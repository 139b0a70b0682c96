/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A dry run, drawn. */
#include "web/admin_screening.h"

#include <math.h>

enum { WIDTH = 200, STEP = WIDTH / REPLAY_BINS, HEIGHT = 48 };

static int64_t x_of(float probability)
{
	return (int64_t)(probability * WIDTH);
}

/* Bars by their logarithm: most posts are harmless, and few are what matters. */
static struct view_screen_bars bars_of(struct ctx *cx, const struct replay_plan *plan, const struct replay_side *side, unsigned c)
{
	const struct category_setting *setting = &plan->after->categories[c];
	const struct model_calibration *points = screen_points(plan->screen, c);
	float report = setting->report < 0 ? points->report : setting->report, hold = setting->hold < 0 ? points->hold : setting->hold;
	struct view_screen_bars bars = { .label = screening_category_label(c), .name = category_name(c), .report_x = x_of(report), .hold_x = x_of(hold) };
	int64_t most = 0;
	for (int i = 0; i < REPLAY_BINS; i++)
		most = side->bins[c][i] > most ? side->bins[c][i] : most;
	for (int i = 0; i < REPLAY_BINS; i++) {
		int64_t value = side->bins[c][i], height = value ? (int64_t)ceil(HEIGHT * log1p((double)value) / log1p((double)most)) : 0;
		bars.bars[i] = (struct view_bar){ .value = value, .x = i * STEP + 1, .y = HEIGHT - height, .height = height };
	}
	bars.told = TRF(&cx->arena, "Scores from 0 to 100 %%; the point for reports is at %s %%, the one for holding at %s %%.",
	                arena_printf(&cx->arena, "%.1f", 100 * (double)report), arena_printf(&cx->arena, "%.1f", 100 * (double)hold));
	return bars;
}

static void show_bars(struct ctx *cx, const struct replay_plan *plan, const struct replay *replay, struct view_screen_try *view)
{
	struct view_screen_bars *list = arena_array(&cx->arena, struct view_screen_bars, CATEGORIES);
	for (unsigned c = 0; plan->screen && c < CATEGORIES; c++) {
		int64_t all = 0;
		for (int i = 0; i < REPLAY_BINS; i++)
			all += replay->after.bins[c][i];
		if (all)
			list[view->bar_count++] = bars_of(cx, plan, &replay->after, c);
	}
	view->bars = list;
}

static struct sv shares(struct ctx *cx, double before, double after)
{
	if (before < 0 || after < 0)
		return TR("cannot be told: nothing was flagged, or nothing was harmful");
	return TRF(&cx->arena, "%s %% as it is, %s %% with these settings", arena_printf(&cx->arena, "%.0f", 100 * before), arena_printf(&cx->arena, "%.0f", 100 * after));
}

static struct view_screen_change change_of(struct ctx *cx, const struct replay_change *change)
{
	static const struct sv said[] = { [REPLAY_HARMLESS] = TR_MARK("A moderator called it harmless."), [REPLAY_HARMFUL] = TR_MARK("A moderator called it harmful.") };
	struct sv list = change->by;
	return (struct view_screen_change){ .path = arena_printf(&cx->arena, "/@" SVF "/%lld", SVA(change->username), (long long)change->id),
		                            .acct = change->username,
		                            .before = screening_act_label(change->before),
		                            .after = screening_act_label(change->after),
		                            .by = sv_eq(list, SV("model")) ? TRF(&cx->arena, "%s, by the model", screening_category_label(change->category)) :
			                                                     TRF(&cx->arena, "%s, by %s", screening_category_label(change->category), list),
		                            .head = sv_first(change->excerpt, change->span.start),
		                            .mark = { change->excerpt.p + change->span.start, change->span.end - change->span.start },
		                            .tail = sv_from(change->excerpt, change->span.end),
		                            .said = change->word ? tr(said[change->word]) : SV_NONE };
}

const struct view_screen_try *screening_show_replay(struct ctx *cx, const struct replay_plan *plan, const struct replay *replay)
{
	struct view_screen_try *view = arena_new(&cx->arena, struct view_screen_try);
	struct view_screen_act *acts = arena_array(&cx->arena, struct view_screen_act, ACTS);
	struct view_screen_change *changes = arena_array(&cx->arena, struct view_screen_change, replay->change_count + 1);
	for (unsigned a = 0; a < ACTS; a++)
		acts[a] = (struct view_screen_act){ screening_act_label(a), replay->before.acts[a], replay->after.acts[a] };
	for (size_t i = 0; i < replay->change_count; i++)
		changes[i] = change_of(cx, &replay->changes[i]);
	*view = (struct view_screen_try){ .posts = replay->posts,
		                          .changed = replay->changed,
		                          .stricter = replay->stricter,
		                          .cut = replay->cut,
		                          .acts = acts,
		                          .act_count = ACTS,
		                          .changes = changes,
		                          .change_count = replay->change_count };
	show_bars(cx, plan, replay, view);
	if (replay->harmful || replay->harmless) {
		view->precision = shares(cx, replay_precision(&replay->before.truth), replay_precision(&replay->after.truth));
		view->recall = shares(cx, replay_recall(&replay->before.truth), replay_recall(&replay->after.truth));
		view->few = replay_few(&replay->after.truth);
	}
	return view;
}
