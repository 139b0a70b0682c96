/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whether a page links back to a profile. */
#include "social/verify.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static struct arena arena;

static bool links_back(const char *html)
{
	return verify_links_back(&arena, sv_of(html), SV("https://talk.example/@ada"));
}

static void a_link_with_rel_me_counts_wherever_it_stands(void **state)
{
	(void)state;
	assert_true(links_back("<a rel=me href=https://talk.example/@ada>Ada</a>"));
	assert_true(links_back("<html><head><link rel='nofollow ME' href='https://TALK.example/@ada/'></head></html>"));
	assert_true(links_back("<p><b><span><a href=' https://talk.example/@ada#x' rel='noopener me'>"));
}

static void nothing_else_counts(void **state)
{
	(void)state;
	assert_false(links_back(""));
	assert_false(links_back("<a href=https://talk.example/@ada>Ada</a>"));
	assert_false(links_back("<a rel=mean href=https://talk.example/@ada>Ada</a>"));
	assert_false(links_back("<a rel=me href=https://talk.example/@ada2>Ada</a>"));
	assert_false(links_back("<a rel=me href=https://talk.example.evil/@ada>Ada</a>"));
	assert_false(links_back("<a rel=me href=https://talk.example@evil.example/@ada>Ada</a>"));
	assert_false(links_back("<a rel=me>Ada</a>"));
	assert_false(links_back("<!-- <a rel=me href=https://talk.example/@ada> -->"));
	assert_false(links_back("<textarea><a rel=me href=https://talk.example/@ada></textarea>"));
	assert_false(links_back("&lt;a rel=me href=https://talk.example/@ada&gt;"));
	assert_false(verify_links_back(&arena, SV("<a rel=me href=''>"), SV_NONE));
}

static void only_a_lone_address_is_asked(void **state)
{
	(void)state;
	assert_true(verify_may(&(struct account_field){ .value = SV(" https://ada.example/~ada ") }));
	assert_false(verify_may(&(struct account_field){ .value = SV("see https://ada.example") }));
	assert_false(verify_may(&(struct account_field){ .value = SV("https://ada.example and more") }));
	assert_false(verify_may(&(struct account_field){ .value = SV("javascript:alert(1)") }));
	assert_false(verify_may(&(struct account_field){ .value = SV("") }));
}

static void a_page_that_costs_too_much_does_not_count(void **state)
{
	(void)state;
	static char deep[400000];
	for (size_t i = 0; i + 5 < sizeof(deep); i += 5)
		memcpy(deep + i, "<div>", 5);
	assert_false(links_back(deep));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_link_with_rel_me_counts_wherever_it_stands),
		cmocka_unit_test(nothing_else_counts),
		cmocka_unit_test(only_a_lone_address_is_asked),
		cmocka_unit_test(a_page_that_costs_too_much_does_not_count),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(&arena);
	return failed;
}
