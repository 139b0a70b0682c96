/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* sv.h - a view of text somebody else owns: a pointer and a length in bytes, not terminated. */
#ifndef BASE_SV_H
#define BASE_SV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct sv {
	const char *p; /* NULL only for "there is none" (an SQL NULL, an absent field) */
	size_t n;
};

#define SV(literal) ((struct sv){ "" literal, sizeof(literal) - 1 })
#define SV_INIT(literal) { "" literal, sizeof(literal) - 1 } /* in static tables */
#define SV_NONE ((struct sv){ NULL, 0 })
/* For printf: SVA evaluates its argument twice. */
#define SVF "%.*s"
#define SVA(s) (int)(s).n, (s).p ? (s).p : ""

static inline struct sv sv_of(const char *cstr)
{
	return cstr ? (struct sv){ cstr, strlen(cstr) } : SV_NONE;
}

static inline bool sv_eq(struct sv a, struct sv b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool sv_starts(struct sv s, struct sv with)
{
	return s.n >= with.n && memcmp(s.p, with.p, with.n) == 0;
}

static inline bool sv_ends(struct sv s, struct sv with)
{
	return s.n >= with.n && memcmp(s.p + s.n - with.n, with.p, with.n) == 0;
}

/* The part from byte `from` on; empty when there is none. */
static inline struct sv sv_from(struct sv s, size_t from)
{
	return from >= s.n ? (struct sv){ s.p ? s.p + s.n : "", 0 } : (struct sv){ s.p + from, s.n - from };
}

static inline struct sv sv_first(struct sv s, size_t n)
{
	return (struct sv){ s.p, n < s.n ? n : s.n };
}

/* Cuts `s` at the first `at`: `*head_r` gets what is before it, `s` keeps what is after. Without `at`, head is all and
 * `s` is left empty; returns whether `at` was there. */
bool sv_cut(struct sv *s, char at, struct sv *head_r);
/* The same at the last `at`: `*tail_r` gets what is after it, `s` keeps what is before; without it, nothing changes. */
bool sv_cut_last(struct sv *s, char at, struct sv *tail_r);

bool sv_eq_nocase(struct sv a, struct sv b); /* ASCII letters only */
bool sv_starts_nocase(struct sv s, struct sv with);
bool sv_has(struct sv s, char c);
/* The offset of `needle`, or -1. */
ptrdiff_t sv_find(struct sv s, struct sv needle);
struct sv sv_trim(struct sv s); /* ASCII white space at both ends */
int sv_cmp(struct sv a, struct sv b);

/* A decimal number and nothing else; false (and `*r` untouched) when it is not one or does not fit. */
bool sv_to_i64(struct sv s, int64_t *r);

#endif
