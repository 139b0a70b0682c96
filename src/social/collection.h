/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* collection.h - accounts that a member recommends together (Mastodon documentation: methods/collections). Writes run in the caller's
 * transaction, by cx->who. Only who wants to be found can be put into one, and who is in one can take themselves out for good. */
#ifndef SOCIAL_COLLECTION_H
#define SOCIAL_COLLECTION_H

#include "store/q.h"

enum { COLLECTIONS_MOST = 10, COLLECTION_MOST_ITEMS = 25, COLLECTION_MOST_NAME = 40, COLLECTION_MOST_DESCRIPTION = 100 };

/* collection->id 0: a new one (id and owner are set); else one's own is changed. `tag_name` none: stays; empty: no hashtag. */
enum fail collection_write(struct ctx *cx, struct collection_row *collection, struct sv tag_name) MUST_USE;
enum fail collection_remove(struct ctx *cx, int64_t id) MUST_USE;
enum fail collection_add(struct ctx *cx, int64_t id, int64_t account_id, int64_t *item_id_r) MUST_USE;
enum fail collection_take_out(struct ctx *cx, int64_t id, int64_t item_id) MUST_USE;
enum fail collection_revoke(struct ctx *cx, int64_t id, int64_t item_id) MUST_USE; /* by the account itself */

/* FAIL_NOT_FOUND when it is not there, not one's own, or its owner is suspended or blocks cx->who. */
enum fail collection_see(struct ctx *cx, int64_t id, struct collection_row *row_r) MUST_USE;
enum fail collection_own(struct ctx *cx, int64_t id, struct collection_row *row_r) MUST_USE;

#endif
