/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

static struct arena arena;

/* The spans of a text as one line: "@ada@b.example #moot https://x.example/ :cat:". */
static const char *spans_of(const char *text)
{
	struct text_span *spans;
	struct buf b = BUF(&arena, 64 << 10);
	size_t n = text_scan(&arena, sv_of(text), &spans);
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%c" SVF, i ? " " : "", "U@#:"[spans[i].kind], SVA(spans[i].kind == TEXT_URL ? spans[i].whole : spans[i].name)),
			buf_printf(&b, spans[i].domain.p ? "@" SVF : SVF, SVA(spans[i].domain));
	return arena_cstr(&arena, buf_sv(&b));
}

static void each_has(const char *const (*cases)[2], size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *got = spans_of(cases[i][0]);
		if (strcmp(got, cases[i][1]) != 0)
			fail_msg("in \"%s\": found \"%s\", expected \"%s\"", cases[i][0], got, cases[i][1]);
	}
	arena_free(&arena);
}

static void mentions_are_found_where_mastodon_finds_them(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{ "@ada hello", "@ada" },
		{ "hi @ada.", "@ada" },
		{ "(@ada) \"@bob\"", "@ada @bob" },
		{ "@ada@talk.example, you", "@ada@talk.example" },
		{ "@ada@talk.example.", "@ada@talk.example" },
		{ "@ada@bücher.example", "@ada@bücher.example" },
		{ "@a.b-c_d@x-y.example", "@a.b-c_d@x-y.example" },
		{ "@ada.\n@bob-", "@ada @bob" },
		{ "mail ada@talk.example", "" },
		{ "x/@ada =@ada _@ada é@ada", "" },
		{ "@usér", "" },
		{ "@ada@", "" },
		{ "@ada@b@c", "" },
		{ "@@ada", "@ada" },
		{ "@ @! @-a", "" },
		{ "@a", "@a" },
		{ "こんにちは @ada さん", "@ada" },
		{ "@ada://x", "" },
	};
	each_has(cases, COUNT_OF(cases));
}

static void hashtags_are_found_where_mastodon_finds_them(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{ "#moot", "#moot" },
		{ "a #Moot, and #two.", "#Moot #two" },
		{ "#123 #12a #a12", "#12a #a12" },
		{ "#1_2 #_ #__ #___", "#1_2 #___" },
		{ "#été #日本語 #новости #हिन्दी #한국어", "#été #日本語 #новости #हिन्दी #한국어" },
		{ "＃全角", "#全角" },
		{ "#l·l #a·", "#l·l #a" },
		{ "#マイケル・ジャクソン", "#マイケル・ジャクソン" },
		{ "#می‌خواهم", "#می‌خواهم" },
		{ "a#b /#c )#d =#e", "" },
		{ "##x", "#x" },
		{ "#", "" },
		{ "#a#b", "#a" },
		{ "(#a) [#b]", "#a #b" },
		{ "#foo-bar", "#foo" },
		{ "#tagshttps://x.example", "#tags" },
		{ "#c++ #c++", "#c #c" },
		{ "_#a", "#a" },
		{ "#it's", "#it" },
	};
	each_has(cases, COUNT_OF(cases));
}

