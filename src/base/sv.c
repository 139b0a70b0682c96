/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/sv.h"

#include <strings.h>

bool sv_cut(struct sv *s, char at, struct sv *head_r)
{
	const char *hit = s->n ? memchr(s->p, at, s->n) : NULL;
	if (!hit) {
		*head_r = *s;
		*s = sv_from(*s, s->n);
		return false;
	}
	*head_r = sv_first(*s, (size_t)(hit - s->p));
	*s = sv_from(*s, head_r->n + 1);
	return true;
}

bool sv_cut_last(struct sv *s, char at, struct sv *tail_r)
{
	const char *hit = s->n ? memrchr(s->p, at, s->n) : NULL;
	if (!hit)
		return false;
	*tail_r = sv_from(*s, (size_t)(hit - s->p) + 1);
	*s = sv_first(*s, (size_t)(hit - s->p));
	return true;
}

bool sv_eq_nocase(struct sv a, struct sv b)
{
	return a.n == b.n && (a.n == 0 || strncasecmp(a.p, b.p, a.n) == 0);
}

bool sv_starts_nocase(struct sv s, struct sv with)
{
	return s.n >= with.n && sv_eq_nocase(sv_first(s, with.n), with);
}

bool sv_has(struct sv s, char c)
{
	return s.n && memchr(s.p, c, s.n);
}

ptrdiff_t sv_find(struct sv s, struct sv needle)
{
	if (needle.n == 0)
		return 0;
	const char *hit = s.n ? memmem(s.p, s.n, needle.p, needle.n) : NULL;
	return hit ? hit - s.p : -1;
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct sv sv_trim(struct sv s)
{
	while (s.n && is_space(s.p[0]))
		s = sv_from(s, 1);
	while (s.n && is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

int sv_cmp(struct sv a, struct sv b)
{
	size_t common = a.n < b.n ? a.n : b.n;
	int order = common ? memcmp(a.p, b.p, common) : 0;
	return order ? order : (a.n > b.n) - (a.n < b.n);
}

bool sv_to_i64(struct sv s, int64_t *r)
{
	bool negative = s.n > 1 && s.p[0] == '-';
	int64_t value = 0;
	if (s.n == 0 || s.n > 20)
		return false;
	for (size_t i = negative; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		if (__builtin_mul_overflow(value, 10, &value) ||
		    __builtin_sub_overflow(value, s.p[i] - '0', &value)) /* downwards: INT64_MIN has no positive twin */
			return false;
	}
	if (!negative && __builtin_sub_overflow((int64_t)0, value, &value))
		return false;
	*r = value;
	return true;
}
