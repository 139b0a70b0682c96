/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* arena.h - memory that dies together: one arena per request, job or connection, freed in one call.
 * Memory is aligned for any type. Running out of memory ends the process (systemd restarts it; no acknowledged write is
 * lost). Under AddressSanitizer each allocation is a block of its own, so that an overrun is still seen. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/attr.h"
#include "base/sv.h"

struct arena_block;
struct arena {
	struct arena_block *blocks; /* newest first */
	char *at, *end;             /* the free part of the newest block */
};

#define arena_new(arena, type) ((type *)arena_zeroed((arena), sizeof(type)))
#define arena_array(arena, type, count) ((type *)arena_zeroed_array((arena), sizeof(type), (count)))

void *arena_alloc(struct arena *arena, size_t bytes) MUST_USE __attribute__((malloc, alloc_size(2)));
void *arena_zeroed(struct arena *arena, size_t bytes) MUST_USE __attribute__((malloc, alloc_size(2)));
void *arena_zeroed_array(struct arena *arena, size_t size, size_t count) MUST_USE __attribute__((malloc, alloc_size(2, 3)));
struct sv arena_dup(struct arena *arena, struct sv s) MUST_USE;     /* terminated with NUL for good measure; none stays none */
const char *arena_cstr(struct arena *arena, struct sv s) MUST_USE;  /* as a C string */
struct sv arena_printf(struct arena *arena, const char *fmt, ...) PRINTF(2, 3) MUST_USE;

void arena_reset(struct arena *arena); /* gives back all but one small block: ready for the next request */
void arena_free(struct arena *arena);

#endif
