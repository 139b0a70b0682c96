/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A dry run as text: tables, bars, posts. */
#include "base/clock.h"
#include "cli/ruleset.h"

#include <math.h>
#include <stdio.h>
#include <unistd.h>

enum { BAR = 30 };

const char *rule_test_act(unsigned act)
{
	return act == ACT_OFF ? "nothing" : act_name(act);
}

static const char *arrow(int64_t before, int64_t after)
{
	return before == after ? "  " : after > before ? " +" : " -";
}

static void print_bar(int64_t value, int64_t most)
{
	int64_t n = most > 0 ? (value * BAR + most - 1) / most : 0;
	for (int64_t i = 0; i < n; i++)
		fputs("█", stdout);
}

static void print_acts(const struct replay *replay)
{
	int64_t most = 1;
	for (unsigned a = ACT_NOTE; a < ACTS; a++) {
		most = replay->before.acts[a] > most ? replay->before.acts[a] : most;
		most = replay->after.acts[a] > most ? replay->after.acts[a] : most;
	}
	printf("\nWhat becomes of posts    in force      FILE\n");
	for (unsigned a = 0; a < ACTS; a++) {
		int64_t before = replay->before.acts[a], after = replay->after.acts[a];
		printf("  %-20s %10lld%10lld%s  ", rule_test_act(a), (long long)before, (long long)after, arrow(before, after));
		if (a > ACT_OFF)
			print_bar(after, most);
		putchar('\n');
	}
}

/* --- what was found ------------------------------------------------------------------------------------------------------------------------- */

static void print_hits(int indent, struct sv name, const struct replay_hits *before, const struct replay_hits *after)
{
	if (before->found || after->found)
		printf("%*s%-*.*s %8lld → %-8lld %8lld → %-8lld%s\n", indent, "", 30 - indent, SVA(name), (long long)before->found, (long long)after->found,
		       (long long)before->acted, (long long)after->acted, arrow(before->acted, after->acted));
}

static const struct replay_hits none;

static const struct replay_hits *list_hits(const struct replay_side *side, const struct ruleset *set, struct sv name)
{
	for (size_t i = 0; i < set->list_count; i++)
		if (sv_eq(set->lists[i].name, name))
			return &side->lists[i];
	return &none;
}

/* The lists of both, each once. */
static void print_lists(const struct rule_test *test, unsigned category)
{
	const struct ruleset *sets[] = { test->plan->after, test->plan->before };
	for (size_t s = 0; s < COUNT_OF(sets); s++)
		for (size_t i = 0; i < sets[s]->list_count; i++) {
			const struct word_list *list = &sets[s]->lists[i];
			const struct replay_hits *after = list_hits(&test->replay.after, test->plan->after, list->name);
			if (list->category == (int)category && (s == 0 || after == &none))
				print_hits(4, list->name, list_hits(&test->replay.before, test->plan->before, list->name), after);
		}
}

static void print_found(const struct rule_test *test)
{
	const struct replay *replay = &test->replay;
	printf("\n%-30s %-19s   %s\n", "By category and rule", "  found, in force → FILE", "acted on");
	for (unsigned c = 0; c < CATEGORIES; c++) {
		print_hits(2, sv_of(category_name(c)), &replay->before.categories[c], &replay->after.categories[c]);
		print_hits(4, SV("model"), &replay->before.model[c], &replay->after.model[c]);
		for (unsigned r = 0; r < RULES; r++)
			if (rule_about(r)->category == c)
				print_hits(4, rule_about(r)->name, &replay->before.rules[r], &replay->after.rules[r]);
		print_lists(test, c);
	}
}

/* --- scores ----------------------------------------------------------------------------------------------------------------------------------- */

static int64_t most_of(const int64_t bins[REPLAY_BINS])
{
	int64_t most = 0;
	for (int i = 0; i < REPLAY_BINS; i++)
		most = bins[i] > most ? bins[i] : most;
	return most;
}

static int64_t sum_of(const int64_t bins[REPLAY_BINS])
{
	int64_t sum = 0;
	for (int i = 0; i < REPLAY_BINS; i++)
		sum += bins[i];
	return sum;
}

