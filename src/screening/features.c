/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "screening/features.h"

#include "base/attr.h"

#include <stddef.h>

/* --- frame.def as a table by hash --------------------------------------------------------------------------------------------- */

enum { SLOTS = 4096 };
static struct {
	uint64_t hash;
	uint8_t part;
} slots[SLOTS];

static uint64_t pair_hash(uint64_t a, uint64_t b)
{
	uint64_t h = (a ^ (b << 23 | b >> 41)) * UINT64_C(0x9e3779b97f4a7c15);
	return h ^ h >> 29;
}

static void add(uint64_t hash, unsigned part)
{
	size_t at = hash % SLOTS;
	while (slots[at].hash && slots[at].hash != hash)
		at = (at + 1) % SLOTS;
	if (!slots[at].hash) {
		slots[at].hash = hash;
		slots[at].part = (uint8_t)part;
	}
}

static unsigned part_of(uint64_t hash)
{
	for (size_t at = hash % SLOTS; slots[at].hash; at = (at + 1) % SLOTS)
		if (slots[at].hash == hash)
			return slots[at].part;
	return FRAME_NONE;
}

static void add_words(struct sv words, unsigned part)
{
	struct sv word, first;
	while (words.n) {
		sv_cut(&words, ' ', &word);
		if (sv_has(word, '_')) {
			sv_cut(&word, '_', &first);
			add(pair_hash(word_hash(first), word_hash(word)), part);
		} else if (word.n) {
			add(word_hash(word), part);
		}
	}
}

void features_start(void)
{
#define FRAME(name, words) add_words(SV(words), FRAME_##name);
#include "screening/frame.def"
#undef FRAME
	static const struct sv pictures[] = { SV_INIT("🔫"), SV_INIT("🔪"), SV_INIT("💣"), SV_INIT("🗡"), SV_INIT("💀"), SV_INIT("☠"), SV_INIT("🪓"), SV_INIT("⚰"), SV_INIT("🧨"), SV_INIT("🩸"), SV_INIT("⚔"), SV_INIT("🏹") };
	for (size_t i = 0; i < COUNT_OF(pictures); i++)
		add(word_hash(pictures[i]), FRAME_PICTURE_HARM);
}

static bool is_sign(const struct token *t, char c)
{
	return t->kind == TOKEN_SIGN && t->form.n == 1 && t->form.p[0] == c;
}

/* An apostrophe opens a quotation behind a space, and closes one before a space or a sign: the dogs' is neither. */
static bool opens_quote(const struct normal *normal, size_t i)
{
	const struct token *t = &normal->tokens[i];
	return is_sign(t, '\'') && (i == 0 || t[-1].end < t->start) && i + 1 < normal->count && t[1].start == t->end;
}

static unsigned part_at(const struct normal *normal, size_t i)
{
	const struct token *t = &normal->tokens[i];
	if (t->kind == TOKEN_MENTION)
		return FRAME_MENTION;
	if (t->kind == TOKEN_SIGN)
		return is_sign(t, '"') ? FRAME_QUOTED : FRAME_NONE;
	unsigned pair = i + 1 < normal->count ? part_of(pair_hash(t->hash, t[1].hash)) : FRAME_NONE;
	return pair ? pair : part_of(t->hash);
}

struct quotation {
	size_t from, words; /* the mark that opens it, and how many words stand before it */
	bool open;
};

/* Who puts marks around all that they say quotes nobody. */
static void close_quotation(struct quotation *q, uint8_t *parts, size_t to, size_t words, size_t all)
{
	for (size_t k = q->from + 1; k < to && words - q->words < all; k++)
		parts[k] |= FRAME_IS_QUOTED;
	q->open = false;
}

