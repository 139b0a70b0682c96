/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* buf.h - text being built, in an arena, with a ceiling. The first overflow sticks: append freely, ask once at the end. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/arena.h"

struct buf {
	struct arena *arena;
	char *p;
	size_t n, cap, max; /* bytes */
	bool overflow;      /* something did not fit; what is there is cut */
};

#define BUF(arena_, max_) ((struct buf){ .arena = (arena_), .max = (max_) })

/* Room for `n` more bytes at the end, or NULL (and overflow); follow with buf_took(). */
char *buf_room(struct buf *b, size_t n);

static inline void buf_took(struct buf *b, size_t n)
{
	b->n += n;
}

static inline void buf_put(struct buf *b, struct sv s)
{
	if (s.n == 0)
		return;
	char *to = b->cap - b->n >= s.n ? b->p + b->n : buf_room(b, s.n);
	if (to) {
		memcpy(to, s.p, s.n);
		b->n += s.n;
	}
}

static inline void buf_putc(struct buf *b, char c)
{
	char *to = b->n < b->cap ? b->p + b->n : buf_room(b, 1);
	if (to) {
		*to = c;
		b->n++;
	}
}

void buf_int(struct buf *b, int64_t value);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF(2, 3);

static inline struct sv buf_sv(const struct buf *b)
{
	return (struct sv){ b->p ? b->p : "", b->n };
}

#endif
