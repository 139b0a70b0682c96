/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* principals.h - who a secret stands for (a bearer token: token.h; the cookie of a session: session.h), kept in memory by its hash. It
 * forgets by being overwritten; what is taken back is forgotten at once. Any thread. */
#ifndef SOCIAL_PRINCIPALS_H
#define SOCIAL_PRINCIPALS_H

#include "base/ctx.h"

enum { PRINCIPAL_HASH = 32 }; /* bytes */

struct principals *principals_new(void);
void principals_free(struct principals *principals);

/* False: not known; then what is read from the database is kept with *changes_r, asked before it was read. */
bool principals_find(struct principals *principals, const unsigned char hash[PRINCIPAL_HASH], int64_t now, struct principal *who_r, uint64_t *changes_r);
/* `good_until`: ms. Not when anything was forgotten meanwhile: it may have been this. */
void principals_keep(struct principals *principals, const unsigned char hash[PRINCIPAL_HASH], const struct principal *who, int64_t good_until,
                     uint64_t changes);

/* After a commit: the one whose token or session has this id, or all of an account; (0, 0): every one. */
void principals_forget(struct principals *principals, int64_t id, int64_t account_id);

#endif
