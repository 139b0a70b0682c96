/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A connection's bytes: the head, and what is read out of its fields; then what follows, as chunks and as a path to route. */
#include "base/arena.h"
#include "http/encoding.h"
#include "http/file.h"
#include "http/parse.h"
#include "http/router.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool promise)
{
	if (!promise)
		abort();
}

static bool within(struct sv whole, struct sv part)
{
	return part.n == 0 || (part.p >= whole.p && part.p + part.n <= whole.p + whole.n);
}

/* However a chunked body is cut, it says the same. */
static void chunks(struct sv in, size_t step)
{
	struct http_chunked whole = { 0 }, cut = { 0 };
	struct sv all = in, data;
	size_t n_whole = 0, n_cut = 0;
	enum http_chunk said_whole, said_cut = HTTP_CHUNK_MORE;
	while ((said_whole = http_chunked_next(&whole, &all, &data)) == HTTP_CHUNK_DATA) {
		must(within(in, data) && data.n);
		n_whole += data.n;
	}
	while (in.n && said_cut == HTTP_CHUNK_MORE) {
		struct sv piece = sv_first(in, step);
		in = sv_from(in, step);
		while ((said_cut = http_chunked_next(&cut, &piece, &data)) == HTTP_CHUNK_DATA)
			n_cut += data.n;
	}
	must(n_whole == n_cut && said_whole == said_cut);
}

static void route(struct sv path)
{
	static struct router *router;
	static const struct router_row rows[] = { { HTTP_GET, "/a/:id/b" }, { HTTP_POST, "/a/b" }, { HTTP_GET, "/@:acct/:id" },
		                                  { HTTP_GET, "/:x/:y/:z" }, { HTTP_GET, "/m/*rest" } };
	char error[200];
	if (!router)
		router = router_new(rows, COUNT_OF(rows), error);
	struct arena arena = { 0 };
	struct route_match match;
	if (router_match(router, HTTP_GET, path, &arena, &match) == ROUTE_FOUND)
		must(match.row < COUNT_OF(rows) && match.count <= ROUTE_CAPTURES);
	arena_free(&arena);
}

static void fields(const struct http_head *head, struct sv whole)
{
	struct http_request rq = { .method = HTTP_GET, .headers = head->fields, .header_count = head->count };
	int64_t from, length;
	for (size_t i = 0; i < head->count; i++)
		must(within(whole, head->fields[i].name) && within(whole, head->fields[i].value) && head->fields[i].name.n);
	enum http_range range = http_range_parse(&rq, SV("\"e\""), 1000, &from, &length);
	must(from >= 0 && length > 0 && from + length <= 1000 && range <= HTTP_RANGE_NONE);
	http_cookie(&rq, SV("session"));
	http_not_modified(&rq, SV("\"e\""));
	http_accepts_coding(http_header(&rq, SV("accept-encoding")), SV("gzip"));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct http_header list[16];
	struct http_head head;
	size_t scanned = 0, end = 0, again = 0, end_again = 0;
	char *copy = malloc(size ? size : 1);
	if (!copy)
		return 0;
	if (size)
		memcpy(copy, bytes, size);
	enum http_scan scan = http_head_scan(copy, size, &scanned, &end), cut = HTTP_SCAN_MORE;
	for (size_t n = 0; n <= size && cut == HTTP_SCAN_MORE; n += 7)
		cut = http_head_scan(copy, n < size ? n : size, &again, &end_again);
	must(cut == HTTP_SCAN_MORE || (cut == scan && (cut == HTTP_SCAN_BAD || end == end_again)));
	if (scan == HTTP_SCAN_END && http_head_parse(copy, end, list, COUNT_OF(list), &head)) {
		must(head.path.n && head.path.p[0] == '/' && !(head.chunked && head.content_length >= 0));
		fields(&head, (struct sv){ copy, end });
		route(head.path);
	}
	chunks((struct sv){ copy + end, size - end }, 3);
	free(copy);
	return 0;
}
