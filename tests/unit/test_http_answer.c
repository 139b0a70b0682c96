/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/encoding.h"
#include "http/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <zlib.h>
#include <cmocka.h>

static struct http_request request_with(struct http_header *field, const char *name, const char *value)
{
	*field = (struct http_header){ sv_of(name), sv_of(value) };
	return (struct http_request){ .method = HTTP_GET, .headers = field, .header_count = value ? 1 : 0 };
}

static void a_client_gets_a_coding_only_when_it_asks(void **state)
{
	(void)state;
	static const struct {
		const char *accept;
		bool gzip;
	} cases[] = {
		{ "gzip", true }, { "GZIP", true }, { "deflate, gzip;q=0.5", true }, { "*", true }, { "br , gzip ; q=1.0", true }, { "", false },
		{ "identity", false }, { "gzip;q=0", false }, { "gzip; q=0.000, *", false }, { "*;q=0", false }, { "gzipped", false },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(http_accepts_coding(sv_of(cases[i].accept), SV("gzip")), cases[i].gzip);
}

static void what_is_compressed_is_the_same_afterwards(void **state)
{
	(void)state;
	struct http_header field;
	struct http_request rq = request_with(&field, "Accept-Encoding", "gzip");
	static char text[20000], back[20000];
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = "{\"id\":\"112\",\"content\":\"<p>word</p>\"}"[(i * 7 + i / 100) % 36];
	for (int round = 0; round < 3; round++) {
		struct sv lines, small = http_compress(&rq, (struct sv){ text, sizeof(text) }, &lines);
		assert_true(small.n > 20 && small.n < sizeof(text) / 2);
		assert_true(sv_eq(lines, SV("Content-Encoding: gzip\r\nVary: Accept-Encoding\r\n")));
		z_stream z = { .next_in = (Bytef *)(uintptr_t)small.p, .avail_in = (uInt)small.n, .next_out = (Bytef *)back, .avail_out = sizeof(back) };
		assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
		assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
		inflateEnd(&z);
		assert_memory_equal(back, text, sizeof(text));
	}
	arena_free(&rq.arena);
}

static void what_would_not_shrink_stays(void **state)
{
	(void)state;
	struct http_header field;
	struct http_request rq = request_with(&field, "Accept-Encoding", "br, gzip");
	struct sv lines, small = SV("too short"), noise = { malloc(5000), 5000 };
	assert_ptr_equal(http_compress(&rq, small, &lines).p, small.p);
	assert_int_equal(lines.n, 0);
	uint64_t x = 88172645463325252u;
	for (size_t i = 0; i < noise.n; i++) {
		x ^= x << 13, x ^= x >> 7, x ^= x << 17;
		((char *)(uintptr_t)noise.p)[i] = (char)x;
	}
	assert_ptr_equal(http_compress(&rq, noise, &lines).p, noise.p);
	assert_true(sv_eq(lines, SV("Vary: Accept-Encoding\r\n")));
	free((void *)(uintptr_t)noise.p);
	arena_free(&rq.arena);
}

static void a_client_that_has_it_is_told_so(void **state)
{
	(void)state;
	struct arena arena = { 0 };
	struct http_header field;
	struct sv etag = http_etag(&arena, SV("some bytes"));
	assert_int_equal(etag.n, 18);
	assert_false(sv_eq(etag, http_etag(&arena, SV("other bytes"))));
	const struct {
		const char *sent;
		bool same;
	} cases[] = {
		{ etag.p, true }, { arena_printf(&arena, "\"x\", W/" SVF, SVA(etag)).p, true }, { "*", true }, { "\"x\"", false }, { "", false },
		{ NULL, false },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct http_request rq = request_with(&field, "If-None-Match", cases[i].sent);
		assert_int_equal(http_not_modified(&rq, etag), cases[i].same);
	}
	arena_free(&arena);
}

static void a_range_is_one_part_or_nothing_special(void **state)
{
	(void)state;
	static const struct {
		const char *range;
		enum http_range want;
		int64_t from, length;
	} cases[] = {
		{ NULL, HTTP_RANGE_ALL, 0, 1000 }, { "bytes=0-", HTTP_RANGE_PART, 0, 1000 }, { "bytes=0-0", HTTP_RANGE_PART, 0, 1 },
		{ "bytes=10-19", HTTP_RANGE_PART, 10, 10 }, { "bytes=990-5000", HTTP_RANGE_PART, 990, 10 }, { "bytes=-10", HTTP_RANGE_PART, 990, 10 },
		{ "bytes=-5000", HTTP_RANGE_PART, 0, 1000 }, { "bytes=1000-", HTTP_RANGE_NONE, 0, 1000 }, { "bytes=-0", HTTP_RANGE_NONE, 0, 1000 },
		{ "bytes=1000-2000", HTTP_RANGE_NONE, 0, 1000 }, { "bytes=20-10", HTTP_RANGE_ALL, 0, 1000 }, { "bytes=0-1,5-6", HTTP_RANGE_ALL, 0, 1000 },
		{ "lines=0-1", HTTP_RANGE_ALL, 0, 1000 }, { "bytes=a-b", HTTP_RANGE_ALL, 0, 1000 }, { "bytes=", HTTP_RANGE_ALL, 0, 1000 },
		{ "bytes=--5", HTTP_RANGE_ALL, 0, 1000 }, { "bytes=99999999999999999999-", HTTP_RANGE_ALL, 0, 1000 },
	};
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct http_header field;
		struct http_request rq = request_with(&field, "Range", cases[i].range);
		int64_t from, length;
		if (http_range_parse(&rq, SV("\"e\""), 1000, &from, &length) != cases[i].want)
			print_error("%s\n", cases[i].range);
		assert_int_equal(http_range_parse(&rq, SV("\"e\""), 1000, &from, &length), cases[i].want);
		assert_int_equal(from, cases[i].from);
		assert_int_equal(length, cases[i].length);
	}
}

