/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* status_edit.h - changing a status after it was posted (Mastodon documentation: methods/statuses, "edit"; StatusEdit). */
#ifndef SOCIAL_STATUS_EDIT_H
#define SOCIAL_STATUS_EDIT_H

#include "social/status_write.h"

/* What an edit says about an attachment that is, or becomes, part of the status. */
struct media_edit {
	int64_t id;
	struct sv description, focus; /* none: as it is */
};

/* Makes `old`, a status of cx->who, say what the draft says: text, warning, media and poll are replaced by the draft's, also by
 * nothing; language none stays. Versions are kept, the first one included; boosters and quoters are told. Nothing happens when
 * nothing is different. Of the draft, what cannot be edited (visibility, what it answers or quotes) is not looked at. */
enum fail status_edit(struct ctx *cx, const struct status_row *old, const struct status_draft *draft, const struct media_edit *edits,
                      size_t edit_count) MUST_USE;

/* Who may quote it, from now on. */
enum fail status_quote_policy(struct ctx *cx, const struct status_row *row, int policy) MUST_USE;
/* The author of `quoted` takes back the leave to quote it: `quoting` no longer shows it. FAIL_NOT_FOUND when it does not quote it. */
enum fail status_quote_revoke(struct ctx *cx, const struct status_row *quoted, const struct status_row *quoting) MUST_USE;

#endif
