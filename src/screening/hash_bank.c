/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "screening/hash_bank.h"

#include <pthread.h>
#include <stdlib.h>

/* The large part, shared by one state and those that follow it. */
struct base {
	unsigned holders;
	struct arena arena;
	struct hash_bank_about *list;
	size_t list_count;
	struct hash_index *index;
	int64_t last_id;
};

/* As it is at one moment. */
struct state {
	unsigned holders;
	struct base *base;
	int64_t last_id;
	size_t tail_count;
	struct hash_entry tail[];
};

struct hash_banks {
	pthread_mutex_t lock; /* of `now` and of all counts of holders: held for a moment */
	pthread_mutex_t changing;
	struct state *now;
};

static void *must(void *memory)
{
	if (!memory)
		abort();
	return memory;
}

/* --- holding ------------------------------------------------------------------------------------------------------------------------ */

static struct state *take(struct hash_banks *banks)
{
	pthread_mutex_lock(&banks->lock);
	struct state *state = banks->now;
	state->holders++;
	pthread_mutex_unlock(&banks->lock);
	return state;
}

static void drop(struct hash_banks *banks, struct state *state)
{
	pthread_mutex_lock(&banks->lock);
	bool last = --state->holders == 0, last_of_base = last && --state->base->holders == 0;
	pthread_mutex_unlock(&banks->lock);
	if (last_of_base) {
		hash_index_free(state->base->index);
		arena_free(&state->base->arena);
		free(state->base);
	}
	if (last)
		free(state);
}

static void put(struct hash_banks *banks, struct state *state)
{
	pthread_mutex_lock(&banks->lock);
	struct state *before = banks->now;
	state->holders = 1;
	state->base->holders++;
	banks->now = state;
	pthread_mutex_unlock(&banks->lock);
	if (before)
		drop(banks, before);
}

/* --- making ------------------------------------------------------------------------------------------------------------------------- */

static struct base *base_new(const struct hash_bank_about *list, size_t list_count, const struct hash_entry *entries, size_t count)
{
	struct base *base = must(calloc(1, sizeof(*base)));
	base->list = arena_array(&base->arena, struct hash_bank_about, list_count + 1);
	base->list_count = list_count;
	for (size_t i = 0; i < list_count; i++) {
		base->list[i] = list[i];
		base->list[i].name = arena_dup(&base->arena, list[i].name);
	}
	base->index = hash_index_new(entries, count);
	for (size_t i = 0; i < count; i++)
		base->last_id = entries[i].id > base->last_id ? entries[i].id : base->last_id;
	return base;
}

/* Entries of banks that are not there are left out, and those that are there already. */
static size_t fit(const struct hash_bank_about *list, size_t list_count, int64_t above_id, struct hash_entry *entries, size_t count)
{
	size_t kept = 0;
	for (size_t i = 0; i < count; i++) {
		if (entries[i].bank >= list_count || entries[i].id <= above_id)
			continue;
		entries[kept] = entries[i];
		entries[kept++].near = (uint8_t)(list[entries[i].bank].near < HASH_DISTANCE_MOST ? list[entries[i].bank].near : HASH_DISTANCE_MOST);
	}
	return kept;
}

static void put_base(struct hash_banks *banks, struct base *base)
{
	struct state *state = must(calloc(1, sizeof(*state)));
	state->base = base;
	state->last_id = base->last_id;
	put(banks, state);
}

struct hash_banks *hash_banks_new(void)
{
	struct hash_banks *banks = must(calloc(1, sizeof(*banks)));
	pthread_mutex_init(&banks->lock, NULL);
	pthread_mutex_init(&banks->changing, NULL);
	put_base(banks, base_new(NULL, 0, NULL, 0));
	return banks;
}

void hash_banks_free(struct hash_banks *banks)
{
	if (!banks)
		return;
	drop(banks, banks->now);
	pthread_mutex_destroy(&banks->lock);
	pthread_mutex_destroy(&banks->changing);
	free(banks);
}

void hash_banks_replace(struct hash_banks *banks, const struct hash_bank_about *list, size_t list_count, const struct hash_entry *entries, size_t count)
{
	struct hash_entry *fitted = must(malloc((count + 1) * sizeof(*fitted)));
	if (count)
		memcpy(fitted, entries, count * sizeof(*fitted));
	pthread_mutex_lock(&banks->changing);
	put_base(banks, base_new(list, list_count, fitted, fit(list, list_count, INT64_MIN, fitted, count)));
	pthread_mutex_unlock(&banks->changing);
	free(fitted);
}

/* Index and tail become one index. */
static void merge(struct hash_banks *banks, const struct state *state, const struct hash_entry *entries, size_t count)
{
	size_t indexed;
	const struct hash_entry *old = hash_index_entries(state->base->index, &indexed);
	struct hash_entry *all = must(malloc((indexed + state->tail_count + count) * sizeof(*all)));
	memcpy(all, old, indexed * sizeof(*all));
	memcpy(all + indexed, state->tail, state->tail_count * sizeof(*all));
	memcpy(all + indexed + state->tail_count, entries, count * sizeof(*all));
	put_base(banks, base_new(state->base->list, state->base->list_count, all, indexed + state->tail_count + count));
	free(all);
}

static void extend(struct hash_banks *banks, const struct state *state, const struct hash_entry *entries, size_t count)
{
	struct state *next = must(calloc(1, sizeof(*next) + (state->tail_count + count) * sizeof(*next->tail)));
	next->base = state->base;
	next->tail_count = state->tail_count + count;
	next->last_id = state->last_id;
	memcpy(next->tail, state->tail, state->tail_count * sizeof(*next->tail));
	memcpy(next->tail + state->tail_count, entries, count * sizeof(*next->tail));
	for (size_t i = 0; i < count; i++)
		next->last_id = entries[i].id > next->last_id ? entries[i].id : next->last_id;
	put(banks, next);
}

