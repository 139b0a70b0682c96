/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "screening/language.h"

#include "base/attr.h"
#include "base/utf8.h"

#include <assert.h>
#include <pthread.h>

static const struct text_language languages[] = {
#define LANGUAGE(tag, name, coverage, words) { #tag, name, SCREENED_##coverage },
#include "screening/language.def"
#undef LANGUAGE
};
static const struct sv small_words[] = {
#define LANGUAGE(tag, name, coverage, words) SV_INIT(words),
#include "screening/language.def"
#undef LANGUAGE
};
static const struct text_language unknown = { "und", "", SCREENED_NOT };
enum { LANGUAGES = COUNT_OF(languages) };
static_assert(LANGUAGES <= 32, "a bit for each");

/* --- small words, each with the languages that use it ----------------------------------------------------------------------------------- */

enum { SLOTS = 2048 };
static struct {
	uint64_t hash;
	uint32_t in;
} slots[SLOTS];

static size_t slot_of(uint64_t hash)
{
	size_t at = hash % SLOTS;
	while (slots[at].hash && slots[at].hash != hash)
		at = (at + 1) % SLOTS;
	return at;
}

/* As the normaliser leaves it: "don't" is "dont". */
static uint64_t folded_hash(struct sv word)
{
	char text[WORD_MOST];
	size_t n = 0;
	for (size_t i = 0; i < word.n && n < sizeof(text); i++)
		if (word.p[i] != '\'')
			text[n++] = word.p[i];
	return word_hash((struct sv){ text, n });
}

static void start(void)
{
	struct sv word;
	for (size_t i = 0; i < LANGUAGES; i++)
		for (struct sv words = small_words[i]; words.n;) {
			sv_cut(&words, ' ', &word);
			size_t at = slot_of(folded_hash(word));
			slots[at].hash = folded_hash(word);
			slots[at].in |= UINT32_C(1) << i;
		}
}

static const struct text_language *by_words(const struct normal *normal)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	enum { SHARED = 60 /* what a word that one language has counts; several share it */, LEAST = 2 * SHARED, WORDS_PER_SMALL = 6 };
	unsigned score[LANGUAGES] = { 0 }, words = 0, best = 0;
	pthread_once(&once, start);
	for (size_t i = 0; i < normal->count; i++) {
		const struct token *t = &normal->tokens[i];
		if (t->kind != TOKEN_WORD)
			continue;
		uint32_t in = slots[slot_of(t->hash)].in;
		unsigned each = in ? SHARED / (unsigned)__builtin_popcount(in) : 0;
		words++;
		for (size_t l = 0; l < LANGUAGES; l++)
			score[l] += in >> l & 1 ? each : 0;
	}
	for (unsigned l = 1; l < LANGUAGES; l++)
		best = score[l] > score[best] ? l : best;
	return score[best] >= LEAST && score[best] * WORDS_PER_SMALL >= words * SHARED ? &languages[best] : &unknown;
}

/* --- letters: where a script has one language, or one that most of its texts are in --------------------------------------------------------- */

static const struct {
	uint32_t first, last;
	struct text_language language;
} scripts[] = {
	{ 0x0370, 0x03ff, { "el", "Greek", SCREENED_NOT } },      { 0x0400, 0x052f, { "ru", "Russian or another in Cyrillic letters", SCREENED_NOT } },
	{ 0x0530, 0x058f, { "hy", "Armenian", SCREENED_NOT } },   { 0x0590, 0x05ff, { "he", "Hebrew", SCREENED_NOT } },
	{ 0x0600, 0x06ff, { "ar", "Arabic or another in Arabic letters", SCREENED_NOT } }, { 0x0900, 0x097f, { "hi", "Hindi or another in Devanagari", SCREENED_NOT } },
	{ 0x0980, 0x09ff, { "bn", "Bengali", SCREENED_NOT } },    { 0x0b80, 0x0bff, { "ta", "Tamil", SCREENED_NOT } },
	{ 0x0c00, 0x0c7f, { "te", "Telugu", SCREENED_NOT } },     { 0x0e00, 0x0e7f, { "th", "Thai", SCREENED_NOT } },
	{ 0x10a0, 0x10ff, { "ka", "Georgian", SCREENED_NOT } },   { 0x3040, 0x30ff, { "ja", "Japanese", SCREENED_NOT } },
	{ 0x1100, 0x11ff, { "ko", "Korean", SCREENED_NOT } },     { 0xac00, 0xd7af, { "ko", "Korean", SCREENED_NOT } },
	{ 0x3400, 0x9fff, { "zh", "Chinese", SCREENED_NOT } },
};

static size_t script_of(uint32_t code)
{
	size_t i = 0;
	while (i < COUNT_OF(scripts) && (code < scripts[i].first || code > scripts[i].last))
		i++;
	return i;
}

/* Kana beside Han make it Japanese. */
static const struct text_language *by_letters(const struct normal *normal)
{
	size_t count[COUNT_OF(scripts) + 1] = { 0 }, best = COUNT_OF(scripts), all = 0;
	for (size_t i = 0; i < normal->count; i++) {
		struct sv form = normal->tokens[i].form;
		for (; normal->tokens[i].kind == TOKEN_WORD && form.n; all++)
			count[script_of(utf8_next(&form))]++;
	}
	for (size_t s = 0; s < COUNT_OF(scripts); s++)
		if (count[s] && (best == COUNT_OF(scripts) || count[s] > count[best] || (scripts[s].first == 0x3040 && scripts[best].first == 0x3400)))
			best = s;
	return best < COUNT_OF(scripts) && count[best] * 3 > all ? &scripts[best].language : NULL;
}

const struct text_language *language_guess(const struct normal *normal)
{
	const struct text_language *found = by_letters(normal);
	return found ? found : by_words(normal);
}

const struct text_language *screen_languages(size_t *count_r)
{
	*count_r = 0;
	while (*count_r < LANGUAGES && languages[*count_r].coverage != SCREENED_NOT)
		(*count_r)++;
	return languages;
}
