/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* draft.h - what a request says of a status that is to be posted or edited: the API and the compose form use the same names
 * (Mastodon documentation: methods/statuses). Everything read is in the request; no rule of the network is checked here. */
#ifndef APP_DRAFT_H
#define APP_DRAFT_H

#include "social/status_edit.h"

/* `draft` is zeroed before; what was not sent is what cx->who prefers. The idempotency key is the caller's. FAIL_INVALID,
 * FAIL_NOT_FOUND with a sentence: the draft has what was read until then. */
enum fail draft_read(struct ctx *cx, struct status_draft *draft) MUST_USE;
/* The same for an edit of `row`: what cannot be edited is not read. */
enum fail draft_read_edit(struct ctx *cx, const struct status_row *row, struct status_draft *draft) MUST_USE;
/* media_attributes[…][id], [description], [focus]: how many. */
size_t draft_read_media_edits(struct ctx *cx, struct media_edit **edits_r);
enum fail draft_read_quote_policy(struct ctx *cx, struct sv otherwise, int *policy_r) MUST_USE;

#endif
