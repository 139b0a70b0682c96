/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "screening/pattern_need.h"

#include <ctype.h>
#include <stdlib.h>

/* --- what an expression needs ---------------------------------------------------------------------------------------------------------- */

struct walk {
	struct arena *arena;
	struct sv text;
	size_t at;
};

/* Words that are in so many texts that they tell nothing. */
static bool is_common(struct sv word)
{
	static const char *const common = " a about all am an and are as at be been but by can did do for from get go going gonna got had has have he her him his how i if ill im in is it "
	                                  "its just know like me my no not now of on one or our out people she should so than that the their them then there they this time to u up us "
	                                  "want was we were what when who will with would you your youre ";
	char padded[NEED_BYTES + 3] = " ";
	if (word.n > NEED_BYTES)
		return false;
	memcpy(padded + 1, word.p, word.n);
	padded[word.n + 1] = ' ';
	return strstr(common, padded);
}

static size_t worth_of(struct sv piece)
{
	size_t worth = 0;
	struct sv word;
	while (piece.n) {
		sv_cut(&piece, ' ', &word);
		worth += word.n && !is_common(word) ? word.n : 0;
	}
	return worth;
}

/* The piece, or the best part of it that is short enough. */
static struct sv best_part(struct sv piece)
{
	struct sv best = sv_first(piece, NEED_BYTES);
	for (size_t i = 1; i + NEED_BYTES <= piece.n; i++) {
		struct sv one = { piece.p + i, NEED_BYTES };
		if (piece.p[i - 1] == ' ' && worth_of(one) > worth_of(best))
			best = one;
	}
	return best;
}

enum { RUN_MOST = 64 };

struct run {
	char text[RUN_MOST]; /* letters in a row; what is over is left out */
	size_t n;
};

static void better(struct need *best, const struct need *other)
{
	if (other->count && (!best->count || other->worth > best->worth))
		*best = *other;
}

/* What stood in a row is one piece; a new row begins. */
static void end_run(struct walk *w, struct run *run, struct need *best)
{
	struct need one = { .count = 1 };
	if (run->n > 1) {
		one.pieces[0] = best_part(arena_dup(w->arena, (struct sv){ run->text, run->n }));
		one.worth = worth_of(one.pieces[0]);
		better(best, &one);
	}
	run->n = 0;
}

/* Behind a letter or group: whether it may be left out, and whether it may come more than once. */
static void skip_repeat(struct walk *w, bool *optional_r, bool *many_r)
{
	char c = w->at < w->text.n ? w->text.p[w->at] : 0;
	*optional_r = c == '*' || c == '?' || (c == '{' && sv_starts(sv_from(w->text, w->at), SV("{0")));
	*many_r = c && strchr("*+{", c);
	if (!c || !strchr("*+?{", c))
		return;
	while (c == '{' && w->text.p[w->at] != '}')
		w->at++;
	w->at++;
	if (w->at < w->text.n && w->text.p[w->at] == '?')
		w->at++;
}

static void skip_class(struct walk *w)
{
	for (w->at++; w->at < w->text.n && w->text.p[w->at] != ']'; w->at++)
		w->at += w->text.p[w->at] == '\\';
	w->at++;
}

static void need_choice(struct walk *w, struct need *need_r);

static void need_group(struct walk *w, struct run *run, struct need *best)
{
	bool optional, many;
	struct need inner;
	w->at += sv_starts(sv_from(w->text, w->at), SV("(?:")) ? 3 : 1;
	end_run(w, run, best);
	need_choice(w, &inner);
	w->at++;
	skip_repeat(w, &optional, &many);
	if (!optional)
		better(best, &inner);
}

enum what { LETTER, ANY /* of several letters */, NOTHING /* a place between two */ };

static enum what read_letter(struct walk *w, char *letter_r)
{
	char c = w->text.p[w->at];
	*letter_r = c;
	if (c == '[') {
		skip_class(w);
		return ANY;
	}
	w->at++;
	if (c != '\\')
		return c == '.' ? ANY : c == '^' || c == '$' ? NOTHING : LETTER;
	*letter_r = c = w->text.p[w->at++];
	return c == 'b' || c == 'B' ? NOTHING : isalpha((unsigned char)c) ? ANY : LETTER;
}

