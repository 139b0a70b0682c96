/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What /metrics says is what was counted. */
#include "base/metrics.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct arena arena;

static bool says(const char *line)
{
	struct buf out = BUF(&arena, 1 << 20);
	metrics_write(&out);
	return sv_find(buf_sv(&out), sv_of(line)) >= 0;
}

static void a_row_of_the_table_is_a_line(void **state)
{
	(void)state;
	metric_add(METRIC_reports_total, 2);
	metric_add(METRIC_reports_total, 1);
	assert_int_equal(metric_value(METRIC_reports_total), 3);
	assert_true(says("# TYPE folkmoot_reports_total counter\nfolkmoot_reports_total 3\n"));
}

static void requests_are_counted_by_route_and_status(void **state)
{
	static const char *const names[] = { "status_show", "status_post", "status_post" };
	(void)state;
	metrics_name_routes(names, 3);
	metric_request(0, 200, 400);
	metric_request(0, 404, 900);
	metric_request(1, 200, 3000000);
	metric_request(2, 200, 10);
	metric_request(3, 404, 10);
	metric_request(99, 200, 10);
	assert_true(says("folkmoot_requests_total{route=\"status_show\",status=\"2xx\"} 1\n"));
	assert_true(says("folkmoot_requests_total{route=\"status_show\",status=\"4xx\"} 1\n"));
	assert_true(says("folkmoot_requests_total{route=\"status_post\",status=\"2xx\"} 2\n"));
	assert_true(says("folkmoot_requests_total{route=\"none\",status=\"4xx\"} 1\n"));
	assert_true(says("folkmoot_route_microseconds_total{route=\"status_show\"} 1300\n"));
}

static void the_steps_of_a_histogram_hold_all_below_them(void **state)
{
	(void)state;
	assert_true(says("folkmoot_request_seconds_bucket{le=\"0.0005\"} 4\n"));
	assert_true(says("folkmoot_request_seconds_bucket{le=\"0.001\"} 5\n"));
	assert_true(says("folkmoot_request_seconds_bucket{le=\"2.5\"} 5\n"));
	assert_true(says("folkmoot_request_seconds_bucket{le=\"+Inf\"} 6\n"));
	assert_true(says("folkmoot_request_seconds_count 6\n"));
}

static void collect(void *data, struct buf *out)
{
	metrics_head(out, "gauge", "things", "what somebody else counts");
	metrics_line(out, "things", "where", SV("a\"b\\c"), *(const uint64_t *)data);
}

static void others_add_their_own(void **state)
{
	(void)state;
	uint64_t things = 7;
	struct metrics_collector collector = { .write = collect, .data = &things };
	metrics_add_collector(&collector);
	assert_true(says("folkmoot_things{where=\"a\\\"b\\\\c\"} 7\n"));
	metrics_remove_collector(&collector);
	assert_false(says("folkmoot_things"));
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
		cmocka_unit_test(a_row_of_the_table_is_a_line),
		cmocka_unit_test(requests_are_counted_by_route_and_status),
		cmocka_unit_test(the_steps_of_a_histogram_hold_all_below_them),
		cmocka_unit_test(others_add_their_own),
	};
	return cmocka_run_group_tests(tests, NULL, end);
}
