/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/params.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>
#include <cmocka.h>

static struct ctx cx;
static struct params *params;

static int open_ctx(void **state)
{
	(void)state;
	ctx_open(&cx, 1000);
	params = NULL;
	return 0;
}

static int close_ctx(void **state)
{
	(void)state;
	params_close(params);
	ctx_close(&cx);
	return 0;
}

static enum fail read_request(const char *query, const char *type, struct sv body)
{
	struct http_header field = { SV("Content-Type"), sv_of(type) };
	struct http_request rq = { .query = sv_of(query), .body = body, .body_size = (int64_t)body.n, .body_fd = -1, .headers = &field,
		                   .header_count = type ? 1 : 0 };
	return params_read(&cx, &rq, &params);
}

static enum fail read_json(const char *json)
{
	return read_request("", "application/json; charset=utf-8", sv_of(json));
}

/* Every param in its order: name=value;  with ~ for null. */
static const char *flat(void)
{
	struct buf out = BUF(&cx.arena, 4000);
	for (size_t i = 0; i < params->count; i++)
		buf_printf(&out, SVF "=" SVF ";", SVA(params->list[i].name), SVA(params->list[i].value.p ? params->list[i].value : SV("~")));
	return arena_cstr(&cx.arena, buf_sv(&out));
}

static void a_query_is_decoded(void **state)
{
	(void)state;
	assert_int_equal(read_request("q=a+b%26c%C3%A4&&limit=20&empty=&flag&bad=%zz%4", NULL, SV("")), OK);
	assert_string_equal(flat(), "q=a b&c\xc3\xa4;limit=20;empty=;flag=;bad=%zz%4;");
	assert_int_equal(param_int(params, "limit", 40), 20);
	assert_int_equal(param_int(params, "q", 40), 40);
	assert_int_equal(param_int(params, "none", 40), 40);
	assert_true(param_sent(params, "flag"));
	assert_false(param_sent(params, "none"));
	assert_null(param_sv(params, "none").p);
}

static void a_body_wins_over_the_query_and_a_later_value_over_an_earlier(void **state)
{
	(void)state;
	assert_int_equal(read_request("a=1&b=1", "application/x-www-form-urlencoded", SV("a=2&a=3&c[]=4&c[]=5")), OK);
	assert_int_equal(param_int(params, "a", 0), 3);
	assert_int_equal(param_int(params, "b", 0), 1);
	struct sv *values;
	assert_int_equal(param_list(&cx.arena, params, "c", &values), 2);
	assert_true(sv_eq(values[0], SV("4")) && sv_eq(values[1], SV("5")));
}

static void json_and_forms_say_the_same(void **state)
{
	(void)state;
	assert_int_equal(read_json("{\"status\":\"h\\u00e9\",\"poll\":{\"options\":[\"a\",\"b\"],\"multiple\":true},\"n\":-7,\"x\":null,\"f\":1.5}"), OK);
	assert_string_equal(flat(), "status=h\xc3\xa9;poll[options][]=a;poll[options][]=b;poll[multiple]=true;n=-7;x=~;f=1.5;");
	assert_true(param_sent(params, "x"));
	assert_true(param_sent(params, "poll"));
	assert_true(param_bool(params, "poll[multiple]", false));
	assert_null(param_sv(params, "x").p);
}

static void an_empty_list_was_sent_and_has_no_values(void **state)
{
	(void)state;
	struct sv *values;
	assert_int_equal(read_json("{\"media_ids\":[],\"o\":{}}"), OK);
	assert_true(param_sent(params, "media_ids"));
	assert_true(param_sent(params, "o"));
	assert_int_equal(param_list(&cx.arena, params, "media_ids", &values), 0);
}

