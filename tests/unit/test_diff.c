/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/diff.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

static struct arena arena;

static void words_that_came_and_went_are_told(void **state)
{
	(void)state;
	static const char *const cases[][3] = {
		{ "", "", "" },
		{ "same words", "same words", "same words" },
		{ "", "new", "<ins>new</ins>" },
		{ "gone", "", "<del>gone</del>" },
		{ "the brown fox", "the red fox", "the <del>brown</del><ins>red</ins> fox" },
		{ "a b", "a b c", "a b<ins> c</ins>" },
		{ "one two three", "one three", "one <del>two </del>three" },
		{ "first\nsecond", "first\n\nsecond", "first\n<ins>\n</ins>second" },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct html html = diff_html(&arena, sv_of(cases[i][0]), sv_of(cases[i][1]));
		assert_string_equal(arena_cstr(&arena, html.markup), cases[i][2]);
	}
	arena_free(&arena);
}

static void what_people_wrote_is_never_markup(void **state)
{
	(void)state;
	struct html html = diff_html(&arena, SV("<b>&\" x"), SV("<i>' x"));
	assert_string_equal(arena_cstr(&arena, html.markup), "<del>&lt;b&gt;&amp;&quot;</del><ins>&lt;i&gt;&#39;</ins> x");
	arena_free(&arena);
}

/* What stands in `html` outside of the element `left_out`. */
static struct sv without(struct sv html, const char *left_out)
{
	struct buf out = BUF(&arena, 1 << 20);
	bool inside = false;
	for (struct sv rest = html, tag; rest.n;) {
		if (rest.p[0] != '<') {
			if (!inside)
				buf_putc(&out, rest.p[0]);
			rest = sv_from(rest, 1);
			continue;
		}
		sv_cut(&rest, '>', &tag);
		if (sv_eq(sv_from(tag, 1), sv_of(left_out)) || sv_eq(sv_from(tag, 2), sv_of(left_out)))
			inside = tag.p[1] != '/';
	}
	return buf_sv(&out);
}

static struct sv some_words(unsigned *seed, size_t most)
{
	static const char *const words[] = { "a", "b", "c", "moot", "\n" };
	struct buf out = BUF(&arena, 1 << 20);
	for (size_t i = (size_t)rand_r(seed) % (most + 1); i-- > 0;) {
		buf_put(&out, sv_of(words[(size_t)rand_r(seed) % COUNT_OF(words)]));
		buf_putc(&out, ' ');
	}
	return buf_sv(&out);
}

static void without_what_is_new_it_is_the_old_text_and_the_other_way_round(void **state)
{
	(void)state;
	unsigned seed = 7;
	for (int i = 0; i < 2000; i++) {
		struct sv before = some_words(&seed, 30), after = some_words(&seed, 30);
		struct html html = diff_html(&arena, before, after);
		assert_true(sv_eq(without(html.markup, "ins"), before));
		assert_true(sv_eq(without(html.markup, "del"), after));
		arena_reset(&arena);
	}
	arena_free(&arena);
}

static void texts_too_different_to_compare_replace_each_other(void **state)
{
	(void)state;
	unsigned seed = 11;
	struct sv before = some_words(&seed, 8000), after = some_words(&seed, 8000);
	struct html html = diff_html(&arena, before, after);
	assert_true(sv_eq(without(html.markup, "ins"), before));
	assert_true(sv_eq(without(html.markup, "del"), after));
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_that_came_and_went_are_told),
		cmocka_unit_test(what_people_wrote_is_never_markup),
		cmocka_unit_test(without_what_is_new_it_is_the_old_text_and_the_other_way_round),
		cmocka_unit_test(texts_too_different_to_compare_replace_each_other),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