static void another_version_is_sent_whole(void **state)
{
	(void)state;
	struct http_header fields[] = { { SV("Range"), SV("bytes=0-1") }, { SV("If-Range"), SV("\"old\"") } };
	struct http_request rq = { .method = HTTP_GET, .headers = fields, .header_count = 2 };
	int64_t from, length;
	assert_int_equal(http_range_parse(&rq, SV("\"new\""), 10, &from, &length), HTTP_RANGE_ALL);
	assert_int_equal(http_range_parse(&rq, SV("\"old\""), 10, &from, &length), HTTP_RANGE_PART);
	rq.header_count = 1;
	assert_int_equal(http_range_parse(&rq, SV("\"new\""), 0, &from, &length), HTTP_RANGE_NONE);
}

static void cookies_are_found_in_any_place(void **state)
{
	(void)state;
	struct http_header fields[] = { { SV("Cookie"), SV("a=1; session=x=y ;b=") }, { SV("COOKIE"), SV("c=3") } };
	struct http_request rq = { .headers = fields, .header_count = 2 };
	assert_true(sv_eq(http_cookie(&rq, SV("a")), SV("1")));
	assert_true(sv_eq(http_cookie(&rq, SV("session")), SV("x=y")));
	assert_true(sv_eq(http_cookie(&rq, SV("c")), SV("3")));
	assert_true(http_cookie(&rq, SV("b")).p && http_cookie(&rq, SV("b")).n == 0);
	assert_null(http_cookie(&rq, SV("sess")).p);
	assert_null(http_cookie(&rq, SV("x")).p);
}

static void extensions_name_types(void **state)
{
	(void)state;
	assert_true(sv_eq(http_content_type(SV("a.b/cat.PNG")), SV("image/png")));
	assert_true(sv_eq(http_content_type(SV("app-1f2e.js")), SV("text/javascript; charset=utf-8")));
	assert_true(sv_eq(http_content_type(SV("Makefile")), SV("application/octet-stream")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_client_gets_a_coding_only_when_it_asks),
		cmocka_unit_test(what_is_compressed_is_the_same_afterwards),
		cmocka_unit_test(what_would_not_shrink_stays),
		cmocka_unit_test(a_client_that_has_it_is_told_so),
		cmocka_unit_test(a_range_is_one_part_or_nothing_special),
		cmocka_unit_test(another_version_is_sent_whole),
		cmocka_unit_test(cookies_are_found_in_any_place),
		cmocka_unit_test(extensions_name_types),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
