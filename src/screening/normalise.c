/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Three passes: code points become folded letters with the place they came from; letters become tokens; tokens that hide a word give
 * it up. */
#include "screening/normalise.h"

#include "base/utf8.h"
#include "screening/fold.h"

/* --- the letters -------------------------------------------------------------------------------------------------------------- */

struct letter {
	uint32_t start, end; /* of the code point in the original */
	char text[4];        /* folded; n bytes */
	uint8_t n;
	uint8_t kind;        /* enum fold_kind; never NOTHING or ALIKE */
	bool upper, odd;     /* odd: a look-alike, or something invisible stood before it */
};

struct letters {
	struct letter *list;
	size_t count;
};

static void add_letter(struct letters *letters, const char *text, size_t n, uint32_t start, uint32_t end, unsigned kind, bool upper, bool odd)
{
	struct letter *one = &letters->list[letters->count++];
	*one = (struct letter){ .start = start, .end = end, .n = (uint8_t)n, .kind = (uint8_t)kind, .upper = upper, .odd = odd };
	memcpy(one->text, text, n);
}

/* A folding of several ASCII letters ("ss", "fi", "(a)") is that many letters. */
static void add_folded(struct letters *letters, const struct fold *fold, uint32_t start, uint32_t end, bool upper, bool odd)
{
	unsigned kind = fold->kind == FOLD_ALIKE ? FOLD_LETTER : fold->kind;
	odd |= fold->kind == FOLD_ALIKE;
	bool ascii = true;
	for (size_t i = 0; i < fold->n; i++)
		ascii &= (unsigned char)fold->text[i] < 128;
	if (!ascii)
		add_letter(letters, fold->text, fold->n < 4 ? fold->n : 4, start, end, kind, upper, odd);
	else
		for (size_t i = 0; i < fold->n && i < 4; i++)
			add_letter(letters, fold->text + i, 1, start, end, kind, upper, odd);
}

static bool is_ascii_letter(char c)
{
	return c >= 'a' && c <= 'z';
}

/* Between two spaces. */
struct company {
	size_t end;
	bool latin;
};

/* A letter of another script counts as the ASCII one that it looks like only beside real ones: "kіll", not "сор". A word is looked at
 * once, however many such letters it has. */
static bool has_latin_company(struct company *company, struct sv text, size_t at)
{
	if (at < company->end)
		return company->latin;
	while (at > 0 && (unsigned char)text.p[at - 1] > ' ')
		at--;
	*company = (struct company){ .end = at };
	for (; company->end < text.n && (unsigned char)text.p[company->end] > ' '; company->end++)
		company->latin = company->latin || is_ascii_letter(text.p[company->end] | 32);
	return company->latin;
}

static void read_letters(struct arena *arena, struct sv text, struct letters *letters)
{
	bool odd = false;
	struct company company = { 0 };
	letters->list = arena_alloc(arena, (text.n * 4 + 1) * sizeof(*letters->list));
	letters->count = 0;
	for (struct sv rest = text; rest.n;) {
		uint32_t start = (uint32_t)(text.n - rest.n);
		uint32_t code = (unsigned char)*rest.p < 128 ? (unsigned char)*rest.p : utf8_next(&rest);
		if (code < 128)
			rest = sv_from(rest, 1);
		uint32_t end = (uint32_t)(text.n - rest.n);
		const struct fold *fold = fold_of(code);
		if (fold->kind == FOLD_NOTHING) {
			odd = true;
			continue;
		}
		bool upper = code >= 'A' && code <= 'Z';
		bool alike = fold->kind == FOLD_ALIKE && has_latin_company(&company, text, start);
		if (fold->n && (fold->kind != FOLD_ALIKE || alike)) {
			add_folded(letters, fold, start, end, upper, odd);
		} else {
			char itself[4];
			size_t n = utf8_put(itself, code);
			add_letter(letters, itself, n, start, end, fold->kind == FOLD_ALIKE ? FOLD_LETTER : fold->kind, false, odd);
		}
		odd = false;
	}
}

/* --- tokens ---------------------------------------------------------------------------------------------------------------------- */

struct work {
	struct arena *arena;
	const struct lexicon *lexicon;
	const struct letter *list;
	size_t count;
	struct normal *out;
	size_t room;
	unsigned *patience; /* how many words more may have their gaps filled: each is some hundred look-ups */
};

