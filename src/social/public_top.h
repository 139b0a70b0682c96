/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* public_top.h - the newest of the public timeline, which everybody asks for, kept until something is posted, edited, deleted or
 * an account changes. */
#ifndef SOCIAL_PUBLIC_TOP_H
#define SOCIAL_PUBLIC_TOP_H

#include "store/page.h"
#include "store/q.h"

struct public_top *public_top_new(void);
void public_top_free(struct public_top *top);

/* One page of the public timeline: from memory when it is the newest one, by q_timeline_public() otherwise. */
enum fail public_top_page(struct ctx *cx, const struct page *page, struct feed_row **rows_r, size_t *count_r) MUST_USE;

/* After a commit. */
void public_top_forget(struct public_top *top);

#endif
