/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* standing.h - which accounts are suspended or limited, kept in memory: every list of statuses and accounts asks. They are few. */
#ifndef SOCIAL_STANDING_H
#define SOCIAL_STANDING_H

#include "base/ctx.h"

enum standing_bits { STANDING_SUSPENDED = 1, STANDING_LIMITED = 2 };

struct standings *standings_new(void);
void standings_free(struct standings *standings);

enum fail standings_load(struct ctx *cx) MUST_USE; /* when the community opens */
struct community;
void standing_set(struct community *community, int64_t account_id, unsigned bits); /* after a commit that changed it */

unsigned standing_of(struct ctx *cx, int64_t account_id); /* standing_bits; 0: nothing is wrong */

/* Every account whose standing is not 0; `each` must not ask for standings. */
void standings_each(struct ctx *cx, void (*each)(void *data, int64_t account_id, unsigned bits), void *data);

/* Whether `account_id` is left out of what is public for cx->who: suspended, or limited and not followed (and not oneself). */
enum fail standing_hides(struct ctx *cx, int64_t account_id, bool *hides_r) MUST_USE;

#endif
