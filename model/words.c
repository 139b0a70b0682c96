/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Which words there are: counted in the training texts, with vectors from GloVe where it has them. */
#include "train.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { TABLE = 1 << 22, LEXICON_LEAST = 6, VECTOR_LEAST = 4, OWN_LEAST = 6, COMMON = 10000, WORDS_MOST = 60000 };

struct counted {
	uint64_t hash;
	uint32_t often;
	bool plain; /* was seen undisguised, of ASCII letters only */
};
static struct counted *table;

static struct counted *counted_of(uint64_t hash)
{
	size_t at = hash % TABLE;
	while (table[at].hash && table[at].hash != hash)
		at = (at + 1) % TABLE;
	return &table[at];
}

static bool is_plain_word(const struct token *token)
{
	bool plain = token->kind == TOKEN_WORD && token->form.n > 1 && !token->disguised;
	for (size_t i = 0; i < token->form.n; i++)
		plain &= token->form.p[i] >= 'a' && token->form.p[i] <= 'z';
	return plain;
}

static void count(const struct rows *rows)
{
	struct arena arena = { 0 };
	struct normal normal;
	table = calloc(TABLE, sizeof(*table));
	for (size_t i = 0; i < rows->count; i++) {
		if (rows->list[i].disguised)
			continue; /* "iwill" is no word */
		normalise(&arena, NULL, rows->list[i].text, &normal);
		for (size_t k = 0; k < normal.count; k++) {
			struct counted *one = counted_of(normal.tokens[k].hash);
			one->hash = normal.tokens[k].hash;
			one->often++;
			one->plain |= is_plain_word(&normal.tokens[k]);
		}
		arena_reset(&arena);
	}
	arena_free(&arena);
}

static void make_lexicon(struct lexicon *lexicon_r)
{
	uint32_t known = 0, size = 1;
	for (size_t i = 0; i < TABLE; i++)
		known += table[i].often >= LEXICON_LEAST && table[i].plain;
	while (size < known * 2)
		size *= 2;
	uint32_t *slots = calloc(size, sizeof(*slots));
	for (size_t i = 0; i < TABLE; i++) {
		if (table[i].often < LEXICON_LEAST || !table[i].plain)
			continue;
		unsigned often = (unsigned)(8 * log2(table[i].often));
		uint32_t at = (uint32_t)table[i].hash & (size - 1);
		while (slots[at])
			at = (at + 1) & (size - 1);
		slots[at] = (uint32_t)(table[i].hash >> 40) << 8 | (often < 255 ? often : 255);
	}
	*lexicon_r = (struct lexicon){ slots, size - 1 };
	fprintf(stderr, "lexicon: %u words\n", known);
}

/* --- vectors ------------------------------------------------------------------------------------------------------------------------------- */

uint32_t words_find(const struct words *words, uint64_t hash)
{
	for (uint32_t at = (uint32_t)hash & words->mask;; at = (at + 1) & words->mask)
		if (!words->slots[at] || words->hashes[words->slots[at]] == hash)
			return words->slots[at];
}

static void add_word(struct words *words, uint64_t hash, const float *vector)
{
	enum { HALF = 2 }; /* halved: in the range of what is learned beside them */
	if (words->count == WORDS_MOST || words_find(words, hash))
		return;
	uint32_t at = (uint32_t)hash & words->mask;
	while (words->slots[at])
		at = (at + 1) & words->mask;
	words->slots[at] = words->count;
	words->hashes[words->count] = hash;
	for (size_t k = 0; vector && k < NET_VECTOR; k++)
		words->vectors[words->count][k] = vector[k] / HALF;
	words->count++;
}

/* "don't" is "dont" here. */
static struct sv without_apostrophes(char *word, size_t n)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (word[i] != '\'')
			word[kept++] = word[i];
	return (struct sv){ word, kept };
}

static void read_vectors(const char *path, struct words *words)
{
	FILE *file = fopen(path, "rb");
	uint32_t total = 0;
	if (!file || fread(&total, sizeof(total), 1, file) != 1) {
		fprintf(stderr, "%s cannot be read; `make model` makes it.\n", path);
		exit(1);
	}
	for (uint32_t i = 0; i < total; i++) {
		uint8_t n;
		char word[256];
		float vector[NET_VECTOR];
		if (fread(&n, 1, 1, file) != 1 || fread(word, 1, n, file) != n || fread(vector, sizeof(vector), 1, file) != 1)
			break;
		struct sv plain = without_apostrophes(word, n);
		uint64_t hash = word_hash(plain);
		if (plain.n && (i < COMMON || counted_of(hash)->often >= VECTOR_LEAST))
			add_word(words, hash, vector);
	}
	fclose(file);
}

void words_count(const struct rows *rows, const char *vectors_path, struct words *words_r)
{
	*words_r = (struct words){ .count = 1, .mask = (1 << 18) - 1 };
	words_r->slots = calloc(words_r->mask + 1, sizeof(uint32_t));
	words_r->hashes = calloc(WORDS_MOST, sizeof(uint64_t));
	words_r->vectors = calloc(WORDS_MOST, sizeof(*words_r->vectors));
	count(rows);
	make_lexicon(&words_r->lexicon);
	read_vectors(vectors_path, words_r);
	uint32_t with = words_r->count;
	for (size_t i = 0; i < TABLE; i++) /* slang, emoji, other languages: all of their vector is learned */
		if (table[i].often >= OWN_LEAST)
			add_word(words_r, table[i].hash, NULL);
	fprintf(stderr, "vectors: %u words from GloVe, %u of our own\n", with, words_r->count - with);
	free(table);
}
