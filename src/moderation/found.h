/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* found.h - what the gate has found about one item: written down, and said to its author and to the moderators. */
#ifndef MODERATION_FOUND_H
#define MODERATION_FOUND_H

#include "screening/screen.h"
#include "social/gate.h"

struct found {
	struct item item;
	struct findings findings; /* by act, then most likely first */
	enum verdict verdict;
};

/* The finding that decided; NULL: nothing was found that counts. */
const struct finding *found_first(const struct found *found);
/* "It looks like a threat of violence." In the language of the thread. */
struct sv found_sentence(unsigned category);
struct sv found_label(unsigned category); /* a content warning; none: it needs none */

/* In a transaction. `subject_id` 0: it was refused. */
enum fail found_write(struct ctx *cx, const struct found *found, int64_t subject_id) MUST_USE;
/* The author hears of it, in their language: an AccountWarning (Mastodon documentation). */
enum fail found_tell_author(struct ctx *cx, const struct found *found, int64_t subject_id) MUST_USE;
/* The moderators: a report by the screen, at most one that is open about the same. */
enum fail found_report(struct ctx *cx, const struct found *found, int64_t subject_id) MUST_USE;

#endif
