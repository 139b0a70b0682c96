/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/html.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void text_is_escaped_for_tags_and_attributes(void **state)
{
	(void)state;
	struct arena arena = { 0 };
	assert_string_equal(arena_cstr(&arena, html_of_text(&arena, SV("a<b>&\"'c")).markup), "a&lt;b&gt;&amp;&quot;&#39;c");
	assert_string_equal(arena_cstr(&arena, html_of_text(&arena, SV("&&")).markup), "&amp;&amp;");
	assert_string_equal(arena_cstr(&arena, html_of_text(&arena, SV("plain é")).markup), "plain é");
	assert_int_equal(html_of_text(&arena, SV_NONE).markup.n, 0);
	arena_free(&arena);
}

/* Bytes are looked at eight at a time: each place, each byte, against the plain way. */
static void text_is_escaped_wherever_it_stands(void **state)
{
	(void)state;
	char text[27];
	for (size_t n = 0; n < sizeof(text); n++)
		for (size_t at = 0; at < n; at++)
			for (int c = 0; c < 256; c++) {
				struct arena arena = { 0 };
				struct buf expected = BUF(&arena, 1000);
				memset(text, 'x', sizeof(text));
				text[at] = (char)c;
				text[n - 1] = at < n - 1 ? '<' : text[n - 1];
				for (size_t i = 0; i < n; i++) {
					const char *entity = text[i] == '&' ? "&amp;" : text[i] == '<' ? "&lt;" : text[i] == '>' ? "&gt;" : text[i] == '"' ? "&quot;" : text[i] == '\'' ? "&#39;" : NULL;
					buf_put(&expected, entity ? sv_of(entity) : (struct sv){ &text[i], 1 });
				}
				assert_true(sv_eq(html_of_text(&arena, (struct sv){ text, n }).markup, buf_sv(&expected)));
				arena_free(&arena);
			}
}

static void json_inside_of_a_script_cannot_end_it(void **state)
{
	struct arena arena = { 0 };
	struct buf b = BUF(&arena, 256);
	(void)state;
	html_json(&b, SV("{\"a\": \"</script><!--&\"}"));
	assert_string_equal(arena_cstr(&arena, buf_sv(&b)), "{\"a\": \"\\u003c/script\\u003e\\u003c!--\\u0026\"}");
	arena_free(&arena);
}

static void an_address_leads_where_it_seems_to(void **state)
{
	(void)state;
	static const char *const good[] = { "https://a.example/x?y=1#z", "HTTP://a.example", "mailto:ada@a.example", "/", "/@ada", "?page=2", "#top" };
	static const char *const bad[] = { "", "javascript:alert(1)", " https://a.example", "//evil.example", "/\\evil.example", "\\\\evil.example",
					   "/\t/evil.example", "java\nscript:x", "data:text/html,x", "relative/path", "vbscript:x", "https:/\\x",
					   "http:evil", "blob:https://x", "file:///etc/passwd" };
	for (size_t i = 0; i < COUNT_OF(good); i++)
		assert_true(html_url_safe(sv_of(good[i])));
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(html_url_safe(sv_of(bad[i])));
}

static void a_bad_address_becomes_a_hash(void **state)
{
	(void)state;
	struct arena arena = { 0 };
	struct buf b = BUF(&arena, 1000);
	html_url(&b, SV("javascript:alert(1)"));
	html_url(&b, SV("/?a=\"&b"));
	assert_string_equal(arena_cstr(&arena, buf_sv(&b)), "#/?a=&quot;&amp;b");
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_escaped_for_tags_and_attributes),
		cmocka_unit_test(text_is_escaped_wherever_it_stands),
		cmocka_unit_test(json_inside_of_a_script_cannot_end_it),
		cmocka_unit_test(an_address_leads_where_it_seems_to),
		cmocka_unit_test(a_bad_address_becomes_a_hash),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
