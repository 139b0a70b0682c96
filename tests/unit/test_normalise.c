/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "screening/screen.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

static struct arena arena;
static struct model *model;

static int start(void **state)
{
	(void)state;
	features_start();
	return model_open(FOLKMOOT_MODEL, &model) != MODEL_OK;
}

static int stop(void **state)
{
	(void)state;
	model_close(model);
	arena_free(&arena);
	return 0;
}

/* The tokens with a space between them. */
static struct sv read_with(const struct lexicon *lexicon, struct sv text)
{
	struct normal normal;
	struct buf out = BUF(&arena, 1 << 16);
	normalise(&arena, lexicon, text, &normal);
	for (size_t i = 0; i < normal.count; i++) {
		if (i)
			buf_putc(&out, ' ');
		buf_put(&out, normal.tokens[i].form);
	}
	return buf_sv(&out);
}

static void reads(const char *text, const char *as)
{
	struct sv got = read_with(model_lexicon(model), sv_of(text));
	if (!sv_eq(got, sv_of(as)))
		fail_msg("\"%s\" reads \"" SVF "\", not \"%s\"", text, SVA(got), as);
}

static void case_marks_and_styles_are_folded(void **state)
{
	(void)state;
	reads("Hello WORLD", "hello world");
	reads("h\xc3\xa9llo w\xc3\xb6rld", "hello world");
	reads("\xf0\x9d\x90\xa4\xf0\x9d\x90\xa2\xf0\x9d\x90\xa5\xf0\x9d\x90\xa5 them", "kill them"); /* mathematical bold */
	reads("\xef\xbd\x8b\xef\xbd\x89\xef\xbd\x8c\xef\xbd\x8c", "kill");                           /* full width */
	reads("Stra\xc3\x9f""e", "strasse");
	reads("don't", "dont");
}

static void what_is_invisible_is_not_there(void **state)
{
	(void)state;
	reads("k\xe2\x80\x8bi\xe2\x80\x8bl\xe2\x80\x8bl them", "kill them");   /* zero-width spaces */
	reads("ki\xe2\x80\xaell them", "kill them");                           /* a bidi override */
	reads("k\xcc\x81i\xcc\xa7ll them", "kill them");                       /* combining marks */
}

static void letters_that_look_alike_are_what_they_look_like_beside_latin_ones(void **state)
{
	(void)state;
	reads("k\xd1\x96ll th\xd0\xb5m", "kill them");
	reads("\xd1\x81\xd0\xbe\xd1\x80", "\xd1\x81\xd0\xbe\xd1\x80"); /* a Russian word stays Russian */
}

static void leetspeak_and_gaps_are_undone(void **state)
{
	(void)state;
	reads("k1ll y0u t0n1ght", "kill you tonight");
	reads("k!ll th3m", "kill them");
	reads("$hoot them", "shoot them");
	reads("k*ll them", "kill them");
	reads("covid19 and mp3 on the 2nd", "covid19 and mp3 on the 2nd");
}

static void letters_drawn_apart_and_words_run_together_are_found(void **state)
{
	(void)state;
	reads("I will k i l l you", "i will kill you");
	reads("I will k.i.l.l you", "i will kill you");
	reads("k-i-l-l", "kill");
	reads("iwillkillyou", "i will kill you");
	reads("#killthemall", "# kill them all");
	reads("a b", "a b");
}

static void repeats_are_squeezed_to_a_word(void **state)
{
	(void)state;
	reads("kiiiill yoooou", "kill you");
	reads("sooooo coooool", "so cool");
	reads("good book", "good book");
	reads("no!!!!!", "no !");
}

static void links_mentions_and_emoji_are_tokens(void **state)
{
	(void)state;
	struct normal normal;
	normalise(&arena, model_lexicon(model), SV("@ada see https://www.example.org/a?b=c \xf0\x9f\x94\xab"), &normal);
	assert_int_equal(normal.count, 4);
	assert_int_equal(normal.tokens[0].kind, TOKEN_MENTION);
	assert_int_equal(normal.tokens[2].kind, TOKEN_LINK);
	assert_true(sv_eq(normal.tokens[2].form, SV("www.example.org")));
	assert_int_equal(normal.tokens[3].kind, TOKEN_PICTURE);
}

static void each_token_knows_where_it_stands_in_the_original(void **state)
{
	(void)state;
	struct sv text = SV("I will k\xe2\x80\x8bi.l.l y\xc3\xb6u");
	struct normal normal;
	normalise(&arena, model_lexicon(model), SV("Oh, k i l l them"), &normal);
	for (size_t i = 0; i < normal.count; i++)
		if (sv_eq(normal.tokens[i].form, SV("kill"))) {
			assert_int_equal(normal.tokens[i].start, 4);
			assert_int_equal(normal.tokens[i].end, 11);
			assert_true(normal.tokens[i].disguised);
			return;
		}
	fail_msg("kill was not found in " SVF, SVA(text));
}

static void nothing_is_too_long_or_too_odd(void **state)
{
	(void)state;
	struct normal normal;
	size_t n = 200 << 10;
	char *text = malloc(n);
	static const char *const patterns[] = { "a", "a b ", "k*", "\xcc\x81", "1!", "aaa1", "\xff\xfe", "\xd0\xb0z", "((", "\xef\xb7\xba" };
	for (size_t k = 0; k < COUNT_OF(patterns); k++) {
		size_t m = strlen(patterns[k]);
		for (size_t i = 0; i < n; i++)
			text[i] = patterns[k][i % m];
		normalise(&arena, model_lexicon(model), (struct sv){ text, n }, &normal);
		assert_true(normal.cut);
		for (size_t i = 0; i < normal.count; i++)
			assert_true(normal.tokens[i].end <= NORMALISE_MOST && normal.tokens[i].start <= normal.tokens[i].end);
		arena_reset(&arena);
	}
	free(text);
	normalise(&arena, NULL, SV(""), &normal);
	assert_int_equal(normal.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(case_marks_and_styles_are_folded),
		cmocka_unit_test(what_is_invisible_is_not_there),
		cmocka_unit_test(letters_that_look_alike_are_what_they_look_like_beside_latin_ones),
		cmocka_unit_test(leetspeak_and_gaps_are_undone),
		cmocka_unit_test(letters_drawn_apart_and_words_run_together_are_found),
		cmocka_unit_test(repeats_are_squeezed_to_a_word),
		cmocka_unit_test(links_mentions_and_emoji_are_tokens),
		cmocka_unit_test(each_token_knows_where_it_stands_in_the_original),
		cmocka_unit_test(nothing_is_too_long_or_too_odd),
	};
	return cmocka_run_group_tests(tests, start, stop);
}
