/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* pieces.h - the HTML of a status, kept for everybody to whom it looks the same (app/fragment.h): who reads in the same language, has
 * marked it the same way, wants warnings and media treated alike; while it is as old, in words ("3h").
 *
 * The key of a piece says all that it depends on: whoever shows something else of the reader's in a status adds it to struct key in
 * pieces.c, or that reader's view of it ends up with others. What depends on the reader in more ways (a poll, a quote) is not kept. */
#ifndef WEB_PIECES_H
#define WEB_PIECES_H

#include "app/fragment.h"
#include "social/status.h"
#include "web/view.h"

enum piece_state { PIECE_READY, PIECE_HIDDEN, PIECE_MISSING };
struct piece {
	enum piece_state state;
	int64_t key;       /* PIECE_MISSING: under which it may be kept; 0: it may not */
	struct html html;  /* PIECE_READY: lives until the request is answered */
};

/* Whether cx->who may see the status, and its HTML when that is known. `contexts`: which filters apply. */
enum fail piece_find(struct ctx *cx, int64_t status_id, unsigned contexts, struct piece *piece_r) MUST_USE;
/* Notes what piece_find() must know of a status that was loaded. `changes`: fragments_changes() before that. */
void piece_learn(struct ctx *cx, const struct status *status, uint64_t changes);
/* Keeps the HTML of a piece. */
void piece_keep(struct ctx *cx, const struct piece *piece, struct sv html, uint64_t changes);

/* After a commit. */
struct effect;
void pieces_forget(struct community *community, const struct effect *effects);

#endif