static void links_end_where_mastodon_ends_them(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{ "https://a.example", "Uhttps://a.example" },
		{ "see https://a.example.", "Uhttps://a.example" },
		{ "see https://a.example/x, or", "Uhttps://a.example/x" },
		{ "(https://a.example/x)", "Uhttps://a.example/x" },
		{ "https://a.example/x_(y)", "Uhttps://a.example/x_(y)" },
		{ "https://a.example/x_(y_(z))!", "Uhttps://a.example/x_(y_(z))" },
		{ "https://a.example/x_(y", "Uhttps://a.example/x_" },
		{ "https://a.example/()", "Uhttps://a.example/" },
		{ "\"https://a.example/x\"", "Uhttps://a.example/x" },
		{ "https://a.example/?q=1&r=2#top.", "Uhttps://a.example/?q=1&r=2#top" },
		{ "https://a.example?q=1!", "Uhttps://a.example?q=1" },
		{ "https://a.example:8080/x", "Uhttps://a.example:8080/x" },
		{ "https://a.example:x", "Uhttps://a.example" },
		{ "https://bücher.example/ü", "Uhttps://bücher.example/ü" },
		{ "https://例え.テスト/パス", "Uhttps://例え.テスト/パス" },
		{ "https://xn--bcher-kva.example", "Uhttps://xn--bcher-kva.example" },
		{ "https://x.xn--p1ai/", "Uhttps://x.xn--p1ai/" },
		{ "https://a.exampleです", "Uhttps://a.example" },
		{ "日本https://a.example", "Uhttps://a.example" },
		{ "HTTPS://A.EXAMPLE", "UHTTPS://A.EXAMPLE" },
		{ "ahttps://a.example", "" },
		{ "https://localhost/x http://1.2.3.4/ https:// https://.x https://-a.example", "" },
		{ "https://user:pass@a.example/", "" },
		{ "https://a.example/@ada #b", "Uhttps://a.example/@ada #b" },
		{ "https://a.example/#b", "Uhttps://a.example/#b" },
		{ "<https://a.example/x>", "Uhttps://a.example/x" },
		{ "gemini://a.example/ ipfs://x.example gopher://g.example/1", "Ugemini://a.example/ Uipfs://x.example Ugopher://g.example/1" },
		{ "magnet:?xt=urn:btih:abc", "Umagnet:?xt=urn:btih:abc" },
		{ "xmpp:ada@talk.example?join", "Uxmpp:ada@talk.example?join" },
		{ "javascript:alert(1) ftp://a.example", "" },
		{ "https://a.example/x\nhttps://b.example/", "Uhttps://a.example/x Uhttps://b.example/" },
		{ "a.example www.a.example", "" },
	};
	each_has(cases, COUNT_OF(cases));
}

static void emoji_are_found_between_colons(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{ ":cat:", ":cat" }, { "a :cat: b :dog_2:", ":cat :dog_2" }, { ":x:", "" }, { "a:cat:", "" }, { ":cat:a", "" },
		{ "::cat:", "" }, { ":cat: :", ":cat" }, { "12:30:45", "" }, { ":cat::dog:", "" }, { ":ça:", "" },
	};
	each_has(cases, COUNT_OF(cases));
}

static void characters_are_counted_as_people_see_them(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		size_t length;
	} cases[] = {
		{ "", 0 }, { "abc", 3 }, { "a\r\nb", 3 }, { "é", 1 }, { "e\xcc\x81", 1 }, { "👩‍👩‍👧‍👦", 1 }, { "🇫🇷🇩🇪", 2 }, { "👍🏽", 1 },
		{ "https://a.example", 23 }, { "https://a.example/a/very/long/path/that/goes/on/and/on?and=on", 23 }, { "see https://a.example.", 28 },
		{ "@ada@a.very.long.domain.example hi", 7 }, { "@ada hi", 7 }, { "#hashtag", 8 }, { "日本語", 3 }, { ":cat:", 5 },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		if (text_length(&arena, sv_of(cases[i].text)) != cases[i].length)
			fail_msg("\"%s\" counts %zu, expected %zu", cases[i].text, text_length(&arena, sv_of(cases[i].text)), cases[i].length);
	arena_free(&arena);
}

/* The test's table of accounts: "ada" here, "bob" at b.example; nobody else. */
static bool known(void *data, struct sv user, struct sv domain, struct text_mention *mention_r)
{
	(void)data;
	bool here = sv_eq(user, SV("ada")) && !domain.p;
	*mention_r = (struct text_mention){ .url = here ? SV("https://talk.example/@ada") : SV("https://b.example/@bob"), .shown = user };
	return here || (sv_eq(user, SV("bob")) && sv_eq(domain, SV("b.example")));
}

static void expect_html(const char *text, struct text_style style, const char *expected)
{
	style.base = SV("https://talk.example");
	style.mention = known;
	const char *got = arena_cstr(&arena, text_html(&arena, sv_of(text), &style).markup);
	if (strcmp(got, expected) != 0)
		fail_msg("\"%s\" became\n%s\nexpected\n%s", text, got, expected);
}

