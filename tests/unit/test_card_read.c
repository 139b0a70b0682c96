/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/clock.h"
#include "base/utf8.h"
#include "social/card.h"
#include "social/card_read.h"
#include "social/community.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static struct arena arena;

static struct card_text read_page(const char *html)
{
	struct card_text card;
	assert_true(card_read(&arena, sv_of(html), &card));
	return card;
}

static void is(struct sv got, const char *wanted)
{
	assert_string_equal(arena_cstr(&arena, got), wanted);
}

static void a_whole_page_is_read(void **state)
{
	(void)state;
	int64_t at;
	struct card_text card = read_page("<!doctype html><html lang=\"en-GB\"><head><title>Plain</title>"
					  "<meta property=\"og:title\" content=\"Caf&eacute; &amp; &lt;b&gt;bread&lt;/b&gt;\">"
					  "<meta name=\"description\" content=\"plain\"><meta property=\"og:description\" content=\"What it\n  says\">"
					  "<meta property=\"og:site_name\" content=\"The News\"><meta name=\"author\" content=\"Ada\">"
					  "<meta property=\"og:image\" content=\"https://a.example/x.png\"><meta property=\"og:image:alt\" content=\"A loaf\">"
					  "<meta property=\"article:published_time\" content=\"2026-11-20T10:00:00+01:00\"></head><body>x</body></html>");
	is(card.title, "Café & <b>bread</b>");
	is(card.description, "What it says");
	is(card.provider_name, "The News");
	is(card.author_name, "Ada");
	is(card.image_description, "A loaf");
	is(card.language, "en");
	assert_true(time_parse(SV("2026-11-20T09:00:00Z"), &at));
	assert_int_equal(card.published_at, at);
	arena_free(&arena);
}

static void missing_parts_are_empty(void **state)
{
	(void)state;
	struct card_text card = read_page("<title> Only\n a title </title>");
	is(card.title, "Only a title");
	is(card.description, "");
	is(card.author_name, "");
	is(card.provider_name, "");
	assert_null(card.language.p);
	assert_int_equal(card.published_at, 0);
	arena_free(&arena);
}

static void without_a_title_there_is_no_card(void **state)
{
	(void)state;
	static const char *const pages[] = { "", "<p>x", "<title></title>", "<title> \n</title>", "<meta property=og:title content=' '>",
					     "<meta property=og:title>", "<meta property=og:description content=x>", "{\"title\":\"x\"}",
					     "<svg><title>x</title></svg>", "<script><title>x</title></script>",
					     "<template><title>x</title></template>", "<body><title>behind the head</title>" };
	for (size_t i = 0; i < COUNT_OF(pages); i++) {
		struct card_text card;
		if (card_read(&arena, sv_of(pages[i]), &card))
			fail_msg("%s has the title %s", pages[i], arena_cstr(&arena, card.title));
	}
	arena_free(&arena);
}

static void the_best_name_wins_and_of_two_the_first(void **state)
{
	(void)state;
	struct card_text card = read_page("<meta name=twitter:title content=t><meta name=og:title content=o><meta property=og:title content=second>"
					  "<title>h</title><meta name=description content=d><meta property=twitter:description content=t>"
					  "<meta property=article:author content='https://a.example/ada'><meta name=og:author content=Ada>"
					  "<meta property=og:site_name content=''><meta name=application-name content=App>");
	is(card.title, "o");
	is(card.description, "t");
	is(card.author_name, "Ada");
	is(card.provider_name, "App");
	is(read_page("<title>h</title><meta property=article:author content='https://a.example/ada'>").author_name, "");
	arena_free(&arena);
}

static void bad_bytes_and_turning_marks_go(void **state)
{
	(void)state;
	is(read_page("<title>caf\xe9</title>").title, "caf\xef\xbf\xbd");
	is(read_page("<title>a\xe2\x80\xae" "b\xe2\x81\xa6" "c\t\xc2\xa0\xe2\x80\xa8" "d</title>").title, "abc d");
	arena_free(&arena);
}

static void long_texts_are_cut_between_characters(void **state)
{
	(void)state;
	struct buf b = BUF(&arena, 1 << 20);
	buf_put(&b, SV("<title>"));
	for (int i = 0; i < 5000; i++)
		buf_put(&b, SV("\xc3\xa9"));
	struct card_text card;
	assert_true(card_read(&arena, buf_sv(&b), &card));
	assert_true(utf8_valid(card.title));
	assert_int_equal(utf8_count(card.title), 200);
	arena_free(&arena);
}

static void a_gap_counts_where_a_text_is_cut(void **state)
{
	(void)state;
	char name[300] = "<title>h</title><meta name=author content='";
	size_t n = strlen(name);
	memset(name + n, 'a', 99);
	strcpy(name + n + 99, " bc'>");
	assert_int_equal(utf8_count(read_page(name).author_name), 99);
	arena_free(&arena);
}

static void a_page_that_costs_too_much_is_none(void **state)
{
	(void)state;
	struct buf b = BUF(&arena, 1 << 20);
	struct card_text card;
	buf_put(&b, SV("<title>x</title>"));
	while (b.n < CARD_HTML_MOST)
		buf_put(&b, SV("<b><i><u><a><font a=1><p>"));
	int64_t before = clock_cpu();
	bool read = card_read(&arena, buf_sv(&b), &card);
	assert_true(clock_cpu() - before < 5000000);
	assert_false(read);
	arena_free(&arena);
}

static void addresses_have_one_spelling(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{ "HTTPS://News.Example", "https://news.example/" },
		{ "https://news.example/Story?B=1#part", "https://news.example/Story?B=1" },
		{ "http://news.example:8080?x", "http://news.example:8080/?x" },
		{ "https://ada@news.example/", "" },
		{ "https:///x", "" },
		{ "gemini://news.example/", "" },
		{ "https://a\\b/", "" },
		{ "", "" },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		is(card_url(&arena, sv_of(cases[i][0])), cases[i][1]);
	arena_free(&arena);
}

static struct sv first_link(struct ctx *cx, const char *text)
{
	struct text_span *spans;
	size_t count = text_scan(&cx->arena, sv_of(text), &spans);
	return card_link(cx, spans, count);
}

static void the_first_link_that_leads_out_counts(void **state)
{
	(void)state;
	struct ctx cx;
	struct community community = { .url = SV("https://talk.example") };
	ctx_open(&cx, 0);
	cx.community = &community;
	is(first_link(&cx, "#tag @ada@b.example https://Talk.example/@ada/1 https://talk.example.org/x https://c.example"), "https://talk.example.org/x");
	assert_int_equal(first_link(&cx, "#tag @ada@b.example https://talk.example gemini://c.example/x").n, 0);
	ctx_close(&cx);
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_whole_page_is_read),
		cmocka_unit_test(missing_parts_are_empty),
		cmocka_unit_test(without_a_title_there_is_no_card),
		cmocka_unit_test(the_best_name_wins_and_of_two_the_first),
		cmocka_unit_test(bad_bytes_and_turning_marks_go),
		cmocka_unit_test(long_texts_are_cut_between_characters),
		cmocka_unit_test(a_gap_counts_where_a_text_is_cut),
		cmocka_unit_test(a_page_that_costs_too_much_is_none),
		cmocka_unit_test(addresses_have_one_spelling),
		cmocka_unit_test(the_first_link_that_leads_out_counts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
