/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "screening/screen.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <time.h>

static struct arena arena;
static struct screen *screen;

static int start(void **state)
{
	(void)state;
	return screen_open(FOLKMOOT_MODEL, &screen) != MODEL_OK;
}

static int stop(void **state)
{
	(void)state;
	screen_close(screen);
	arena_free(&arena);
	return 0;
}

static const struct finding *violence_in(const char *text)
{
	static struct findings findings;
	screen_text(screen, &arena, sv_of(text), 0, &findings);
	for (size_t i = 0; i < findings.count; i++)
		if (findings.list[i].category == CATEGORY_violence)
			return &findings.list[i];
	fail_msg("no score for violence");
	return NULL;
}

static void a_threat_is_found_and_harmless_words_are_not(void **state)
{
	(void)state;
	static const char *const threats[] = { "I will kill you and everyone in that office.", "We are going to shoot you tonight", "k1ll them all, they deserve to d1e" };
	static const char *const harmless[] = { "The weather is lovely today.", "My feet are killing me after that hike.", "I shot some great photos of the fireworks.",
		                                "Beat the butter, then whip in the eggs." };
	for (size_t i = 0; i < COUNT_OF(threats); i++)
		if (violence_in(threats[i])->level < FINDING_REPORT)
			fail_msg("%s: %.3f", threats[i], (double)violence_in(threats[i])->probability);
	for (size_t i = 0; i < COUNT_OF(harmless); i++)
		if (violence_in(harmless[i])->level != FINDING_NOTED)
			fail_msg("%s: %.3f", harmless[i], (double)violence_in(harmless[i])->probability);
}

static void the_words_that_say_so_are_shown(void **state)
{
	(void)state;
	struct sv text = SV("Good morning to all. I will kill you tonight. See you at the bakery.");
	const struct finding *finding = violence_in(text.p);
	bool shown = false;
	assert_true(finding->span_count > 0);
	for (size_t i = 0; i < finding->span_count; i++) {
		struct span span = finding->spans[i];
		assert_true(span.start < span.end && span.end <= text.n);
		shown |= sv_find((struct sv){ text.p + span.start, span.end - span.start }, SV("kill")) >= 0;
	}
	assert_true(shown);
}

/* Harmless sentences, or words without end, before and behind it. */
static void a_threat_is_found_among_many_other_words(void **state)
{
	(void)state;
	static const char *const paddings[] = { "We baked bread with the neighbours and talked about the garden, the school and the old bridge. ",
		                                "bread garden school bridge river coffee morning letters music summer window table " };
	for (size_t i = 0; i < COUNT_OF(paddings); i++) {
		struct buf out = BUF(&arena, 8 << 10);
		for (size_t k = 0; k < 20; k++)
			buf_printf(&out, "%s%s", k == 10 ? "I will kill you tonight. " : "", paddings[i]);
		buf_putc(&out, '\0');
		const char *text = buf_sv(&out).p;
		const struct finding *finding = violence_in(text);
		if (finding->level < FINDING_REPORT)
			fail_msg("%s: %.3f", paddings[i], (double)finding->probability);
		assert_true(finding->span_count > 0 && finding->spans[0].start > strlen(paddings[i]) * 9);
		assert_true(finding->spans[finding->span_count - 1].end < strlen(paddings[i]) * 12);
	}
}

static void the_shares_of_the_words_add_up(void **state)
{
	(void)state;
	struct model *model;
	struct normal normal;
	struct score scores[CATEGORIES], silent[CATEGORIES];
	assert_int_equal(model_open(FOLKMOOT_MODEL, &model), MODEL_OK);
	normalise(&arena, model_lexicon(model), SV("somebody should burn their house down"), &normal);
	uint8_t *parts = arena_alloc(&arena, normal.count + 1);
	float *weights = arena_alloc(&arena, normal.count * sizeof(*weights)), sum = 0;
	frame_parts(&normal, parts);
	const struct seen *seen = model_score(model, &arena, &normal, parts, SCORE_WHOLE, scores);
	model_score(model, &arena, &(struct normal){ .tokens = normal.tokens }, parts, SCORE_WHOLE, silent);
	model_explain(model, seen, CATEGORY_hate, weights);
	for (size_t i = 0; i < normal.count; i++)
		sum += weights[i];
	float logit = logf(scores[CATEGORY_hate].probability / (1 - scores[CATEGORY_hate].probability));
	float bias = logf(silent[CATEGORY_hate].probability / (1 - silent[CATEGORY_hate].probability));
	assert_true(fabsf(logit - bias - sum) < 1.5f); /* but for what the shape of the text says */
	model_close(model);
}

