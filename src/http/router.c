/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/router.h"

#include "base/utf8.h"
#include "http/params.h"

#include <stdio.h>
#include <stdlib.h>

enum { METHODS = HTTP_OTHER + 1, NO_ROW = -1 };

/* A node is a path up to here; an edge is one more segment. */
struct node {
	struct edge *literals; /* sorted, see edge_order */
	struct edge *starts;   /* a literal start, then a capture; the longest start first, the bare :name (no start) last */
	unsigned literal_count, start_count;
	int rows[METHODS], rest_rows[METHODS]; /* rest_rows: of "*rest" from here */
	unsigned allow, rest_allow;
};

struct edge {
	struct sv text;
	struct node *to;
};

struct router {
	struct arena arena;
	struct node *root;
};

static struct node *node_new(struct arena *arena)
{
	struct node *node = arena_new(arena, struct node);
	for (unsigned i = 0; i < METHODS; i++)
		node->rows[i] = node->rest_rows[i] = NO_ROW;
	return node;
}

static int edge_order(struct sv a, struct sv b)
{
	return a.n != b.n ? (a.n < b.n ? -1 : 1) : memcmp(a.p, b.p, a.n);
}

/* Puts a new edge at `at` into a list; the arena keeps the old list, which is small and made once. */
static struct node *edge_insert(struct arena *arena, struct edge **list, unsigned *count, unsigned at, struct sv text)
{
	struct edge *grown = arena_array(arena, struct edge, *count + 1);
	memcpy(grown, *list ? *list : grown, at * sizeof(*grown));
	if (*count > at)
		memcpy(grown + at + 1, *list + at, (*count - at) * sizeof(*grown));
	grown[at] = (struct edge){ text, node_new(arena) };
	*list = grown;
	(*count)++;
	return grown[at].to;
}

static struct node *add_literal(struct arena *arena, struct node *node, struct sv text)
{
	unsigned at = 0;
	int order = 1;
	while (at < node->literal_count && (order = edge_order(node->literals[at].text, text)) < 0)
		at++;
	if (at < node->literal_count && order == 0)
		return node->literals[at].to;
	return edge_insert(arena, &node->literals, &node->literal_count, at, text);
}

static struct node *add_start(struct arena *arena, struct node *node, struct sv text)
{
	unsigned at = 0;
	for (; at < node->start_count && node->starts[at].text.n >= text.n; at++)
		if (sv_eq(node->starts[at].text, text))
			return node->starts[at].to;
	return edge_insert(arena, &node->starts, &node->start_count, at, text);
}

static bool set_row(int rows[METHODS], unsigned *allow, enum http_method method, size_t row)
{
	if (rows[method] != NO_ROW)
		return false;
	rows[method] = (int)row;
	*allow |= 1u << method;
	return true;
}

static const char *add_row(struct router *router, const struct router_row *row, size_t number)
{
	struct sv rest = sv_of(row->pattern), segment, start;
	struct node *node = router->root;
	unsigned captures = 0;
	if (!rest.n || rest.p[0] != '/')
		return "it must begin with a slash";
	rest = sv_from(rest, 1);
	while (rest.n) {
		sv_cut(&rest, '/', &segment);
		if (!segment.n)
			return "it has an empty segment";
		if (segment.p[0] == '*')
			return rest.n || captures == ROUTE_CAPTURES ? "*rest must come last"
			       : set_row(node->rest_rows, &node->rest_allow, row->method, number) ? NULL : "it is there twice";
		struct sv name = segment;
		if (!sv_cut(&name, ':', &start)) {
			node = add_literal(&router->arena, node, segment);
			continue;
		}
		if (!name.n || ++captures > ROUTE_CAPTURES)
			return name.n ? "it has too many names" : "a colon needs a name after it";
		node = add_start(&router->arena, node, start);
	}
	return set_row(node->rows, &node->allow, row->method, number) ? NULL : "it is there twice";
}

struct router *router_new(const struct router_row *rows, size_t count, char error[200])
{
	struct router *router = calloc(1, sizeof(*router));
	if (!router)
		abort();
	router->root = node_new(&router->arena);
	for (size_t i = 0; i < count; i++) {
		const char *wrong = add_row(router, &rows[i], i);
		if (wrong) {
			snprintf(error, 200, "The route %s cannot be used: %s.", rows[i].pattern, wrong);
			router_free(router);
			return NULL;
		}
	}
	return router;
}

