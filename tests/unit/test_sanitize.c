/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/clock.h"
#include "base/utf8.h"
#include "social/sanitize.h"
#include "social/text.h"
#include "tests/judge_html.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

static struct arena arena;

static void each_becomes(const char *const (*cases)[2], size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *got = arena_cstr(&arena, sanitize_html(&arena, sv_of(cases[i][0])).markup);
		if (strcmp(got, cases[i][1]) != 0)
			fail_msg("%s\nbecame\n%s\nexpected\n%s", cases[i][0], got, cases[i][1]);
	}
	arena_free(&arena);
}

static void what_is_allowed_stays(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{ "<p>a<br>b<br/>c</p>", "<p>a<br>b<br>c</p>" },
		{ "<p><b>a</b> <strong>b</strong> <i>c</i> <em>d</em> <u>e</u> <del>f</del> <s>g</s></p>",
		  "<p><b>a</b> <strong>b</strong> <i>c</i> <em>d</em> <u>e</u> <del>f</del> <s>g</s></p>" },
		{ "<blockquote><pre><code>x\n  y</code></pre></blockquote>", "<blockquote><pre><code>x\n  y</code></pre></blockquote>" },
		{ "<ul><li>a</li></ul><ol start=\"3\" reversed><li value=\"7\">b</ol>",
		  "<ul><li>a</li></ul><ol start=\"3\" reversed=\"\"><li value=\"7\">b</li></ol>" },
		{ "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>", "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>" },
		{ "<p lang=\"de\">ja</p>", "<p lang=\"de\">ja</p>" },
		{ "<p class=\"quote-inline\">RE: x</p>", "<p class=\"quote-inline\">RE: x</p>" },
		{ "plain & simple < text", "plain &amp; simple &lt; text" },
		{ "", "" },
	};
	each_becomes(cases, COUNT_OF(cases));
}

static void links_are_ours(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{ "<a href=\"https://a.example/?a=1&amp;b=2\" rel=\"me\" target=\"_top\" id=\"x\">x</a>",
		  "<a href=\"https://a.example/?a=1&amp;b=2\" rel=\"nofollow noopener\" target=\"_blank\">x</a>" },
		{ "<a href=\"https://a.example/tags/x\" class=\"mention hashtag big\" rel=\"tag\">#<span>x</span></a>",
		  "<a href=\"https://a.example/tags/x\" class=\"mention hashtag\" rel=\"tag nofollow noopener\" target=\"_blank\">#<span>x</span></a>" },
		{ "<span class=\"h-card\" translate=\"no\"><a href=\"https://a.example/@x\" class=\"u-url mention\">@<span>x</span></a></span>",
		  "<span class=\"h-card\" translate=\"no\"><a href=\"https://a.example/@x\" class=\"u-url mention\" rel=\"nofollow noopener\" "
		  "target=\"_blank\">@<span>x</span></a></span>" },
		{ "<a href=\"gemini://a.example/\">x</a>", "<a href=\"gemini://a.example/\" rel=\"nofollow noopener\" target=\"_blank\">x</a>" },
		{ "<a href=\"/local\"><b>x</b></a>", "<b>x</b>" },
		{ "<a href=\"javascript:alert(1)\">x</a>", "x" },
	};
	each_becomes(cases, COUNT_OF(cases));
}

static void what_is_not_allowed_goes(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{ "a<script>alert(1)</script>b", "ab" },
		{ "<div>a</div><div>b</div>", "a  b" },
		{ "<h1>Title</h1><h3>Part</h3>", "<p><strong>Title</strong></p><p><strong>Part</strong></p>" },
		{ "<p style=\"color:red\" onclick=\"x\">a</p>", "<p>a</p>" },
		{ "<font><center>a</center></font>", "a" },
		{ "<img src=x onerror=alert(1)>a", "a" },
		{ "a<svg><title>b</title></svg><math><mi>c</mi></math>d", "ad" },
		{ "<p>a", "<p>a</p>" },
		{ "<b><i>a</b>b</i>", "<b><i>a</i></b><i>b</i>" },
		{ "<p translate=\"yes\"><span class=\"x\" translate=\"yes\">a</span></p>", "<p><span>a</span></p>" },
		{ "<ol start=\"x\"><li value=\"9999999999\">a</li></ol>", "<ol><li>a</li></ol>" },
	};
	each_becomes(cases, COUNT_OF(cases));
}

static size_t judge_file(const char *name)
{
	char path[512], line[4096];
	snprintf(path, sizeof(path), "%s/xss/%s", getenv("TEST_DATA"), name);
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	size_t count = 0;
	for (; fgets(line, sizeof(line), file); count++) {
		struct sv made = sanitize_html(&arena, sv_trim(sv_of(line))).markup;
		const char *wrong = judge_html(made);
		if (wrong)
			fail_msg("%s: %s in\n" SVF, line, wrong, SVA(made));
	}
	fclose(file);
	arena_free(&arena);
	return count;
}

