/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/answer.h"

#include "base/id.h"
#include "http/file.h"
#include "http/params.h"
#include "social/community.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

struct json *answer_json(struct ctx *cx)
{
	return &cx->answer->json;
}

enum fail answer_empty(struct ctx *cx)
{
	json_object(answer_json(cx));
	json_end(answer_json(cx));
	return OK;
}

void answer_status(struct ctx *cx, int status)
{
	cx->answer->status = status;
}

void answer_header(struct ctx *cx, const char *name, struct sv value)
{
	for (size_t i = 0; i < value.n; i++)
		if ((unsigned char)value.p[i] < ' ' || value.p[i] == 0x7f)
			return;
	struct buf *headers = &cx->answer->headers;
	if (headers->n + strlen(name) + value.n + 4 > ANSWER_HEADERS_MOST - ANSWER_HEADERS_OURS)
		return;
	buf_put(headers, sv_of(name));
	buf_put(headers, SV(": "));
	buf_put(headers, value);
	buf_put(headers, SV("\r\n"));
}

void answer_body(struct ctx *cx, const char *content_type, struct sv body)
{
	cx->answer->content_type = content_type;
	cx->answer->body = (struct buf){ .arena = &cx->arena, .p = (char *)(uintptr_t)body.p, .n = body.n, .cap = body.n, .max = body.n };
}

enum fail answer_redirect(struct ctx *cx, int status, struct sv location)
{
	bool fits = location.n < ANSWER_LOCATION_MOST; /* who sends kilobytes of address is led to the start page */
	answer_status(cx, status);
	answer_header(cx, "Location", fits ? location : SV("/"));
	answer_body(cx, "text/plain; charset=utf-8", SV(""));
	return OK;
}

enum fail answer_on_writer(struct ctx *cx, enum fail (*then)(struct ctx *cx, void *arg), void *arg)
{
	cx->answer->then = then;
	cx->answer->then_arg = arg;
	return OK;
}

/* Which part of the open file goes out: nothing when the client has it, or asks for what is not there. */
static void choose_part(struct ctx *cx, int fd, struct sv etag, int64_t size)
{
	struct answer *answer = cx->answer;
	bool same = http_not_modified(cx->http, etag);
	enum http_range range = http_range_parse(cx->http, etag, size, &answer->file_from, &answer->file_length);
	if (same || range == HTTP_RANGE_NONE) {
		close(fd);
		answer_status(cx, same ? 304 : 416);
	} else {
		answer->file = fd;
		if (range == HTTP_RANGE_PART)
			answer_status(cx, 206);
	}
	if (!same && range == HTTP_RANGE_PART)
		buf_put(&answer->headers, http_range_line(&cx->arena, answer->file_from, answer->file_length, size));
	if (!same && range == HTTP_RANGE_NONE)
		buf_put(&answer->headers, http_range_line_none(&cx->arena, size));
}

enum fail answer_file(struct ctx *cx, const char *path, const char *content_type, struct sv cache_control)
{
	struct stat about;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return FAIL_NOT_FOUND;
	if (fstat(fd, &about) < 0 || !S_ISREG(about.st_mode)) {
		close(fd);
		return FAIL_NOT_FOUND;
	}
	struct sv etag = arena_printf(&cx->arena, "\"%llx-%llx\"", (unsigned long long)about.st_size,
	                              (unsigned long long)about.st_mtim.tv_sec * 1000000000 + (unsigned long long)about.st_mtim.tv_nsec);
	answer_body(cx, content_type, SV(""));
	answer_header(cx, "ETag", etag);
	answer_header(cx, "Accept-Ranges", SV("bytes"));
	answer_header(cx, "Cache-Control", cache_control);
	cx->answer->cacheable = true;
	choose_part(cx, fd, etag, about.st_size);
	return OK;
}

static int64_t id_param(const struct ctx *cx, const char *name, int64_t otherwise)
{
	int64_t id = param_id(cx->params, name);
	return id ? id : otherwise;
}

struct page page_read(const struct ctx *cx, int64_t usual, int64_t most)
{
	int64_t limit = param_int(cx->params, "limit", usual);
	return (struct page){
		.max_id = id_param(cx, "max_id", INT64_MAX),
		.since_id = id_param(cx, "since_id", 0),
		.min_id = id_param(cx, "min_id", 0),
		.limit = limit < 1 ? usual : limit > most ? most : limit,
	};
}

static bool is_page_param(struct sv name)
{
	return sv_eq(name, SV("max_id")) || sv_eq(name, SV("since_id")) || sv_eq(name, SV("min_id")) || sv_eq(name, SV("limit")) ||
	       sv_eq(name, SV("access_token"));
}

static void put_link(struct ctx *cx, struct buf *line, const char *bound, int64_t id, int64_t limit, const char *rel)
{
	struct sv query = cx->http->query, pair, name;
	buf_printf(line, "%s<" SVF SVF "?limit=%lld", line->n ? ", " : "", SVA(cx->community->url), SVA(cx->http->path), (long long)limit);
	while (query.n) {
		sv_cut(&query, '&', &pair);
		struct sv value = pair;
		sv_cut(&value, '=', &name);
		if (pair.n && !is_page_param(name))
			buf_printf(line, "&" SVF, SVA(pair));
	}
	buf_printf(line, "&%s=%lld>; rel=\"%s\"", bound, (long long)id, rel);
}

void answer_links(struct ctx *cx, int64_t first_id, int64_t last_id, size_t count, int64_t limit)
{
	struct buf line = BUF(&cx->arena, ANSWER_HEADERS_MOST / 2);
	if (!count)
		return;
	put_link(cx, &line, "max_id", last_id, limit, "next");
	put_link(cx, &line, "min_id", first_id, limit, "prev");
	if (!line.overflow && !sv_has(buf_sv(&line), '\r'))
		answer_header(cx, "Link", buf_sv(&line));
}

int64_t path_id(const struct ctx *cx, unsigned number)
{
	int64_t id = 0;
	id_parse(cx->path[number], &id);
	return id;
}