static void members_are_found_however_they_are_written(void **state)
{
	(void)state;
	static const struct {
		const char *type, *body;
	} ways[] = {
		{ "application/json", "{\"fields_attributes\":[{\"name\":\"a\",\"value\":\"1\"},{\"name\":\"b\",\"value\":\"2\"}]}" },
		{ "application/json", "{\"fields_attributes\":{\"0\":{\"name\":\"a\",\"value\":\"1\"},\"1\":{\"name\":\"b\",\"value\":\"2\"}}}" },
		{ "application/x-www-form-urlencoded",
		  "fields_attributes[0][name]=a&fields_attributes[0][value]=1&fields_attributes[1][name]=b&fields_attributes[1][value]=2" },
		{ "application/x-www-form-urlencoded",
		  "fields_attributes[][name]=a&fields_attributes[][value]=1&fields_attributes[][name]=b&fields_attributes[][value]=2" },
		{ "application/x-www-form-urlencoded",
		  "fields_attributes%5B%5D%5Bname%5D=a&fields_attributes%5B%5D%5Bvalue%5D=1&fields_attributes%5B%5D%5Bname%5D=b&fields_attributes%5B%5D%5Bvalue%5D=2" },
	};
	for (size_t i = 0; i < COUNT_OF(ways); i++) {
		struct sv *members;
		assert_int_equal(read_request("", ways[i].type, sv_of(ways[i].body)), OK);
		assert_int_equal(param_members(&cx.arena, params, "fields_attributes", &members), 2);
		assert_true(sv_eq(members[0], SV("0")) && sv_eq(members[1], SV("1")));
		assert_true(sv_eq(param_member(params, "fields_attributes", members[1], "name")->value, SV("b")));
		assert_true(sv_eq(param_member(params, "fields_attributes", members[0], "value")->value, SV("1")));
		assert_null(param_member(params, "fields_attributes", members[0], "id"));
	}
}

static void a_list_may_be_written_in_three_ways(void **state)
{
	(void)state;
	int64_t *ids;
	assert_int_equal(read_request("id[]=1&id[]=x&id[]=2", NULL, SV("")), OK);
	assert_int_equal(param_ids(&cx.arena, params, "id", &ids), 2);
	assert_int_equal(ids[1], 2);
	assert_int_equal(read_request("id[0]=1&id[1]=2&id[1][x]=3", NULL, SV("")), OK);
	assert_int_equal(param_ids(&cx.arena, params, "id", &ids), 2);
	assert_int_equal(read_request("id=1", NULL, SV("")), OK);
	assert_int_equal(param_ids(&cx.arena, params, "id", &ids), 1);
	assert_int_equal(param_id(params, "id"), 1);
	assert_int_equal(param_id(params, "idx"), 0);
}

static void truth_is_as_in_rails(void **state)
{
	(void)state;
	assert_int_equal(read_request("a=true&b=1&c=false&d=0&e=&f=off&g=yes&h=F", NULL, SV("")), OK);
	assert_true(param_bool(params, "a", false) && param_bool(params, "b", false) && param_bool(params, "g", false));
	assert_false(param_bool(params, "c", true) || param_bool(params, "d", true) || param_bool(params, "e", true));
	assert_false(param_bool(params, "f", true) || param_bool(params, "h", true));
	assert_true(param_bool(params, "none", true));
}

#define FORM_HEAD "multipart/form-data; boundary=\"x-Y\""
#define PART(name) "--x-Y\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n"

static void a_form_with_a_file_is_read(void **state)
{
	(void)state;
	char bytes[8];
	assert_int_equal(read_request("", FORM_HEAD, SV("preamble\r\n" PART("description") "a \r\n--x\r\nb\r\n" PART("none") "\r\n"
		"--x-Y\r\ncontent-disposition: form-data; filename=\"C:\\cat \\\"1\\\".png\"; name=file\r\nContent-Type: image/png\r\n\r\n\x89PNG\x00\r\n\r\n"
		"--x-Y--\r\nepilogue")), OK);
	assert_string_equal(flat(), "description=a \r\n--x\r\nb;none=;file=;");
	const struct param *file = param_find(params, "file");
	assert_int_equal(file->file_size, 7);
	assert_int_equal(read(file->file_fd, bytes, sizeof(bytes)), 7);
	assert_memory_equal(bytes, "\x89PNG\0\r\n", 7);
	assert_true(sv_eq(file->filename, SV("C:\\cat \"1\".png")));
	assert_true(sv_eq(file->content_type, SV("image/png")));
}

