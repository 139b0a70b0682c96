/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* replay_post.h - stored posts as the screen would see them if they were written again. */
#ifndef MODERATION_REPLAY_POST_H
#define MODERATION_REPLAY_POST_H

#include "base/ctx.h"
#include "screening/screen.h"

enum replay_word { REPLAY_UNDECIDED, REPLAY_HARMLESS, REPLAY_HARMFUL };

struct replay_post {
	int64_t id;
	struct sv username;
	struct item item;        /* the account's standing is that of today; nobody remembers what else was written then (`recent`) */
	enum replay_word word;   /* what somebody has decided about it, */
	enum category category;  /* and about what: the likeliest of what was found */
};

/* The next ones by id, at most `most`, into cx->arena. count 0: there are no more. */
enum fail replay_read_posts(struct ctx *cx, int64_t after_id, int64_t most, struct replay_post **posts_r, size_t *count_r) MUST_USE;

#endif
