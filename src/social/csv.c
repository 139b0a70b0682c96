/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "social/csv.h"

/* A quoted cell; `rest` stands behind its first quote. Two quotes in it are one. */
static struct sv quoted_cell(struct arena *arena, struct sv *rest)
{
	char *text = arena_alloc(arena, rest->n + 1);
	size_t n = 0;
	while (rest->n) {
		char c = rest->p[0];
		*rest = sv_from(*rest, 1);
		if (c == '"') {
			if (!rest->n || rest->p[0] != '"')
				break;
			*rest = sv_from(*rest, 1);
		}
		text[n++] = c;
	}
	text[n] = 0;
	return (struct sv){ text, n };
}

static struct sv plain_cell(struct sv *rest)
{
	size_t n = 0;
	while (n < rest->n && rest->p[n] != ',' && rest->p[n] != '\n' && rest->p[n] != '\r')
		n++;
	struct sv cell = sv_first(*rest, n);
	*rest = sv_from(*rest, n);
	return cell;
}

static struct sv cell(struct arena *arena, struct sv *rest)
{
	if (!rest->n || rest->p[0] != '"')
		return plain_cell(rest);
	*rest = sv_from(*rest, 1);
	struct sv text = quoted_cell(arena, rest);
	plain_cell(rest); /* what stands between the last quote and the comma means nothing */
	return text;
}

static void skip_line_end(struct sv *rest)
{
	while (rest->n && (rest->p[0] == '\n' || rest->p[0] == '\r'))
		*rest = sv_from(*rest, 1);
}

bool csv_row(struct arena *arena, struct sv *rest, struct sv *cells, size_t *count_r)
{
	if (sv_starts(*rest, SV("\xef\xbb\xbf")))
		*rest = sv_from(*rest, 3);
	skip_line_end(rest);
	*count_r = 0;
	for (size_t i = 0; i < CSV_CELLS; i++)
		cells[i] = SV("");
	if (!rest->n)
		return false;
	for (bool more = true; more;) {
		struct sv next = cell(arena, rest);
		if (*count_r < CSV_CELLS)
			cells[(*count_r)++] = next;
		more = rest->n && rest->p[0] == ',';
		if (more)
			*rest = sv_from(*rest, 1);
	}
	skip_line_end(rest);
	return true;
}

static void put_cell(struct buf *out, struct sv text)
{
	bool plain = true;
	for (size_t i = 0; i < text.n; i++)
		plain &= !strchr(",\"\r\n", text.p[i]) || !text.p[i];
	if (plain) {
		buf_put(out, text);
		return;
	}
	buf_putc(out, '"');
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '"')
			buf_putc(out, '"');
		buf_putc(out, text.p[i]);
	}
	buf_putc(out, '"');
}

void csv_put(struct buf *out, const struct sv *cells, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i)
			buf_putc(out, ',');
		put_cell(out, cells[i]);
	}
	buf_putc(out, '\n');
}
