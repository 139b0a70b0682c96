/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/json_items.h"

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t skip_space(struct sv s, size_t at)
{
	while (at < s.n && is_space(s.p[at]))
		at++;
	return at;
}

/* The place behind the string that begins at `at`; behind the end of the text when it is never closed. */
static size_t skip_string(struct sv s, size_t at)
{
	for (at++; at < s.n && s.p[at] != '"'; at++)
		if (s.p[at] == '\\')
			at++;
	return at < s.n ? at + 1 : s.n + 1;
}

/* The place behind the value that begins at `at`, or 0 when the text ends before it does. */
static size_t skip_value(struct sv s, size_t at)
{
	size_t depth = 0, start = at;
	while (at < s.n) {
		char c = s.p[at];
		if (c == '"')
			at = skip_string(s, at);
		else if (c == '{' || c == '[')
			depth++, at++;
		else if (depth && (c == '}' || c == ']'))
			depth--, at++;
		else if (!depth && (c == ',' || c == '}' || c == ']'))
			break;
		else
			at++;
		if (!depth && at <= s.n && (c == '"' || c == '}' || c == ']'))
			return at;
	}
	return depth || at == start || at >= s.n ? 0 : at;
}

static bool begin(struct sv text, size_t at, struct json_items *items_r)
{
	if (at >= text.n || text.p[at] != '[')
		return false;
	items_r->rest = sv_from(text, at + 1);
	return true;
}

bool json_items_find(struct sv text, struct sv key, struct json_items *items_r)
{
	const char *open = text.n ? memchr(text.p, key.n ? '{' : '[', text.n) : NULL;
	if (!open)
		return false;
	size_t at = (size_t)(open - text.p);
	if (!key.n)
		return begin(text, at, items_r);
	for (at++; (at = skip_space(text, at)) < text.n && text.p[at] == '"';) {
		size_t name = at + 1;
		at = skip_string(text, at);
		bool found = at > name && sv_eq((struct sv){ text.p + name, at - name - 1 }, key);
		at = skip_space(text, at);
		if (at >= text.n || text.p[at] != ':')
			return false;
		at = skip_space(text, at + 1);
		if (found)
			return begin(text, at, items_r);
		at = skip_value(text, at);
		if (!at)
			return false;
		at = skip_space(text, at);
		if (at < text.n && text.p[at] == ',')
			at++;
	}
	return false;
}

bool json_items_next(struct json_items *items, struct sv *item_r)
{
	size_t at = skip_space(items->rest, 0);
	while (at < items->rest.n && (items->rest.p[at] == ',' || is_space(items->rest.p[at])))
		at++;
	if (at >= items->rest.n || items->rest.p[at] == ']' || items->rest.p[at] == '}')
		return false;
	size_t end = skip_value(items->rest, at);
	if (!end)
		return false;
	*item_r = (struct sv){ items->rest.p + at, end - at };
	items->rest = sv_from(items->rest, end);
	return true;
}
