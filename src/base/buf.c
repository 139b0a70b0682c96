/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>

char *buf_room(struct buf *b, size_t n)
{
	if (b->overflow || n > b->max - b->n) {
		b->overflow = true;
		return NULL;
	}
	if (b->cap - b->n < n) {
		size_t cap = b->cap ? b->cap * 2 : 256;
		while (cap - b->n < n)
			cap *= 2;
		if (cap > b->max)
			cap = b->max;
		char *p = arena_alloc(b->arena, cap);
		if (b->n)
			memcpy(p, b->p, b->n);
		b->p = p;
		b->cap = cap;
	}
	return b->p + b->n;
}

void buf_int(struct buf *b, int64_t value)
{
	char digits[20];
	size_t at = sizeof(digits);
	uint64_t left = value < 0 ? -(uint64_t)value : (uint64_t)value;
	do
		digits[--at] = (char)('0' + left % 10);
	while (left /= 10);
	if (value < 0)
		buf_putc(b, '-');
	buf_put(b, (struct sv){ digits + at, sizeof(digits) - at });
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	int n = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	if (n < 0) {
		b->overflow = true;
		return;
	}
	struct sv s;
	va_start(args, fmt);
	char *p = arena_alloc(b->arena, (size_t)n + 1);
	vsnprintf(p, (size_t)n + 1, fmt, args);
	va_end(args);
	s = (struct sv){ p, (size_t)n };
	buf_put(b, s);
}
