/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "screening/line.h"

static size_t put(char *to, const struct token *token)
{
	size_t n = 0;
	if (token->kind != TOKEN_SIGN && token->form.n) {
		memcpy(to, token->form.p, token->form.n);
		n = token->form.n;
		to[n++] = ' ';
	}
	if (token->ends) {
		to[n++] = '.';
		to[n++] = ' ';
	}
	return n;
}

struct line line_of(struct arena *arena, const struct normal *normal)
{
	size_t room = 2;
	for (size_t i = 0; i < normal->count; i++)
		room += normal->tokens[i].form.n + 3;
	char *text = arena_alloc(arena, room);
	struct line line = { .starts = arena_alloc(arena, (normal->count + 1) * sizeof(*line.starts)), .count = normal->count };
	size_t n = 0;
	text[n++] = ' ';
	for (size_t i = 0; i < normal->count; i++) {
		line.starts[i] = (uint32_t)n;
		n += put(text + n, &normal->tokens[i]);
	}
	line.text = (struct sv){ text, n };
	return line;
}

size_t line_token(const struct line *line, size_t byte)
{
	size_t low = 0, high = line->count;
	while (high - low > 1) { /* the last token that begins at or before it */
		size_t middle = low + (high - low) / 2;
		if (line->starts[middle] <= byte)
			low = middle;
		else
			high = middle;
	}
	return low;
}
