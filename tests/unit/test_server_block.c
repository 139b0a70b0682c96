/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a community keeps out: how addresses of the network are read, and domains half hidden; which texts are one emoji. */
#include "social/announcement.h"
#include "social/server_block.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct arena arena;

static const char *range(const char *text)
{
	struct sv range;
	return ip_range_read(&arena, sv_of(text), &range) ? arena_cstr(&arena, range) : "none";
}

static void a_range_is_written_in_one_way(void **state)
{
	(void)state;
	assert_string_equal(range("192.0.2.1"), "192.0.2.1/32");
	assert_string_equal(range(" 192.0.2.77/24 "), "192.0.2.0/24");
	assert_string_equal(range("192.0.2.255/25"), "192.0.2.128/25");
	assert_string_equal(range("0.0.0.0/0"), "0.0.0.0/0");
	assert_string_equal(range("2001:DB8:0:0::1/33"), "2001:db8::/33");
	assert_string_equal(range("::1"), "::1/128");
}

static void what_is_no_range_is_refused(void **state)
{
	static const char *const none[] = { "", "/", "192.0.2", "192.0.2.1/33", "192.0.2.1/-1", "192.0.2.1/", "::/129", "example.org", "1.2.3.4/8/8" };
	(void)state;
	for (size_t i = 0; i < COUNT_OF(none); i++)
		assert_string_equal(range(none[i]), "none");
}

static void a_domain_can_be_half_hidden(void **state)
{
	(void)state;
	assert_string_equal(arena_cstr(&arena, domain_obfuscated(&arena, SV("evil.example"))), "evil.****ple");
	assert_string_equal(arena_cstr(&arena, domain_obfuscated(&arena, SV("a.b"))), "a.*");
	assert_string_equal(arena_cstr(&arena, domain_obfuscated(&arena, SV(""))), "");
}

static void one_emoji_is_told_from_words(void **state)
{
	(void)state;
	assert_true(is_emoji(SV("\xf0\x9f\xa6\x8a")));                         /* a fox */
	assert_true(is_emoji(SV("\xe2\x9d\xa4\xef\xb8\x8f")));                 /* a heart with its variation selector */
	assert_true(is_emoji(SV("7\xef\xb8\x8f\xe2\x83\xa3")));                /* keycap 7 */
	assert_false(is_emoji(SV("")));
	assert_false(is_emoji(SV("7")));
	assert_false(is_emoji(SV("fox")));
	assert_false(is_emoji(SV("\xf0\x9f\xa6\x8a!")));
}

static int end(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_range_is_written_in_one_way),
		cmocka_unit_test(what_is_no_range_is_refused),
		cmocka_unit_test(a_domain_can_be_half_hidden),
		cmocka_unit_test(one_emoji_is_told_from_words),
	};
	return cmocka_run_group_tests(tests, NULL, end);
}
