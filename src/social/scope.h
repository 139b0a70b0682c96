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