static struct token *add_token(struct work *w, unsigned kind, size_t from, size_t to)
{
	if (w->out->count == w->room) {
		struct token *more = arena_alloc(w->arena, 2 * w->room * sizeof(*more));
		memcpy(more, w->out->tokens, w->room * sizeof(*more));
		w->out->tokens = more;
		w->room *= 2;
	}
	struct token *token = &w->out->tokens[w->out->count++];
	*token = (struct token){ .kind = (uint8_t)kind, .start = w->list[from].start, .end = w->list[to - 1].end };
	return token;
}

static struct sv text_of(struct work *w, size_t from, size_t to)
{
	char *text = arena_alloc(w->arena, WORD_MOST + 4);
	size_t n = 0;
	for (; from < to && n < WORD_MOST; from++) {
		if (w->list[from].text[0] == '\'' && w->list[from].n == 1)
			continue; /* don't, dont */
		memcpy(text + n, w->list[from].text, w->list[from].n);
		n += w->list[from].n;
	}
	return (struct sv){ text, n };
}

static char char_at(const struct work *w, size_t i)
{
	return i < w->count && w->list[i].n == 1 ? w->list[i].text[0] : 0;
}

static bool is_wordy(const struct work *w, size_t i)
{
	return i < w->count && (w->list[i].kind == FOLD_LETTER || w->list[i].kind == FOLD_DIGIT);
}

/* Signs that stand for letters inside of a word: k!ll, sh@@t, $hoot, k*ll. */
static bool is_hidden_letter(const struct work *w, size_t i)
{
	char c = char_at(w, i);
	if (!c || !strchr("@$!|+*#", c))
		return false;
	size_t next = i + 1;
	while (next < w->count && next < i + 3 && char_at(w, next) == c)
		next++;
	return next < w->count && w->list[next].kind == FOLD_LETTER;
}

static size_t word_end(const struct work *w, size_t i)
{
	for (; i < w->count; i++) {
		bool inside = char_at(w, i) == '\'' && is_wordy(w, i + 1);
		if (!is_wordy(w, i) && !inside && !is_hidden_letter(w, i))
			break;
	}
	return i;
}

static bool matches_at(const struct work *w, size_t i, const char *text)
{
	for (; *text; text++, i++)
		if (char_at(w, i) != *text)
			return false;
	return true;
}

static size_t until_space(const struct work *w, size_t i)
{
	while (i < w->count && w->list[i].kind != FOLD_SPACE)
		i++;
	return i;
}

static size_t take_link(struct work *w, size_t i)
{
	size_t end = until_space(w, i), from = i;
	for (size_t j = i; j + 2 < end && j < i + 9; j++)
		if (matches_at(w, j, "://"))
			from = j + 3;
	size_t host = from;
	while (host < end && char_at(w, host) && !strchr("/?#", char_at(w, host)))
		host++;
	struct token *token = add_token(w, TOKEN_LINK, i, end);
	token->form = host > from ? text_of(w, from, host) : SV("");
	token->hash = word_hash(SV("http"));
	return end;
}

static size_t take_mention(struct work *w, size_t i)
{
	size_t end = i + 1;
	while (end < w->count && (is_wordy(w, end) || (char_at(w, end) && strchr("_@.-", char_at(w, end)) && is_wordy(w, end + 1))))
		end++;
	struct token *token = add_token(w, TOKEN_MENTION, i, end);
	token->form = SV("@");
	token->hash = word_hash(token->form);
	return end;
}

static size_t take_word(struct work *w, size_t i, bool hidden_first)
{
	size_t end = word_end(w, hidden_first ? i + 1 : i), capitals = 0, small = 0;
	struct token *token = add_token(w, TOKEN_WORD, i, end);
	for (size_t j = i; j < end; j++) {
		token->disguised |= w->list[j].odd && j > i;
		capitals += w->list[j].upper;
		small += w->list[j].kind == FOLD_LETTER && !w->list[j].upper;
	}
	token->shouted = capitals > 2 && !small;
	token->form = text_of(w, i, end);
	return end;
}

/* "!!!" is one token. */
static size_t take_sign(struct work *w, size_t i)
{
	size_t end = i + 1;
	char c = char_at(w, i);
	while (c && end < w->count && char_at(w, end) == c)
		end++;
	struct token *token = add_token(w, w->list[i].kind == FOLD_PICTURE ? TOKEN_PICTURE : TOKEN_SIGN, i, end);
	token->form = text_of(w, i, i + 1);
	if (!token->form.n)
		token->form = SV("'");
	token->ends = c == '.' || c == '!' || c == '?';
	return end;
}