/* What is between two marks; one mark alone quotes nothing. */
static void mark_quoted(const struct normal *normal, uint8_t *parts)
{
	struct quotation twofold = { 0 }, single = { 0 };
	size_t all = 0, words = 0;
	for (size_t i = 0; i < normal->count; i++)
		all += normal->tokens[i].kind == TOKEN_WORD;
	for (size_t i = 0; i < normal->count; i++) {
		const struct token *t = &normal->tokens[i];
		words += t->kind == TOKEN_WORD;
		if (single.open && is_sign(t, '\'') && t->start == t[-1].end)
			close_quotation(&single, parts, i, words, all);
		else if (twofold.open && parts[i] == FRAME_QUOTED)
			close_quotation(&twofold, parts, i, words, all);
		else if (parts[i] == FRAME_QUOTED)
			twofold = (struct quotation){ i, words, true };
		else if (opens_quote(normal, i))
			single = (struct quotation){ i, words, true };
	}
}

/* Sentences: a full stop in a quotation ends none. */
static size_t sentence_end(const struct normal *normal, const uint8_t *parts, size_t from)
{
	size_t to = from;
	while (to < normal->count && (!normal->tokens[to].ends || parts[to] & FRAME_IS_QUOTED))
		to++;
	return to < normal->count ? to + 1 : to;
}

static void mark_sentence(uint8_t *parts, size_t from, size_t to)
{
	enum { DENIAL = 4 };
	bool said = false;
	size_t denied = 0; /* how many words more */
	for (size_t i = from; i < to; i++) {
		unsigned part = parts[i] & FRAME_PART;
		parts[i] |= denied ? FRAME_IS_DENIED : 0;
		denied = part == FRAME_NOT ? DENIAL : denied ? denied - 1 : 0;
		said |= !(parts[i] & FRAME_IS_QUOTED) && (part == FRAME_SAY || part == FRAME_DENOUNCE);
	}
	for (size_t i = from; said && i < to; i++)
		parts[i] |= FRAME_IS_SAID;
}

void frame_parts(const struct normal *normal, uint8_t *parts_r)
{
	for (size_t i = 0; i < normal->count; i++)
		parts_r[i] = (uint8_t)part_at(normal, i);
	mark_quoted(normal, parts_r);
	for (size_t from = 0, to; from < normal->count; from = to) {
		to = sentence_end(normal, parts_r, from);
		mark_sentence(parts_r, from, to);
	}
}

/* --- features ---------------------------------------------------------------------------------------------------------------------- */

static void emit(struct features *f, uint64_t hash, unsigned kind, size_t first, size_t last)
{
	if (f->count == FEATURES_MOST || last > UINT16_MAX)
		return;
	hash *= UINT64_C(0x9e3779b97f4a7c15);
	f->list[f->count++] = (struct feature){ .number = (uint32_t)(hash >> (64 - FEATURE_BITS)), .first = (uint16_t)first, .last = (uint16_t)last, .kind = (uint8_t)kind };
}

static uint64_t seeded(uint64_t hash, uint64_t seed)
{
	hash = (hash ^ seed * UINT64_C(0xc2b2ae3d27d4eb4f)) * UINT64_C(0x9e3779b97f4a7c15);
	return hash ^ hash >> 31;
}

static void words(const struct normal *normal, const uint8_t *parts, struct features *f)
{
	uint64_t before = 1, before_that = 2;
	for (size_t i = 0; i < normal->count; i++) {
		uint64_t h = normal->tokens[i].hash, marks = parts[i] & ~(unsigned)FRAME_PART;
		emit(f, seeded(h, 1), FEATURE_WORDS, i, i);
		if (marks && parts[i] & FRAME_PART)
			emit(f, seeded(h ^ marks, 16), FEATURE_WORDS, i, i);
		emit(f, seeded(pair_hash(before, h), 2), FEATURE_WORDS, i ? i - 1 : 0, i);
		if (i > 0)
			emit(f, seeded(pair_hash(pair_hash(before_that, before), h), 3), FEATURE_WORDS, i > 1 ? i - 2 : 0, i);
		before_that = before;
		before = normal->tokens[i].ends ? 1 : h;
	}
}