/* Most texts have no digit: of all classes this one is worth knowing. */
static void need_digit(struct need *best)
{
	struct need digits = { .count = 10 };
	for (size_t i = 0; i < digits.count; i++)
		digits.pieces[i] = (struct sv){ &"0123456789"[i], 1 };
	if (!best->count)
		better(best, &digits);
}

static bool is_digit_at(const struct walk *w)
{
	struct sv rest = sv_from(w->text, w->at);
	return sv_starts(rest, SV("[0-9]")) || sv_starts(rest, SV("\\d"));
}

static void need_letter(struct walk *w, struct run *run, struct need *best)
{
	char letter;
	bool optional, many, digit = is_digit_at(w);
	enum what what = read_letter(w, &letter);
	skip_repeat(w, &optional, &many);
	if (what == NOTHING)
		return;
	if (digit && !optional)
		need_digit(best);
	if (what == LETTER && !optional && run->n < RUN_MOST)
		run->text[run->n++] = (char)tolower((unsigned char)letter);
	if (what == ANY || optional || many)
		end_run(w, run, best);
}

static void need_branch(struct walk *w, struct need *best)
{
	struct run run = { .n = 0 };
	*best = (struct need){ 0 };
	while (w->at < w->text.n && w->text.p[w->at] != '|' && w->text.p[w->at] != ')') {
		if (w->text.p[w->at] == '(')
			need_group(w, &run, best);
		else
			need_letter(w, &run, best);
	}
	end_run(w, &run, best);
}

static void need_choice(struct walk *w, struct need *need_r)
{
	struct need branch;
	bool known = true;
	*need_r = (struct need){ .worth = SIZE_MAX };
	for (;; w->at++) {
		need_branch(w, &branch);
		known &= branch.count > 0 && need_r->count + branch.count <= NEEDS_MOST;
		for (size_t i = 0; known && i < branch.count; i++)
			need_r->pieces[need_r->count++] = branch.pieces[i];
		need_r->worth = branch.worth < need_r->worth ? branch.worth : need_r->worth;
		if (w->at >= w->text.n || w->text.p[w->at] != '|')
			break;
	}
	need_r->count = known ? need_r->count : 0;
}

void pattern_need(struct arena *arena, struct sv expression, struct need *need_r)
{
	struct walk walk = { .arena = arena, .text = expression };
	need_choice(&walk, need_r);
}

/* --- all of them in one pass ------------------------------------------------------------------------------------------------------------ */

enum { STATES_MOST = 60000 };

struct need_index {
	uint8_t classes[256];   /* of a byte; 0: in no piece */
	unsigned class_count;
	uint16_t *next;         /* [state * class_count + class] */
	uint16_t *ends;         /* of a state: one more than its number in `heads`; 0: no piece ends here */
	uint32_t *heads;        /* one more than the first of the `links`: who wants that piece */
	struct link {
		uint32_t expression, next;
	} *links;
	size_t state_count, head_count, link_count, link_room;
	uint64_t *always;       /* expressions of which nothing is known */
	size_t words;           /* of 64 bits */
};

static void *room_for(size_t count, size_t size)
{
	void *room = calloc(count ? count : 1, size);
	if (!room)
		abort();
	return room;
}

static void add_link(struct need_index *index, size_t state, uint32_t expression)
{
	if (!index->ends[state])
		index->ends[state] = (uint16_t)++index->head_count;
	uint32_t *head = &index->heads[index->ends[state] - 1];
	if (index->link_count == index->link_room) {
		index->link_room = index->link_room ? 2 * index->link_room : 256;
		index->links = realloc(index->links, index->link_room * sizeof(*index->links));
		if (!index->links)
			abort();
	}
	index->links[index->link_count++] = (struct link){ expression, *head };
	*head = (uint32_t)index->link_count;
}

