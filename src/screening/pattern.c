/* SPDX-License-Identifier: AGPL-3.0-or-later */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "screening/pattern.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/map.h"
#include "base/utf8.h"
#include "screening/fold.h"
#include "screening/line.h"
#include "screening/pattern_need.h"

#include <pcre2.h>
#include <stdlib.h>

enum {
	STEPS_MOST = 20000,  /* of one expression on one text: what backtracks more is taken not to match */
	US_MOST = 4000,      /* of all of them, in one search */
	LOOK_AGAIN = 8,      /* expressions between two looks at the clock; */
	LONG = 4096,         /* in a text of so many bytes it is looked at each time: without the JIT one alone can take milliseconds */
};

struct phrase {
	struct sv text;     /* " in words " */
	unsigned group;
	uint32_t next;      /* with the same first words; 0: none, else one more than its number */
};

struct expression {
	pcre2_code *code;
	unsigned group;
	uint32_t around;    /* the space before and behind that is not part of what was found: 1, or 0 */
};

struct expressions {
	struct expression *list;
	size_t count;
	struct need_index *index;
};

struct patterns {
	struct arena arena;
	struct phrase *phrases;
	size_t phrase_count;
	struct map first;   /* hash of the first two words, or of the only one -> one more than the phrase's number */
	struct expressions words, raw;
	pcre2_match_context *limits;
};

static void add_hit(struct pattern_hits *hits, unsigned group, size_t start, size_t end)
{
	for (size_t i = hits->count; hits->seen[group] && i-- > 0;) {
		struct pattern_hit *hit = &hits->list[i];
		if (hit->group != group || start > hit->end || end < hit->start)
			continue;
		hit->start = start < hit->start ? (uint32_t)start : hit->start;
		hit->end = end > hit->end ? (uint32_t)end : hit->end;
		return;
	}
	if (hits->seen[group] == PATTERN_SHOWN || hits->count == PATTERN_HITS)
		return;
	hits->seen[group]++;
	hits->list[hits->count++] = (struct pattern_hit){ (uint32_t)start, (uint32_t)end, group };
}

/* --- phrases ---------------------------------------------------------------------------------------------------------------------------- */

struct sv pattern_words(struct arena *arena, struct sv phrase)
{
	struct normal normal;
	normalise(arena, NULL, phrase, &normal);
	for (size_t i = 0; i < normal.count; i++)
		normal.tokens[i].ends = false;
	return line_of(arena, &normal).text;
}

static size_t word_end(struct sv text, size_t at)
{
	const char *space = at < text.n ? memchr(text.p + at, ' ', text.n - at) : NULL;
	return space ? (size_t)(space - text.p) : text.n;
}

static int64_t key_of(uint64_t first, uint64_t second)
{
	int64_t key = (int64_t)(first * UINT64_C(0x9e3779b97f4a7c15) ^ second);
	return key ? key : 1;
}

static uint64_t hash_of(struct sv text, size_t from, size_t to)
{
	return word_hash((struct sv){ text.p + from, to - from });
}

static void add_phrase(struct patterns *set, const struct pattern *pattern)
{
	struct phrase *one = &set->phrases[set->phrase_count++];
	*one = (struct phrase){ .text = arena_dup(&set->arena, pattern->text), .group = pattern->group };
	size_t end = word_end(one->text, 1), second = word_end(one->text, end + 1);
	int64_t key = key_of(hash_of(one->text, 1, end), end + 1 < one->text.n ? hash_of(one->text, end + 1, second) : 0);
	const uint64_t *before = map_find(&set->first, key);
	one->next = before ? (uint32_t)*before : 0;
	map_put(&set->first, key, set->phrase_count);
}

static void compare(const struct patterns *set, int64_t key, struct sv text, size_t space, struct pattern_hits *hits)
{
	const uint64_t *at = map_find(&set->first, key);
	for (size_t number = at ? *at : 0; number; number = set->phrases[number - 1].next) {
		const struct phrase *one = &set->phrases[number - 1];
		if (sv_starts(sv_from(text, space), one->text))
			add_hit(hits, one->group, space + 1, space + one->text.n - 1);
	}
}

static void search_phrases(const struct patterns *set, struct sv text, struct pattern_hits *hits)
{
	size_t from = 1, end = word_end(text, 1);
	uint64_t hash = end > from ? hash_of(text, from, end) : 0, after;
	for (; from < text.n; hash = after) {
		size_t next = end + 1, next_end = word_end(text, next);
		after = next < text.n ? hash_of(text, next, next_end) : 0;
		compare(set, key_of(hash, 0), text, from - 1, hits);
		if (next < text.n)
			compare(set, key_of(hash, after), text, from - 1, hits);
		from = next;
		end = next_end;
	}
}

/* --- expressions ------------------------------------------------------------------------------------------------------------------------- */

/* Letters as a line has them, für as fur, and whole words. */
static struct sv words_expression(struct arena *arena, struct sv text)
{
	struct buf out = BUF(arena, 4 * PATTERN_MOST);
	buf_put(&out, SV(" (?:"));
	while (text.n) {
		struct sv from = text;
		uint32_t code = utf8_next(&text);
		const struct fold *fold = fold_of(code);
		if (code >= 128 && fold->kind == FOLD_LETTER && fold->n)
			buf_put(&out, (struct sv){ fold->text, fold->n });
		else if (code < 128 || fold->kind != FOLD_NOTHING)
			buf_put(&out, (struct sv){ from.p, from.n - text.n });
	}
	buf_put(&out, SV(") "));
	return buf_sv(&out);
}

