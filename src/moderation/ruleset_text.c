/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "moderation/ruleset_text.h"

#include "base/buf.h"

/* Without a comment that begins after a space, as libinih reads it. */
static struct sv without_comment(struct sv value)
{
	for (size_t i = 1; i < value.n; i++)
		if (value.p[i] == ';' && (value.p[i - 1] == ' ' || value.p[i - 1] == '\t'))
			return sv_trim(sv_first(value, i));
	return value;
}

bool ruleset_text_next(struct sv *rest, struct ruleset_line *line)
{
	if (!rest->n)
		return false;
	const char *end = memchr(rest->p, '\n', rest->n);
	size_t n = end ? (size_t)(end - rest->p) + 1 : rest->n;
	struct sv section = line->section, name = line->name;
	bool goes_on = n && (*rest->p == ' ' || *rest->p == '\t');
	*line = (struct ruleset_line){ .whole = sv_first(*rest, n), .section = section };
	*rest = sv_from(*rest, n);
	struct sv text = sv_trim(line->whole), value;
	if (!text.n || *text.p == ';' || *text.p == '#')
		return true;
	if (*text.p == '[') {
		line->begins = true;
		line->section = sv_from(text, 1);
		sv_cut(&line->section, ']', &section);
		line->section = section;
	} else if (goes_on && name.p) { /* one more value of the name above */
		line->name = name;
		line->value = without_comment(text);
	} else {
		value = text;
		sv_cut(&value, '=', &name);
		line->name = sv_trim(name);
		line->value = without_comment(sv_trim(value));
	}
	return true;
}

struct sv ruleset_text_get(struct sv text, struct sv section, struct sv name)
{
	struct ruleset_line line = { 0 };
	struct sv found = SV_NONE;
	while (ruleset_text_next(&text, &line))
		if (sv_eq(line.section, section) && line.name.p && sv_eq(line.name, name))
			found = line.value;
	return found;
}

static void put_line(struct buf *out, struct sv name, struct sv value)
{
	if (value.p)
		buf_printf(out, SVF " = " SVF "\n", SVA(name), SVA(value));
}

static void end_line(struct buf *out)
{
	if (out->n && out->p[out->n - 1] != '\n')
		buf_putc(out, '\n');
}

struct sv ruleset_text_set(struct arena *arena, struct sv text, struct sv section, struct sv name, struct sv value)
{
	struct buf out = BUF(arena, text.n + section.n + name.n + value.n + 32);
	struct ruleset_line line = { 0 };
	bool done = !value.p;
	while (ruleset_text_next(&text, &line)) {
		if (sv_eq(line.section, section) && line.name.p && sv_eq(line.name, name))
			continue;
		buf_put(&out, line.whole);
		if (!done && line.begins && sv_eq(line.section, section)) {
			end_line(&out);
			put_line(&out, name, value);
			done = true;
		}
	}
	if (!done) {
		end_line(&out);
		buf_printf(&out, "%s[" SVF "]\n", out.n ? "\n" : "", SVA(section));
		put_line(&out, name, value);
	}
	return buf_sv(&out);
}

struct sv ruleset_text_drop(struct arena *arena, struct sv text, struct sv section)
{
	struct buf out = BUF(arena, text.n + 1);
	struct ruleset_line line = { 0 };
	while (ruleset_text_next(&text, &line))
		if (!sv_eq(line.section, section))
			buf_put(&out, line.whole);
	return buf_sv(&out);
}
