/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "screening/context.h"

#include "base/buf.h"

#include <ctype.h>
#include <math.h>

enum about { SPEECH = 1, PERSON = 2, THREAT = 4, ALL = 8 };
enum {
#define CONTEXT(name, rules, model, about, says) AT_##name,
#include "screening/context.def"
#undef CONTEXT
	CONTEXTS
};
static const struct {
	float rules, model;
	enum about about;
	const char *says;
} contexts[] = {
#define CONTEXT(name, rules, model, about, says) { rules, model, about, says },
#include "screening/context.def"
#undef CONTEXT
};
static_assert(CONTEXTS <= 32, "a bit for each");

#define BIT(name) (UINT32_C(1) << AT_##name)
#define PART(name) (UINT64_C(1) << FRAME_##name)
enum { DAY_MS = 86400000, MANY_POSTS = 20, NEAR = 4 /* tokens before */ };

/* --- sentences ---------------------------------------------------------------------------------------------------------------------------- */

struct sentence {
	size_t from, to; /* tokens, `to` not among them */
};

static struct sentence sentence_around(const struct normal *normal, size_t first, size_t last)
{
	struct sentence s = { first, last };
	while (s.from > 0 && !normal->tokens[s.from - 1].ends)
		s.from--;
	while (s.to < normal->count && !normal->tokens[s.to].ends)
		s.to++;
	s.to += s.to < normal->count;
	return s;
}

static uint64_t parts_in(const uint8_t *parts, size_t from, size_t to)
{
	uint64_t set = 0;
	for (; from < to; from++)
		set |= UINT64_C(1) << (parts[from] & FRAME_PART);
	return set & ~PART(NONE);
}

static bool is_capitalised(struct sv text, const struct token *token)
{
	return token->kind == TOKEN_WORD && token->form.n > 1 && !token->shouted && isupper((unsigned char)text.p[token->start]);
}

/* "John Smith", "Mayor Adams": two words with capitals in a row, or one behind an office. */
static bool names_somebody(struct sv text, const struct normal *normal, const uint8_t *parts, struct sentence s)
{
	for (size_t i = s.from; i + 1 < s.to; i++) {
		const struct token *a = &normal->tokens[i], *b = &normal->tokens[i + 1];
		if (!is_capitalised(text, b) || (parts[i + 1] & FRAME_PART) != FRAME_NONE)
			continue;
		unsigned part = parts[i] & FRAME_PART;
		if (part == FRAME_OFFICIAL || (i > s.from && part == FRAME_NONE && is_capitalised(text, a)))
			return true;
	}
	return false;
}

/* --- quotation marks -------------------------------------------------------------------------------------------------------------------- */

/* 2 for ", 1 for ', of any script; 0: no quotation mark. */
static unsigned quote_kind(struct sv text, const struct token *token)
{
	static const struct {
		struct sv mark;
		unsigned kind;
	} marks[] = { { SV_INIT("\""), 2 }, { SV_INIT("“"), 2 }, { SV_INIT("”"), 2 }, { SV_INIT("„"), 2 }, { SV_INIT("«"), 2 }, { SV_INIT("»"), 2 },
		      { SV_INIT("'"), 1 }, { SV_INIT("‘"), 1 }, { SV_INIT("’"), 1 }, { SV_INIT("‚"), 1 }, { SV_INIT("`"), 1 } };
	struct sv rest = sv_from(text, token->start);
	for (size_t i = 0; token->kind == TOKEN_SIGN && i < COUNT_OF(marks); i++)
		if (sv_starts(rest, marks[i].mark))
			return marks[i].kind;
	return 0;
}

static bool any_words(const struct normal *normal, size_t from, size_t to)
{
	for (; from < to; from++)
		if (normal->tokens[from].kind == TOKEN_WORD)
			return true;
	return false;
}

/* Between two marks, with words outside of them: who puts marks around all that they say quotes nobody. */
static bool is_quoted(struct sv text, const struct normal *normal, size_t first, size_t last)
{
	size_t open[3] = { SIZE_MAX, SIZE_MAX, SIZE_MAX };
	for (size_t i = 0; i < first; i++) {
		unsigned kind = quote_kind(text, &normal->tokens[i]);
		if (kind)
			open[kind] = open[kind] == SIZE_MAX ? i : SIZE_MAX;
	}
	for (size_t i = last + 1; i < normal->count; i++) {
		unsigned kind = quote_kind(text, &normal->tokens[i]);
		if (kind && open[kind] != SIZE_MAX)
			return any_words(normal, 0, open[kind]) || any_words(normal, i, normal->count);
	}
	return false;
}

