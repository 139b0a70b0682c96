/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/params.h"

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

struct sv url_decode(struct arena *arena, struct sv s, bool plus_is_space)
{
	if (!sv_has(s, '%') && !(plus_is_space && sv_has(s, '+')))
		return s;
	char *to = arena_alloc(arena, s.n);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c == '%' && i + 2 < s.n && hex_digit(s.p[i + 1]) >= 0 && hex_digit(s.p[i + 2]) >= 0) {
			c = (char)(hex_digit(s.p[i + 1]) << 4 | hex_digit(s.p[i + 2]));
			i += 2;
		} else if (c == '+' && plus_is_space) {
			c = ' ';
		}
		to[n++] = c;
	}
	return (struct sv){ to, n };
}

void url_encode(struct buf *out, struct sv s)
{
	static const char hex[] = "0123456789ABCDEF";
	static const unsigned char unreserved[256] = {
		['0' ... '9'] = 1, ['A' ... 'Z'] = 1, ['a' ... 'z'] = 1, ['-'] = 1, ['.'] = 1, ['_'] = 1, ['~'] = 1,
	};
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (unreserved[c])
			buf_putc(out, (char)c);
		else
			buf_put(out, (struct sv){ (char[]){ '%', hex[c >> 4], hex[c & 15] }, 3 });
	}
}
