/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* item.h - what is screened: the texts of a post or a profile, and what is known about who wrote it and whom it reaches. Whoever asks
 * fills it; nothing here is looked up. What is not known stays 0, but for `author_age_ms`. */
#ifndef SCREENING_ITEM_H
#define SCREENING_ITEM_H

#include "base/sv.h"

enum item_kind { ITEM_STATUS, ITEM_EDIT, ITEM_PROFILE, ITEM_MEDIA };

enum { ITEM_TEXTS = 24 };

struct item {
	enum item_kind kind;
	struct sv texts[ITEM_TEXTS];   /* [0] what was written; then content warning, poll options, alt texts, profile fields */
	size_t text_count;
	int64_t now_ms;                /* when it was written */
	int64_t author_id;
	int64_t author_age_ms;         /* how long the account exists; -1: not known */
	int64_t author_posts;
	bool author_trusted;           /* staff, or somebody whom the community vouches for */
	bool author_limited;           /* somebody has restricted the account */
	bool is_public, is_reply;
	bool to_self, to_follower;     /* a reply: to oneself; to somebody who follows the author */
	unsigned strangers_mentioned;  /* people mentioned who do not follow the author */
	unsigned posts_last_hour;      /* of the author, before this one */
	struct recent_texts *recent;   /* recent.h: what the community wrote lately, this text added to it; NULL: nobody remembers */
};

#endif