static void print_bins(const int64_t bins[REPLAY_BINS])
{
	static const char *const blocks[] = { " ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
	double scale = log1p((double)most_of(bins));
	for (int i = 0; i < REPLAY_BINS; i++) /* by their logarithm: most posts are harmless, and few are what matters */
		fputs(blocks[bins[i] ? 1 + (int)(7 * log1p((double)bins[i]) / scale) : 0], stdout);
}

static void print_points(const struct rule_test *test, unsigned c)
{
	const struct category_setting *setting = &test->plan->after->categories[c];
	const struct model_calibration *points = screen_points(test->plan->screen, c);
	float report = setting->report < 0 ? points->report : setting->report, hold = setting->hold < 0 ? points->hold : setting->hold;
	int at_report = (int)(report * REPLAY_BINS), at_hold = (int)(hold * REPLAY_BINS);
	for (int i = 0; i < REPLAY_BINS; i++)
		putchar(i == at_report && i == at_hold ? 'x' : i == at_report ? 'r' : i == at_hold ? 'h' : ' ');
	printf("  report %.3f, hold %.3f\n", (double)report, (double)hold);
}

static void print_scores(const struct rule_test *test)
{
	if (!test->plan->screen)
		return;
	printf("\nScores of the model under FILE, 0 to 1, from 0.05 on (bars are logarithmic; r: report, h: hold, x: both)\n");
	for (unsigned c = 0; c < CATEGORIES; c++) {
		const int64_t *bins = test->replay.after.bins[c];
		if (!most_of(bins))
			continue;
		printf("  %-12s ", category_name(c));
		print_bins(bins);
		printf("  %lld scored\n  %-12s ", (long long)sum_of(bins), "");
		print_points(test, c);
	}
}

/* --- against what people decided ---------------------------------------------------------------------------------------------------------------- */

static void print_share(double share)
{
	if (share < 0)
		printf("     –");
	else
		printf(" %4.0f%%", 100 * share);
}

static void print_truth(const char *name, const struct replay_truth *before, const struct replay_truth *after)
{
	int64_t words = before->hits + before->false_alarms + before->missed + before->rest;
	if (!words)
		return;
	printf("  %-12s", name);
	print_share(replay_precision(before));
	printf(" →");
	print_share(replay_precision(after));
	printf("      ");
	print_share(replay_recall(before));
	printf(" →");
	print_share(replay_recall(after));
	printf("   of %lld%s\n", (long long)words, replay_few(before) ? ", too few to go by" : "");
}

static void print_truths(const struct replay *replay)
{
	if (!replay->harmless && !replay->harmful) {
		printf("\nNobody has decided about any of these posts yet, so there is no precision and no recall.\n");
		return;
	}
	printf("\nAgainst what people decided   precision             recall (of what was found once)\n");
	print_truth("all", &replay->before.truth, &replay->after.truth);
	for (unsigned c = 0; c < CATEGORIES; c++)
		print_truth(category_name(c), &replay->before.truths[c], &replay->after.truths[c]);
}

/* --- posts -------------------------------------------------------------------------------------------------------------------------------------- */

/* A line end in a post is a space here, and nothing of it reaches the terminal as a command. */
static void print_plain(struct sv text)
{
	for (size_t i = 0; i < text.n; i++)
		putchar((unsigned char)text.p[i] < ' ' || text.p[i] == 127 ? ' ' : text.p[i]);
}

static void print_change(const struct replay_change *change)
{
	static const char *const said[] = { "", ", decided harmless", ", decided harmful" };
	bool colour = isatty(STDOUT_FILENO);
	printf("  %lld @" SVF ": %s → %s (%s, " SVF "%s)\n    ", (long long)change->id, SVA(change->username), rule_test_act(change->before), rule_test_act(change->after),
	       category_name(change->category), SVA(change->by), said[change->word]);
	print_plain(sv_first(change->excerpt, change->span.start));
	if (change->span.end)
		fputs(colour ? "\033[1;33m" : "[", stdout);
	print_plain((struct sv){ change->excerpt.p + change->span.start, change->span.end - change->span.start });
	if (change->span.end)
		fputs(colour ? "\033[0m" : "]", stdout);
	print_plain(sv_from(change->excerpt, change->span.end));
	putchar('\n');
}

static void print_changes(const struct replay *replay)
{
	if (!replay->changed) {
		printf("\nNo post would fare otherwise.\n");
		return;
	}
	printf("\n%lld %s would fare otherwise: more would be done about %lld, less about %lld.\n", (long long)replay->changed, replay->changed == 1 ? "post" : "posts", (long long)replay->stricter,
	       (long long)(replay->changed - replay->stricter));
	for (size_t i = 0; i < replay->change_count; i++)
		print_change(&replay->changes[i]);
	if (replay->changed > (int64_t)replay->change_count)
		printf("  … and %lld more (--changes N lists more)\n", (long long)(replay->changed - (int64_t)replay->change_count));
}

void rule_test_print(const struct rule_test *test)
{
	const struct replay *replay = &test->replay;
	char since[TIME_TEXT];
	time_text(test->plan->since, since);
	printf("%lld posts since %.10s; about %lld of them people have decided: %lld harmless, %lld harmful.\n", (long long)replay->posts, since,
	       (long long)(replay->harmless + replay->harmful), (long long)replay->harmless, (long long)replay->harmful);
	if (replay->foreign)
		printf("%lld are in a language that the model does not know: it did not screen them.\n", (long long)replay->foreign);
	print_acts(replay);
	print_found(test);
	print_scores(test);
	print_truths(replay);
	print_changes(replay);
}