static bool add_expression(struct arena *arena, struct expressions *set, const struct pattern *pattern, const char **why_r)
{
	int number;
	size_t at;
	unsigned char text[160];
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)pattern->text.p, pattern->text.n, PCRE2_CASELESS | PCRE2_DOTALL | PCRE2_NEVER_UTF, &number, &at, NULL);
	if (!code) {
		pcre2_get_error_message(number, text, sizeof(text));
		*why_r = arena_printf(arena, "\"" SVF "\": %s", SVA(pattern->text), (const char *)text).p;
		return false;
	}
	pcre2_jit_compile(code, PCRE2_JIT_COMPLETE); /* where memory may not be made executable, it is interpreted */
	set->list[set->count++] = (struct expression){ code, pattern->group, pattern->kind == PATTERN_WORDS };
	return true;
}

static void search_expression(const struct patterns *set, const struct expression *one, pcre2_match_data *data, struct sv text, struct pattern_hits *hits)
{
	size_t at = 0;
	for (unsigned i = 0; i < PATTERN_SHOWN && at < text.n; i++) {
		if (pcre2_match(one->code, (PCRE2_SPTR)text.p, text.n, at, 0, data, set->limits) < 0)
			return;
		const size_t *found = pcre2_get_ovector_pointer(data);
		add_hit(hits, one->group, found[0] + one->around, found[1] - one->around);
		at = found[1] - one->around;
	}
}

static void search_wanted(const struct patterns *set, const struct expressions *all, const uint64_t *bits, struct sv text, struct pattern_hits *hits)
{
	pcre2_match_data *data = NULL;
	int64_t until = 0;
	unsigned tried = 0;
	for (size_t i = 0; i < all->count && !hits->cut; i++) {
		if (!(bits[i / 64] >> i % 64)) {
			i |= 63; /* none of these */
			continue;
		}
		if (!(bits[i / 64] >> i % 64 & 1))
			continue;
		if (!data) {
			data = pcre2_match_data_create(1, NULL);
			if (!data)
				abort();
		}
		search_expression(set, &all->list[i], data, text, hits);
		if (++tried % (text.n > LONG ? 1 : LOOK_AGAIN) == 0) { /* this thread's time: on a busy machine the same is found */
			until = until ? until : clock_cpu() + US_MOST;
			hits->cut = clock_cpu() > until;
		}
	}
	pcre2_match_data_free(data);
}

static void search_expressions(const struct patterns *set, const struct expressions *all, struct sv text, struct pattern_hits *hits)
{
	enum { USUAL = 64 };
	uint64_t few[USUAL], *bits = few;
	if (!all->count)
		return;
	if (all->count > USUAL * 64 && !(bits = calloc((all->count + 63) / 64, sizeof(*bits))))
		abort();
	need_index_search(all->index, text, bits);
	search_wanted(set, all, bits, text, hits);
	if (bits != few)
		free(bits);
}

/* --- a set --------------------------------------------------------------------------------------------------------------------------------- */

static bool add(struct arena *arena, struct patterns *set, const struct pattern *pattern, struct need *words, struct need *raw, const char **why_r)
{
	struct pattern one = *pattern;
	if (one.kind == PATTERN_PHRASE) {
		one.text = pattern_words(arena, one.text);
		add_phrase(set, &one);
		return true;
	}
	bool is_raw = one.kind == PATTERN_RAW;
	struct expressions *all = is_raw ? &set->raw : &set->words;
	one.text = is_raw ? one.text : words_expression(arena, one.text);
	pattern_need(arena, one.text, is_raw ? &raw[all->count] : &words[all->count]);
	return add_expression(arena, all, &one, why_r);
}

struct patterns *patterns_new(struct arena *arena, const struct pattern *list, size_t count, const char **why_r)
{
	struct patterns *set = calloc(1, sizeof(*set));
	size_t raws = 0, phrases = 0;
	if (!set || !(set->limits = pcre2_match_context_create(NULL)))
		abort();
	for (size_t i = 0; i < count; i++) {
		raws += list[i].kind == PATTERN_RAW;
		phrases += list[i].kind == PATTERN_PHRASE;
	}
	size_t others = count - raws - phrases;
	struct need *words = arena_array(arena, struct need, others), *raw = arena_array(arena, struct need, raws);
	set->phrases = arena_array(&set->arena, struct phrase, phrases);
	set->words.list = arena_array(&set->arena, struct expression, others);
	set->raw.list = arena_array(&set->arena, struct expression, raws);
	pcre2_set_match_limit(set->limits, STEPS_MOST);
	bool fine = true;
	for (size_t i = 0; i < count && fine; i++)
		fine = add(arena, set, &list[i], words, raw, why_r);
	set->words.index = need_index_new(words, set->words.count);
	set->raw.index = need_index_new(raw, set->raw.count);
	if (fine)
		return set;
	patterns_free(set);
	return NULL;
}

static void free_expressions(struct expressions *all)
{
	for (size_t i = 0; i < all->count; i++)
		pcre2_code_free(all->list[i].code);
	need_index_free(all->index);
}

void patterns_free(struct patterns *patterns)
{
	if (!patterns)
		return;
	free_expressions(&patterns->words);
	free_expressions(&patterns->raw);
	pcre2_match_context_free(patterns->limits);
	map_free(&patterns->first);
	arena_free(&patterns->arena);
	free(patterns);
}

bool patterns_have_raw(const struct patterns *patterns)
{
	return patterns->raw.count > 0;
}

void patterns_search(const struct patterns *patterns, bool raw, struct sv text, struct pattern_hits *hits_r)
{
	hits_r->count = 0;
	hits_r->cut = false;
	memset(hits_r->seen, 0, sizeof(hits_r->seen));
	if (!raw && patterns->phrase_count)
		search_phrases(patterns, text, hits_r);
	search_expressions(patterns, raw ? &patterns->raw : &patterns->words, text, hits_r);
}
