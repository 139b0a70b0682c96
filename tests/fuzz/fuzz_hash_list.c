/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Lists of hashes: whatever is read is a hash, and says the same when it is read alone. */
#include "screening/hash_list.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct hash_line *line)
{
	struct pdq pdq = pdq_of_bytes(line->bytes), again;
	struct hash_list alone = { .kind = (int)line->kind };
	struct hash_line same;
	char hex[PDQ_HEX + 1];
	pdq_text(&pdq, hex);
	if (!pdq_read(sv_of(hex), &again) || pdq_distance(&pdq, &again) != 0)
		abort();
	if (hash_list_read(&alone, sv_of(hex), &same) != HASH_LINE_HASH || memcmp(same.bytes, line->bytes, HASH_BYTES) != 0)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	for (int kind = -1; kind < HASH_KINDS; kind++) {
		struct hash_list list = { .kind = kind };
		struct sv rest = { (const char *)data, size }, text;
		int64_t lines = 0;
		while (rest.n) {
			struct hash_line line;
			sv_cut(&rest, '\n', &text);
			enum hash_line_is is = hash_list_read(&list, text, &line);
			if (is == HASH_LINE_HASH)
				check(&line);
			if ((is == HASH_LINE_WRONG) != (line.wrong != NULL) || list.lines != ++lines)
				abort();
		}
	}
	return 0;
}
