/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* recent.h - which texts a community has seen lately, and from how many authors: by the fingerprint of their words, so that disguises,
 * signs, links and mentions make no difference. In memory only. Any thread. */
#ifndef SCREENING_RECENT_H
#define SCREENING_RECENT_H

#include "screening/normalise.h"

enum { RECENT_TEXTS = 4096 /* the last ones are known */, RECENT_MS = 6 * 3600 * 1000 /* for so long */ };

struct recent_texts;
struct recent_texts *recent_texts_new(void);
void recent_texts_free(struct recent_texts *recent);

/* Equal for texts with the same words; 0: too few of them to say that they are the same. */
uint64_t text_fingerprint(const struct normal *normal);

struct recent_seen {
	unsigned by_author, by_others; /* times within RECENT_MS, before this */
};
/* How often it was there, and notes it once more. Fingerprint 0 was never there. */
struct recent_seen recent_texts_note(struct recent_texts *recent, uint64_t fingerprint, int64_t author_id, int64_t now_ms);

#endif
