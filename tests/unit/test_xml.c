/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "web/xml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static struct arena arena;

static const char *written(struct sv text)
{
	struct buf b = BUF(&arena, 256);
	xml_text(&b, text);
	return arena_cstr(&arena, buf_sv(&b));
}

static void text_is_escaped_and_what_xml_forbids_is_left_out(void **state)
{
	(void)state;
	assert_string_equal(written(SV("a<b>&\"'c ]]>")), "a&lt;b&gt;&amp;&quot;&#39;c ]]&gt;");
	assert_string_equal(written(SV("tab\tline\nreturn\r")), "tab\tline\nreturn\r");
	assert_string_equal(written(SV("a\001b\033c\037d\000e")), "abcde");
	assert_string_equal(written(SV("né 漢 😀")), "né 漢 😀");
	assert_string_equal(written(SV("\xef\xbf\xbe\xef\xbf\xbf\xef\xbf\xbd")), "\xef\xbf\xbd"); /* U+FFFE, U+FFFF, U+FFFD */
	assert_string_equal(written(SV("\xed\xa0\x80x")), "x");                                 /* a surrogate */
	assert_string_equal(written(SV("\xc0\xaf\xe0\x80\xafy\xf8z\xe6\xbc")), "\x79z");          /* too long, no UTF-8, cut off */
	assert_string_equal(written(SV_NONE), "");
}

static void elements_and_attributes_without_a_text_are_not_there(void **state)
{
	struct buf b = BUF(&arena, 256);
	(void)state;
	xml_element(&b, "a", SV("1 < 2"));
	xml_element(&b, "b", SV_NONE);
	buf_put(&b, SV("<c"));
	xml_attribute(&b, "d", SV("\"&"));
	xml_attribute(&b, "e", SV(""));
	buf_put(&b, SV("/>"));
	assert_string_equal(arena_cstr(&arena, buf_sv(&b)), "<a>1 &lt; 2</a>\n<c d=\"&quot;&amp;\"/>");
}

static int done(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_escaped_and_what_xml_forbids_is_left_out),
		cmocka_unit_test(elements_and_attributes_without_a_text_are_not_there),
	};
	return cmocka_run_group_tests(tests, NULL, done);
}
