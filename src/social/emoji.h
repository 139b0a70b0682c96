/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* emoji.h - the pictures of a community that texts name as :shortcode: (Mastodon documentation: entities/CustomEmoji). */
#ifndef SOCIAL_EMOJI_H
#define SOCIAL_EMOJI_H

#include "social/community.h"

struct emoji_draft {
	struct sv shortcode;       /* 2-30 of a-z, A-Z, 0-9, _ */
	struct sv category;        /* none: none; at most 50 characters */
	int file;                  /* the picture, a regular file of at most 256 KB; stays the caller's */
};
/* Makes one, or gives it another picture. Blocks on the media worker: from outside of the writer, with a read connection. */
enum fail emoji_add(struct ctx *cx, const struct emoji_draft *draft) MUST_USE;
/* Takes it away, files and all; as emoji_add(). FAIL_NOT_FOUND. */
enum fail emoji_remove(struct ctx *cx, struct sv shortcode) MUST_USE;

/* What is not its picture; in a transaction. A disabled one is text again wherever it stands; one that is not visible still works, but
 * is not offered. FAIL_NOT_FOUND. */
struct emoji_change {
	struct sv shortcode, category;
	bool visible, disabled;
};
enum fail emoji_alter(struct ctx *cx, const struct emoji_change *change) MUST_USE;

#endif