/* Words of telling what others said or did; not "say" and "tell", which also threaten ("say that again and I will …"). */
static bool is_telling(const struct normal *normal, size_t from, size_t to)
{
	static const char *const words = " said says told wrote writes texted tweeted messaged threatened threatens threatening shouted yelled screamed quoted saying quoting claims "
	                                 "claimed sagte sagt schrieb drohte dijo dice escribio amenazo dit ecrit disait menace disse scrisse minaccio ";
	for (; from < to; from++) {
		char padded[WORD_MOST + 8] = " ";
		struct sv form = normal->tokens[from].form;
		if (normal->tokens[from].kind != TOKEN_WORD || form.n > WORD_MOST)
			continue;
		memcpy(padded + 1, form.p, form.n);
		padded[form.n + 1] = ' ';
		if (strstr(words, padded))
			return true;
	}
	return false;
}

/* --- what holds ------------------------------------------------------------------------------------------------------------------------------ */

static uint32_t around_words(struct sv text, const struct normal *normal, const uint8_t *parts, size_t first, size_t last)
{
	struct sentence s = sentence_around(normal, first, last);
	size_t near = first - s.from > NEAR ? first - NEAR : s.from;
	uint64_t in = parts_in(parts, s.from, s.to), just_before = parts_in(parts, near, first);
	uint64_t everywhere = parts_in(parts, 0, normal->count);
	uint32_t bits = 0;
	bits |= is_quoted(text, normal, first, last) ? BIT(quoted) : 0;
	bits |= is_telling(normal, s.from, first) || in & PART(NEWS) ? BIT(told) : 0;
	bits |= just_before & PART(NOT) ? BIT(denied) : 0;
	bits |= in & PART(GAME) ? BIT(played) : 0;
	bits |= everywhere & PART(LOL) ? BIT(laughed) : 0;
	if (bits & (BIT(quoted) | BIT(played)))
		return bits; /* whom and when somebody else's words name says nothing */
	bits |= in & PART(OFFICIAL) ? BIT(official) : 0;
	bits |= in & PART(PLACE) ? BIT(place) : 0;
	bits |= in & PART(TIME) ? BIT(time) : 0;
	bits |= in & (PART(WEAPON) | PART(PICTURE_HARM)) ? BIT(weapon) : 0;
	bits |= in & PART(MENTION) || names_somebody(text, normal, parts, s) ? BIT(named) : 0;
	return bits;
}

static uint32_t around_author(const struct item *item)
{
	return (item->to_self ? BIT(to_self) : 0) | (item->to_follower ? BIT(to_friend) : 0) | (item->author_trusted ? BIT(trusted) : 0) |
	       (item->strangers_mentioned ? BIT(strangers) : 0) | (item->posts_last_hour >= MANY_POSTS ? BIT(burst) : 0) |
	       (item->author_age_ms >= 0 && item->author_age_ms < DAY_MS ? BIT(new_author) : 0) | (item->author_limited ? BIT(limited) : 0);
}

uint32_t context_of(const struct reading *reading, const struct normal *normal, const uint8_t *parts, size_t first, size_t last)
{
	struct sv text = SV("");
	for (size_t i = 0; i < reading->count; i++)
		if (&reading->texts[i].normal == normal || &reading->texts[i].plain == normal)
			text = reading->texts[i].text;
	uint32_t bits = around_author(reading->item);
	return normal && normal->count ? bits | around_words(text, normal, parts, first, last) : bits;
}

bool context_is_idle(uint32_t bits)
{
	return bits & (BIT(quoted) | BIT(denied) | BIT(played));
}

/* --- what it weighs ------------------------------------------------------------------------------------------------------------------------ */

static unsigned about_of(enum category category)
{
	switch (category) {
	case CATEGORY_threat: case CATEGORY_violence: return ALL | SPEECH | PERSON | THREAT;
	case CATEGORY_hate: case CATEGORY_harassment: return ALL | SPEECH | PERSON;
	case CATEGORY_spam: return ALL;
	default: return ALL | SPEECH;
	}
}

void context_weigh(struct arena *arena, uint32_t bits, bool by_model, struct finding *finding)
{
	enum { WHY_MOST = 1024 };
	struct buf why = BUF(arena, WHY_MOST);
	unsigned about = about_of(finding->category);
	float shift = 0;
	buf_put(&why, finding->why);
	for (unsigned i = 0; i < CONTEXTS; i++) {
		float weight = by_model ? contexts[i].model : contexts[i].rules;
		if (!(bits >> i & 1) || !(contexts[i].about & about) || weight == 0)
			continue;
		shift += weight;
		buf_printf(&why, "; %s (%s)", contexts[i].says, weight > 0 ? "weighs more" : "weighs less");
	}
	float p = finding->probability;
	if (shift != 0 && p > 0 && p < 1)
		finding->probability = 1 / (1 + expf(-(logf(p / (1 - p)) + shift)));
	finding->why = buf_sv(&why);
}
