/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/utf8.h"

/* The length of the well-formed sequence at the front, or 0. Table 3-7 of the Unicode Standard. */
static size_t sequence(struct sv s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	if (p[0] < 0x80)
		return 1;
	size_t n = p[0] >= 0xc2 && p[0] <= 0xdf ? 2 : p[0] >= 0xe0 && p[0] <= 0xef ? 3 : p[0] >= 0xf0 && p[0] <= 0xf4 ? 4 : 0;
	if (n == 0 || s.n < n)
		return 0;
	unsigned low = p[0] == 0xe0 ? 0xa0 : p[0] == 0xf0 ? 0x90 : 0x80;
	unsigned high = p[0] == 0xed ? 0x9f : p[0] == 0xf4 ? 0x8f : 0xbf;
	if (p[1] < low || p[1] > high)
		return 0;
	for (size_t i = 2; i < n; i++)
		if (p[i] < 0x80 || p[i] > 0xbf)
			return 0;
	return n;
}

bool utf8_valid(struct sv s)
{
	while (s.n) {
		uint64_t eight;
		while (s.n >= 8 && (memcpy(&eight, s.p, 8), !(eight & UINT64_C(0x8080808080808080))))
			s = sv_from(s, 8); /* plain ASCII goes by in eights */
		if (!s.n)
			break;
		size_t n = sequence(s);
		if (!n)
			return false;
		s = sv_from(s, n);
	}
	return true;
}

uint32_t utf8_next(struct sv *s)
{
	const unsigned char *p = (const unsigned char *)s->p;
	size_t n = sequence(*s);
	uint32_t code = 0xfffd;
	if (n == 1)
		code = p[0];
	else if (n == 2)
		code = (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu);
	else if (n == 3)
		code = (p[0] & 0x0fu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
	else if (n == 4)
		code = (p[0] & 0x07u) << 18 | (p[1] & 0x3fu) << 12 | (p[2] & 0x3fu) << 6 | (p[3] & 0x3fu);
	*s = sv_from(*s, n ? n : 1);
	return code;
}

size_t utf8_put(char to[4], uint32_t code)
{
	if (code < 0x80) {
		to[0] = (char)code;
		return 1;
	}
	size_t n = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	static const unsigned char lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	for (size_t i = n - 1; i > 0; i--, code >>= 6)
		to[i] = (char)(0x80 | (code & 0x3f));
	to[0] = (char)(lead[n] | code);
	return n;
}

struct sv utf8_repair(struct arena *arena, struct sv s)
{
	char *out = arena_alloc(arena, s.n * 3 + 1);
	size_t n = 0;
	while (s.n)
		n += utf8_put(out + n, utf8_next(&s));
	return (struct sv){ out, n };
}

size_t utf8_count(struct sv s)
{
	size_t count = 0;
	for (; s.n; count++)
		utf8_next(&s);
	return count;
}

struct sv utf8_first(struct sv s, size_t code_points)
{
	struct sv rest = s;
	while (rest.n && code_points--)
		utf8_next(&rest);
	return sv_first(s, s.n - rest.n);
}