void router_free(struct router *router)
{
	if (!router)
		return;
	arena_free(&router->arena);
	free(router);
}

struct search {
	enum http_method method;
	struct route_match *match;
};

static bool take_row(struct search *search, const int rows[METHODS], unsigned allow)
{
	search->match->allow |= allow;
	int row = rows[search->method];
	if (row == NO_ROW && search->method == HTTP_HEAD)
		row = rows[HTTP_GET];
	if (row == NO_ROW)
		return false;
	search->match->row = (size_t)row;
	return true;
}

static const struct node *find_literal(const struct node *node, struct sv segment)
{
	unsigned low = 0, high = node->literal_count;
	while (low < high) {
		unsigned middle = (low + high) / 2;
		int order = edge_order(node->literals[middle].text, segment);
		if (order == 0)
			return node->literals[middle].to;
		*(order < 0 ? &low : &high) = order < 0 ? middle + 1 : middle;
	}
	return NULL;
}

static bool search_node(struct search *search, const struct node *node, struct sv rest, unsigned captured);

static bool search_starts(struct search *search, const struct node *node, struct sv segment, struct sv rest, unsigned captured)
{
	for (unsigned i = 0; i < node->start_count; i++) {
		const struct edge *edge = &node->starts[i];
		if (segment.n <= edge->text.n || !sv_starts(segment, edge->text))
			continue;
		search->match->captures[captured] = sv_from(segment, edge->text.n);
		if (search_node(search, edge->to, rest, captured + 1))
			return true;
	}
	return false;
}

/* `rest`: what is left of the path, without the slash before it. The depth is that of the longest pattern. */
static bool search_node(struct search *search, const struct node *node, struct sv rest, unsigned captured)
{
	search->match->count = captured;
	if (!rest.n)
		return take_row(search, node->rows, node->allow);
	struct sv all = rest, segment;
	sv_cut(&rest, '/', &segment);
	const struct node *next = find_literal(node, segment);
	if (next && search_node(search, next, rest, captured))
		return true;
	if (segment.n && search_starts(search, node, segment, rest, captured))
		return true;
	if (!node->rest_allow)
		return false;
	search->match->captures[captured] = all;
	search->match->count = captured + 1;
	return take_row(search, node->rest_rows, node->rest_allow);
}

enum route_found router_match(const struct router *router, enum http_method method, struct sv path, struct arena *arena,
                              struct route_match *match)
{
	struct search search = { method, match };
	match->allow = match->count = 0;
	if (!path.n || path.p[0] != '/')
		return ROUTE_NO_PATH;
	bool found = search_node(&search, router->root, sv_from(path, 1), 0);
	if (match->allow & 1u << HTTP_GET)
		match->allow |= 1u << HTTP_HEAD;
	if (!found)
		return match->allow ? ROUTE_NO_METHOD : ROUTE_NO_PATH;
	for (unsigned i = 0; i < match->count; i++) {
		if (!sv_has(match->captures[i], '%'))
			continue;
		match->captures[i] = url_decode(arena, match->captures[i], false);
		if (!utf8_valid(match->captures[i]) || sv_has(match->captures[i], 0))
			return ROUTE_NO_PATH; /* nothing of ours has such a name */
	}
	return ROUTE_FOUND;
}

struct sv route_allow(struct arena *arena, unsigned allow)
{
	static const struct sv names[METHODS] = { SV_INIT("GET"), SV_INIT("HEAD"), SV_INIT("POST"), SV_INIT("PUT"), SV_INIT("PATCH"),
		                                  SV_INIT("DELETE"), SV_INIT("OPTIONS"), SV_INIT("") };
	struct buf out = BUF(arena, 128);
	for (unsigned i = 0; i < HTTP_OTHER; i++) {
		if (!(allow & 1u << i))
			continue;
		if (out.n)
			buf_put(&out, SV(", "));
		buf_put(&out, names[i]);
	}
	return buf_sv(&out);
}
