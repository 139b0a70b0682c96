/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/tr.h"

#include "base/tr_texts.h"

#include <stdio.h>

_Thread_local enum language tr_language;

/* --- languages ------------------------------------------------------------------------------------------------------------------ */

#define LTR false
#define RTL true
#define LANGUAGE(code, name, direction, offered, plural, group) \
	static unsigned form_##code(uint64_t n)                 \
	{                                                       \
		return plural;                                  \
	}
#include "base/languages.def"
#undef LANGUAGE

static const struct language_about languages[LANGUAGE_COUNT] = {
	[LANGUAGE_NONE] = { SV_INIT("en"), SV_INIT("English"), false, false, SV_INIT(","), form_en },
#define LANGUAGE(code_, name_, direction_, offered_, plural_, group_) \
	[LANGUAGE_##code_] = { SV_INIT(#code_), SV_INIT(name_), direction_, offered_, SV_INIT(group_), form_##code_ },
#include "base/languages.def"
#undef LANGUAGE
};

const struct language_about *language_about(enum language language)
{
	return &languages[language];
}

enum language language_by_code(struct sv code)
{
	size_t n = 0;
	while (n < code.n && code.p[n] != '-' && code.p[n] != '_')
		n++;
	for (enum language l = LANGUAGE_NONE + 1; l < LANGUAGE_COUNT; l++)
		if (languages[l].offered && sv_eq_nocase(sv_first(code, n), languages[l].code))
			return l;
	return LANGUAGE_NONE;
}

/* "0.8" as thousandths; what is none counts as 1. */
static int quality(struct sv params)
{
	struct sv p = sv_trim(params);
	int q = 0, scale = 1000;
	if (!sv_starts_nocase(p, SV("q=")))
		return 1000;
	for (size_t i = 2; i < p.n && scale; i++) {
		if (p.p[i] == '.')
			continue;
		if (p.p[i] < '0' || p.p[i] > '9')
			break;
		q += (p.p[i] - '0') * scale;
		scale /= 10;
	}
	return q;
}

enum language language_accepted(struct sv header)
{
	enum language best = LANGUAGE_NONE;
	int best_quality = 0;
	struct sv range, code;
	for (int i = 0; header.n && i < 32; i++) {
		sv_cut(&header, ',', &range);
		sv_cut(&range, ';', &code);
		enum language language = language_by_code(sv_trim(code));
		int q = quality(range);
		if (language != LANGUAGE_NONE && q > best_quality) {
			best = language;
			best_quality = q;
		}
	}
	return best;
}

/* --- looking up ------------------------------------------------------------------------------------------------------------------ */

/* Both end with NUL; strcmp() would do, but for the length that is known. */
static int find(struct sv id)
{
	int low = 1, high = TR_COUNT; /* 0 stands for "not looked for yet" */
	while (low < high) {
		int middle = low + (high - low) / 2, order = sv_cmp(id, tr_ids[middle]);
		if (order == 0)
			return middle;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return -1;
}

int tr_number(struct tr_site *site)
{
	int number = find(sv_of(site->id));
	__atomic_store_n(&site->number, number, __ATOMIC_RELAXED);
	return number;
}

struct sv tr_number_text(int number, struct sv otherwise)
{
	struct sv text = number > 0 ? tr_texts[tr_language][number] : SV_NONE;
	return text.n ? text : otherwise;
}

struct sv tr_site_plural(struct tr_site *site, struct sv many, uint64_t n)
{
	struct sv one = tr_site_text(site);
	if (one.p == site->text.p) /* English, or not translated */
		return n == 1 ? one : many;
	for (unsigned form = languages[tr_language].plural(n); form; form--) /* the build has counted them */
		one = sv_of(one.p + one.n + 1);
	return one;
}

struct sv tr(struct sv marked)
{
	struct sv context, text = marked;
	if (!sv_cut(&text, '\004', &context))
		text = marked;
	return tr_language <= LANGUAGE_NONE + 1 ? text : tr_number_text(find(marked), text);
}

const char *tr_printf(const char *fmt)
{
	return tr(sv_of(fmt)).p;
}

/* --- with arguments ------------------------------------------------------------------------------------------------------------- */

/* "%s", "%d", "%2$s", "%%" at p: how long it is, and which argument it means (0: a percent sign). */
static size_t directive(struct sv s, unsigned next, unsigned *arg_r)
{
	size_t i = 1;
	*arg_r = next;
	if (s.n > 1 && s.p[1] == '%')
		*arg_r = 0;
	if (s.n > 3 && s.p[1] >= '1' && s.p[1] <= '9' && s.p[2] == '$') {
		*arg_r = (unsigned)(s.p[1] - '0');
		i = 3;
	}
	return s.n > i ? i + 1 : s.n;
}

unsigned tr_step(struct buf *b, struct sv *rest, unsigned *next, void (*put)(struct buf *b, struct sv text))
{
	for (;;) {
		struct sv before = *rest;
		const char *percent = rest->n ? memchr(rest->p, '%', rest->n) : NULL;
		unsigned arg;
		if (percent)
			before.n = (size_t)(percent - rest->p);
		put(b, before);
		*rest = sv_from(*rest, before.n);
		if (!percent)
			return 0;
		*rest = sv_from(*rest, directive(*rest, *next, &arg));
		if (arg) {
			*next = arg + 1;
			return arg;
		}
		put(b, SV("%"));
	}
}

void tr_put_format(struct buf *b, struct sv format, const struct tr_arg *args, void (*put)(struct buf *b, struct sv text))
{
	unsigned next = 1, number;
	while ((number = tr_step(b, &format, &next, put))) {
		const struct tr_arg *arg = args;
		while (arg->kind != TR_END && --number)
			arg++;
		if (arg->kind == TR_INT)
			tr_put_int(b, arg->number);
		else
			put(b, arg->text);
	}
}

struct sv tr_format(struct arena *arena, struct sv format, const struct tr_arg *args)
{
	struct buf b = BUF(arena, 64 << 10);
	tr_put_format(&b, format, args, buf_put);
	return buf_sv(&b);
}

void tr_put_int(struct buf *b, int64_t n)
{
	char digits[24];
	int count = snprintf(digits, sizeof(digits), "%lld", (long long)n), sign = n < 0;
	for (int i = 0; i < count; i++) {
		if (count > 4 + sign && i > sign && (count - i) % 3 == 0)
			buf_put(b, languages[tr_language].group);
		buf_putc(b, digits[i]);
	}
}