static void known_attacks_come_out_harmless(void **state)
{
	(void)state;
	static const char *const files[] = { "attributes.txt", "basic.txt",   "elements.txt", "links.txt",   "mutation.txt",
		                             "names.txt",      "schemes.txt", "svg.txt",      "writing.txt", "xml.txt" };
	size_t count = 0;
	for (size_t i = 0; i < COUNT_OF(files); i++)
		count += judge_file(files[i]);
	assert_true(count > 500);
}

static void the_judge_sees_what_is_wrong(void **state)
{
	(void)state;
	assert_null(judge_html(SV("<p>a<br>b &lt; <a href=\"https://x\" rel=\"tag\">c</a></p>")));
	assert_non_null(judge_html(SV("<p>a")));
	assert_non_null(judge_html(SV("<script>a</script>")));
	assert_non_null(judge_html(SV("<p onclick=\"x\">a</p>")));
	assert_non_null(judge_html(SV("<a href=\"javascript:x\">a</a>")));
	assert_non_null(judge_html(SV("a > b")));
}

static void depth_and_size_are_bounded(void **state)
{
	(void)state;
	struct buf slow = BUF(&arena, 4 << 20), deep = BUF(&arena, 4 << 20), bomb = BUF(&arena, 4 << 20);
	for (int i = 0; i < 20000; i++)
		buf_put(&slow, SV("<ul><li>")); /* at each one, a walk along all those that are open: seconds without the time budget */
	int64_t began = clock_cpu();
	struct sv shown = sanitize_html(&arena, buf_sv(&slow)).markup;
	assert_true(sv_starts(shown, SV("&lt;ul&gt;")));
	assert_true(clock_cpu() - began < 500000);
	for (int i = 0; i < 3000; i++)
		buf_put(&deep, SV("<b>"));
	buf_put(&deep, SV("x"));
	struct sv made = sanitize_html(&arena, buf_sv(&deep)).markup;
	assert_null(judge_html(made));
	assert_true(made.n < SANITIZE_DEPTH * 8);
	buf_put(&bomb, SV("<p>"));
	for (int i = 0; i < 2000; i++)
		buf_printf(&bomb, "<b x=%d>", i);
	for (int i = 0; i < 5000; i++)
		buf_put(&bomb, SV("</p><p>x")); /* each clones the two thousand above: ten million elements */
	made = sanitize_html(&arena, buf_sv(&bomb)).markup;
	assert_true(sv_starts(made, SV("&lt;p&gt;&lt;b x=0&gt;")));
	struct buf large = BUF(&arena, 4 << 20);
	for (int i = 0; i < 100000; i++)
		buf_put(&large, SV("äöü"));
	made = sanitize_html(&arena, buf_sv(&large)).markup;
	assert_true(utf8_valid(made) && made.n <= SANITIZE_MOST + 3);
	arena_free(&arena);
}

static void html_reads_as_text(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{ "<p>one<br>two</p><p>three &amp; four</p>", "one\ntwo\n\nthree & four" },
		{ "<ul><li>a</li><li>b</li></ul><p>c</p>", "- a\n- b\n\nc" },
		{ "<p>see <a href=\"https://a.example/x\"><span class=\"invisible\">https://</span><span class=\"ellipsis\">a.exam</span>"
		  "<span class=\"invisible\">ple/x</span></a></p>", "see https://a.example/x" },
		{ "<script>x</script>", "" },
		{ "<p>a</p>\n<p>b</p>\n", "a\n\nb" },
		{ "a<br><br>b", "a\n\nb" },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_string_equal(arena_cstr(&arena, html_to_text(&arena, sv_of(cases[i][0]))), cases[i][1]);
	arena_free(&arena);
}

static void our_own_html_goes_there_and_back(void **state)
{
	(void)state;
	struct sv text = SV("Hello,\nsee https://www.a.example/a/very/long/path/that/goes/on and #moot.\n\nBye & <thanks>");
	struct text_style style = { .base = SV("https://talk.example") };
	struct html html = text_html(&arena, text, &style);
	assert_string_equal(arena_cstr(&arena, html_to_text(&arena, html.markup)), text.p);
	assert_null(judge_html(sanitize_html(&arena, html.markup).markup));
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_allowed_stays),
		cmocka_unit_test(links_are_ours),
		cmocka_unit_test(what_is_not_allowed_goes),
		cmocka_unit_test(known_attacks_come_out_harmless),
		cmocka_unit_test(the_judge_sees_what_is_wrong),
		cmocka_unit_test(depth_and_size_are_bounded),
		cmocka_unit_test(html_reads_as_text),
		cmocka_unit_test(our_own_html_goes_there_and_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
