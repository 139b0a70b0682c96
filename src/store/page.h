/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* page.h - one page of a list that is ordered by id, as the Mastodon API asks for it (documentation: api/guidelines, "Pagination").
 * Rows always come newest first. `min_id` asks for the page that lies directly above it, the others for the newest ones. */
#ifndef STORE_PAGE_H
#define STORE_PAGE_H

#include <stdint.h>

struct page {
	int64_t max_id;   /* only rows below; INT64_MAX: no bound */
	int64_t since_id; /* only rows above; 0: no bound */
	int64_t min_id;   /* not 0: the rows directly above, in place of since_id */
	int64_t limit;    /* rows */
};

#define PAGE_NEWEST(limit_) ((struct page){ .max_id = INT64_MAX, .limit = (limit_) })

#endif
