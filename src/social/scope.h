/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* scope.h - what a token may do: OAuth scopes as a set of bits. */
#ifndef SOCIAL_SCOPE_H
#define SOCIAL_SCOPE_H

#include "base/arena.h"

enum scope_index {
#define SCOPE(name, text) SCOPE_INDEX_##name,
#include "social/scope.def"
#undef SCOPE
	SCOPE_COUNT
};
_Static_assert(SCOPE_COUNT <= 64, "a set of scopes is 64 bits");

enum scope {
	SCOPE_BIT_NONE = 0,
#define SCOPE(name, text) SCOPE_BIT_##name = UINT64_C(1) << SCOPE_INDEX_##name,
#include "social/scope.def"
#undef SCOPE
};

/* What only "admin:read" and "admin:write" themselves cover: some endpoints have no scope of their own. */
#define SCOPE_BIT_ADMIN_READ_ALL                                                                                             \
	(SCOPE_BIT_ADMIN_READ_ACCOUNTS | SCOPE_BIT_ADMIN_READ_REPORTS | SCOPE_BIT_ADMIN_READ_DOMAIN_ALLOWS |                 \
	 SCOPE_BIT_ADMIN_READ_DOMAIN_BLOCKS | SCOPE_BIT_ADMIN_READ_IP_BLOCKS | SCOPE_BIT_ADMIN_READ_EMAIL_DOMAIN_BLOCKS |    \
	 SCOPE_BIT_ADMIN_READ_CANONICAL_EMAIL_BLOCKS)
#define SCOPE_BIT_ADMIN_WRITE_ALL                                                                                            \
	(SCOPE_BIT_ADMIN_WRITE_ACCOUNTS | SCOPE_BIT_ADMIN_WRITE_REPORTS | SCOPE_BIT_ADMIN_WRITE_DOMAIN_ALLOWS |              \
	 SCOPE_BIT_ADMIN_WRITE_DOMAIN_BLOCKS | SCOPE_BIT_ADMIN_WRITE_IP_BLOCKS | SCOPE_BIT_ADMIN_WRITE_EMAIL_DOMAIN_BLOCKS | \
	 SCOPE_BIT_ADMIN_WRITE_CANONICAL_EMAIL_BLOCKS)

/* A space-separated list ("read write:statuses follow"); false when one of them does not exist. "follow" is the old name for
 * reading and writing follows, blocks and mutes. */
bool scopes_parse(struct sv list, uint64_t *set_r);
/* Every bit of `asked` is in `granted`. */
static inline bool scopes_cover(uint64_t granted, uint64_t asked)
{
	return (asked & ~granted) == 0;
}
const char *scope_text(enum scope_index index);

#endif
