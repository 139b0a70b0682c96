/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#if defined(__SANITIZE_ADDRESS__)
#define OWN_BLOCKS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define OWN_BLOCKS 1
#endif
#endif
#ifndef OWN_BLOCKS
#define OWN_BLOCKS 0
#endif

enum { FIRST_BLOCK = 4000, LARGEST_BLOCK = 256 << 10, ALIGN = 16 };

struct arena_block {
	struct arena_block *older;
	size_t size; /* of data */
	_Alignas(ALIGN) char data[];
};

static struct arena_block *block_add(struct arena *arena, size_t size)
{
	struct arena_block *block = malloc(sizeof(*block) + size);
	if (!block) {
		fputs("folkmoot: out of memory\n", stderr);
		abort();
	}
	block->older = arena->blocks;
	block->size = size;
	arena->blocks = block;
	return block;
}

static void *own_block(struct arena *arena, size_t bytes)
{
	return block_add(arena, bytes)->data;
}

void *arena_alloc(struct arena *arena, size_t bytes)
{
	if (OWN_BLOCKS)
		return own_block(arena, bytes);
	if (bytes > SIZE_MAX / 2)
		abort();
	size_t need = (bytes + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	if ((size_t)(arena->end - arena->at) < need) {
		size_t size = arena->blocks ? arena->blocks->size * 2 : FIRST_BLOCK;
		if (size > LARGEST_BLOCK)
			size = LARGEST_BLOCK;
		if (size < need)
			size = need;
		struct arena_block *block = block_add(arena, size);
		arena->at = block->data;
		arena->end = block->data + size;
	}
	void *p = arena->at;
	arena->at += need;
	return p;
}

void *arena_zeroed(struct arena *arena, size_t bytes)
{
	return memset(arena_alloc(arena, bytes), 0, bytes);
}

void *arena_zeroed_array(struct arena *arena, size_t size, size_t count)
{
	size_t bytes;
	if (__builtin_mul_overflow(size, count, &bytes))
		abort();
	return arena_zeroed(arena, bytes);
}

struct sv arena_dup(struct arena *arena, struct sv s)
{
	if (!s.p)
		return SV_NONE;
	char *copy = arena_alloc(arena, s.n + 1);
	if (s.n)
		memcpy(copy, s.p, s.n);
	copy[s.n] = 0;
	return (struct sv){ copy, s.n };
}

const char *arena_cstr(struct arena *arena, struct sv s)
{
	return s.p ? arena_dup(arena, s).p : "";
}

struct sv arena_printf(struct arena *arena, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	int n = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	if (n < 0)
		abort();
	char *p = arena_alloc(arena, (size_t)n + 1);
	va_start(args, fmt);
	vsnprintf(p, (size_t)n + 1, fmt, args);
	va_end(args);
	return (struct sv){ p, (size_t)n };
}

static void free_blocks(struct arena_block *block)
{
	while (block) {
		struct arena_block *older = block->older;
		free(block);
		block = older;
	}
}

void arena_reset(struct arena *arena)
{
	struct arena_block *keep = OWN_BLOCKS ? NULL : arena->blocks;
	if (!keep) {
		arena_free(arena);
		return;
	}
	if (keep->size > LARGEST_BLOCK / 4) { /* one large request should not be remembered for ever */
		arena_free(arena);
		return;
	}
	free_blocks(keep->older);
	keep->older = NULL;
	arena->at = keep->data;
	arena->end = keep->data + keep->size;
}

void arena_free(struct arena *arena)
{
	free_blocks(arena->blocks);
	*arena = (struct arena){ 0 };
}
