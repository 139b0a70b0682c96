/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The cases.tsv of every folder of src/screening/rules/: text, context, what the rule is to ask for ("-": it finds nothing; "report
 * aimed"), and, where it matters, the words that are shown. The lexicon of the shipped model undoes disguises. */
#include "screening/recent.h"
#include "screening/rule_lists.h"
#include "screening/screen.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

enum { HOUR_MS = 3600000 };

static struct arena arena;
static struct screen *screen;
static int wrong, right;

static struct sv unescape(struct sv text)
{
	struct buf out = BUF(&arena, 128 << 10);
	for (size_t i = 0; i < text.n; i++) {
		bool newline = text.p[i] == '\\' && i + 1 < text.n && text.p[i + 1] == 'n';
		buf_putc(&out, newline ? '\n' : text.p[i]);
		i += newline;
	}
	return buf_sv(&out);
}

/* age=2d, age=3h, posts=4, strangers=5, burst=40, before=3 (others wrote the same), to_self, to_follower, trusted, limited */
static void set_context(struct item *item, struct sv key, struct sv value, int64_t *before_r)
{
	int64_t n = 0;
	bool days = sv_ends(value, SV("d")), hours = sv_ends(value, SV("h"));
	sv_to_i64(sv_first(value, value.n - (days || hours)), &n);
	item->author_age_ms = sv_eq(key, SV("age")) ? n * (days ? 24 * HOUR_MS : HOUR_MS) : item->author_age_ms;
	item->author_posts = sv_eq(key, SV("posts")) ? n : item->author_posts;
	item->strangers_mentioned = sv_eq(key, SV("strangers")) ? (unsigned)n : item->strangers_mentioned;
	item->posts_last_hour = sv_eq(key, SV("burst")) ? (unsigned)n : item->posts_last_hour;
	*before_r = sv_eq(key, SV("before")) ? n : *before_r;
	item->to_self |= sv_eq(key, SV("to_self"));
	item->to_follower |= sv_eq(key, SV("to_follower"));
	item->is_reply |= item->to_self || item->to_follower;
	item->author_trusted |= sv_eq(key, SV("trusted"));
	item->author_limited |= sv_eq(key, SV("limited"));
}

static const struct finding *finding_by(const struct findings *findings, struct sv rule)
{
	for (size_t i = 0; i < findings->count; i++)
		if (sv_eq(findings->list[i].by, rule))
			return &findings->list[i];
	return NULL;
}

static struct sv outcome_of(const struct finding *finding)
{
	if (!finding)
		return SV("-");
	return arena_printf(&arena, "%s%s", act_name(finding->act), finding->aimed ? " aimed" : "");
}

static struct sv shown_of(const struct item *item, const struct finding *finding)
{
	struct buf out = BUF(&arena, 4096);
	for (size_t i = 0; finding && i < finding->span_count; i++) {
		struct span span = finding->spans[i];
		buf_put(&out, i ? SV(" | ") : SV(""));
		buf_put(&out, (struct sv){ item->texts[finding->text].p + span.start, span.end - span.start });
	}
	return buf_sv(&out);
}

static void screen_with(const struct item *item, int64_t before, struct findings *findings_r)
{
	struct recent_texts *recent = recent_texts_new();
	struct item one = *item;
	one.recent = recent;
	for (int64_t i = 0; i < before; i++) {
		one.author_id = 1000 + i;
		screen_item(screen, ruleset_default(), &arena, &one, findings_r);
	}
	one.author_id = item->author_id;
	screen_item(screen, ruleset_default(), &arena, &one, findings_r);
	recent_texts_free(recent);
}

static void run_case(struct sv rule, int line, struct sv row)
{
	struct sv text, context, expected, key, shown;
	struct item item = { .text_count = 1, .now_ms = 1000 * (int64_t)HOUR_MS, .author_id = 7, .author_age_ms = -1, .is_public = true };
	struct findings findings;
	int64_t before = 0;
	sv_cut(&row, '\t', &text);
	sv_cut(&row, '\t', &context);
	sv_cut(&row, '\t', &expected);
	shown = row;
	item.texts[0] = unescape(text);
	while (context.n) {
		struct sv value;
		sv_cut(&context, ',', &value);
		sv_cut(&value, '=', &key);
		set_context(&item, key, value, &before);
	}
	screen_with(&item, before, &findings);
	const struct finding *finding = finding_by(&findings, rule);
	struct sv outcome = outcome_of(finding);
	/* what is not said about being aimed is not asked */
	struct sv plain = sv_ends(expected, SV(" aimed")) || !sv_ends(outcome, SV(" aimed")) ? outcome : sv_first(outcome, outcome.n - 6);
	bool fine = sv_eq(plain, expected) && (!shown.n || sv_eq(shown_of(&item, finding), shown));
	right += fine;
	wrong += !fine;
	if (!fine)
		print_error(SVF "/cases.tsv:%d: \"" SVF "\": " SVF ", not " SVF "; %.3f; " SVF " | " SVF "\n", SVA(rule), line, SVA(text), SVA(outcome), SVA(expected),
		            finding ? (double)finding->probability : 0.0, SVA(shown_of(&item, finding)), SVA(finding ? finding->why : SV("")));
	arena_reset(&arena);
}

static void run_rule(struct sv rule)
{
	static char bytes[1 << 20];
	char path[512];
	snprintf(path, sizeof(path), FOLKMOOT_RULES "/%s/cases.tsv", rule.p);
	FILE *file = fopen(path, "r");
	if (!file)
		fail_msg("%s cannot be read", path);
	struct sv all = { bytes, fread(bytes, 1, sizeof(bytes), file) }, row;
	fclose(file);
	int cases = 0;
	for (int line = 1; all.n; line++) {
		sv_cut(&all, '\n', &row);
		if (row.n && *row.p != '#') {
			run_case(rule, line, row);
			cases++;
		}
	}
	if (cases < 3)
		fail_msg("%s has %d cases", path, cases);
}

static void each_rule_finds_what_its_cases_say(void **state)
{
	(void)state;
	for (unsigned i = 0; i < RULES; i++)
		run_rule(rule_about(i)->name);
	if (wrong)
		fail_msg("%d of %d cases are wrong", wrong, wrong + right);
}

static void the_lists_hold_what_a_community_could_write(void **state)
{
	(void)state;
	for (size_t i = 0; i < rule_pattern_count; i++) {
		const char *fault = pattern_fault(&arena, &rule_patterns[i]);
		if (fault)
			fail_msg(SVF ": %s", SVA(rule_patterns[i].text), fault);
	}
	arena_reset(&arena);
}

static int open_model(void **state)
{
	(void)state;
	return screen_open(FOLKMOOT_MODEL, &screen) != MODEL_OK;
}

static int close_model(void **state)
{
	(void)state;
	screen_close(screen);
	arena_free(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(the_lists_hold_what_a_community_could_write), cmocka_unit_test(each_rule_finds_what_its_cases_say) };
	return cmocka_run_group_tests(tests, open_model, close_model);
}
