/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "demo/dice.h"

static uint64_t next(struct dice *dice) /* splitmix64 */
{
	uint64_t z = dice->state += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

uint32_t dice_below(struct dice *dice, uint32_t limit)
{
	return (uint32_t)((next(dice) >> 32) * limit >> 32);
}

double dice_unit(struct dice *dice)
{
	return (double)(next(dice) >> 11) / (double)(UINT64_C(1) << 53);
}

bool dice_percent(struct dice *dice, unsigned percent)
{
	return dice_below(dice, 100) < percent;
}

/* The end of the choice that begins at `at` (behind its '{'), and how many alternatives it has. */
static const char *choice_end(const char *at, unsigned *count_r)
{
	unsigned depth = 0;
	*count_r = 1;
	for (; *at && (depth || *at != '}'); at++) {
		depth += *at == '{';
		depth -= *at == '}';
		*count_r += *at == '|' && depth == 0;
	}
	return at;
}

static const char *alternative(const char *at, unsigned number)
{
	unsigned depth = 0;
	for (; number; at++) {
		depth += *at == '{';
		depth -= *at == '}';
		number -= *at == '|' && depth == 0;
	}
	return at;
}

/* Writes from `at` until `end`, or until a '|' or '}' of the choice that it is in. */
static void expand(struct buf *out, struct dice *dice, const char *at, const char *end)
{
	while (at < end && *at != '|' && *at != '}') {
		if (*at != '{') {
			buf_putc(out, *at++);
			continue;
		}
		unsigned count;
		const char *close = choice_end(at + 1, &count);
		expand(out, dice, alternative(at + 1, dice_below(dice, count)), close);
		at = *close ? close + 1 : close;
	}
}

struct sv dice_text(struct arena *arena, struct dice *dice, const char *pattern)
{
	struct buf out = BUF(arena, 4096);
	expand(&out, dice, pattern, pattern + strlen(pattern));
	return sv_trim(buf_sv(&out));
}
