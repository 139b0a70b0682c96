/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "screening/recent.h"

#include "base/map.h"

#include <pthread.h>
#include <stdlib.h>

struct note {
	uint64_t fingerprint;
	int64_t author_id, at_ms;
	uint32_t before; /* one more than the slot of the same text before; 0: none */
};

struct recent_texts {
	pthread_mutex_t lock;
	struct note notes[RECENT_TEXTS]; /* a ring */
	size_t next;
	struct map latest;               /* fingerprint -> slot of the latest note */
};

struct recent_texts *recent_texts_new(void)
{
	struct recent_texts *recent = calloc(1, sizeof(*recent));
	if (!recent)
		abort();
	pthread_mutex_init(&recent->lock, NULL);
	return recent;
}

void recent_texts_free(struct recent_texts *recent)
{
	if (!recent)
		return;
	map_free(&recent->latest);
	pthread_mutex_destroy(&recent->lock);
	free(recent);
}

uint64_t text_fingerprint(const struct normal *normal)
{
	enum { WORDS_LEAST = 4, BYTES_LEAST = 20 };
	uint64_t print = UINT64_C(0x8445d61a4e774912);
	size_t words = 0, bytes = 0;
	for (size_t i = 0; i < normal->count; i++) {
		const struct token *token = &normal->tokens[i];
		if (token->kind != TOKEN_WORD)
			continue;
		print = (print ^ token->hash) * UINT64_C(0x9e3779b97f4a7c15);
		print ^= print >> 29;
		words++;
		bytes += token->form.n;
	}
	return words < WORDS_LEAST || bytes < BYTES_LEAST ? 0 : print | 1;
}

/* The slot that is written over is the oldest of its text: nothing links to it but a newer note, which is cut when it is met. */
static void forget(struct recent_texts *recent, size_t slot)
{
	struct note *note = &recent->notes[slot];
	const uint64_t *latest = note->fingerprint ? map_find(&recent->latest, (int64_t)note->fingerprint) : NULL;
	if (latest && *latest == slot)
		map_remove(&recent->latest, (int64_t)note->fingerprint);
	note->fingerprint = 0;
}

static struct recent_seen note_it(struct recent_texts *recent, uint64_t fingerprint, int64_t author_id, int64_t now_ms)
{
	enum { LOOK_MOST = 64 };
	struct recent_seen seen = { 0 };
	size_t slot = recent->next;
	recent->next = (slot + 1) % RECENT_TEXTS;
	forget(recent, slot);
	const uint64_t *latest = map_find(&recent->latest, (int64_t)fingerprint);
	struct note now = { fingerprint, author_id, now_ms, latest ? (uint32_t)*latest + 1 : 0 };
	int64_t newer = now_ms;
	for (uint32_t at = now.before, looked = 0; at && looked < LOOK_MOST; looked++) {
		const struct note *note = &recent->notes[at - 1];
		if (note->fingerprint != fingerprint || note->at_ms > newer || note->at_ms + RECENT_MS < now_ms)
			break; /* written over since, or too long ago */
		newer = note->at_ms;
		seen.by_author += note->author_id == author_id;
		seen.by_others += note->author_id != author_id;
		at = note->before;
	}
	recent->notes[slot] = now;
	map_put(&recent->latest, (int64_t)fingerprint, slot);
	return seen;
}

struct recent_seen recent_texts_note(struct recent_texts *recent, uint64_t fingerprint, int64_t author_id, int64_t now_ms)
{
	if (!fingerprint)
		return (struct recent_seen){ 0 };
	pthread_mutex_lock(&recent->lock);
	struct recent_seen seen = note_it(recent, fingerprint, author_id, now_ms);
	pthread_mutex_unlock(&recent->lock);
	return seen;
}
