/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Lists of hashes as they are exchanged. */
#include "screening/hash_list.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define A "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22"
#define B "0123456789abcdef0123456789abcdef0123456789abcdef0123456789ABCDEF"

static struct hash_list list;
static struct hash_line got;

static enum hash_line_is read_line(const char *text)
{
	return hash_list_read(&list, sv_of(text), &got);
}

static void begin(int kind)
{
	list = (struct hash_list){ .kind = kind };
}

static void one_hash_a_line_is_read_when_its_kind_is_known(void **state)
{
	(void)state;
	begin(HASH_PDQ);
	assert_int_equal(read_line("\xef\xbb\xbf# a list\r\n"), HASH_LINE_NONE);
	assert_int_equal(read_line(A "\r\n"), HASH_LINE_HASH);
	assert_int_equal(got.kind, HASH_PDQ);
	assert_int_equal(got.bytes[0], 0xf8);
	assert_int_equal(got.bytes[31], 0x22);
	assert_int_equal(read_line(""), HASH_LINE_NONE);
	assert_int_equal(read_line(B " found in March"), HASH_LINE_HASH);
	assert_true(sv_eq(got.note, SV("found in March")));
	begin(-1);
	assert_int_equal(read_line(A), HASH_LINE_WRONG);
	assert_non_null(strstr(got.wrong, "--kind"));
	assert_int_equal(list.lines, 1);
	assert_int_equal(read_line("pdq:" A), HASH_LINE_HASH);
	assert_int_equal(got.kind, HASH_PDQ);
	assert_int_equal(read_line("SHA256: " B), HASH_LINE_HASH);
	assert_int_equal(got.kind, HASH_SHA256);
}

static void what_sha256sum_writes_is_read(void **state)
{
	(void)state;
	begin(-1);
	assert_int_equal(read_line(B "  holiday.jpg\n"), HASH_LINE_HASH);
	assert_int_equal(got.kind, HASH_SHA256);
	assert_true(sv_eq(got.note, SV("holiday.jpg")));
}

static void csv_says_what_its_columns_are(void **state)
{
	(void)state;
	begin(-1);
	assert_int_equal(read_line("hash,quality,url"), HASH_LINE_NONE);
	assert_int_equal(read_line(A ",100,x"), HASH_LINE_HASH);
	assert_int_equal(got.kind, HASH_PDQ);
	assert_int_equal(read_line(A ",49,x"), HASH_LINE_DULL);
	assert_int_equal(read_line(A ",much,x"), HASH_LINE_WRONG);
	begin(-1);
	assert_int_equal(read_line("description;indicator;type\n"), HASH_LINE_NONE);
	assert_int_equal(read_line("\"one; two\";" B ";HASH_SHA256"), HASH_LINE_HASH);
	assert_int_equal(got.kind, HASH_SHA256);
	assert_true(sv_eq(got.note, SV("one; two")));
	assert_int_equal(read_line("x;" A ";HASH_PDQ"), HASH_LINE_HASH);
	assert_int_equal(got.kind, HASH_PDQ);
	assert_int_equal(read_line("x;d41d8cd98f00b204e9800998ecf8427e;HASH_MD5"), HASH_LINE_WRONG);
	begin(-1);
	assert_int_equal(read_line("name,sha256,pdq"), HASH_LINE_NONE);
	assert_int_equal(read_line("x," B ","), HASH_LINE_HASH);
	assert_int_equal(got.kind, HASH_SHA256);
	assert_int_equal(read_line("x,," A), HASH_LINE_HASH);
	assert_int_equal(got.kind, HASH_PDQ);
	assert_int_equal(read_line("x"), HASH_LINE_WRONG);
}

static void other_kinds_are_refused_by_name(void **state)
{
	(void)state;
	begin(HASH_SHA256);
	assert_int_equal(read_line("d41d8cd98f00b204e9800998ecf8427e"), HASH_LINE_WRONG);
	assert_non_null(strstr(got.wrong, "MD5"));
	assert_int_equal(read_line("da39a3ee5e6b4b0d3255bfef95601890afd80709"), HASH_LINE_WRONG);
	assert_non_null(strstr(got.wrong, "SHA-1"));
	assert_int_equal(read_line(A B), HASH_LINE_WRONG);
	assert_non_null(strstr(got.wrong, "SHA-512"));
	assert_int_equal(read_line("<html>"), HASH_LINE_WRONG);
	assert_int_equal(read_line("abc"), HASH_LINE_WRONG);
	static char longest[HASH_LINE_MOST + 2];
	memset(longest, 'a', HASH_LINE_MOST + 1);
	assert_int_equal(read_line(longest), HASH_LINE_WRONG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_hash_a_line_is_read_when_its_kind_is_known),
		cmocka_unit_test(what_sha256sum_writes_is_read),
		cmocka_unit_test(csv_says_what_its_columns_are),
		cmocka_unit_test(other_kinds_are_refused_by_name),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
