/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* status_mark.h - what members do with a status: favourite, bookmark, pin, mute its conversation, take back a boost. Each is for
 * cx->who, inside the caller's transaction, and may be done twice. `row` is a status, not a boost, that cx->who may see. */
#ifndef SOCIAL_STATUS_MARK_H
#define SOCIAL_STATUS_MARK_H

#include "social/status.h"

enum fail status_favourite(struct ctx *cx, const struct status_row *row) MUST_USE;
enum fail status_unfavourite(struct ctx *cx, const struct status_row *row) MUST_USE;
enum fail status_bookmark(struct ctx *cx, const struct status_row *row, bool on) MUST_USE;
/* FAIL_INVALID: somebody else's, a direct one, or one too many. */
enum fail status_pin(struct ctx *cx, const struct status_row *row) MUST_USE;
enum fail status_unpin(struct ctx *cx, const struct status_row *row) MUST_USE;
/* No more notifications from its conversation. */
enum fail status_mute(struct ctx *cx, const struct status_row *row, bool on) MUST_USE;
enum fail status_unreblog(struct ctx *cx, const struct status_row *row) MUST_USE;

#endif