static void a_form_may_lie_in_a_file(void **state)
{
	(void)state;
	int fd = open("/tmp", O_TMPFILE | O_RDWR, 0600);
	struct sv text = SV(PART("a") "1\r\n--x-Y\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\"\r\n\r\n\r\n" PART("b") "2\r\n--x-Y--");
	assert_int_equal(write(fd, text.p, text.n), text.n);
	struct http_header field = { SV("content-type"), SV(FORM_HEAD) };
	struct http_request rq = { .query = SV(""), .body_fd = fd, .body_size = (int64_t)text.n, .headers = &field, .header_count = 1 };
	assert_int_equal(params_read(&cx, &rq, &params), OK);
	assert_string_equal(flat(), "a=1;b=2;"); /* a file field in which nothing was chosen is not there */
	close(fd);
}

static void broken_bodies_are_refused_with_a_sentence(void **state)
{
	(void)state;
	static const struct {
		const char *type, *body;
	} bad[] = {
		{ "application/json", "{\"a\":" }, { "application/json", "[1]" }, { "application/json", "\"a\"" },
		{ "application/json", "{\"a\":\"\\u0000\"}" }, { "application/json", "{\"a\":\"\xff\"}" },
		{ "application/json", "{\"a\":[[[[[[[[[[1]]]]]]]]]]}" }, { "application/json", "{\"a\":1} x" },
		{ "application/json", "{\"a\":123456789012345678901234567890}" },
		{ "application/x-www-form-urlencoded", "a=%ff" }, { "application/x-www-form-urlencoded", "a=%00" },
		{ "application/x-www-form-urlencoded", "%ff=1" }, { "application/x-www-form-urlencoded", "a[][][][][][][][][]=1" },
		{ "multipart/form-data", "--x\r\n" }, { "multipart/form-data; boundary=", "--x\r\n" },
		{ FORM_HEAD, "nothing" }, { FORM_HEAD, PART("a") "1" }, { FORM_HEAD, PART("a") "1\r\n--x-Y" },
		{ FORM_HEAD, "--x-Y\r\n\r\nno name\r\n--x-Y--" }, { FORM_HEAD, "--x-Y\r\nContent-Disposition: form-data; name=a" },
		{ FORM_HEAD, PART("a") "\xff\r\n--x-Y--" },
	};
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		enum fail fail = read_request("", bad[i].type, sv_of(bad[i].body));
		if (fail != FAIL_UNREADABLE)
			print_error("%s was read\n", bad[i].body);
		assert_int_equal(fail, FAIL_UNREADABLE);
		assert_true(cx.said.n > 20);
	}
}

static void too_many_parameters_are_refused(void **state)
{
	(void)state;
	struct buf query = BUF(&cx.arena, 1 << 20);
	for (int i = 0; i < 1001; i++)
		buf_put(&query, SV("x[][y]=1&"));
	assert_int_equal(read_request(arena_cstr(&cx.arena, buf_sv(&query)), NULL, SV("")), FAIL_UNREADABLE);
}

static void a_body_of_another_type_is_left_alone(void **state)
{
	(void)state;
	assert_int_equal(read_request("a=1", "application/activity+json", SV("{\"b\":2}")), OK);
	assert_string_equal(flat(), "a=1;");
}

static void what_is_encoded_can_be_decoded(void **state)
{
	(void)state;
	struct buf out = BUF(&cx.arena, 100);
	url_encode(&out, SV("a b/\xc3\xa4~-._?&"));
	assert_true(sv_eq(buf_sv(&out), SV("a%20b%2F%C3%A4~-._%3F%26")));
	assert_true(sv_eq(url_decode(&cx.arena, buf_sv(&out), false), SV("a b/\xc3\xa4~-._?&")));
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, open_ctx, close_ctx)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(a_query_is_decoded),
		CASE(a_body_wins_over_the_query_and_a_later_value_over_an_earlier),
		CASE(json_and_forms_say_the_same),
		CASE(an_empty_list_was_sent_and_has_no_values),
		CASE(members_are_found_however_they_are_written),
		CASE(a_list_may_be_written_in_three_ways),
		CASE(truth_is_as_in_rails),
		CASE(a_form_with_a_file_is_read),
		CASE(a_form_may_lie_in_a_file),
		CASE(broken_bodies_are_refused_with_a_sentence),
		CASE(too_many_parameters_are_refused),
		CASE(a_body_of_another_type_is_left_alone),
		CASE(what_is_encoded_can_be_decoded),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
