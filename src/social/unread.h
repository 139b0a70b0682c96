/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* unread.h - how much waits for a member: what the pages show beside their links. */
#ifndef SOCIAL_UNREAD_H
#define SOCIAL_UNREAD_H

#include "store/q.h"

/* Notifications after the read marker, unread conversations, requests to follow; each counted up to `most`. One statement. */
enum fail unread_counts(struct ctx *cx, int64_t account_id, int64_t most, struct unread_counts_row *counts_r) MUST_USE;

#endif
