/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sample_templates.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void render(struct arena *arena, struct sv name, struct sv address, char **text_r)
{
	struct buf b = BUF(arena, 64 << 10);
	tpl_sample(&b, name, html_of_text(arena, SV("<i>")), 3, address);
	assert_false(b.overflow);
	*text_r = (char *)arena_cstr(arena, buf_sv(&b));
}

static void a_template_becomes_the_page_it_describes(void **state)
{
	(void)state;
	struct arena arena = { 0 };
	char *got;
	render(&arena, SV("Ada"), SV("https://talk.example/?a=1&b=2"), &got);
	assert_string_equal(got, "<p title=\"Ada\">Ada has 3 replies and \"two words\" joined.</p>\n"
				 "<p title=\"37,035 replies\">3% of Ada, &lt;i&gt; and <li value=\"7\">a \\ b</li>\n% done\n</p>\n<p>one Ada Boost</p>\n"
				 "<a href=\"https://talk.example/?a=1&amp;b=2\" class=\"u\">&lt;i&gt;</a>\n"
				 "<a href=\"/@Ada\"\nhidden\n>x</a>\n"
				 "<li value=\"0\">a \\ b</li>\n% done\n<li value=\"1\">a \\ b</li>\n% done\n<li value=\"2\">a \\ b</li>\n% done\n"
				 "<script type=\"module\" src=\"/app.js\">\n</script>\n");
	arena_free(&arena);
}

static void a_strangers_text_stays_text(void **state)
{
	(void)state;
	struct arena arena = { 0 };
	char *got;
	render(&arena, SV("\"><script>alert(1)</script>'"), SV("javascript:alert(1)"), &got);
	assert_null(strstr(got, "<script>"));
	assert_non_null(strstr(got, "<p title=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;\">"));
	assert_non_null(strstr(got, "<a href=\"#\" class"));
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_template_becomes_the_page_it_describes),
		cmocka_unit_test(a_strangers_text_stays_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
