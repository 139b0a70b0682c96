/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* utf8.h - UTF-8 (RFC 3629): no surrogates, no overlong forms, nothing above U+10FFFF. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/arena.h"

bool utf8_valid(struct sv s);
/* The next code point, taken from the front of `s` (which must not be empty); U+FFFD and one byte for what is not UTF-8. */
uint32_t utf8_next(struct sv *s);
size_t utf8_put(char to[4], uint32_t code); /* bytes written, 1-4 */
struct sv utf8_repair(struct arena *arena, struct sv s); /* bad bytes become U+FFFD */
size_t utf8_count(struct sv s);             /* code points */
struct sv utf8_first(struct sv s, size_t code_points);

#endif