static void html_is_what_mastodon_makes(void **state)
{
	(void)state;
	const struct text_style plain = { 0 };
	expect_html("", plain, "");
	expect_html("  \n ", plain, "");
	expect_html("a & <b>", plain, "<p>a &amp; &lt;b&gt;</p>");
	expect_html("one\ntwo\n\nthree\n\n\n\nfour", plain, "<p>one<br />two</p><p>three</p><p>four</p>");
	expect_html("one\r\ntwo\r\n\r\nthree", plain, "<p>one<br />two</p><p>three</p>");
	expect_html("@ada\n\n@bob@b.example @eve", plain,
		    "<p><span class=\"h-card\" translate=\"no\"><a href=\"https://talk.example/@ada\" class=\"u-url mention\">@<span>ada</span></a></span></p>"
		    "<p><span class=\"h-card\" translate=\"no\"><a href=\"https://b.example/@bob\" class=\"u-url mention\">@<span>bob</span></a></span> @eve</p>");
	expect_html("#Moot #été", plain,
		    "<p><a href=\"https://talk.example/tags/Moot\" class=\"mention hashtag\" rel=\"tag\">#<span>Moot</span></a> "
		    "<a href=\"https://talk.example/tags/%C3%A9t%C3%A9\" class=\"mention hashtag\" rel=\"tag\">#<span>été</span></a></p>");
	expect_html(":cat: <3", plain, "<p>:cat: &lt;3</p>");
}

static void links_show_thirty_characters_and_keep_the_rest(void **state)
{
	(void)state;
	const struct text_style one_line = { .one_line = true }, me = { .one_line = true, .me = true };
	expect_html("https://a.example", one_line,
		    "<a href=\"https://a.example\" target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\"><span class=\"invisible\">https://</span>"
		    "<span class=\"\">a.example</span><span class=\"invisible\"></span></a>");
	expect_html("https://www.a.example/?a=1&b=\"2\"", me,
		    "<a href=\"https://www.a.example/?a=1&amp;b=\" target=\"_blank\" rel=\"nofollow noopener me\" translate=\"no\">"
		    "<span class=\"invisible\">https://www.</span><span class=\"\">a.example/?a=1&amp;b=</span><span class=\"invisible\"></span></a>"
		    "&quot;2&quot;");
	expect_html("https://a.example/12345678901234567890tail", one_line,
		    "<a href=\"https://a.example/12345678901234567890tail\" target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\">"
		    "<span class=\"invisible\">https://</span><span class=\"ellipsis\">a.example/12345678901234567890</span>"
		    "<span class=\"invisible\">tail</span></a>");
	expect_html("https://a.example/12345678901234567890x", one_line,
		    "<a href=\"https://a.example/12345678901234567890x\" target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\">"
		    "<span class=\"invisible\">https://</span><span class=\"\">a.example/12345678901234567890x</span>"
		    "<span class=\"invisible\"></span></a>");
}

static void a_quote_is_also_there_for_readers_that_know_no_quotes(void **state)
{
	(void)state;
	const struct text_style style = { .quoted_url = SV("https://b.example/1") };
	expect_html("so true", style,
		    "<p class=\"quote-inline\">RE: <a href=\"https://b.example/1\" target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\">"
		    "<span class=\"invisible\">https://</span><span class=\"\">b.example/1</span><span class=\"invisible\"></span></a></p><p>so true</p>");
}

static void spellings_of_a_hashtag_share_their_key(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{ "Moot", "moot" }, { "CAFÉ", "cafe" }, { "cafe\xcc\x81", "cafe" }, { "ﾊﾝｶｸ", "ハンカク" }, { "ＦＵＬＬ", "full" }, { "Straße", "strasse" },
		{ "НОВОСТИ", "новости" }, { "й", "й" }, { "Łódź", "lodz" }, { "København", "kobenhavn" }, { "ガ", "ガ" },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_string_equal(arena_cstr(&arena, text_tag_key(&arena, sv_of(cases[i][0]))), cases[i][1]);
	arena_free(&arena);
}

static void a_tag_is_a_tag_as_a_whole(void **state)
{
	(void)state;
	assert_true(text_is_tag(SV("moot")));
	assert_true(text_is_tag(SV("12a")));
	assert_false(text_is_tag(SV("123")));
	assert_false(text_is_tag(SV("a b")));
	assert_false(text_is_tag(SV("#a")));
	assert_false(text_is_tag(SV("")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mentions_are_found_where_mastodon_finds_them),
		cmocka_unit_test(hashtags_are_found_where_mastodon_finds_them),
		cmocka_unit_test(links_end_where_mastodon_ends_them),
		cmocka_unit_test(emoji_are_found_between_colons),
		cmocka_unit_test(characters_are_counted_as_people_see_them),
		cmocka_unit_test(html_is_what_mastodon_makes),
		cmocka_unit_test(links_show_thirty_characters_and_keep_the_rest),
		cmocka_unit_test(a_quote_is_also_there_for_readers_that_know_no_quotes),
		cmocka_unit_test(spellings_of_a_hashtag_share_their_key),
		cmocka_unit_test(a_tag_is_a_tag_as_a_whole),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(&arena);
	return failed;
}