static void read_tokens(struct work *w)
{
	for (size_t i = 0; i < w->count;) {
		if (w->list[i].kind == FOLD_SPACE) {
			if (char_at(w, i) == '\n' && w->out->count)
				w->out->tokens[w->out->count - 1].ends = true;
			i++;
		} else if (matches_at(w, i, "http://") || matches_at(w, i, "https://") || matches_at(w, i, "www.")) {
			i = take_link(w, i);
		} else if (char_at(w, i) == '@' && is_wordy(w, i + 1) && is_wordy(w, i + 2)) {
			i = take_mention(w, i);
		} else if (is_wordy(w, i)) {
			i = take_word(w, i, false);
		} else if (is_hidden_letter(w, i) && char_at(w, i) == '$') {
			i = take_word(w, i, true);
		} else {
			i = take_sign(w, i);
		}
	}
}

/* --- disguises -------------------------------------------------------------------------------------------------------------------- */

static unsigned knows(const struct work *w, struct sv word)
{
	return lexicon_has(w->lexicon, word_hash(word));
}

static char leet(char c)
{
	static const char from[] = "013456789@$!|+", to[] = "oieasgtbgasilt";
	const char *at = c ? strchr(from, c) : NULL;
	return at ? to[at - from] : c;
}

/* Runs of three and more become one or two letters, as the bits of `choice` say in their order; shorter ones stay, unless `bare`. */
static size_t squeeze(const char *from, size_t n, unsigned choice, bool bare, bool unleet, char *to)
{
	size_t out = 0;
	for (size_t i = 0; i < n;) {
		char c = unleet ? leet(from[i]) : from[i];
		size_t run = 1;
		while (i + run < n && (unleet ? leet(from[i + run]) : from[i + run]) == c)
			run++;
		size_t kept = run < 3 ? (bare ? 1 : run) : 1 + (choice & 1);
		choice = run < 3 ? choice : choice >> 1;
		for (size_t k = 0; k < kept; k++)
			to[out++] = c;
		i += run;
	}
	return out;
}

static bool has_letter(struct sv word)
{
	for (size_t i = 0; i < word.n; i++)
		if (is_ascii_letter(word.p[i]) || (unsigned char)word.p[i] >= 128)
			return true;
	return false;
}

static bool is_plain(struct sv word)
{
	for (size_t i = 0; i < word.n; i++)
		if (!is_ascii_letter(word.p[i]) && (unsigned char)word.p[i] < 128)
			return false;
	return true;
}

static bool has_run(struct sv word, size_t most)
{
	size_t run = 1;
	for (size_t i = 1; i < word.n; i++)
		if ((run = word.p[i] == word.p[i - 1] ? run + 1 : 1) > most)
			return true;
	return false;
}

/* Each "*" or "#" inside is one letter that was left out. */
static bool fill_gap(const struct work *w, struct sv word, char *to)
{
	static const char letters[] = "aeiouhrlntscdbfgkmpqvwxyzj";
	size_t at = 0, gaps = 0, gap = 0;
	for (; at < word.n; at++)
		if (word.p[at] == '*' || word.p[at] == '#') {
			gap = gaps++ ? gap : at;
		}
	if (gaps == 0 || gaps > 2 || word.n < 3 || !*w->patience)
		return false;
	--*w->patience;
	memcpy(to, word.p, word.n);
	unsigned best = 0;
	char first = 0, second = 0;
	size_t other = gap + 1;
	while (gaps == 2 && word.p[other] != '*' && word.p[other] != '#')
		other++;
	for (size_t i = 0; i < sizeof(letters) - 1; i++)
		for (size_t j = 0; j < (gaps == 2 ? sizeof(letters) - 1 : 1); j++) {
			to[gap] = letters[i];
			if (gaps == 2)
				to[other] = letters[j];
			unsigned often = knows(w, (struct sv){ to, word.n });
			if (often > best) {
				best = often;
				first = letters[i];
				second = letters[j];
			}
		}
	to[gap] = first;
	if (gaps == 2)
		to[other] = second;
	return best > 0;
}

struct reading {
	unsigned choice, often;
	bool bare, unleet;
};

/* Of all ways to take digits for letters and long runs for short ones, the one that makes the most frequent word. */
static struct reading best_reading(const struct work *w, struct sv word, bool plain, bool drawn, char *to)
{
	struct reading best = { 0 };
	for (unsigned way = 0; way < (drawn ? 32 : 4); way++) {
		struct reading one = { .choice = way >> 2, .bare = way & 1, .unleet = way >> 1 & 1 };
		if (one.unleet && plain)
			continue;
		size_t n = squeeze(word.p, word.n, one.choice, one.bare, one.unleet, to);
		one.often = n > 1 && (n != word.n || one.unleet) ? knows(w, (struct sv){ to, n }) : 0;
		if (one.often > best.often)
			best = one;
	}
	return best;
}

