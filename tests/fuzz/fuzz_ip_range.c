/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* An address or range of the network, as somebody types it: what is made of it must read back as itself. */
#include "social/server_block.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct sv first, second;
	if (ip_range_read(&arena, (struct sv){ (const char *)data, size }, &first) &&
	    (!ip_range_read(&arena, first, &second) || !sv_eq(first, second)))
		abort();
	arena_free(&arena);
	return 0;
}