/* Pieces of words that the lexicon does not know: what a typing error leaves alone. */
static void pieces(const struct normal *normal, struct features *f)
{
	for (size_t i = 0; i < normal->count; i++) {
		const struct token *t = &normal->tokens[i];
		if (t->kind != TOKEN_WORD || t->form.n < 4 || t->known)
			continue;
		char text[WORD_MOST + 8];
		size_t n = t->form.n;
		text[0] = '<';
		memcpy(text + 1, t->form.p, n);
		text[n + 1] = '>';
		for (size_t length = 3; length <= 5; length++)
			for (size_t j = 0; j + length <= n + 2; j++)
				emit(f, seeded(word_hash((struct sv){ text + j, length }), 4), FEATURE_PIECE, i, i);
	}
}

/* The order of the parts, two to four at a time, what is between them left out but for how far they are apart. */
static void frames(const struct normal *normal, const uint8_t *parts, struct features *f)
{
	size_t at[4] = { 0 };
	unsigned seen = 0;
	for (size_t i = 0; i < normal->count; i++) {
		unsigned part = parts[i] & FRAME_PART, marks = parts[i] & ~(unsigned)FRAME_PART;
		if (part != FRAME_NONE) {
			memmove(at + 1, at, sizeof(at) - sizeof(*at));
			at[0] = i;
			seen++;
			uint64_t chain = part;
			for (unsigned k = 1; k < 4 && k < seen; k++) {
				size_t gap = at[k - 1] - at[k];
				unsigned earlier = parts[at[k]] & FRAME_PART;
				if (gap > FRAME_WINDOW)
					break;
				chain = chain * 64 + earlier;
				emit(f, seeded(chain, 5), FEATURE_FRAME, at[k], i);
				if (marks)
					emit(f, seeded(chain << 8 | marks, 17), FEATURE_FRAME, at[k], i);
				if (k > 1)
					continue;
				emit(f, seeded(chain * 8 + (gap < 3 ? gap : 3), 6), FEATURE_FRAME, at[k], i);
				emit(f, seeded(normal->tokens[i].hash ^ earlier, 7), FEATURE_FRAME, at[1], i); /* the verb itself with what is before it */
				emit(f, seeded(normal->tokens[at[1]].hash ^ (uint64_t)part << 7, 8), FEATURE_FRAME, at[1], i);
			}
		}
		if (normal->tokens[i].ends)
			seen = 0;
	}
}

/* Which parts stand in one sentence with harm, in pairs. */
static void together(const struct normal *normal, const uint8_t *parts, struct features *f)
{
	for (size_t from = 0, to; from < normal->count; from = to) {
		uint64_t set = 0;
		unsigned marks = 0;
		to = sentence_end(normal, parts, from);
		for (size_t i = from; i < to; i++) {
			unsigned part = parts[i] & FRAME_PART;
			set |= UINT64_C(1) << part;
			marks |= part == FRAME_HARM || part == FRAME_HURT ? parts[i] & ~(unsigned)FRAME_PART : 0;
		}
		bool harm = set >> FRAME_HARM & 1;
		if (!harm && !(set >> FRAME_HURT & 1))
			continue;
		for (unsigned a = 1; a < FRAME_PARTS; a++)
			for (unsigned b = a + 1; b < FRAME_PARTS && set >> a & 1; b++)
				if (set >> b & 1)
					emit(f, seeded(a * 64 + b + (harm ? 1 << 20 : 0), 9), FEATURE_FRAME, from, to - 1);
		emit(f, seeded(harm, 10), FEATURE_FRAME, from, to - 1);
		if (marks)
			emit(f, seeded(marks, 18), FEATURE_FRAME, from, to - 1);
	}
}