/* The word that a disguised one stands for. */
static bool undisguise(const struct work *w, struct sv word, struct sv *meant_r)
{
	char *to = arena_alloc(w->arena, WORD_MOST + 4);
	bool plain = is_plain(word), drawn = has_run(word, 2);
	if (plain && !has_run(word, 1))
		return false;
	struct reading best = best_reading(w, word, plain, drawn, to);
	if (best.often) {
		*meant_r = (struct sv){ to, squeeze(word.p, word.n, best.choice, best.bare, best.unleet, to) };
		return true;
	}
	*meant_r = (struct sv){ to, word.n };
	if (fill_gap(w, word, to))
		return true;
	size_t n = squeeze(word.p, word.n, 0, false, !plain && has_letter(word) && (is_ascii_letter(word.p[0]) || word.n > 3), to);
	*meant_r = (struct sv){ to, n };
	return false;
}

static void settle(const struct work *w, struct token *token)
{
	struct sv meant;
	token->hash = word_hash(token->form);
	token->known = token->kind == TOKEN_WORD && lexicon_has(w->lexicon, token->hash);
	if (token->known || token->kind != TOKEN_WORD || token->form.n < 2 || !has_letter(token->form))
		return;
	bool found = undisguise(w, token->form, &meant);
	if (!found && (is_plain(token->form) && !has_run(token->form, 2)))
		return;
	bool changed = !sv_eq(meant, token->form);
	if (changed && (found || has_run(token->form, 2) || token->disguised)) {
		token->form = meant;
		token->hash = word_hash(meant);
		token->known = found;
		token->disguised = true;
	}
}

/* --- words run together, and letters drawn apart --------------------------------------------------------------------------------- */

enum { PARTS_MOST = 12, JOIN_MOST = WORD_MOST, SINGLE = 80 /* how often "i", "a" and "u" are taken to be */ };

static unsigned knows_part(const struct work *w, struct sv part)
{
	if (part.n > 1)
		return knows(w, part);
	return part.p[0] == 'i' || part.p[0] == 'a' || part.p[0] == 'u' ? SINGLE : 0;
}

/* The likeliest way to read `word` as several that are known; 0: there is none. Rarity costs, and so does each further part. */
static size_t segment(const struct work *w, struct sv word, size_t *ends)
{
	enum { NEVER = 1 << 20 };
	int cost[WORD_MOST + 1] = { 0 };
	uint8_t back[WORD_MOST + 1] = { 0 };
	for (size_t i = 1; i <= word.n; i++) {
		cost[i] = NEVER;
		for (size_t j = i > 14 ? i - 14 : 0; j < i; j++) {
			size_t n = i - j;
			unsigned often = cost[j] < NEVER ? knows_part(w, (struct sv){ word.p + j, n }) : 0;
			int price = cost[j] + 168 - (int)often + (n <= 2 ? 40 : 0);
			if (often && price < cost[i]) {
				cost[i] = price;
				back[i] = (uint8_t)j;
			}
		}
	}
	if (cost[word.n] >= NEVER)
		return 0;
	size_t parts = 0;
	for (size_t at = word.n; at; at = back[at])
		if (++parts > PARTS_MOST)
			return 0;
	size_t at = word.n;
	for (size_t i = parts; i-- > 0; at = back[at])
		ends[i] = at;
	return parts;
}

static void push(struct work *w, struct token token)
{
	if (w->out->count == w->room) {
		struct token *more = arena_alloc(w->arena, 2 * w->room * sizeof(*more));
		memcpy(more, w->out->tokens, w->room * sizeof(*more));
		w->out->tokens = more;
		w->room *= 2;
	}
	w->out->tokens[w->out->count++] = token;
}

/* The parts share the span: it is one word on the page. */
static bool push_segments(struct work *w, const struct token *token)
{
	size_t ends[PARTS_MOST], from = 0;
	size_t parts = token->form.n >= 6 && is_plain(token->form) ? segment(w, token->form, ends) : 0;
	if (parts < 2)
		return false;
	for (size_t i = 0; i < parts; i++) {
		struct token part = *token;
		part.form = (struct sv){ token->form.p + from, ends[i] - from };
		part.hash = word_hash(part.form);
		part.known = part.disguised = true;
		part.ends = token->ends && i == parts - 1;
		push(w, part);
		from = ends[i];
	}
	return true;
}