static void a_language_it_does_not_know_is_said_to_be_one(void **state)
{
	(void)state;
	struct findings findings;
	screen_text(screen, &arena, SV("Minä menen huomenna kauppaan ostamaan leipää ja maitoa"), 0, &findings);
	assert_true(findings.foreign);
	screen_text(screen, &arena, SV("I am going to the shop tomorrow to buy bread and milk"), 0, &findings);
	assert_false(findings.foreign);
}

/* --- files that are no models ---------------------------------------------------------------------------------------------------------- */

static struct sv model_bytes(void)
{
	FILE *file = fopen(FOLKMOOT_MODEL, "rb");
	assert_non_null(file);
	fseek(file, 0, SEEK_END);
	size_t n = (size_t)ftell(file);
	char *bytes = malloc(n);
	rewind(file);
	assert_int_equal(fread(bytes, 1, n, file), n);
	fclose(file);
	return (struct sv){ bytes, n };
}

static void a_damaged_model_is_refused(void **state)
{
	(void)state;
	struct model *model;
	struct sv bytes = model_bytes();
	char *at = (char *)(uintptr_t)bytes.p;
	static const size_t places[] = { 48, 4096, 100000 };
	for (size_t i = 0; i < COUNT_OF(places); i++) {
		at[places[i]] ^= 1;
		assert_int_equal(model_read(bytes, &model), MODEL_DAMAGED);
		assert_null(model);
		at[places[i]] ^= 1;
	}
	at[bytes.n - 1] ^= 1;
	assert_int_equal(model_read(bytes, &model), MODEL_DAMAGED);
	at[bytes.n - 1] ^= 1;
	assert_int_equal(model_read(sv_first(bytes, bytes.n - 1), &model), MODEL_SHORT);
	assert_int_equal(model_read(sv_first(bytes, 10), &model), MODEL_SHORT);
	assert_int_equal(model_read(SV("This is a text about something else, and it is no model at all."), &model), MODEL_OTHER);
	at[16]++;
	assert_int_equal(model_read(bytes, &model), MODEL_VERSION);
	at[16]--;
	assert_int_equal(model_read(bytes, &model), MODEL_OK);
	model_close(model);
	free(at);
	assert_int_equal(model_open("/nowhere/at/all", &model), MODEL_MISSING);
}

static void the_longest_text_takes_no_time(void **state)
{
	(void)state;
	struct findings findings;
	size_t n = 0, room = 128 << 10;
	char *text = malloc(room);
	while (n + 32 < room)
		n += (size_t)snprintf(text + n, room - n, "k1ll y0u t0n1ght %zu ", n);
	clock_t from = clock();
	screen_text(screen, &arena, (struct sv){ text, n }, 0, &findings);
	double ms = (double)(clock() - from) * 1000 / CLOCKS_PER_SEC;
	assert_true(findings.cut);
	assert_true(ms < 2000); /* far off its aim of 20 ms, so that sanitizers and busy machines pass: linear, not quadratic */
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_threat_is_found_and_harmless_words_are_not),
		cmocka_unit_test(the_words_that_say_so_are_shown),
		cmocka_unit_test(a_threat_is_found_among_many_other_words),
		cmocka_unit_test(the_shares_of_the_words_add_up),
		cmocka_unit_test(a_language_it_does_not_know_is_said_to_be_one),
		cmocka_unit_test(a_damaged_model_is_refused),
		cmocka_unit_test(the_longest_text_takes_no_time),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