void hash_banks_append(struct hash_banks *banks, const struct hash_entry *entries, size_t count)
{
	if (!count)
		return;
	struct hash_entry *fitted = must(malloc(count * sizeof(*fitted)));
	memcpy(fitted, entries, count * sizeof(*fitted));
	pthread_mutex_lock(&banks->changing);
	struct state *state = take(banks);
	count = fit(state->base->list, state->base->list_count, state->last_id, fitted, count);
	if (state->tail_count + count > HASH_TAIL_MOST)
		merge(banks, state, fitted, count);
	else
		extend(banks, state, fitted, count);
	drop(banks, state);
	pthread_mutex_unlock(&banks->changing);
	free(fitted);
}

/* --- looking ------------------------------------------------------------------------------------------------------------------------ */

/* The nearest of each bank; of two that are as near, the first. */
static void join(struct bank_finding *list, size_t *count, const struct hash_match *match, const struct base *base, unsigned print)
{
	const struct hash_bank_about *bank = &base->list[match->bank];
	struct bank_finding one = { .bank = bank->name, .category = bank->category, .act = bank->act, .kind = match->kind, .distance = match->distance, .print = print, .id = match->id };
	for (size_t i = 0; i < *count; i++)
		if (sv_eq(list[i].bank, one.bank)) {
			if (one.distance < list[i].distance)
				list[i] = one;
			return;
		}
	if (*count < HASH_MATCHES)
		list[(*count)++] = one;
}

static void look_once(const struct state *state, const uint8_t *sha256, const struct pdq *pdq, unsigned print, struct bank_finding *list, size_t *count)
{
	struct hash_matches matches = { 0 };
	if (sha256)
		hash_index_exact(state->base->index, sha256, &matches);
	else
		hash_index_near(state->base->index, pdq, &matches);
	hash_list_find(state->tail, state->tail_count, pdq, sha256, &matches);
	for (size_t i = 0; i < matches.count; i++)
		join(list, count, &matches.list[i], state->base, print);
}

static int by_act(const void *a, const void *b)
{
	const struct bank_finding *x = a, *y = b;
	return x->act != y->act ? (x->act < y->act) - (x->act > y->act) : (x->distance > y->distance) - (x->distance < y->distance);
}

size_t hash_banks_look(struct hash_banks *banks, struct arena *arena, const struct hash_query *query, struct bank_finding list_r[HASH_MATCHES])
{
	size_t count = 0;
	struct state *state = take(banks);
	if (query->sha256)
		look_once(state, query->sha256, NULL, 0, list_r, &count);
	for (size_t i = 0; i < query->print_count && query->quality >= PDQ_QUALITY / 2; i++)
		look_once(state, NULL, &query->prints[i], (unsigned)i, list_r, &count);
	for (size_t i = 0; i < count; i++)
		list_r[i].bank = arena_dup(arena, list_r[i].bank);
	drop(banks, state);
	qsort(list_r, count, sizeof(*list_r), by_act);
	return count;
}

static const struct hash_entry *nearest_in(const struct hash_entry *entries, size_t count, const struct pdq *pdq, unsigned *least)
{
	const struct hash_entry *nearest = NULL;
	for (size_t i = 0; i < count; i++) {
		unsigned distance = entries[i].kind == HASH_PDQ ? pdq_distance(&entries[i].pdq, pdq) : PDQ_BITS + 1;
		if (distance >= *least)
			continue;
		*least = distance;
		nearest = &entries[i];
	}
	return nearest;
}

bool hash_banks_nearest(struct hash_banks *banks, struct arena *arena, const struct hash_query *query, struct bank_finding *nearest_r)
{
	unsigned least = PDQ_BITS + 1;
	size_t indexed;
	struct state *state = take(banks);
	const struct hash_entry *entries = hash_index_entries(state->base->index, &indexed);
	for (size_t i = 0; i < query->print_count; i++)
		for (int part = 0; part < 2; part++) {
			const struct hash_entry *entry = nearest_in(part ? state->tail : entries, part ? state->tail_count : indexed, &query->prints[i], &least);
			if (!entry)
				continue;
			const struct hash_bank_about *bank = &state->base->list[entry->bank];
			*nearest_r = (struct bank_finding){ .bank = arena_dup(arena, bank->name), .category = bank->category, .act = bank->act, .kind = HASH_PDQ,
				                            .distance = least, .print = (unsigned)i, .id = entry->id };
		}
	drop(banks, state);
	return least <= PDQ_BITS;
}

size_t hash_banks_list(struct hash_banks *banks, struct arena *arena, struct hash_bank_about **list_r, int64_t *last_id_r)
{
	struct state *state = take(banks);
	size_t count = state->base->list_count;
	*list_r = arena_array(arena, struct hash_bank_about, count + 1);
	for (size_t i = 0; i < count; i++) {
		(*list_r)[i] = state->base->list[i];
		(*list_r)[i].name = arena_dup(arena, state->base->list[i].name);
	}
	*last_id_r = state->last_id;
	drop(banks, state);
	return count;
}

struct hash_banks_figures hash_banks_figures(struct hash_banks *banks)
{
	struct state *state = take(banks);
	size_t indexed;
	hash_index_entries(state->base->index, &indexed);
	struct hash_banks_figures figures = { .banks = state->base->list_count, .hashes = indexed + state->tail_count,
		                              .bytes = hash_index_bytes(state->base->index) + state->tail_count * sizeof(*state->tail) };
	drop(banks, state);
	return figures;
}