static bool is_single(const struct token *token)
{
	return token->kind == TOKEN_WORD && token->form.n == 1;
}

/* How many tokens from `i` on are single letters, with at most one sign between them: k i l l, k.i.l.l, k-i-l-l. */
static size_t drawn_apart(const struct token *tokens, size_t count, size_t i, char *text, size_t *n_r)
{
	size_t at = i, last = i, n = 0;
	while (at < count && n < JOIN_MOST) {
		if (is_single(&tokens[at])) {
			text[n++] = leet(tokens[at].form.p[0]);
			last = ++at;
		} else if (tokens[at].kind == TOKEN_SIGN && at == last && at + 1 < count && is_single(&tokens[at + 1]) && n) {
			at++;
		} else {
			break;
		}
	}
	*n_r = n;
	return last - i;
}

static bool push_drawn(struct work *w, const struct token *tokens, size_t count, size_t i, size_t *used_r)
{
	char *text = arena_alloc(w->arena, JOIN_MOST);
	size_t n, used = drawn_apart(tokens, count, i, text, &n);
	if (n < 3)
		return false;
	struct token joined = tokens[i];
	joined.end = tokens[i + used - 1].end;
	joined.ends = tokens[i + used - 1].ends;
	joined.form = (struct sv){ text, n };
	joined.hash = word_hash(joined.form);
	joined.known = knows(w, joined.form);
	joined.disguised = true;
	if (!joined.known)
		settle(w, &joined);
	if (joined.known || !push_segments(w, &joined))
		push(w, joined);
	*used_r = used;
	return true;
}

enum { TORN_LEAST = 40 };

static bool may_be_torn(const struct work *w, const struct token *a, const struct token *b)
{
	size_t n = a->form.n + b->form.n;
	if (a->kind != TOKEN_WORD || b->kind != TOKEN_WORD || n < 4 || n > 12 || a->ends)
		return false;
	if (a->form.n == 1 && (knows_part(w, a->form) || b->known))
		return false;
	return !a->known || !b->known || (a->form.n <= 3 && b->form.n <= 3);
}

/* ki ll, k ill: two pieces, one of them no word, that are one together. */
static bool push_torn(struct work *w, const struct token *tokens, size_t count, size_t i)
{
	const struct token *a = &tokens[i], *b = &tokens[i + 1];
	if (i + 1 >= count || !may_be_torn(w, a, b))
		return false;
	char *text = arena_alloc(w->arena, 16);
	memcpy(text, a->form.p, a->form.n);
	memcpy(text + a->form.n, b->form.p, b->form.n);
	struct token joined = *a;
	joined.form = (struct sv){ text, a->form.n + b->form.n };
	joined.hash = word_hash(joined.form);
	if (knows(w, joined.form) < TORN_LEAST + knows(w, a->form) / 2 + knows(w, b->form) / 2)
		return false;
	joined.known = joined.disguised = true;
	joined.end = b->end;
	joined.ends = b->ends;
	push(w, joined);
	return true;
}

static void see_through(struct work *w)
{
	struct token *tokens = w->out->tokens;
	size_t count = w->out->count, used;
	for (size_t i = 0; i < count; i++)
		settle(w, &tokens[i]);
	w->room = count + 16;
	w->out->tokens = arena_alloc(w->arena, w->room * sizeof(*tokens));
	w->out->count = 0;
	for (size_t i = 0; i < count; i++) {
		if (is_single(&tokens[i]) && push_drawn(w, tokens, count, i, &used))
			i += used - 1;
		else if (w->lexicon && push_torn(w, tokens, count, i))
			i++;
		else if (tokens[i].known || tokens[i].kind != TOKEN_WORD || !w->lexicon || !push_segments(w, &tokens[i]))
			push(w, tokens[i]);
	}
}

void normalise(struct arena *arena, const struct lexicon *lexicon, struct sv text, struct normal *normal_r)
{
	struct letters letters;
	*normal_r = (struct normal){ .cut = text.n > NORMALISE_MOST };
	read_letters(arena, sv_first(text, NORMALISE_MOST), &letters);
	unsigned patience = 256;
	struct work w = { .patience = &patience, .arena = arena, .lexicon = lexicon, .list = letters.list, .count = letters.count, .out = normal_r,
		          .room = letters.count / 4 + 16 };
	normal_r->tokens = arena_alloc(arena, w.room * sizeof(*normal_r->tokens));
	read_tokens(&w);
	see_through(&w);
}
