/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* normalise.h - a text as the screen reads it: words as they were meant, with a way back to what the author wrote.
 *
 * Case, marks, compatibility forms and look-alikes are folded (fold.h), zero-width and bidi controls dropped, leetspeak, spaced-out
 * letters, repeats and words run together undone where the lexicon knows the word that appears. Emoji are tokens. */
#ifndef SCREENING_NORMALISE_H
#define SCREENING_NORMALISE_H

#include "base/arena.h"
#include "screening/lexicon.h"

enum { NORMALISE_MOST = 64 << 10 /* bytes of a text that are read */, WORD_MOST = 40 /* bytes of a word; the rest is cut */ };

enum token_kind { TOKEN_WORD, TOKEN_PICTURE, TOKEN_SIGN, TOKEN_LINK, TOKEN_MENTION };

struct token {
	struct sv form;      /* folded; in the arena */
	uint64_t hash;       /* word_hash(form) */
	uint32_t start, end; /* bytes of the original */
	uint8_t kind;        /* enum token_kind */
	bool known;          /* to the lexicon */
	bool disguised;      /* it was not written like this: leet, spaces, look-alikes, controls inside */
	bool shouted;        /* in capitals */
	bool ends;           /* a sentence ends behind it */
};

struct normal {
	struct token *tokens;
	size_t count;
	bool cut;            /* the text was longer than NORMALISE_MOST */
};

/* Any bytes; what is not UTF-8 reads as U+FFFD. `lexicon` NULL: only what needs none. Never fails. */
void normalise(struct arena *arena, const struct lexicon *lexicon, struct sv text, struct normal *normal_r);

#endif
