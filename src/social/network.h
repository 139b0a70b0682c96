/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* network.h - whom somebody knows, as far as cx->who may learn it. After viewer_enter(). */
#ifndef SOCIAL_NETWORK_H
#define SOCIAL_NETWORK_H

#include "store/page.h"
#include "store/q.h"

enum network { NETWORK_FOLLOWERS, NETWORK_FOLLOWING, NETWORK_ENDORSED };

/* One page. `*told_r` false, and no rows: the account keeps it to itself, is suspended, or blocks cx->who. */
enum fail network_page(struct ctx *cx, const struct account_row *account, enum network network, const struct page *page,
                       struct relation_page_row **rows_r, size_t *count_r, bool *told_r) MUST_USE;

/* The accounts of those rows whom cx->who neither blocks nor mutes, and who do not block them; in cx->arena. */
enum fail network_shown(struct ctx *cx, const struct relation_page_row *rows, size_t count, int64_t **ids_r, size_t *shown_r) MUST_USE;

#endif
