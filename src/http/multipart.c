/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/multipart.h"

enum { LONGEST_BOUNDARY = 70 /* RFC 2046 §5.1.1 */, MOST_PART_HEADERS = 4096 };

/* Takes the value of a parameter from the front of `s`: a token, or a quoted string, in which a backslash only guards a quote
 * (browsers send paths with backslashes as they are, and %22 for a quote). */
static struct sv take_value(struct arena *arena, struct sv *s)
{
	if (!s->n || s->p[0] != '"') {
		struct sv token;
		sv_cut(s, ';', &token);
		return sv_trim(token);
	}
	char *to = arena_alloc(arena, s->n);
	size_t n = 0, i = 1;
	for (; i < s->n && s->p[i] != '"'; i++) {
		if (s->p[i] == '\\' && i + 1 < s->n && (s->p[i + 1] == '"' || s->p[i + 1] == '\\'))
			i++;
		to[n++] = s->p[i];
	}
	struct sv skipped;
	*s = sv_from(*s, i + 1);
	sv_cut(s, ';', &skipped);
	return (struct sv){ to, n };
}

/* The parameter `name` of a header value like `form-data; name="a"; filename="b.png"`; none when it is not there. */
static struct sv parameter(struct arena *arena, struct sv value, struct sv name)
{
	struct sv key;
	sv_cut(&value, ';', &key);
	while (value.n) {
		struct sv rest = value;
		sv_cut(&rest, '=', &key);
		struct sv found = take_value(arena, &rest);
		if (sv_eq_nocase(sv_trim(key), name))
			return found;
		value = rest;
	}
	return SV_NONE;
}

bool multipart_open(struct arena *arena, struct sv content_type, struct sv body, struct multipart *parts)
{
	struct sv boundary = parameter(arena, content_type, SV("boundary"));
	if (boundary.n == 0 || boundary.n > LONGEST_BOUNDARY)
		return false;
	parts->delimiter = arena_printf(arena, "\r\n--" SVF, SVA(boundary));
	struct sv first = sv_from(parts->delimiter, 2);
	if (!sv_starts(body, first)) { /* a preamble may stand before the first delimiter */
		ptrdiff_t at = sv_find(body, parts->delimiter);
		if (at < 0)
			return false;
		body = sv_from(body, (size_t)at + 2);
	}
	parts->rest = sv_from(body, first.n);
	return true;
}

static void read_header(struct arena *arena, struct sv line, struct multipart_part *part)
{
	struct sv name;
	if (!sv_cut(&line, ':', &name))
		return;
	if (sv_eq_nocase(name, SV("content-disposition"))) {
		part->name = parameter(arena, line, SV("name"));
		part->filename = parameter(arena, line, SV("filename"));
	} else if (sv_eq_nocase(name, SV("content-type"))) {
		part->content_type = sv_trim(line);
	}
}

/* Takes the lines up to the empty one. */
static bool take_headers(struct arena *arena, struct sv *rest, struct multipart_part *part)
{
	struct sv lines = sv_first(*rest, MOST_PART_HEADERS);
	ptrdiff_t n;
	while ((n = sv_find(lines, SV("\r\n"))) > 0) {
		read_header(arena, sv_first(lines, (size_t)n), part);
		lines = sv_from(lines, (size_t)n + 2);
	}
	if (n < 0)
		return false;
	*rest = (struct sv){ lines.p + 2, (size_t)(rest->p + rest->n - lines.p) - 2 };
	return true;
}

enum multipart_step multipart_next(struct arena *arena, struct multipart *parts, struct multipart_part *part)
{
	struct sv *rest = &parts->rest;
	*part = (struct multipart_part){ 0 };
	if (sv_starts(*rest, SV("--")))
		return MULTIPART_END;
	while (rest->n && (rest->p[0] == ' ' || rest->p[0] == '\t'))
		*rest = sv_from(*rest, 1);
	if (!sv_starts(*rest, SV("\r\n")))
		return MULTIPART_BAD;
	*rest = sv_from(*rest, 2);
	if (!take_headers(arena, rest, part) || !part->name.p)
		return MULTIPART_BAD;
	/* An empty body: its delimiter's CRLF is the one that ended the headers. */
	struct sv from = { rest->p - 2, rest->n + 2 };
	ptrdiff_t end = sv_find(from, parts->delimiter);
	if (end < 0)
		return MULTIPART_BAD;
	part->body = end < 2 ? SV("") : (struct sv){ rest->p, (size_t)end - 2 };
	*rest = sv_from(from, (size_t)end + parts->delimiter.n);
	return MULTIPART_PART;
}
