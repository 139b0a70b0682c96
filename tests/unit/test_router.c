/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/router.h"

#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

static const struct router_row rows[] = {
	{ HTTP_GET, "/" },
	{ HTTP_GET, "/api/v1/statuses/:id" },
	{ HTTP_DELETE, "/api/v1/statuses/:id" },
	{ HTTP_POST, "/api/v1/statuses" },
	{ HTTP_GET, "/api/v1/accounts/:id" },
	{ HTTP_GET, "/api/v1/accounts/search" },
	{ HTTP_GET, "/api/v1/accounts/:id/statuses" },
	{ HTTP_POST, "/api/v1/accounts/search/:id/reset" },
	{ HTTP_GET, "/@:acct" },
	{ HTTP_GET, "/@:acct/:id" },
	{ HTTP_GET, "/media/*rest" },
	{ HTTP_GET, "/:page" },
	{ HTTP_POST, "/api/v1/accounts/:id" },
};

static const struct {
	enum http_method method;
	const char *path;
	int row; /* -1: no such path; -2: not with this method */
	const char *captures;
} cases[] = {
	{ HTTP_GET, "/", 0, "" },
	{ HTTP_GET, "/api/v1/statuses/12", 1, "12" },
	{ HTTP_HEAD, "/api/v1/statuses/12", 1, "12" },
	{ HTTP_DELETE, "/api/v1/statuses/12/", 2, "12" },
	{ HTTP_PUT, "/api/v1/statuses/12", -2, "" },
	{ HTTP_GET, "/api/v1/statuses", -2, "" },
	{ HTTP_GET, "/api/v1/accounts/search", 5, "" },
	{ HTTP_GET, "/api/v1/accounts/searches", 4, "searches" },
	{ HTTP_GET, "/api/v1/accounts/search/statuses", 6, "search" },
	{ HTTP_POST, "/api/v1/accounts/search", 12, "search" },
	{ HTTP_GET, "/@ada", 8, "ada" },
	{ HTTP_GET, "/@", 11, "@" },
	{ HTTP_GET, "/@ada@b.example/3", 9, "ada@b.example|3" },
	{ HTTP_GET, "/%40ada", 11, "@ada" },
	{ HTTP_GET, "/media/a/b.png", 10, "a/b.png" },
	{ HTTP_GET, "/media/", 11, "media" },
	{ HTTP_GET, "/media", 11, "media" },
	{ HTTP_GET, "/a%2fb", 11, "a/b" },
	{ HTTP_GET, "/a%00b", -1, "" },
	{ HTTP_GET, "/%ff", -1, "" },
	{ HTTP_GET, "/%c3%a4", 11, "\xc3\xa4" },
	{ HTTP_GET, "/api/v1", -1, "" },
	{ HTTP_GET, "//", -1, "" },
	{ HTTP_GET, "/api//v1/statuses/1", -1, "" },
	{ HTTP_GET, "/api/v1/statuses//", -1, "" },
	{ HTTP_GET, "/about/", 11, "about" },
	{ HTTP_GET, "", -1, "" },
};

static void each_path_finds_its_row(void **state)
{
	(void)state;
	char error[200];
	struct router *router = router_new(rows, COUNT_OF(rows), error);
	assert_non_null(router);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct arena arena = { 0 };
		struct route_match match;
		struct buf got = BUF(&arena, 100);
		enum route_found found = router_match(router, cases[i].method, sv_of(cases[i].path), &arena, &match);
		int row = found == ROUTE_FOUND ? (int)match.row : found == ROUTE_NO_PATH ? -1 : -2;
		if (row != cases[i].row)
			print_error("%s: row %d\n", cases[i].path, row);
		assert_int_equal(row, cases[i].row);
		for (unsigned c = 0; found == ROUTE_FOUND && c < match.count; c++)
			buf_printf(&got, "%s" SVF, c ? "|" : "", SVA(match.captures[c]));
		assert_true(sv_eq(buf_sv(&got), sv_of(cases[i].captures)));
		arena_free(&arena);
	}
	router_free(router);
}

static void a_wrong_method_names_the_right_ones(void **state)
{
	(void)state;
	char error[200];
	struct arena arena = { 0 };
	struct route_match match;
	struct router *router = router_new(rows, COUNT_OF(rows), error);
	assert_int_equal(router_match(router, HTTP_PUT, SV("/api/v1/statuses/12"), &arena, &match), ROUTE_NO_METHOD);
	assert_true(sv_eq(route_allow(&arena, match.allow), SV("GET, HEAD, DELETE")));
	assert_int_equal(router_match(router, HTTP_PUT, SV("/api/v1/accounts/search"), &arena, &match), ROUTE_NO_METHOD);
	assert_true(sv_eq(route_allow(&arena, match.allow), SV("GET, HEAD, POST")));
	router_free(router);
	arena_free(&arena);
}

static void a_table_that_cannot_work_is_refused_at_start(void **state)
{
	(void)state;
	static const struct router_row bad[][2] = {
		{ { HTTP_GET, "/a" }, { HTTP_GET, "/a" } }, { { HTTP_GET, "/a" }, { HTTP_GET, "b" } },
		{ { HTTP_GET, "/a" }, { HTTP_GET, "/*rest/b" } }, { { HTTP_GET, "/:a" }, { HTTP_GET, "/:b" } },
		{ { HTTP_GET, "/a" }, { HTTP_GET, "/b/:" } }, { { HTTP_GET, "/a" }, { HTTP_GET, "/b//c" } },
		{ { HTTP_GET, "/a" }, { HTTP_GET, "/:a/:b/:c/:d/:e/:f/:g" } },
	};
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		char error[200] = "";
		assert_null(router_new(bad[i], 2, error));
		assert_true(strlen(error) > 10);
	}
}

/* Not a benchmark, but it would show a search that went wrong. */
static void three_hundred_routes_are_searched_quickly(void **state)
{
	(void)state;
	char patterns[300][64], error[200];
	struct router_row many[300];
	for (int i = 0; i < 300; i++) {
		snprintf(patterns[i], sizeof(patterns[i]), "/api/v%d/thing%d/:id/part%d", i % 2 + 1, i % 60, i);
		many[i] = (struct router_row){ HTTP_GET, patterns[i] };
	}
	struct router *router = router_new(many, 300, error);
	struct route_match match;
	struct arena arena = { 0 };
	int64_t start = clock_monotonic();
	for (int i = 0; i < 100000; i++)
		assert_int_equal(router_match(router, HTTP_GET, SV("/api/v2/thing59/110/part299"), &arena, &match), ROUTE_FOUND);
	int64_t ns = (clock_monotonic() - start) / 100;
	print_message("a match took %lld ns\n", (long long)ns);
	assert_int_equal(match.row, 299);
	assert_null(arena.blocks); /* nothing was allocated */
	assert_true(ns < 20000);
	router_free(router);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_path_finds_its_row),
		cmocka_unit_test(a_wrong_method_names_the_right_ones),
		cmocka_unit_test(a_table_that_cannot_work_is_refused_at_start),
		cmocka_unit_test(three_hundred_routes_are_searched_quickly),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
