/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rewrite.h"

#include "base/buf.h"
#include "base/utf8.h"

const char *rewrite_name(enum rewrite how)
{
	static const char *const names[] = { "leet", "look-alikes", "zero-width", "spaced", "dotted", "repeated", "marked", "styled", "starred", "run together" };
	return how < REWRITES ? names[how] : "";
}

static bool is_letter(char c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static void put_code(struct buf *out, uint32_t code)
{
	char text[4];
	buf_put(out, (struct sv){ text, utf8_put(text, code) });
}

static void put_swapped(struct buf *out, char c, const char *from, const char *const *to)
{
	const char *at = strchr(from, c | 32);
	if (at)
		buf_put(out, sv_of(to[at - from]));
	else
		buf_putc(out, c);
}

static void put_letter(struct buf *out, enum rewrite how, struct sv word, size_t i)
{
	static const char *const leet[] = { "4", "3", "1", "0", "5", "7" };
	static const char *const alike[] = { "а", "е", "і", "о", "р", "с", "у", "х" };
	char c = word.p[i];
	bool inside = i > 0 && i + 1 < word.n;
	switch (how) {
	case LEET:
		put_swapped(out, c, "aeiost", leet);
		break;
	case LOOK_ALIKES:
		put_swapped(out, c, "aeiopcyx", alike);
		break;
	case STYLED:
		put_code(out, (c >= 'a' ? 0x1d41a : 0x1d400) + (uint32_t)((c | 32) - 'a'));
		break;
	case STARRED:
		buf_putc(out, i == 1 ? '*' : c);
		break;
	case REPEATED:
		buf_putc(out, c);
		for (int k = 0; k < 3 && inside && strchr("aeiou", c | 32); k++)
			buf_putc(out, c);
		break;
	default:
		buf_putc(out, c);
		if (how == ZERO_WIDTH && i + 1 < word.n)
			put_code(out, 0x200b);
		else if (how == MARKED)
			put_code(out, 0x0301);
		else if ((how == SPACED || how == DOTTED) && i + 1 < word.n)
			buf_putc(out, how == SPACED ? ' ' : '.');
	}
}

static void put_word(struct buf *out, enum rewrite how, struct sv word)
{
	for (size_t i = 0; i < word.n; i++)
		if (word.n < 4 || how == RUN_TOGETHER)
			buf_putc(out, word.p[i]);
		else
			put_letter(out, how, word, i);
}

struct sv rewrite_text(struct arena *arena, enum rewrite how, struct sv text)
{
	struct buf out = BUF(arena, 1 << 20);
	for (size_t i = 0; i < text.n;) {
		size_t end = i;
		while (end < text.n && is_letter(text.p[end]))
			end++;
		if (end > i)
			put_word(&out, how, (struct sv){ text.p + i, end - i });
		else if (how != RUN_TOGETHER || text.p[i] != ' ' || (i / 12) % 2) /* every other stretch is written as one */
			buf_putc(&out, text.p[i]);
		i = end > i ? end : i + 1;
	}
	return buf_sv(&out);
}