static void shape(const struct normal *normal, struct features *f)
{
	size_t words_ = 0, shouted = 0, disguised = 0, mentions = 0, links = 0;
	for (size_t i = 0; i < normal->count; i++) {
		const struct token *t = &normal->tokens[i];
		words_ += t->kind == TOKEN_WORD;
		shouted += t->shouted;
		disguised += t->disguised;
		mentions += t->kind == TOKEN_MENTION;
		links += t->kind == TOKEN_LINK;
	}
	size_t last = normal->count ? normal->count - 1 : 0;
	unsigned size = words_ < 4 ? 0 : words_ < 8 ? 1 : words_ < 16 ? 2 : words_ < 32 ? 3 : words_ < 64 ? 4 : 5;
	emit(f, seeded(size, 11), FEATURE_SHAPE, 0, last);
	emit(f, seeded(shouted * 3 > words_, 12), FEATURE_SHAPE, 0, last);
	emit(f, seeded(disguised < 3 ? disguised : 3, 13), FEATURE_SHAPE, 0, last);
	emit(f, seeded(mentions < 3 ? mentions : 3, 14), FEATURE_SHAPE, 0, last);
	emit(f, seeded(links < 2 ? links : 2, 15), FEATURE_SHAPE, 0, last);
}

void features_of(const struct normal *normal, const uint8_t *parts, struct features *features_r)
{
	features_r->count = 0;
	shape(normal, features_r);
	frames(normal, parts, features_r);
	together(normal, parts, features_r);
	words(normal, parts, features_r);
	pieces(normal, features_r);
}

/* --- the frames by themselves -------------------------------------------------------------------------------------------------------- */

enum { FRAME_NEAR = 6 };
#define PART(name) (UINT64_C(1) << FRAME_##name)
static const uint64_t harms = PART(HARM) | PART(HURT) | PART(PICTURE_HARM), openers = PART(WILL) | PART(SHOULD) | PART(HOPE) | PART(IF),
                      targets = PART(YOU) | PART(THEM) | PART(GROUP) | PART(SLUR) | PART(OFFICIAL) | PART(MENTION);

static uint64_t parts_between(const uint8_t *parts, size_t from, size_t to)
{
	uint64_t set = 0;
	for (size_t i = from; i < to; i++)
		set |= UINT64_C(1) << (parts[i] & FRAME_PART);
	return set;
}

static size_t before(size_t at, size_t from, size_t steps)
{
	return at - from > steps ? at - steps : from;
}

/* A sentence that begins with the harm itself, or says "please" or "just" first, calls for it. */
static bool is_call(const uint8_t *parts, size_t from, size_t at)
{
	enum { OPENING = 2 };
	return at - from <= OPENING && !(parts_between(parts, from, at) & ~(PART(NONE) | PART(MENTION)));
}

static bool is_threat_at(const uint8_t *parts, size_t from, size_t at, size_t end)
{
	if (!(harms >> (parts[at] & FRAME_PART) & 1) || parts[at] & (FRAME_IS_DENIED | FRAME_IS_QUOTED))
		return false;
	uint64_t ahead = parts_between(parts, before(at, from, FRAME_NEAR), at), behind = parts_between(parts, at + 1, at + FRAME_NEAR < end ? at + FRAME_NEAR : end);
	bool mine = ahead & PART(ME) && behind & targets;
	return ahead & openers || mine || (is_call(parts, from, at) && behind & (targets | PART(PLACE)));
}

struct frame_view frame_view_of(const struct normal *normal, const uint8_t *parts)
{
	struct frame_view view = { 0 };
	for (size_t from = 0, end; from < normal->count; from = end) {
		uint64_t said = 0;
		bool threat = false;
		end = sentence_end(normal, parts, from);
		for (size_t at = from; at < end; at++)
			threat |= is_threat_at(parts, from, at, end);
		if (threat)
			said = parts_between(parts, from, end);
		view.threat |= threat;
		view.target |= (said & targets) != 0;
		view.place |= (said & PART(PLACE)) != 0;
		view.time |= (said & PART(TIME)) != 0;
	}
	return view;
}
