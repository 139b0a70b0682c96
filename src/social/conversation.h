/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* conversation.h - direct messages as conversations (Mastodon documentation: entities/Conversation): one row for each of those
 * who take part and sign in here, pointing at the newest status. */
#ifndef SOCIAL_CONVERSATION_H
#define SOCIAL_CONVERSATION_H

#include "store/q.h"

/* After a direct status and its mentions were written. */
enum fail conversation_add(struct ctx *cx, const struct status_row *row) MUST_USE;
/* Before one is deleted: conversations that end with it go back to the one before. */
enum fail conversation_forget(struct ctx *cx, const struct status_row *row) MUST_USE;

/* cx->who has read it, or has not; removes it from their list. FAIL_NOT_FOUND when it is not theirs. */
enum fail conversation_unread(struct ctx *cx, int64_t id, bool unread) MUST_USE;
enum fail conversation_remove(struct ctx *cx, int64_t id) MUST_USE;

#endif
