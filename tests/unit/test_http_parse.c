/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/arena.h"
#include "http/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#define H "Host: a.example\r\n"
#define END "\r\n"

/* Scans and parses `text` in a block of its own. Returns 0 when it is taken, the status it is refused with, or -1 when more is awaited. */
static int status_of(const char *text, size_t n, struct http_head *head, char *copy)
{
	static struct http_header fields[8];
	size_t scanned = 0, end = 0;
	memcpy(copy, text, n);
	enum http_scan scan = http_head_scan(copy, n, &scanned, &end);
	if (scan != HTTP_SCAN_END)
		return scan == HTTP_SCAN_BAD ? 400 : -1;
	return http_head_parse(copy, end, fields, 8, head) ? 0 : head->refuse_status;
}

static const struct {
	const char *why, *text;
	int status;
} cases[] = {
	{ "a plain request", "GET / HTTP/1.1\r\n" H END, 0 },
	{ "one empty line before it", "\r\nGET / HTTP/1.1\r\n" H END, 0 },
	{ "two empty lines before it", "\r\n\r\nGET / HTTP/1.1\r\n" H END, 400 },
	{ "HTTP/1.0 without a host", "GET / HTTP/1.0\r\n\r\n", 0 },
	{ "HTTP/1.1 without a host", "GET / HTTP/1.1\r\n\r\n", 400 },
	{ "two hosts", "GET / HTTP/1.1\r\n" H H END, 400 },
	{ "two hosts that differ in case", "GET / HTTP/1.1\r\n" H "hOST: b.example\r\n" END, 400 },
	{ "an empty host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400 },
	{ "a host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400 },
	{ "a host with a user", "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", 400 },
	{ "a list of hosts", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400 },
	{ "a host that is an address", "GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", 0 },
	{ "a bare LF after the request line", "GET / HTTP/1.1\n" H END, 400 },
	{ "a bare LF after a field", "GET / HTTP/1.1\r\nHost: a\n\r\n", 400 },
	{ "a bare LF at the end", "GET / HTTP/1.1\r\n" H "\n", 400 },
	{ "a bare CR in a value", "GET / HTTP/1.1\r\n" H "A: b\rc\r\n\r\n", 400 },
	{ "a CR before CRLF", "GET / HTTP/1.1\r\n" H "A: b\r\r\n\r\n", 400 },
	{ "a folded line", "GET / HTTP/1.1\r\n" H "A: b\r\n c\r\n\r\n", 400 },
	{ "a folded line by tab", "GET / HTTP/1.1\r\n" H "A: b\r\n\tc\r\n\r\n", 400 },
	{ "a space before the first field", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400 },
	{ "a space before the colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400 },
	{ "a tab before the colon", "GET / HTTP/1.1\r\n" H "A\t: a\r\n\r\n", 400 },
	{ "a name with a space", "GET / HTTP/1.1\r\n" H "A b: c\r\n\r\n", 400 },
	{ "a name with a letter that is not ASCII", "GET / HTTP/1.1\r\n" H "\xc3\xa4: c\r\n\r\n", 400 },
	{ "no name", "GET / HTTP/1.1\r\n" H ": c\r\n\r\n", 400 },
	{ "no colon", "GET / HTTP/1.1\r\n" H "abc\r\n\r\n", 400 },
	{ "an empty value", "GET / HTTP/1.1\r\n" H "A:\r\n\r\n", 0 },
	{ "a control byte in a value", "GET / HTTP/1.1\r\n" H "A: b\x01\r\n\r\n", 400 },
	{ "a control byte deep in a value", "GET / HTTP/1.1\r\n" H "A: 0123456789\x1b" "0123456789\r\n\r\n", 400 },
	{ "a DEL in a value", "GET / HTTP/1.1\r\n" H "A: 0123456789\x7f" "012345\r\n\r\n", 400 },
	{ "a tab in a value", "GET / HTTP/1.1\r\n" H "A: b\tc and more of it\r\n\r\n", 0 },
	{ "bytes above 0x7f in a value", "GET / HTTP/1.1\r\n" H "A: \xc3\xa4\xff\r\n\r\n", 0 },
	{ "a length and chunks", "POST / HTTP/1.1\r\n" H "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", 400 },
	{ "chunks and a length", "POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n", 400 },
	{ "two lengths that differ", "POST / HTTP/1.1\r\n" H "Content-Length: 3\r\nContent-Length: 4\r\n\r\n", 400 },
	{ "two lengths that agree", "POST / HTTP/1.1\r\n" H "Content-Length: 3\r\nContent-Length: 3\r\n\r\n", 400 },
	{ "a list of lengths", "POST / HTTP/1.1\r\n" H "Content-Length: 3, 3\r\n\r\n", 400 },
	{ "a length with a sign", "POST / HTTP/1.1\r\n" H "Content-Length: +3\r\n\r\n", 400 },
	{ "a negative length", "POST / HTTP/1.1\r\n" H "Content-Length: -3\r\n\r\n", 400 },
	{ "a hexadecimal length", "POST / HTTP/1.1\r\n" H "Content-Length: 0x3\r\n\r\n", 400 },
	{ "an empty length", "POST / HTTP/1.1\r\n" H "Content-Length:\r\n\r\n", 400 },
	{ "a length with a space in it", "POST / HTTP/1.1\r\n" H "Content-Length: 1 2\r\n\r\n", 400 },
	{ "a length that overflows", "POST / HTTP/1.1\r\n" H "Content-Length: 18446744073709551619\r\n\r\n", 400 },
	{ "a length of nothing", "POST / HTTP/1.1\r\n" H "Content-Length: 0\r\n\r\n", 0 },
	{ "chunks", "POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n\r\n", 0 },
	{ "chunks in capitals", "POST / HTTP/1.1\r\n" H "Transfer-Encoding: CHUNKED\r\n\r\n", 0 },
	{ "an unknown coding", "POST / HTTP/1.1\r\n" H "Transfer-Encoding: gzip\r\n\r\n", 501 },
	{ "two codings", "POST / HTTP/1.1\r\n" H "Transfer-Encoding: gzip, chunked\r\n\r\n", 501 },
	{ "chunks twice", "POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 501 },
	{ "identity", "POST / HTTP/1.1\r\n" H "Transfer-Encoding: identity\r\n\r\n", 501 },
	{ "chunks with a vertical tab", "POST / HTTP/1.1\r\n" H "Transfer-Encoding: \x0b" "chunked\r\n\r\n", 400 },
	{ "chunks in quotes", "POST / HTTP/1.1\r\n" H "Transfer-Encoding: \"chunked\"\r\n\r\n", 501 },
	{ "an empty coding", "POST / HTTP/1.1\r\n" H "Transfer-Encoding:\r\n\r\n", 501 },
	{ "chunks in HTTP/1.0", "POST / HTTP/1.0\r\n" H "Transfer-Encoding: chunked\r\n\r\n", 400 },
	{ "another expectation", "POST / HTTP/1.1\r\n" H "Expect: magic\r\n\r\n", 417 },
	{ "the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505 },
	{ "HTTP/2 in text", "GET / HTTP/2\r\n" H END, 400 },
	{ "HTTP/1.2", "GET / HTTP/1.2\r\n" H END, 505 },
	{ "HTTP/0.9", "GET /\r\n\r\n", 400 },
	{ "a lower-case version", "GET / http/1.1\r\n" H END, 400 },
	{ "something after the version", "GET / HTTP/1.1 x\r\n" H END, 400 },
	{ "a space after the version", "GET / HTTP/1.1 \r\n" H END, 400 },
	{ "two spaces", "GET  / HTTP/1.1\r\n" H END, 400 },
	{ "a tab for a space", "GET\t/ HTTP/1.1\r\n" H END, 400 },
	{ "a space before the method", " GET / HTTP/1.1\r\n" H END, 400 },
	{ "a space in the path", "GET /a b HTTP/1.1\r\n" H END, 400 },
	{ "a fragment", "GET /a#b HTTP/1.1\r\n" H END, 400 },
	{ "a byte above 0x7f in the path", "GET /\xc3\xa4 HTTP/1.1\r\n" H END, 400 },
	{ "a relative path", "GET a HTTP/1.1\r\n" H END, 400 },
	{ "an authority", "CONNECT a:443 HTTP/1.1\r\n" H END, 400 },
	{ "the asterisk of OPTIONS", "OPTIONS * HTTP/1.1\r\n" H END, 0 },
	{ "the asterisk of GET", "GET * HTTP/1.1\r\n" H END, 400 },
	{ "a whole URL", "GET http://b.example/c HTTP/1.1\r\n" H END, 0 },
	{ "a whole URL with a user", "GET http://u@b.example/c HTTP/1.1\r\n" H END, 400 },
	{ "brackets as they are", "GET /a?media_ids[]=1 HTTP/1.1\r\n" H END, 0 },
	{ "an unknown method", "BREW / HTTP/1.1\r\n" H END, 0 },
	{ "a method with a colon", "GE:T / HTTP/1.1\r\n" H END, 400 },
	{ "a TLS hello", "\x16\x03\x01", 400 },
	{ "eight fields", "GET / HTTP/1.1\r\n" H "A:1\r\nA:2\r\nA:3\r\nA:4\r\nA:5\r\nA:6\r\nA:7\r\n\r\n", 0 },
	{ "nine fields", "GET / HTTP/1.1\r\n" H "A:1\r\nA:2\r\nA:3\r\nA:4\r\nA:5\r\nA:6\r\nA:7\r\nA:8\r\n\r\n", 431 },
	{ "half a head", "GET / HTTP/1.1\r\n" H, -1 },
	{ "nothing", "", -1 },
};

static void what_could_be_read_in_two_ways_is_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct http_head head = { 0 };
		size_t n = strlen(cases[i].text);
		char *copy = malloc(n + 1);
		int got = status_of(cases[i].text, n, &head, copy);
		if (got != cases[i].status)
			print_error("%s: %d, not %d (%s)\n", cases[i].why, got, cases[i].status, head.refuse_text ? head.refuse_text : "");
		assert_int_equal(got, cases[i].status);
		free(copy);
	}
}

static void a_nul_byte_is_refused_wherever_it_is(void **state)
{
	(void)state;
	static const char text[] = "GET /abc HTTP/1.1\r\nHost: a.example\r\nAccept: text/html\r\n\r\n";
	for (size_t i = 0; i < sizeof(text) - 5; i++) {
		char with_nul[sizeof(text)], copy[sizeof(text)];
		struct http_head head;
		memcpy(with_nul, text, sizeof(text));
		with_nul[i] = 0;
		int got = status_of(with_nul, sizeof(text) - 1, &head, copy);
		assert_true(got == 400 || got == 505);
	}
}

static void the_parts_of_a_head_are_found(void **state)
{
	(void)state;
	struct http_head head;
	static const char text[] = "DELETE /api/v1/lists/7?a=b?c HTTP/1.1\r\nHOST: Talk.Example:8080\r\nconnection: Keep-Alive, Upgrade\r\n"
	                           "Content-Length: 12\r\nExpect: 100-continue\r\nX:  two words \t\r\n\r\n";
	char copy[sizeof(text)];
	assert_int_equal(status_of(text, sizeof(text) - 1, &head, copy), 0);
	assert_int_equal(head.method, HTTP_DELETE);
	assert_true(sv_eq(head.target, SV("/api/v1/lists/7?a=b?c")));
	assert_true(sv_eq(head.path, SV("/api/v1/lists/7")));
	assert_true(sv_eq(head.query, SV("a=b?c")));
	assert_true(sv_eq(head.host, SV("talk.example:8080")));
	assert_int_equal(head.content_length, 12);
	assert_true(head.keep_alive && head.upgrade && !head.close && head.expect_continue && !head.chunked);
	assert_int_equal(head.count, 5);
	assert_true(sv_eq(head.fields[4].value, SV("two words")));
}

static void the_host_of_a_whole_url_wins(void **state)
{
	(void)state;
	struct http_head head;
	static const char text[] = "GET HTTP://B.example?x HTTP/1.1\r\nHost: a.example\r\n\r\n";
	char copy[sizeof(text)];
	assert_int_equal(status_of(text, sizeof(text) - 1, &head, copy), 400); /* no path: we do not guess one */
	static const char good[] = "GET HTTP://B.example/?x HTTP/1.1\r\nHost: a.example\r\n\r\n";
	char copy_2[sizeof(good)];
	assert_int_equal(status_of(good, sizeof(good) - 1, &head, copy_2), 0);
	assert_true(sv_eq(head.host, SV("b.example")));
	assert_true(sv_eq(head.target, SV("/?x")));
}

static void a_head_may_come_byte_by_byte(void **state)
{
	(void)state;
	static const char text[] = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
	size_t scanned = 0, end = 0;
	for (size_t n = 0; n < sizeof(text) - 1; n++)
		assert_int_equal(http_head_scan(text, n, &scanned, &end), HTTP_SCAN_MORE);
	assert_int_equal(http_head_scan(text, sizeof(text) - 1, &scanned, &end), HTTP_SCAN_END);
	assert_int_equal(end, sizeof(text) - 1);
}

/* Decodes with `step` bytes at a time into `to`; returns what the decoder said last. */
static enum http_chunk decode(const char *text, size_t step, char *to, size_t *n_r)
{
	struct http_chunked chunked = { 0 };
	struct sv all = sv_of(text), data;
	enum http_chunk said = HTTP_CHUNK_MORE;
	*n_r = 0;
	while (all.n && (said == HTTP_CHUNK_MORE)) {
		struct sv in = sv_first(all, step);
		all = sv_from(all, step);
		while ((said = http_chunked_next(&chunked, &in, &data)) == HTTP_CHUNK_DATA) {
			memcpy(to + *n_r, data.p, data.n);
			*n_r += data.n;
		}
	}
	return said;
}

static const struct {
	const char *text;
	enum http_chunk said;
	const char *body;
} chunk_cases[] = {
	{ "5\r\nhello\r\n0\r\n\r\n", HTTP_CHUNK_END, "hello" },
	{ "2\r\nhe\r\n03\r\nllo\r\n000\r\n\r\n", HTTP_CHUNK_END, "hello" },
	{ "A;x=y\r\n0123456789\r\n0\r\n\r\n", HTTP_CHUNK_END, "0123456789" },
	{ "1\r\na\r\n0\r\nTrailer: x\r\nB: c\r\n\r\n", HTTP_CHUNK_END, "a" },
	{ "0\r\n\r\n", HTTP_CHUNK_END, "" },
	{ "5\r\nhel", HTTP_CHUNK_MORE, "hel" },
	{ "5\nhello\r\n0\r\n\r\n", HTTP_CHUNK_BAD, "" },
	{ "5\r\nhello0\r\n\r\n", HTTP_CHUNK_BAD, "hello" },
	{ "5\r\nhello\n0\r\n\r\n", HTTP_CHUNK_BAD, "hello" },
	{ "-5\r\nhello\r\n", HTTP_CHUNK_BAD, "" },
	{ "0x5\r\nhello\r\n", HTTP_CHUNK_BAD, "" },
	{ "\r\nhello\r\n", HTTP_CHUNK_BAD, "" },
	{ ";a\r\nhello\r\n", HTTP_CHUNK_BAD, "" },
	{ "ffffffffffffffff\r\nhello", HTTP_CHUNK_BAD, "" },
	{ "0000000000000000005\r\nhello\r\n", HTTP_CHUNK_BAD, "" },
	{ "5;a\nb\r\nhello\r\n", HTTP_CHUNK_BAD, "" },
	{ "0\r\n folded\r\n\r\n", HTTP_CHUNK_BAD, "" },
	{ "0\r\nA: b\n\r\n", HTTP_CHUNK_BAD, "" },
	{ "0\r\n\n", HTTP_CHUNK_BAD, "" },
};

static void chunks_are_joined_however_they_are_cut(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(chunk_cases); i++)
		for (size_t step = 1; step < 40; step += 3) {
			char body[64];
			size_t n;
			enum http_chunk said = decode(chunk_cases[i].text, step, body, &n);
			if (said != chunk_cases[i].said)
				print_error("%s by %zu: %d\n", chunk_cases[i].text, step, said);
			assert_int_equal(said, chunk_cases[i].said);
			assert_true(sv_eq((struct sv){ body, n }, sv_of(chunk_cases[i].body)));
		}
}

static void endless_chunk_extensions_are_refused(void **state)
{
	(void)state;
	struct http_chunked chunked = { 0 };
	struct sv data, in = SV("1;");
	assert_int_equal(http_chunked_next(&chunked, &in, &data), HTTP_CHUNK_MORE);
	int rounds = 0;
	do
		in = SV("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
	while (http_chunked_next(&chunked, &in, &data) == HTTP_CHUNK_MORE && ++rounds < 10000);
	assert_true(rounds < 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_could_be_read_in_two_ways_is_refused),
		cmocka_unit_test(a_nul_byte_is_refused_wherever_it_is),
		cmocka_unit_test(the_parts_of_a_head_are_found),
		cmocka_unit_test(the_host_of_a_whole_url_wins),
		cmocka_unit_test(a_head_may_come_byte_by_byte),
		cmocka_unit_test(chunks_are_joined_however_they_are_cut),
		cmocka_unit_test(endless_chunk_extensions_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
