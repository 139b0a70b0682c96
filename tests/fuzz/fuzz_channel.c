/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Messages of a streaming client: whatever it is, the answer is a sentence, a wish that is complete, or nothing. */
#include "stream/channel.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = { 0 };
	struct channel_wish wish;
	const char *error = channel_message(&arena, (struct sv){ (const char *)data, size }, &wish);
	if (!error && wish.what != CHANNEL_IGNORE) {
		if (wish.channel >= CHANNEL_COUNT || !channel_name(wish.channel))
			abort();
		if (channel_takes(wish.channel) == CHANNEL_TAKES_TAG && (!wish.key.n || !wish.name.n))
			abort();
		if (channel_takes(wish.channel) != CHANNEL_TAKES_LIST && wish.list_id)
			abort();
	}
	arena_free(&arena);
	return 0;
}
