/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the worker itself reads of files: the chunks of WebP, the frames of MP3. (The rest of its reading is libraries'.) */
#include "mediaworker/mp3.c"
#include "mediaworker/webp.c"

#include <stdbool.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
	if (!holds)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *file = malloc(size ? size : 1);
	check(mp3_frame_size(data, size) <= size);
	memcpy(file, data, size);
	size_t n = webp_drop_metadata(file, size);
	check(n <= size);
	check(webp_drop_metadata(file, n) == n); /* a second time there is nothing to drop */
	free(file);
	return 0;
}
