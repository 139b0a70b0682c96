/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* tr.h - texts for people, in the language of whoever reads them (languages.def, po/; GNU gettext's files and tools).
 *
 *	page.title = TR("Sign in");
 *	title = TRF(&cx->arena, "%s on %s", browser, system);            a translation may turn them round: "%2$s: %1$s"
 *	left = TRNF(&cx->arena, "%d day left", "%d days left", days);    %d is put with its digits in groups; more arguments may follow
 *	static const struct sv names[] = { TR_MARK("Public"), … };       … and tr(names[i]) where it is shown
 *	TRC("verb", "Boost")                                             one English word, two meanings: a context, never shown
 *
 * Literals only: tools/messages.py finds them there (`make messages`), the build looks them up once. Whole sentences, no glued pieces. In
 * templates: {{_ "…" }}, tools/tplgen.py. A comment that begins with "tr:" right before says what translators must know.
 *
 * The language is the thread's, set by whoever begins a piece of work (tr_use()); nobody has set it: English. What is kept for others,
 * the JSON API and the log stay English. A look-up costs about a nanosecond, so nothing needs to be kept. */
#ifndef BASE_TR_H
#define BASE_TR_H

#include "base/buf.h"

enum language {
	LANGUAGE_NONE, /* nobody reads along but apps and the log: English */
#define LANGUAGE(code, name, direction, offered, plural, group) LANGUAGE_##code,
#include "base/languages.def"
#undef LANGUAGE
	LANGUAGE_COUNT
};

struct language_about {
	struct sv code, name; /* ISO 639; as its speakers call it */
	bool rtl, offered;    /* written from right to left; members may choose it */
	struct sv group;      /* between three digits and three */
	unsigned (*plural)(uint64_t n);
};
const struct language_about *language_about(enum language language);

/* The one that is offered for "de", "de-AT", "pt_BR"; LANGUAGE_NONE. */
enum language language_by_code(struct sv code);
/* The best one for an Accept-Language header (RFC 9110, 12.5.4); LANGUAGE_NONE when it wants none of ours. */
enum language language_accepted(struct sv header);

/* --- of this thread ------------------------------------------------------------------------------------------------------------- */

extern _Thread_local enum language tr_language;

/* From now on; returns the one before. */
static inline enum language tr_use(enum language language)
{
	enum language before = tr_language;
	tr_language = language;
	return before;
}

/* --- looking up ------------------------------------------------------------------------------------------------------------------ */

struct tr_site { /* a place in the source where a text stands */
	struct sv text;
	const char *id;  /* the text, before it "context\004" when it has one */
	int number;      /* among all texts; 0: not looked for yet, -1: nobody has translated it (read and written atomically) */
};
int tr_number(struct tr_site *site); /* finds and notes it */
struct sv tr_number_text(int number, struct sv otherwise);

static inline struct sv tr_site_text(struct tr_site *site)
{
	if (tr_language <= LANGUAGE_NONE + 1)
		return site->text;
	int number = __atomic_load_n(&site->number, __ATOMIC_RELAXED);
	return tr_number_text(number ? number : tr_number(site), site->text);
}
struct sv tr_site_plural(struct tr_site *site, struct sv many, uint64_t n);

#define TR_SITE(text, id)                                        \
	({                                                       \
		static struct tr_site site_ = { SV_INIT(text), id, 0 }; \
		&site_;                                          \
	})
#define TR(text)           tr_site_text(TR_SITE(text, text))
#define TRC(context, text) tr_site_text(TR_SITE(text, context "\004" text))
#define TRN(one, many, n)  tr_site_plural(TR_SITE(one, one), SV(many), (uint64_t)(n))

/* For tables: marked there, looked up where it is shown. Of a text with a context only the text comes back. */
#define TR_MARK(text)           SV_INIT(text)
#define TR_MARKC(context, text) SV_INIT(context "\004" text)
struct sv tr(struct sv marked);
/* The same for a format of printf(), which takes the same arguments in each language (the build looks). */
#define TR_FORMAT(text) text
/* A marked literal by itself, for a table whose macro makes a struct sv of it. */
#define TR_LITERAL(text) text
const char *tr_printf(const char *fmt) __attribute__((format_arg(1)));

/* --- with arguments ------------------------------------------------------------------------------------------------------------- */

struct tr_arg {
	enum { TR_END, TR_TEXT, TR_INT } kind;
	struct sv text;
	int64_t number;
};
static inline struct tr_arg tr_arg_sv(struct sv text)
{
	return (struct tr_arg){ .kind = TR_TEXT, .text = text };
}
static inline struct tr_arg tr_arg_cstr(const char *text)
{
	return tr_arg_sv(sv_of(text));
}
static inline struct tr_arg tr_arg_int(int64_t number)
{
	return (struct tr_arg){ .kind = TR_INT, .number = number };
}
#define TR_ARG(x) _Generic((x), struct sv: tr_arg_sv, char *: tr_arg_cstr, const char *: tr_arg_cstr, default: tr_arg_int)(x)

/* Args ended by TR_END. %s and %d put them by their own kind; %% is a percent sign. A directive without an argument puts nothing. */
struct sv tr_format(struct arena *arena, struct sv format, const struct tr_arg *args);

/* The same into `b`, each piece through `put` (which may escape it). */
void tr_put_format(struct buf *b, struct sv format, const struct tr_arg *args, void (*put)(struct buf *b, struct sv text));

#define TR_ARGS1(a)      TR_ARG(a)
#define TR_ARGS2(a, ...) TR_ARG(a), TR_ARGS1(__VA_ARGS__)
#define TR_ARGS3(a, ...) TR_ARG(a), TR_ARGS2(__VA_ARGS__)
#define TR_ARGS4(a, ...) TR_ARG(a), TR_ARGS3(__VA_ARGS__)
#define TR_ARGS5(a, ...) TR_ARG(a), TR_ARGS4(__VA_ARGS__)
#define TR_ARGS_OF(a, b, c, d, e, name, ...) name
#define TR_ARGS(...)                                                                                                   \
	((const struct tr_arg[]){ TR_ARGS_OF(__VA_ARGS__, TR_ARGS5, TR_ARGS4, TR_ARGS3, TR_ARGS2, TR_ARGS1, 0)(__VA_ARGS__), \
	                          { .kind = TR_END } })

#define TRF(arena, text, ...)       tr_format(arena, TR(text), TR_ARGS(__VA_ARGS__))
#define TRFC(arena, context, text, ...) tr_format(arena, TRC(context, text), TR_ARGS(__VA_ARGS__))
#define TRNF(arena, one, many, ...) tr_format(arena, TRN(one, many, TR_FIRST(__VA_ARGS__, 0)), TR_ARGS(__VA_ARGS__))
#define TR_FIRST(a, ...)            a

/* A step through a text with directives, for those who put the arguments themselves (templates): puts what stands before the next
 * directive, through `put`, and returns the number of its argument, from 1; 0: that was the end. */
unsigned tr_step(struct buf *b, struct sv *rest, unsigned *next, void (*put)(struct buf *b, struct sv text));

/* A number with its digits in groups of three, as the language writes it; four digits stay together. */
void tr_put_int(struct buf *b, int64_t n);

#endif