static void add_piece(struct need_index *index, struct sv piece, uint32_t expression)
{
	size_t state = 0;
	for (size_t i = 0; i < piece.n; i++) {
		uint16_t *to = &index->next[state * index->class_count + index->classes[(unsigned char)piece.p[i]]];
		if (!*to)
			*to = (uint16_t)index->state_count++;
		state = *to;
	}
	add_link(index, state, expression);
}

static void find_classes(struct need_index *index, const struct need *needs, size_t count)
{
	index->class_count = 1;
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < needs[i].count; j++)
			for (size_t k = 0; k < needs[i].pieces[j].n; k++) {
				uint8_t *class = &index->classes[(unsigned char)needs[i].pieces[j].p[k]];
				*class = *class ? *class : (uint8_t)index->class_count++;
			}
	for (int c = 'A'; c <= 'Z'; c++)
		index->classes[c] = index->classes[tolower(c)];
}

/* Where to go on when the next letter does not fit: breadth first, so that what is shorter is known. */
static void link_up(struct need_index *index)
{
	size_t found = 1, width = index->class_count;
	uint16_t *fail = room_for(index->state_count, sizeof(*fail)), *order = room_for(index->state_count, sizeof(*order));
	for (size_t done = 0; done < found; done++) {
		size_t state = order[done];
		for (size_t c = 0; c < width; c++) {
			uint16_t *to = &index->next[state * width + c], other = state ? index->next[fail[state] * width + c] : 0;
			if (!*to) {
				*to = other;
				continue;
			}
			fail[*to] = other;
			order[found++] = *to;
			for (uint32_t l = index->ends[other] ? index->heads[index->ends[other] - 1] : 0; l; l = index->links[l - 1].next)
				add_link(index, *to, index->links[l - 1].expression);
		}
	}
	free(fail);
	free(order);
}

static size_t bytes_of(const struct need *need)
{
	size_t n = 0;
	for (size_t i = 0; i < need->count; i++)
		n += need->pieces[i].n;
	return n;
}

struct need_index *need_index_new(const struct need *needs, size_t count)
{
	struct need_index *index = room_for(1, sizeof(*index));
	size_t states = 1;
	find_classes(index, needs, count);
	for (size_t i = 0; i < count; i++)
		states += bytes_of(&needs[i]);
	states = states < STATES_MOST ? states : STATES_MOST;
	index->words = (count + 63) / 64;
	index->always = room_for(index->words, sizeof(*index->always));
	index->next = room_for(states * index->class_count, sizeof(*index->next));
	index->ends = room_for(states, sizeof(*index->ends));
	index->heads = room_for(states, sizeof(*index->heads));
	index->state_count = 1;
	for (size_t i = 0; i < count; i++) {
		bool fits = needs[i].count && index->state_count + bytes_of(&needs[i]) <= states;
		index->always[i / 64] |= (uint64_t)!fits << i % 64;
		for (size_t j = 0; fits && j < needs[i].count; j++)
			add_piece(index, needs[i].pieces[j], (uint32_t)i);
	}
	link_up(index);
	return index;
}

void need_index_free(struct need_index *index)
{
	free(index->next);
	free(index->ends);
	free(index->heads);
	free(index->links);
	free(index->always);
	free(index);
}

void need_index_search(const struct need_index *index, struct sv text, uint64_t *bits)
{
	uint64_t seen[STATES_MOST / 64 + 1]; /* of the pieces: who wants one is told once */
	memset(seen, 0, (index->head_count / 64 + 1) * sizeof(*seen));
	memcpy(bits, index->always, index->words * sizeof(*bits));
	for (size_t i = 0, state = 0; i < text.n; i++) {
		state = index->next[state * index->class_count + index->classes[(unsigned char)text.p[i]]];
		size_t end = index->ends[state];
		if (!end || seen[end / 64] >> end % 64 & 1)
			continue;
		seen[end / 64] |= UINT64_C(1) << end % 64;
		for (uint32_t l = index->heads[end - 1]; l; l = index->links[l - 1].next)
			bits[index->links[l - 1].expression / 64] |= UINT64_C(1) << index->links[l - 1].expression % 64;
	}
}
