/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/log.h"

#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

enum { LONGEST_LINE = 4096 };

static const char *const level_names[] = { "debug", "notice", "warning", "error" };
static _Atomic int least_level = LOG_LEVEL_NOTICE;

void log_set_level(enum log_level least)
{
	atomic_store_explicit(&least_level, (int)least, memory_order_relaxed);
}

struct line {
	char p[LONGEST_LINE];
	size_t n;
};

static void put(struct line *line, char c)
{
	if (line->n < LONGEST_LINE - 1) /* the last byte is for the end of the line */
		line->p[line->n++] = c;
}

static void put_plain(struct line *line, const char *s)
{
	for (; *s; s++)
		put(line, *s);
}

static bool needs_quotes(struct sv s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || s.p[i] == '"' || s.p[i] == '=' || s.p[i] == '\\' || s.p[i] == 0x7f)
			return true;
	return s.n == 0;
}

static void put_value(struct line *line, struct sv s)
{
	if (!needs_quotes(s)) {
		for (size_t i = 0; i < s.n; i++)
			put(line, s.p[i]);
		return;
	}
	put(line, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c == '"' || c == '\\')
			put(line, '\\');
		put(line, c < ' ' || c == 0x7f ? '.' : (char)c);
	}
	put(line, '"');
}

void log_write(enum log_level level, const char *event, const struct log_field *fields, size_t count)
{
	if ((int)level < atomic_load_explicit(&least_level, memory_order_relaxed))
		return;
	struct line line = { .n = 0 };
	put_plain(&line, "level=");
	put_plain(&line, level_names[level]);
	put_plain(&line, " event=");
	put_plain(&line, event);
	for (size_t i = 0; i < count; i++) {
		put(&line, ' ');
		put_plain(&line, fields[i].name);
		put(&line, '=');
		if (fields[i].kind == LOG_INT) {
			char digits[24];
			snprintf(digits, sizeof(digits), "%lld", (long long)fields[i].i);
			put_plain(&line, digits);
		} else {
			put_value(&line, fields[i].kind == LOG_SV ? fields[i].sv : sv_of(fields[i].cstr));
		}
	}
	line.p[line.n++] = '\n';
	ssize_t written = write(STDERR_FILENO, line.p, line.n); /* one write: lines of threads do not mix */
	(void)written;
}
